"""What changed between two versions, which rung a name speaks of, and who is who: decisions without a database."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.samples import anonymous, everything
from tests.shared import DDAT, needs_shared
from waymark.frameworks import rules
from waymark.frameworks.types import Change, Replacement, Successor
from waymark_formats import ddat
from waymark_formats.framework import Importance

NOTHING = {"added": 0, "removed": 0, "reworded": 0, "spacing": 0}
OLDER = anonymous(everything())
KEYED = everything()


def with_skill(position, document=OLDER, **changes):
    skills = list(document.skills)
    skills[position] = replace(skills[position], **changes)
    return replace(document, skills=tuple(skills))


def with_role(document=OLDER, **changes):
    first, *others = document.families
    return replace(document, families=(replace(first, roles=(replace(first.roles[0], **changes),)), *others))


def with_level(document=OLDER, **changes):
    first, *others = document.families[0].roles[0].levels
    return with_role(document, levels=(replace(first, **changes), *others))


def with_requirement(**changes):
    first, *others = OLDER.families[0].roles[0].levels[0].requirements
    return with_level(requirements=(replace(first, **changes), *others))


def counts(newer, older=OLDER):
    return {kind: numbers for kind, numbers in rules.difference(older, newer).counts.items() if any(numbers.values())}


def test_two_equal_documents_differ_in_nothing_and_every_count_is_there():
    found = rules.difference(OLDER, OLDER)

    assert found.changes == ()
    assert found.counts == {
        "skills": NOTHING,
        "families": NOTHING,
        "roles": NOTHING,
        "role_levels": NOTHING,
        "requirements": {"added": 0, "removed": 0, "level_changed": 0},
    }


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        (with_skill(0, summary="Working, dough."), {"skills": NOTHING | {"spacing": 1}}),
        (with_skill(0, summary="Working bread."), {"skills": NOTHING | {"reworded": 1}}),
        (
            with_skill(0, summary="Working, dough.", descriptors={1: "Else", 2: None}),
            {"skills": {**NOTHING, "reworded": 1}},
        ),
        (with_skill(0, descriptors={1: "You can: knead", 2: None}), {"skills": NOTHING | {"spacing": 1}}),
        (with_skill(0, descriptors={1: "You can:\n- knead", 2: ""}), {"skills": NOTHING | {"reworded": 1}}),
        (with_skill(0, descriptors={1: "You can:\n- knead"}), {"skills": NOTHING | {"reworded": 1}}),
        (with_skill(0, name="KNEADING"), {"skills": NOTHING | {"reworded": 1}}),
        (with_skill(0, source={}), {}),
        (with_role(summary="Makes\u00a0bread"), {"roles": NOTHING | {"spacing": 1}}),
        (with_role(next_moves="To the top."), {"roles": NOTHING | {"reworded": 1}}),
        (with_level(description="Learns!"), {"role_levels": NOTHING | {"spacing": 1}}),
        (with_level(description="Learns much."), {"role_levels": NOTHING | {"reworded": 1}}),
        (with_level(rung=2), {"role_levels": NOTHING | {"reworded": 1}}),
        (with_level(rung=None), {}),
        (with_requirement(level=2), {"requirements": {"added": 0, "removed": 0, "level_changed": 1}}),
        (with_requirement(level=None), {"requirements": {"added": 0, "removed": 0, "level_changed": 1}}),
        (
            with_requirement(importance=Importance.DESIRABLE),
            {"requirements": {"added": 0, "removed": 0, "level_changed": 1}},
        ),
        (with_level(requirements=()), {"requirements": {"added": 0, "removed": 3, "level_changed": 0}}),
    ],
)
def test_each_change_is_counted_under_its_kind(newer, expected):
    assert counts(newer) == expected


def test_what_goes_takes_its_requirements_with_it_and_what_comes_brings_its_own():
    without = replace(OLDER, families=OLDER.families[1:])

    gone = counts(without)
    come = counts(OLDER, older=without)

    assert gone == {
        "families": NOTHING | {"removed": 1},
        "roles": NOTHING | {"removed": 1},
        "role_levels": NOTHING | {"removed": 2},
        "requirements": {"added": 0, "removed": 3, "level_changed": 0},
    }
    assert come["requirements"] == {"added": 3, "removed": 0, "level_changed": 0}


def test_a_changed_level_is_told_with_its_role_level_and_both_levels():
    (change,) = rules.difference(OLDER, with_requirement(level=2)).changes

    assert change == Change(
        "level_changed",
        "requirement",
        "Junior baker: Kneading ",
        "bread/junior-baker",
        "Some, weight 3",
        "Much, weight 3",
        skill="kneading",
        effect="harder",
    )


@pytest.mark.parametrize(
    ("changes", "effect"),
    [
        ({"level": 2}, "harder"),
        ({"level": None}, "easier"),
        ({"importance": Importance.DESIRABLE}, "easier"),
        ({"weight": 1}, ""),
        ({"level": 2, "importance": Importance.DESIRABLE}, "harder"),
    ],
)
def test_a_changed_requirement_asks_more_or_less_of_somebody_or_neither(changes, effect):
    (change,) = rules.difference(OLDER, with_requirement(**changes)).changes

    assert change.effect == effect


@pytest.mark.parametrize(
    ("newer", "what"),
    [
        (with_skill(0, KEYED, name="Dough work"), "renamed"),
        (with_skill(0, KEYED, name="Dough work", summary="Else."), "reworded"),
        (with_skill(0, KEYED, parent="patience"), "moved"),
        (with_role(KEYED, name="Bread maker"), "renamed"),
        (with_level(KEYED, name="Baker’s mate"), "renamed"),
    ],
)
def test_a_name_or_a_place_alone_that_changed_is_told_as_such_and_counted_as_rewording(newer, what):
    found = rules.difference(KEYED, newer)

    (change,) = [change for change in found.changes if change.kind != "requirement"]
    assert change.what == what
    (of_kind,) = [kind for kind, numbers in found.counts.items() if any(numbers.values())]
    assert found.counts[of_kind] == NOTHING | {"reworded": 1}
    assert found.finer == ({of_kind: {what: 1}} if what != "reworded" else {})


def without_skills(*keys):
    families = tuple(
        replace(
            family,
            roles=tuple(
                replace(role, levels=tuple(replace(level, requirements=(), choices=()) for level in role.levels))
                for role in family.roles
            ),
        )
        for family in KEYED.families
    )
    bare = replace(KEYED, families=families, relations=())
    skills = tuple(replace(skill, parent="") for skill in KEYED.skills if skill.key not in keys)
    older = replace(bare, skills=tuple(replace(skill, parent="") for skill in KEYED.skills))
    return older, replace(bare, skills=skills)


def becomes(slug, *successors):
    named = tuple(Successor(number, one, one, "") for number, one in enumerate(successors))
    return Replacement("skill", slug, named, "Because.")


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ((), ["removed"]),
        ((becomes("kneading"),), ["removed"]),
        ((becomes("kneading", "new"),), ["replaced"]),
        ((becomes("kneading", "new", "newer"),), ["split"]),
        ((becomes("kneading", "ovens"),), ["merged"]),
    ],
)
def test_what_is_left_out_is_told_with_what_becomes_of_it_and_counted_as_removed(said, what):
    older, newer = without_skills("kneading")
    new = replace(newer.skills[0], key="new", name="New", uuid=UUID(int=77))
    newer = replace(newer, skills=(*newer.skills, new, replace(new, key="newer", name="Newer", uuid=UUID(int=78))))

    found = rules.difference(older, newer, said)

    gone = [change for change in found.changes if change.what not in {"added"}]
    assert [change.what for change in gone] == what
    assert found.counts["skills"] == NOTHING | {"added": 2, "removed": 1}
    assert gone[0].reason == ("Because." if said else "")


def test_several_things_that_one_replaces_are_merged():
    first, second = KEYED.skills[0].key, KEYED.skills[1].key
    older, newer = without_skills(first, second)
    newer = replace(
        newer, skills=(*newer.skills, replace(KEYED.skills[0], key="new", name="New", parent="", uuid=UUID(int=77)))
    )

    found = rules.difference(older, newer, [becomes(first, "new"), becomes(second, "new")])

    assert found.finer == {"skills": {"merged": 2}}


def test_a_role_that_moves_to_another_family_is_the_same_role():
    baking, leading, empty = OLDER.families
    moved = replace(
        OLDER, families=(replace(baking, roles=()), replace(leading, roles=baking.roles + leading.roles), empty)
    )

    (change,) = rules.difference(OLDER, moved).changes

    assert (change.what, change.kind, change.before, change.after) == ("moved", "role", "Baking", "Leading")


def test_with_uuids_a_renamed_thing_is_the_same_and_a_namesake_is_not():
    renamed = with_skill(0, KEYED, name="Dough work", key="dough")
    namesake = with_skill(0, KEYED, uuid=everything().skills[0].uuid.__class__(int=999))

    assert counts(replace(renamed, families=()), replace(KEYED, families=()))["skills"] == NOTHING | {"reworded": 1}
    assert counts(namesake, KEYED)["skills"] == NOTHING | {"added": 1, "removed": 1}


@needs_shared
def test_the_two_real_releases_differ_as_published():
    older, newer = (ddat.read(DDAT / folder).document for folder in ("2025-09-25", "2026-03-23"))

    assert rules.difference(older, newer).counts == {
        "skills": {"added": 4, "removed": 3, "reworded": 7, "spacing": 14},
        "families": NOTHING,
        "roles": {"added": 0, "removed": 0, "reworded": 2, "spacing": 6},
        "role_levels": {"added": 0, "removed": 0, "reworded": 7, "spacing": 9},
        "requirements": {"added": 25, "removed": 26, "level_changed": 0},
    }


@pytest.mark.parametrize(
    ("name", "rung"),
    [
        ("Apprentice developer", 1),
        ("Trainee business analyst", 1),
        ("Junior DevOps engineer", 2),
        ("Associate product manager", 2),
        ("Developer", 3),
        ("Operations analyst", 3),
        ("Major incident manager", 3),
        ("Senior operations analyst", 4),
        ("Senior developer - management", 4),
        ("Lead developer - management", 5),
        ("Data ethics lead", 5),
        ("Leading hand", 3),
        ("Principal developer \u2013 management", 6),
        ("Head of (Agile) delivery management", 7),
        ("Chief data architect", 7),
        ("  SENIOR   baker ", 4),
        ("- management", 3),
        ("(acting)", 3),
    ],
)
def test_a_rung_is_inferred_from_the_words_of_the_name(name, rung):
    assert rules.infer_rung(name, "Anything") == rung


def test_a_level_without_a_name_takes_the_rung_of_its_roles_name():
    assert rules.infer_rung("", "Chief data officer") == 7
    assert rules.infer_rung("", "Developer") == 3


@given(st.text(), st.text())
def test_whatever_it_is_called_a_role_level_has_a_rung(level, role):
    assert 1 <= rules.infer_rung(level, role) <= 7


def known(number, slug, *names):
    return rules.Known(number, everything().skills[0].uuid.__class__(int=1000 + number), slug, names)


def settled(document, **identities):
    return rules.settle(document, rules.Identities(**identities), slug="bakery")


def test_a_name_an_identity_has_now_goes_before_one_it_had_once():
    now, once = known(1, "a", "Kneading"), known(2, "b", "Something", "Kneading")

    skill = settled(OLDER, skills=(once, now)).document.skills[0]

    assert (skill.key, skill.uuid) == ("a", now.uuid)


def test_two_namesakes_are_told_apart_by_their_keys():
    twins = replace(
        OLDER, skills=(replace(OLDER.skills[0], key="two"), replace(OLDER.skills[0], key="one")), families=()
    )

    skills = settled(twins, skills=(known(1, "one", "Kneading"), known(2, "two", "Kneading"))).document.skills

    assert [skill.key for skill in skills] == ["two", "one"]


def test_an_identity_is_matched_once():
    twins = replace(OLDER, skills=(OLDER.skills[0], replace(OLDER.skills[0], key="second")), families=())

    done = settled(twins, skills=(known(1, "kneading", "Kneading"),), skill_slugs=frozenset({"kneading"}))

    assert [skill.key for skill in done.document.skills] == ["kneading", "second"]
    assert list(done.ids.values()) == [1]


def test_settling_twice_settles_nothing_else():
    once = settled(OLDER).document

    assert settled(once).document == once
