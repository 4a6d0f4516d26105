"""A role, its levels, and what each asks for."""

from dataclasses import replace

import pytest

from tests.frameworks import build
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY = build.JANUARY, build.FEBRUARY


def without(document, *roles: str):
    families = tuple(
        replace(family, roles=tuple(role for role in family.roles if role.key not in roles))
        for family in document.families
    )
    return replace(document, families=families)


def test_a_role_has_its_words_and_its_levels_junior_first():
    build.published(build.crafts())

    page = frameworks.role("weaver", FEBRUARY)

    assert (page.name, page.family_name, page.family_slug, page.role_type) == ("Weaver", "Cloth", "cloth", "Maker")
    assert (page.summary, page.responsibilities) == ("Weaver in short.", "You make cloth to order.")
    assert (page.entry_routes, page.next_moves, page.alternative_labels) == ("From school.", "Dyer.", ("cloth maker",))
    assert [(level.ref.slug, level.ref.title, level.ref.rung) for level in page.levels] == [
        ("weaver/junior-weaver", "Junior weaver", 2),
        ("weaver/weaver", "Weaver", 3),
        ("weaver/senior-weaver", "Senior weaver", 4),
    ]
    assert [scale.key for scale in page.scales] == ["four-levels", "two-levels"]
    assert (page.version.label, page.current) == ("1", True)


def test_requirements_stand_essential_first_then_weightiest_then_as_written():
    build.published(build.crafts())

    level = frameworks.role_level("weaver/weaver", FEBRUARY)

    assert [(asked.skill_slug, asked.importance, asked.weight) for asked in level.requirements] == [
        ("weaving", "essential", 3),
        ("dyeing", "essential", 1),
        ("bookkeeping", "essential", 1),
        ("costing", "desirable", 9),
    ]


def test_a_requirement_brings_the_words_of_the_level_it_asks_for():
    build.published(build.crafts())

    weaving, dyeing, bookkeeping, _ = frameworks.role_level("weaver/weaver", FEBRUARY).requirements

    assert (weaving.level, weaving.level_name, weaving.top, weaving.text) == (
        2,
        "Working",
        4,
        "You can weave plain cloth.",
    )
    assert (bookkeeping.level_name, bookkeeping.top) == ("Learning", 2)
    assert weaving.choice is None
    assert dyeing.choice == bookkeeping.choice
    assert (dyeing.choice.name, dyeing.choice.choose) == ("One of these", 1)


def test_an_undefined_level_and_a_requirement_without_a_level_say_so():
    build.published(build.crafts())

    junior, _, senior = frameworks.role("weaver", FEBRUARY).levels

    (weaving,) = senior.requirements
    assert (weaving.level_name, weaving.defined, weaving.text) == ("Practitioner", False, "")
    patience = junior.requirements[1]
    assert (patience.level, patience.level_name, patience.kind, patience.defined) == (None, "", "behaviour", False)


def test_a_lone_unnamed_level_goes_by_its_roles_name_and_slug():
    build.published(build.crafts())

    level = frameworks.role_level("merchant", FEBRUARY)

    assert (level.ref.title, level.ref.role_name, level.rung_inferred) == ("Merchant", "Merchant", True)


def test_a_role_level_is_the_same_by_slug_and_by_id_and_on_the_roles_page():
    build.published(build.crafts())

    by_slug = frameworks.role_level("dyer/senior-dyer", FEBRUARY)

    assert frameworks.role_level_by_id(by_slug.ref.id, FEBRUARY) == by_slug
    assert frameworks.role("dyer", FEBRUARY).levels[-1] == by_slug


def test_a_role_is_in_the_words_of_the_version_of_the_day():
    build.published(build.crafts(version="1"), at=JANUARY)
    second = build.crafts(version="2")
    build.published(build.reworded(second, "weaver", "Weaves by night."), at=FEBRUARY)

    before, after = (frameworks.role("weaver", at) for at in (JANUARY, FEBRUARY))

    assert (before.summary, after.summary) == ("Weaver in short.", "Weaves by night.")
    assert (before.uuid, before.id) == (after.uuid, after.id)


def test_a_role_that_a_newer_version_leaves_out_keeps_its_page_and_says_so():
    build.published(build.crafts(version="1"), at=JANUARY)
    build.published(without(build.crafts(version="2"), "dyer"), at=FEBRUARY)

    page = frameworks.role("dyer", FEBRUARY)
    level = frameworks.role_level("dyer/dyer", FEBRUARY)

    assert (page.version.label, page.current) == ("1", False)
    assert {view.current for view in page.levels} == {False}
    assert (level.current, level.ref.version_label) == (False, "1")
    assert frameworks.role_level_refs([level.ref.id], FEBRUARY)[level.ref.id] == level.ref
    assert "dyer" not in {view.ref.role_slug for view in frameworks.all_role_levels(FEBRUARY)}


def test_a_role_of_a_version_to_come_is_not_there_yet():
    build.published(without(build.crafts(version="1"), "dyer"), at=JANUARY)
    build.published(build.crafts(version="2"), at=FEBRUARY)

    with pytest.raises(NotVisible):
        frameworks.role("dyer", JANUARY)
    assert frameworks.role("dyer", FEBRUARY).current


def test_references_are_given_by_id_and_unknown_ids_are_absent():
    build.published(build.crafts())
    levels = {view.ref.id: view.ref for view in frameworks.all_role_levels(FEBRUARY)}

    found = frameworks.role_level_refs([*levels, 999_999], FEBRUARY)

    assert found == levels


def test_references_are_given_for_all_role_levels_or_for_those_of_some_roles():
    build.published(build.crafts())
    views = frameworks.all_role_levels(FEBRUARY)

    assert frameworks.current_role_level_refs(FEBRUARY) == tuple(view.ref for view in views)
    assert frameworks.role_level_refs_of_roles(["dyer", "no-such"], FEBRUARY) == tuple(
        view.ref for view in views if view.ref.role_slug == "dyer"
    )


def test_all_role_levels_are_those_of_every_current_version():
    build.published(build.crafts(version="1"), at=JANUARY)
    current = build.published(build.crafts(version="2"), at=FEBRUARY)
    other = build.published(build.small("small"), at=FEBRUARY)

    found = frameworks.all_role_levels(FEBRUARY)

    assert len(found) == 8
    assert {view.ref.version_id for view in found} == {current, other}
    assert [view.ref.role_slug for view in frameworks.all_role_levels(FEBRUARY, [other])] == ["small-role"]


def test_all_role_levels_stand_as_the_framework_has_them():
    build.published(build.crafts())

    found = [view.ref.slug for view in frameworks.all_role_levels(FEBRUARY)]

    assert found == [
        "weaver/junior-weaver",
        "weaver/weaver",
        "weaver/senior-weaver",
        "dyer/associate-dyer",
        "dyer/dyer",
        "dyer/senior-dyer",
        "merchant",
    ]


def test_role_levels_can_be_asked_for_as_an_older_version_has_them():
    first = build.published(build.crafts(version="1"), at=JANUARY)
    second = build.published(without(build.crafts(version="2"), "dyer"), at=FEBRUARY)
    ids = [view.ref.id for view in frameworks.all_role_levels(JANUARY) if view.ref.role_slug in ("dyer", "merchant")]

    older, newer = (frameworks.role_levels_in_version(ids, version) for version in (first, second))
    assert frameworks.role_level_in_version(older[0].ref.id, first) == older[0]
    with pytest.raises(NotVisible):
        frameworks.role_level_in_version(999_999, first)

    assert [view.ref.role_slug for view in older] == ["dyer", "dyer", "dyer", "merchant"]
    assert [view.ref.role_slug for view in newer] == ["merchant"]


def test_each_grade_band_has_its_level_of_the_behaviours():
    build.published(build.behaviours())

    found = [frameworks.behaviours_role_level_for_band(band, FEBRUARY) for band in (0, 1, 3, 4)]

    assert [ref.title if ref else None for ref in found] == [None, "Clerical", "Directing", None]


def test_without_the_behaviours_framework_no_band_has_a_level():
    build.published(build.crafts())

    assert frameworks.behaviours_role_level_for_band(3, FEBRUARY) is None
