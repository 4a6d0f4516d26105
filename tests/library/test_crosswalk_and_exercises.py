"""What lies beside the frameworks: relations whose ends exist, tables that fit, exercises that can be used."""

from __future__ import annotations

import pytest
import yaml

from waymark.exchange.commands import LIBRARY
from waymark.frameworks.queries import CROSSWALK_KINDS
from waymark_formats import crosswalk

EXERCISES = sorted((LIBRARY / "exercises").glob("*.yaml"))
EQUIVALENCES = [
    row for path in sorted((LIBRARY / "equivalences").glob("*.yaml")) for row in crosswalk.read_equivalences(path)
]


@pytest.fixture(scope="module")
def homes(library):
    return {skill.key: name for name, document in library.items() for skill in document.skills}


def test_relations_join_skills_of_two_frameworks_once_and_say_why(relations, homes):
    seen = set()
    for name, rows in relations.items():
        assert len(rows) >= 5, name
        for row in rows:
            assert homes[row.skill] == name != homes[row.other], row
            assert row.kind in CROSSWALK_KINDS, row
            assert 20 < len(row.why) <= 400, row
            pair = frozenset({row.skill, row.other})
            assert pair not in seen, row
            seen.add(pair)
    assert set(relations) == set(homes.values())
    assert any(row.kind == "same" for rows in relations.values() for row in rows)


def test_tables_of_levels_name_every_level_of_the_one_and_levels_of_the_other(library):
    pairs = [(row.framework, other) for row in EQUIVALENCES for other in row.others]
    assert len(pairs) == len(set(pairs)) >= 10
    for row in EQUIVALENCES:
        assert list(row.counts_as) == [level.name for level in library[row.framework].scales[0].levels], row
        for other in row.others:
            names = [crosswalk.NOT_YET, *(level.name for level in library[other].scales[0].levels)]
            counted = [names.index(name) for name in row.counts_as.values()]
            assert counted == sorted(counted), row
        assert row.example, row


def test_where_two_skills_are_the_same_their_levels_can_be_counted(library, relations, homes):
    tables = {(row.framework, other) for row in EQUIVALENCES for other in row.others}
    for row in (row for rows in relations.values() for row in rows if row.kind == "same"):
        one, other = homes[row.skill], homes[row.other]
        names = [[level.name for level in library[name].scales[0].levels] for name in (one, other)]
        assert names[0] == names[1] or {(one, other), (other, one)} <= tables, row


def test_there_are_three_exercises_or_more_at_different_levels_for_each_framework(library, homes):
    keys = []
    for path in EXERCISES:
        cases = yaml.safe_load(path.read_text())
        ranks = {level.rank for level in library[path.stem].scales[0].levels}
        for case in cases:
            assert set(case) == {"key", "framework", "skill", "title", "sample", "panel_level", "reason"}
            assert case["framework"] == path.stem == homes[case["skill"]], case["key"]
            assert case["panel_level"] in ranks, case["key"]
            assert 120 <= len(case["sample"].split()) <= 240, case["key"]
            assert 50 <= len(case["reason"].split()) <= 130, case["key"]
            assert case["title"].strip(), case["key"]
        levels = [case["panel_level"] for case in cases]
        assert len(levels) >= len(set(levels)) >= 3, path.stem
        assert max(levels) >= 3, path.stem
        keys += [case["key"] for case in cases]
    assert len(keys) == len(set(keys)) == 42
    assert {path.stem for path in EXERCISES} == set(homes.values())


def test_no_two_reasons_of_a_framework_begin_alike_and_each_holds_its_level_against_its_neighbours(library):
    for path in EXERCISES:
        cases = yaml.safe_load(path.read_text())
        openings = [" ".join(case["reason"].split()[:3]) for case in cases]
        assert len(openings) == len(set(openings)), path.stem
        if path.stem == "leadership-behaviours":  # its bands are spoken of by number or by grade
            continue
        names = {level.rank: level.name for level in library[path.stem].scales[0].levels}
        for case in cases:
            beside = [names[rank] for rank in (case["panel_level"] - 1, case["panel_level"] + 1) if rank in names]
            levels = {f"level {rank}" for rank in names if abs(rank - case["panel_level"]) == 1}
            assert any(word in case["reason"].lower() for word in [*map(str.lower, beside), *levels]), case["key"]
