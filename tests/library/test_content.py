"""What every framework of the starter library has, counted and linted together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from tests.library.conftest import READING_AGE
from waymark.exchange.commands import LIBRARY
from waymark.kernel.ids import slugify
from waymark.organisation.rules import PROFESSIONS
from waymark_engine.texts import reading_age, stems

BEHAVIOURS = "leadership-behaviours"
POINT = re.compile(r"^- (.+)$", re.MULTILINE)
SHARE_READABLE = 0.95


def roles_of(document):
    return [role for family in document.families for role in family.roles]


def role_levels(document):
    return [(role, level) for role in roles_of(document) for level in role.levels]


def descriptors(document):
    return [(skill, rank, text) for skill in document.skills for rank, text in skill.descriptors.items()]


def asked_of_one_person(level):
    """How many skills a role level asks of whoever is in it: of a group only the number to choose counts."""
    return sum(choice.choose for choice in level.choices) + sum(1 for one in level.requirements if not one.choice)


def test_it_is_as_large_as_it_says(library):
    documents = library.values()

    assert len(library) >= 12
    assert sum(len(roles_of(one)) for one in documents) >= 60
    assert sum(len(role_levels(one)) for one in documents) >= 150
    assert sum(len(one.skills) for one in documents) >= 180
    assert sum(1 for one in documents for _, _, text in descriptors(one) if text) >= 600


def test_our_own_lint_finds_nothing(findings):
    assert [(one.kind, one.slug, one.name, dict(one.values)) for one in findings] == []


def test_nearly_every_descriptor_can_be_read_at_fourteen(library):
    hard, count = [], 0
    for name, document in library.items():
        names = [skill.name for skill in document.skills] + [role.name for role in roles_of(document)]
        known = frozenset().union(*map(stems, names))
        for skill, rank, text in descriptors(document):
            count += 1
            if int(reading_age([text], known=known).age) > READING_AGE:
                hard.append((name, skill.key, rank))

    assert len(hard) <= (1 - SHARE_READABLE) * count, hard


def test_every_level_of_every_skill_is_described_in_two_to_four_points(library):
    for name, document in library.items():
        ranks = [level.rank for level in document.scales[0].levels]
        assert len(document.scales) == 1
        for skill in document.skills:
            assert sorted(skill.descriptors) == ranks, (name, skill.key)
        for skill, rank, text in descriptors(document):
            assert 2 <= len(POINT.findall(text)) <= 4, (name, skill.key, rank)


def test_every_skill_has_a_meaning_and_other_names_evidence_and_learning(library):
    for name, document in library.items():
        ranks = {3: {2, 3}, 4: {3, 4}, 6: {3, 4, 5, 6}}[len(document.scales[0].levels)]
        for skill in document.skills:
            assert re.fullmatch(r"[^.!?]+\.", skill.summary.strip().replace("\n", " ")), (name, skill.key)
            assert skill.alternative_labels, (name, skill.key)
            assert skill.hidden_labels, (name, skill.key)
            assert set(skill.evidence) >= ranks <= set(skill.learning), (name, skill.key)


def test_every_role_says_what_it_is_for_how_people_come_in_and_where_they_go(library):
    for name, document in library.items():
        for role in roles_of(document):
            assert all((role.summary, role.entry_routes, role.next_moves)), (name, role.key)
            assert 4 <= len(POINT.findall(role.responsibilities)) <= 6, (name, role.key)
            assert all((role.alternative_labels, role.hidden_labels)), (name, role.key)


def test_every_role_level_asks_for_six_to_ten_skills_and_says_what_changes(library):
    for name, document in library.items():
        for _role, level in role_levels(document):
            assert 6 <= asked_of_one_person(level) <= 10, (name, level.key, asked_of_one_person(level))
            assert level.description, (name, level.key)
        assert {one.importance for _, level in role_levels(document) for one in level.requirements} <= {
            "essential", "desirable",
        }  # fmt: skip
        if name != BEHAVIOURS:
            desirable = [
                one for _, level in role_levels(document) for one in level.requirements
                if one.importance == "desirable"
            ]  # fmt: skip
            assert desirable, name


def test_every_role_level_says_what_the_work_is_and_then_what_is_decided_alone(library):
    """In two sentences or more, of which none stands at two role levels."""
    said = Counter()
    for name, document in library.items():
        for _role, level in role_levels(document):
            sentences = re.split(r"(?<=[.!?])\s+", level.description.strip())
            assert len(sentences) >= 2, (name, level.key)
            said.update(sentences)
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_no_name_stands_twice_among_those_of_one_thing(library):
    for name, document in library.items():
        for thing in (*document.skills, *roles_of(document)):
            names = [thing.name, *thing.alternative_labels, *thing.hidden_labels]
            assert [one for one, times in Counter(map(str.lower, names)).items() if times > 1] == [], (name, thing.key)


def test_the_same_grade_stands_on_the_same_rung_everywhere(library):
    """Of several grades the lowest counts. The rungs of behaviours are the bands of grades, which are no ladder."""
    rungs = defaultdict(set)
    for name, document in library.items():
        for _, level in role_levels(document):
            if name != BEHAVIOURS:
                rungs[level.grade_hint.split(",")[0]].add(level.rung)
        for role in roles_of(document):
            own = [level.rung for level in role.levels]
            assert own == sorted(set(own)), (name, role.key)

    assert rungs == {
        grade: {rung} for rung, grade in enumerate(("AO", "EO", "HEO", "SEO", "G7", "G6", "SCS1", "SCS2"), 1)
    }


def test_nobody_is_asked_to_rise_by_more_levels_than_rungs(library):
    """From one role level to the next of the same role, in every skill that both ask for."""
    leaps = []
    for name, document in library.items():
        for role in roles_of(document):
            for below, above in pairwise(role.levels):
                asked = {one.skill: one.level for one in below.requirements}
                leaps += [
                    (name, above.key, one.skill, asked[one.skill], one.level) for one in above.requirements
                    if one.level and asked.get(one.skill) and one.level - asked[one.skill] > above.rung - below.rung
                ]  # fmt: skip

    assert leaps == []


def test_a_skill_that_two_levels_of_a_role_ask_for_is_asked_for_in_between(library):
    holes = []
    for name, document in library.items():
        for role in roles_of(document):
            asked = [{one.skill for one in level.requirements} for level in role.levels]
            holes += [
                (name, role.levels[place].key, skill)
                for place, skills in enumerate(asked)
                for skill in (set().union(*asked[:place]) & set().union(*asked[place + 1 :])) - skills
            ]

    assert holes == []


def test_no_key_stands_twice_in_the_library(library):
    for things in (
        lambda document: document.skills,
        lambda document: document.families,
        roles_of,
        lambda document: [level for _, level in role_levels(document) if level.name],
    ):
        keys = Counter(one.key for document in library.values() for one in things(document))
        assert [key for key, times in keys.items() if times > 1] == []


def test_each_file_is_named_as_its_framework_and_owned_by_a_profession_or_by_everyone(library):
    known = {slugify(name) for name, _ in PROFESSIONS} | {""}
    for name, document in library.items():
        assert document.slug == name
        assert document.profession in known
        assert document.licence == "CC BY 4.0"
    assert len({document.profession for document in library.values()} - {""}) >= 9


def test_the_readme_names_each_framework(library):
    readme = (LIBRARY / "README.md").read_text()
    for name, document in library.items():
        assert f"`{name}`" in readme, name
        for number in (len(roles_of(document)), len(role_levels(document)), len(document.skills)):
            assert re.search(rf"`{name}`.*\b{number}\b", readme), (name, number)
