"""Skills: A to Z, their pages, and their words in a given version."""

from dataclasses import replace

import pytest

from tests.frameworks import build
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import Skill
from waymark.kernel.errors import NotVisible

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY = build.JANUARY, build.FEBRUARY


def a_to_z(**asked) -> list[str]:
    return [row.name for row in frameworks.skills_a_to_z(FEBRUARY, **asked)]


def with_weaving(document, **traits):
    """The same framework with its weaving reworded."""
    skills = tuple(replace(skill, **traits) if skill.key == "weaving" else skill for skill in document.skills)
    return replace(document, skills=skills)


def without_weaving(document):
    families = tuple(
        replace(
            family,
            roles=tuple(
                replace(
                    role,
                    levels=tuple(
                        replace(level, requirements=tuple(one for one in level.requirements if one.skill != "weaving"))
                        for level in role.levels
                    ),
                )
                for role in family.roles
            ),
        )
        for family in document.families
    )
    skills = tuple(skill for skill in document.skills if skill.key != "weaving")
    return replace(document, families=families, skills=skills)


def test_skills_are_listed_once_in_alphabetical_order():
    build.published(build.crafts(version="1"), at=JANUARY)
    build.published(build.crafts(version="2"), at=FEBRUARY)

    assert a_to_z() == ["Bookkeeping", "Café keeping", "Costing", "Dyeing", "Patience", "Weaving"]


def test_the_list_can_be_cut_to_a_letter_a_kind_or_a_framework():
    build.published(build.crafts())
    build.published(build.small("small"))

    assert a_to_z(letter="C") == ["Café keeping", "Costing"]
    assert a_to_z(letter="é") == []
    assert a_to_z(kind="knowledge") == ["Costing"]
    assert a_to_z(framework="small") == ["Small skill"]
    assert a_to_z(framework="crafts", kind="technical", letter="d") == ["Dyeing"]
    assert a_to_z(framework="no-such") == []


def test_a_skill_that_two_frameworks_word_is_listed_once_in_the_words_of_its_own():
    build.published(build.crafts())
    weaving = Skill.objects.get(slug="weaving")
    build.published(build.small("small"), borrowing={weaving.pk: "Weaving, as others say"})

    assert [name for name in a_to_z() if name.startswith("Weaving")] == ["Weaving"]
    assert "Weaving, as others say" in a_to_z(framework="small")
    assert frameworks.skill_rows([weaving.pk], FEBRUARY)[weaving.pk].framework_slug == "crafts"
    assert frameworks.skill("weaving", FEBRUARY).name == "Weaving"


def test_a_borrowed_skill_that_its_own_framework_dropped_is_in_the_borrowers_words():
    build.published(build.crafts(version="1"), at=JANUARY)
    weaving = Skill.objects.get(slug="weaving")
    build.published(build.small("small"), borrowing={weaving.pk: "Weaving, as others say"})
    build.published(without_weaving(build.crafts(version="2")), at=FEBRUARY)

    assert "Weaving, as others say" in a_to_z()
    assert frameworks.skill("weaving", FEBRUARY).name == "Weaving, as others say"


def test_a_skills_page_has_its_levels_with_undefined_ones_marked():
    build.published(build.crafts())

    page = frameworks.skill("weaving", FEBRUARY)

    assert (page.name, page.kind, page.alternative_labels) == ("Weaving", "technical", ("loom work",))
    assert [(one.rank, one.name, one.defined, one.text) for one in page.descriptors] == [
        (1, "Awareness", True, "You can thread a loom."),
        (2, "Working", True, "You can weave plain cloth."),
        (3, "Practitioner", False, ""),
        (4, "Expert", True, "You teach it."),
    ]
    assert (page.descriptors[1].evidence, page.descriptors[1].learning) == (
        "A metre of cloth.",
        "A winter beside a weaver.",
    )
    assert page.scale.name_of(4) == "Expert"


def test_a_skill_on_a_scale_of_its_own_and_one_without_levels():
    build.published(build.crafts())

    bookkeeping, patience = (frameworks.skill(slug, FEBRUARY) for slug in ("bookkeeping", "patience"))

    assert [one.name for one in bookkeeping.descriptors] == ["Learning", "Able"]
    assert (patience.descriptors, patience.scale.key) == ((), "four-levels")


def test_a_skill_names_the_role_levels_that_ask_for_it():
    build.published(build.crafts())

    asked_by = frameworks.skill("weaving", FEBRUARY).asked_by

    assert [(asking.role_level.title, asking.level, asking.level_name) for asking in asked_by] == [
        ("Dyer", 1, "Awareness"),
        ("Senior dyer", 4, "Expert"),
        ("Junior weaver", 1, "Awareness"),
        ("Weaver", 2, "Working"),
        ("Senior weaver", 3, "Practitioner"),
    ]
    (asking,) = frameworks.skill("patience", FEBRUARY).asked_by
    assert (asking.level, asking.level_name) == (None, "")


def test_only_current_versions_ask_for_a_skill():
    build.published(build.crafts(version="1"), at=JANUARY)
    build.published(build.crafts(version="2"), at=FEBRUARY)

    asked_by = frameworks.skill("weaving", FEBRUARY).asked_by

    assert len(asked_by) == 5
    assert {asking.role_level.version_label for asking in asked_by} == {"2"}


def test_a_dropped_skill_keeps_its_page_and_its_name_and_says_so():
    build.published(build.crafts(version="1"), at=JANUARY)
    build.published(without_weaving(build.crafts(version="2")), at=FEBRUARY)

    page = frameworks.skill("weaving", FEBRUARY)

    assert (page.version.label, page.current, page.asked_by) == ("1", False, ())
    assert frameworks.skill_rows([page.id], FEBRUARY)[page.id].name == "Weaving"
    assert "Weaving" not in a_to_z()


def test_a_skill_of_a_version_to_come_is_not_there_yet():
    build.published(without_weaving(build.crafts(version="1")), at=JANUARY)
    build.published(build.crafts(version="2"), at=FEBRUARY)

    with pytest.raises(NotVisible):
        frameworks.skill("weaving", JANUARY)
    assert frameworks.skill("weaving", FEBRUARY).current


def test_a_version_keeps_its_words_for_a_skill_after_the_next_one():
    first = build.published(build.crafts(version="1"), at=JANUARY)
    changed = {1: "You can name the parts of a loom."}
    second = build.published(with_weaving(build.crafts(version="2"), descriptors=changed), at=FEBRUARY)
    weaving = frameworks.skill("weaving", FEBRUARY).id

    words = frameworks.skill_wordings([(weaving, first), (weaving, second), (weaving, 999_999), (999_999, first)])

    assert {pair: page.descriptors[0].text for pair, page in words.items()} == {
        (weaving, first): "You can thread a loom.",
        (weaving, second): "You can name the parts of a loom.",
    }
    assert frameworks.skill_pages([weaving, 999_999], first) == {weaving: words[weaving, first]}
    texts = frameworks.level_texts([(weaving, first), (weaving, second), (weaving, 999_999)])
    assert {pair: found[1] for pair, found in texts.items()} == {
        (weaving, first): "You can thread a loom.",
        (weaving, second): "You can name the parts of a loom.",
    }
    assert words[weaving, first].version.label == "1"
