"""What role levels of a draft ask, cell by cell, and their choose-n groups."""

from __future__ import annotations

import pytest

from tests.frameworks import build
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import Choice, Requirement
from waymark.frameworks.types import Asked, CellChange
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY
BY = {"actor": OPERATOR, "at": AT}
E, D = "essential", "desirable"


@pytest.fixture
def draft() -> int:
    return build.drafted(build.crafts())


def save(draft, *changes, role="weaver"):
    return commands.save_requirements(
        version_id=draft, role=role, changes=[CellChange(*change) for change in changes], **BY
    )


def asked(draft, level, skill, role="weaver"):
    cell = queries.requirement_grid(draft, role).cells.get((level, skill))
    return cell.asked if cell else None


def test_only_changed_cells_are_written(draft):
    kept = Requirement.objects.get(version=draft, skill_wording__skill__slug="costing", weight=9)

    saved = save(
        draft,
        ("weaver", "weaving", Asked(2, E), Asked(4, E)),
        ("junior-weaver", "dyeing", None, Asked(1, D)),
        ("junior-weaver", "patience", Asked(None, E), None),
        ("weaver", "costing", Asked(1, D), Asked(1, D)),
    )

    assert (saved.saved, saved.refused) == (3, ())
    assert asked(draft, "weaver", "weaving") == Asked(4, E, 3)  # the weight stays
    assert asked(draft, "junior-weaver", "dyeing") == Asked(1, D, 1)
    assert asked(draft, "junior-weaver", "patience") is None
    kept.refresh_from_db()
    assert kept.weight == 9
    entry = Entry.objects.get(kind="frameworks.requirements.saved")
    assert [cell["skill"] for cell in entry.facts["cells"]] == ["weaving", "dyeing", "patience"]


def test_places_stay_dense(draft):
    save(draft, ("weaver", "costing", Asked(1, D), None), ("weaver", "patience", None, Asked(None, E)))

    rows = Requirement.objects.filter(role_level_wording__role_level__slug="weaver/weaver").order_by("position")
    assert [row.position for row in rows] == [0, 1, 2, 3]
    assert rows.last().skill_wording.skill.slug == "patience"


def test_a_cell_that_somebody_else_changed_is_refused_and_the_others_are_written(draft):
    save(draft, ("weaver", "weaving", Asked(2, E), Asked(3, E)))

    saved = save(
        draft,
        ("weaver", "weaving", Asked(2, E), Asked(4, E)),
        ("senior-weaver", "weaving", Asked(3, E), Asked(4, E)),
    )

    assert saved.saved == 1
    (no,) = saved.refused
    assert (no.role_level, no.skill, no.stands) == ("weaver", "weaving", Asked(3, E, 3))
    assert "Somebody else changed this" in no.reason
    assert asked(draft, "weaver", "weaving") == Asked(3, E, 3)
    assert asked(draft, "senior-weaver", "weaving") == Asked(4, E, 1)


def test_two_who_want_the_same_do_not_meet(draft):
    save(draft, ("weaver", "weaving", Asked(2, E), Asked(3, E)))

    saved = save(draft, ("weaver", "weaving", Asked(2, E), Asked(3, E)))

    assert (saved.saved, saved.refused) == (0, ())
    assert Entry.objects.filter(kind="frameworks.requirements.saved").count() == 1


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (Asked(5, E), "no such level"),
        (Asked(0, E), "no such level"),
        (Asked(1, "vital"), "essential or desirable"),
        (Asked(1, E, 0), "from 1 to"),
        (Asked(1, E, 1_001), "from 1 to"),
    ],
)
def test_what_cannot_be_asked_is_refused(draft, now, words):
    (no,) = save(draft, ("weaver", "patience", None, now)).refused

    assert words in no.reason
    assert asked(draft, "weaver", "patience") is None


@pytest.mark.parametrize("where", [("weaver", "no"), ("no", "weaving")])
def test_what_is_gone_is_refused(draft, where):
    (no,) = save(draft, (*where, None, Asked(1, E))).refused

    assert "not in the draft any more" in no.reason


def test_a_group_is_never_left_with_too_few(draft):
    saved = save(
        draft,
        ("weaver", "dyeing", Asked(2, E), None),
        ("weaver", "bookkeeping", Asked(1, E), None),
        ("weaver", "costing", Asked(1, D), None),
    )

    assert saved.saved == 1
    assert {no.skill for no in saved.refused} == {"dyeing", "bookkeeping"}
    assert 'in the group "One of these"' in saved.refused[0].reason
    assert save(draft, ("weaver", "dyeing", Asked(2, E), None)).refused == ()


def test_a_weight_is_saved_and_compared_where_it_was_shown(draft):
    assert save(draft, ("weaver", "weaving", Asked(2, E, 3), Asked(2, E, 8))).saved == 1

    (no,) = save(draft, ("weaver", "weaving", Asked(2, E, 3), Asked(2, E, 5))).refused

    assert no.stands == Asked(2, E, 8)


def test_the_grid_names_skills_in_the_order_of_the_levels(draft):
    grid = queries.requirement_grid(draft, "weaver", 1, ("cafe-keeping", "no-such-skill"))

    assert [skill.slug for skill in grid.skills] == [
        "weaving", "patience", "costing", "dyeing", "bookkeeping", "cafe-keeping",
    ]  # fmt: skip
    assert grid.cells["weaver", "dyeing"].choice == "One of these"
    assert grid.skills[4].levels == ("Learning", "Able")


def test_a_grid_costs_what_its_role_costs(draft, django_assert_num_queries):
    grown = build.drafted(build.crafts("more", times=8))

    for version, role in ((draft, "weaver"), (grown, "weaver-more")):
        with django_assert_num_queries(6):
            queries.requirement_grid(version, role)


def test_skills_are_found_by_words_of_their_name(draft):
    assert [skill.slug for skill in queries.skills_to_add(draft, "KEEP book")] == ["bookkeeping"]
    assert [skill.slug for skill in queries.skills_to_add(draft, "café")] == ["cafe-keeping"]
    assert queries.skills_to_add(draft, "  ") == ()


def test_a_group_is_made_changed_and_taken_away(draft):
    at = {"version_id": draft, "role": "weaver", "level": "weaver", **BY}
    key = commands.add_choice(name="Money", choose=1, skills=["costing"], **at)
    shown = queries.choice_shown(draft, "weaver", "weaver", key)

    commands.save_choice(
        choice=key, name="Money matters", choose=2, skills=["costing", "weaving"], seen=shown.seen, **at
    )

    (_, money) = queries.choices(draft, "weaver", "weaver")
    assert (money.name, money.choose, [slug for slug, _ in money.skills]) == (
        "Money matters",
        2,
        ["costing", "weaving"],
    )
    with pytest.raises(commands.Changed):
        commands.save_choice(choice=key, name="x", choose=1, skills=["costing"], seen=shown.seen, **at)
    commands.remove_choice(choice=key, seen=None, **at)
    assert [choice.key for choice in queries.choices(draft, "weaver", "weaver")] == ["extra"]
    assert Requirement.objects.filter(version=draft, choice__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("choose", "skills", "words"),
    [
        (3, ["costing", "weaving"], "has 2, so no more than 2"),
        (0, ["costing"], "At least 1"),
        (1, [], "Choose the skills"),
        (1, ["dyeing"], "Choose again"),  # it is in another group
        (1, ["patience"], "Choose again"),  # nobody asks for it here
    ],
)
def test_a_group_that_cannot_be_is_refused(draft, choose, skills, words):
    with pytest.raises(commands.Unfit, match=words):
        commands.add_choice(
            version_id=draft, role="weaver", level="weaver", name="x", choose=choose, skills=skills, **BY
        )

    assert Choice.objects.filter(version=draft).count() == 1


def test_a_group_that_is_not_there_is_not_visible(draft):
    at = {"version_id": draft, "role": "weaver", "level": "weaver", "choice": "no", **BY}
    for write in (
        lambda: commands.remove_choice(seen=None, **at),
        lambda: commands.save_choice(name="x", choose=1, skills=["costing"], seen=None, **at),
        lambda: queries.choice_form(draft, "weaver", "weaver", "no"),
        lambda: queries.choice_shown(draft, "weaver", "weaver", "no"),
    ):
        with pytest.raises(NotVisible):
            write()
