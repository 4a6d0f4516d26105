"""Opening, renaming, moving, merging, splitting and closing organisations."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.organisation.trees import NOW, TODAY, asked, body, day, make, plant, shape
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty
from waymark.organisation import commands, queries
from waymark.organisation.models import ChangePart, Organisation, OrganisationBefore
from waymark.organisation.types import ChangeKind

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Actor(account_id=7, duties=(Duty("administrator", 1),))


@pytest.fixture
def tree():
    return plant()


def test_a_body_opens_on_its_day_under_another(tree):
    made = make("open", name="Soils", code="F3", body_kind="unit", parent_id=tree["farms"], on=day(1))

    opened = body(made.opened_id)
    assert (opened.name, opened.code, opened.from_on) == ("Soils", "F3", day(1))
    assert shape()["Soils"] == "Department for Farms / Soils"
    assert queries.within_on(tree["farms"], day(1)) >= {opened.id}
    assert opened.id not in queries.within_on(tree["farms"], day(1) - timedelta(days=1))


def test_a_new_name_leaves_the_address_and_the_name_before(tree):
    make("rename", tree["farms"], name="Department for Land", code="L")

    renamed = body(tree["farms"])
    assert (renamed.slug, renamed.name, renamed.code) == ("department-for-farms", "Department for Land", "L")
    (line,) = queries.history(tree["farms"])
    assert (line.name, line.until_on) == ("Department for Farms", TODAY)
    (found,) = queries.search_bodies("for farms").rows
    assert found.name == "Department for Land"


def test_a_move_takes_everything_below_along(tree):
    make("move", tree["rivers"], parent_id=tree["trade"])

    assert shape()["Locks"] == "Department for Trade / Rivers Agency / Locks"
    assert queries.within_on(tree["farms"], TODAY - timedelta(days=1)) == {
        tree[key] for key in ("farms", "rivers", "locks", "seeds")
    }
    assert queries.within_on(tree["trade"], TODAY) == {tree[key] for key in ("trade", "ports", "rivers", "locks")}
    assert queries.departments_on(TODAY - timedelta(days=1))[tree["locks"]] == tree["farms"]
    assert queries.departments_on(TODAY)[tree["locks"]] == tree["trade"]


def test_what_comes_to_stand_by_itself_is_a_department(tree):
    make("move", tree["rivers"], parent_id=None)
    make("move", tree["trade"], parent_id=tree["farms"])

    assert (body(tree["rivers"]).kind, body(tree["trade"]).kind) == ("department", "agency")
    assert shape()["Ports"] == "Department for Farms / Department for Trade / Ports"


def test_a_merger_closes_bodies_and_gives_their_parts_to_the_other(tree):
    made = make("merge", tree["farms"], into_id=tree["trade"])

    assert body(tree["farms"]).until_on == TODAY
    assert shape() == {
        "Department for Trade": "Department for Trade",
        "Ports": "Department for Trade / Ports",
        "Rivers Agency": "Department for Trade / Rivers Agency",
        "Locks": "Department for Trade / Rivers Agency / Locks",
        "Seeds": "Department for Trade / Seeds",
    }
    assert body(tree["rivers"]).parent_id == tree["trade"]
    assert made.emptied == ((tree["farms"], tree["trade"]),)
    assert ChangePart.objects.values_list("before_id", "after_id", "whole").get() == (
        tree["farms"], tree["trade"], True,
    )  # fmt: skip


def test_a_split_takes_chosen_units_to_a_new_body(tree):
    made = make("split", tree["farms"], name="Department for Seeds", body_kind="department", units=(tree["seeds"],))

    assert shape()["Seeds"] == "Department for Seeds / Seeds"
    assert shape()["Locks"] == "Department for Farms / Rivers Agency / Locks"
    assert body(made.opened_id).from_on == TODAY


def test_a_split_can_open_a_closed_body_again(tree):
    make("merge", tree["trade"], into_id=tree["farms"], on=day(1))

    make("split", tree["farms"], into_id=tree["trade"], units=(tree["ports"],), on=day(8))

    assert shape()["Ports"] == "Department for Trade / Ports"
    assert queries.within_on(tree["trade"], day(4)) is None
    assert queries.within_on(tree["trade"], day(8)) == {tree["trade"], tree["ports"]}
    assert queries.within_on(tree["trade"], day(31, 5)) == {tree["trade"], tree["ports"]}


def test_a_body_without_parts_closes_and_opens_again(tree):
    make("close", tree["ports"], on=day(1))
    assert "Ports" not in shape()

    make("open", tree["ports"], parent_id=tree["trade"], on=day(2))

    assert shape()["Ports"] == "Department for Trade / Ports"
    assert queries.within_on(tree["ports"], day(1)) is None


def test_every_change_is_one_entry_that_says_what_and_why(tree):
    make("merge", tree["farms"], into_id=tree["trade"], actor=ADMINISTRATOR)

    entry = Entry.objects.filter(kind="organisation.change.made").get()
    assert (entry.actor_account_id, entry.reason) == (7, "The machinery changes.")
    assert entry.facts["organisations"] == [tree["farms"]]
    assert Entry.objects.filter(kind__startswith="organisation.change").count() == 1


def test_a_change_for_a_day_to_come_waits_for_it(tree):
    later = TODAY + timedelta(days=30)
    uuid = commands.plan_change(
        change=asked("rename", tree["seeds"], name="Grain", on=later), actor=ADMINISTRATOR, at=NOW
    )

    assert body(tree["seeds"]).name == "Seeds"
    assert queries.due_changes(TODAY) == ()
    with pytest.raises(commands.NotYet):
        commands.make_planned(change=uuid, counted={}, actor=OPERATOR, at=NOW)

    commands.make_planned(change=uuid, counted={}, actor=OPERATOR, at=NOW + timedelta(days=30))

    assert body(tree["seeds"]).name == "Grain"
    assert queries.due_changes(later) == ()


def test_a_change_that_waits_can_be_called_off_once(tree):
    later = TODAY + timedelta(days=3)
    uuid = commands.plan_change(change=asked("close", tree["ports"], on=later), actor=ADMINISTRATOR, at=NOW)

    commands.call_off(change=uuid, reason="Not after all.", actor=ADMINISTRATOR, at=NOW)

    assert queries.due_changes(later) == ()
    with pytest.raises(commands.SettledAlready):
        commands.call_off(change=uuid, reason="Again.", actor=ADMINISTRATOR, at=NOW)
    assert queries.change(uuid, ADMINISTRATOR, NOW).outcome_words == "Not after all."


REFUSED = {
    "no reason": (commands.Incomplete, lambda t: asked("close", t["ports"], reason=" ")),
    "no body": (commands.Incomplete, lambda t: asked("close")),
    "no name": (commands.Incomplete, lambda t: asked("rename", t["ports"], name=" ")),
    "no target": (commands.Incomplete, lambda t: asked("merge", t["ports"])),
    "nothing goes": (commands.Incomplete, lambda t: asked("split", t["farms"], name="X", body_kind="department")),
    "an agency by itself": (commands.Incomplete, lambda t: asked("open", name="X", body_kind="agency")),
    "a department below": (
        commands.Incomplete,
        lambda t: asked("open", name="X", body_kind="department", parent_id=t["farms"]),
    ),
    "a circle": (commands.IntoItself, lambda t: asked("move", t["farms"], parent_id=t["locks"])),
    "under itself": (commands.IntoItself, lambda t: asked("move", t["farms"], parent_id=t["farms"])),
    "merged into itself": (commands.IntoItself, lambda t: asked("merge", t["farms"], into_id=t["farms"])),
    "merged into its part": (commands.IntoItself, lambda t: asked("merge", t["farms"], into_id=t["locks"])),
    "merged with its part": (
        commands.IntoItself,
        lambda t: asked("merge", t["farms"], t["locks"], into_id=t["trade"]),
    ),
    "a unit of another": (
        commands.NotAPart,
        lambda t: asked("split", t["farms"], name="X", body_kind="department", units=(t["ports"],)),
    ),
    "no change": (commands.NothingChanges, lambda t: asked("rename", t["ports"], name="Ports", code="T1")),
    "moved to where it is": (commands.NothingChanges, lambda t: asked("move", t["ports"], parent_id=t["trade"])),
    "closed with parts": (commands.StillHasParts, lambda t: asked("close", t["farms"])),
    "a name that is taken": (commands.NameTaken, lambda t: asked("rename", t["seeds"], name="rivers  AGENCY")),
    "a new name that is taken": (
        commands.NameTaken,
        lambda t: asked("open", name="Ports", body_kind="unit", parent_id=t["trade"]),
    ),
    "a code that is taken": (commands.CodeTaken, lambda t: asked("rename", t["seeds"], name="Seeds", code="F11")),
    "open already": (commands.OpenAlready, lambda t: asked("open", t["ports"], parent_id=t["trade"])),
}


@pytest.mark.parametrize(("refusal", "change"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(tree, refusal, change):
    before = shape()

    for ask in (
        lambda: commands.make_change(change=change(tree), counted={}, actor=OPERATOR, at=NOW),
        lambda: commands.plan_change(change=change(tree), actor=OPERATOR, at=NOW),
    ):
        with pytest.raises(refusal) as refused:
            ask()
        assert len(str(refused.value).split()) > 2

    assert shape() == before
    assert not OrganisationBefore.objects.exists()


def test_two_changes_of_a_body_on_one_day_are_refused(tree):
    make("rename", tree["locks"], name="Sluices", on=day(10))

    with pytest.raises(commands.TwiceADay, match="10 June 2026"):
        make("close", tree["locks"], on=day(10))
    with pytest.raises(commands.TwiceADay, match="Sluices"):
        make("move", tree["rivers"], parent_id=tree["trade"], on=day(10))
    make("move", tree["rivers"], parent_id=tree["trade"], on=day(11))


def test_a_day_before_the_latest_change_is_refused(tree):
    make("rename", tree["locks"], name="Sluices", on=day(10))

    with pytest.raises(commands.ChangedLater, match="10 June 2026"):
        make("rename", tree["locks"], name="Weirs", on=day(9))
    with pytest.raises(commands.ChangedLater, match="10 June 2026"):
        make("merge", tree["farms"], into_id=tree["trade"], on=day(9))


def test_two_plans_for_one_body_and_day_are_refused(tree):
    later = TODAY + timedelta(days=3)
    commands.plan_change(change=asked("close", tree["ports"], on=later), actor=OPERATOR, at=NOW)

    with pytest.raises(commands.TwiceADay):
        commands.plan_change(change=asked("rename", tree["ports"], name="Docks", on=later), actor=OPERATOR, at=NOW)


def test_a_body_that_took_in_another_does_not_end_on_the_same_day(tree):
    make("merge", tree["ports"], into_id=tree["seeds"])

    with pytest.raises(commands.TwiceADay):
        make("merge", tree["seeds"], into_id=tree["locks"])


def test_a_closed_body_takes_part_in_nothing(tree):
    make("close", tree["ports"], on=day(1))

    with pytest.raises(commands.NotOpen, match="1 June 2026"):
        make("merge", tree["seeds"], into_id=tree["ports"])
    with pytest.raises(commands.NotOpen):
        make("rename", tree["ports"], name="Docks")


@pytest.mark.parametrize("actor", [PUBLIC, Actor(account_id=3), Actor(account_id=4, duties=(Duty("hr-director", 1),))])
def test_to_everybody_else_there_is_nothing_to_change(tree, actor):
    with pytest.raises(NotVisible):
        make("close", tree["ports"], actor=actor)
    with pytest.raises(NotVisible):
        make("open", name="Department for Fun", body_kind="department", actor=actor)
    uuid = commands.plan_change(
        change=asked("close", tree["ports"], on=TODAY + timedelta(days=1)), actor=OPERATOR, at=NOW
    )
    with pytest.raises(NotVisible):
        commands.call_off(change=uuid, reason="No.", actor=actor, at=NOW)
    assert queries.waiting_changes(actor, NOW) == ()


def test_a_unit_that_is_not_there_is_not_there(tree):
    with pytest.raises(NotVisible):
        make("close", 999_999)


def test_figures_of_a_merged_body_are_made_of_both_that_were(tree):
    make("merge", tree["farms"], into_id=tree["trade"], on=day(10))

    parts = queries.lineage(tree["trade"], day(9))

    assert [(part.name, part.whole) for part in parts] == [
        ("Department for Farms", True), ("Department for Trade", True),
    ]  # fmt: skip
    assert [part.name for part in queries.lineage(tree["trade"], day(10))] == ["Department for Trade"]


def test_a_split_body_was_part_of_what_it_came_from(tree):
    made = make("split", tree["farms"], name="Seeds Office", body_kind="department", units=(tree["seeds"],), on=day(10))

    assert [(part.name, part.whole) for part in queries.lineage(made.opened_id, day(9))] == [
        ("Department for Farms", False)
    ]
    assert [(part.name, part.whole) for part in queries.lineage(tree["farms"], day(9))] == [
        ("Department for Farms", False)
    ]


def test_a_merger_that_was_undone_says_that_only_part_is_sure(tree):
    make("merge", tree["trade"], into_id=tree["farms"], on=day(5))
    make("split", tree["farms"], into_id=tree["trade"], units=(tree["ports"],), on=day(8))

    assert {part.name for part in queries.lineage(tree["trade"], day(4))} >= {"Department for Trade"}


def test_the_impact_counts_before_anything_is_done(tree):
    impact = queries.impact_of(asked("merge", tree["farms"], into_id=tree["trade"]))

    assert impact.moving == 3
    assert [named.name for named in impact.closing] == ["Department for Farms"]
    assert impact.same_names == ()
    make("rename", tree["ports"], name="Seeds", on=day(1))
    assert queries.impact_of(asked("merge", tree["farms"], into_id=tree["trade"])).same_names == ("Seeds",)


def test_the_impact_names_what_loses_and_what_gains(tree):
    def sides(change):
        found = queries.impact_of(change)
        return [one.name for one in found.losing], [one.name for one in found.gaining]

    farms, trade = "Department for Farms", "Department for Trade"
    assert sides(asked("move", tree["rivers"], parent_id=tree["trade"])) == ([farms], [trade])
    assert sides(asked("move", tree["locks"], parent_id=tree["farms"])) == (["Rivers Agency"], [])
    assert sides(asked("move", tree["locks"], parent_id=None)) == ([farms, "Rivers Agency"], [])
    assert sides(asked("merge", tree["locks"], into_id=tree["ports"])) == ([farms, "Rivers Agency"], [trade, "Ports"])
    split = asked("split", tree["rivers"], name="X", body_kind="unit", parent_id=tree["farms"], units=(tree["locks"],))
    assert sides(split) == (["Rivers Agency"], [])
    assert sides(asked("rename", tree["rivers"], name="X")) == ([], [])


def test_settled_changes_come_in_pages(tree):
    for number in range(27):
        make("rename", tree["seeds"], name=f"Seeds {number}", on=day(1, 4) + timedelta(days=number))

    first, second = (queries.settled_changes(OPERATOR, NOW, page) for page in (1, 2))
    assert (len(first.rows), len(second.rows), first.pages) == (25, 2, 2)
    assert queries.changes_of(tree["seeds"], OPERATOR, NOW, 2) == second


def test_codes_that_two_bodies_will_have_are_named_before(tree):
    make("rename", tree["seeds"], name="Seeds", code="t1", on=day(1))

    merger = asked("merge", tree["farms"], into_id=tree["trade"])
    move = asked("move", tree["seeds"], parent_id=tree["trade"])
    split = asked("split", tree["farms"], name="X", body_kind="unit", parent_id=tree["trade"], units=(tree["seeds"],))

    for change in (merger, move, split):
        assert [code.upper() for code in queries.impact_of(change).same_codes] == ["T1"]
    assert queries.impact_of(asked("move", tree["locks"], parent_id=tree["trade"])).same_codes == ()


def test_a_closed_body_leads_to_what_it_is_part_of_now(tree):
    make("merge", tree["seeds"], into_id=tree["rivers"], on=day(1))
    make("merge", tree["rivers"], into_id=tree["trade"], on=day(3))
    make("close", tree["ports"])

    assert queries.successor(tree["seeds"]).id == queries.successor(tree["rivers"]).id == tree["trade"]
    assert queries.successor(tree["ports"]) is None


def test_what_was_cannot_be_rewritten(tree):
    make("close", tree["ports"])

    for rows in (OrganisationBefore.objects.all(), ChangePart.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(change_id=0)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_a_card_says_what_a_change_was_about(tree, django_assert_num_queries):
    make("split", tree["farms"], name="Seeds Office", body_kind="department", units=(tree["seeds"],))
    make("rename", tree["ports"], name="Docks")

    with django_assert_num_queries(4):
        docks, split = queries.settled_changes(OPERATOR, NOW).rows

    assert (docks.kind, docks.bodies[0].name) == (ChangeKind.RENAME, "Docks")
    assert split.opened.name == "Seeds Office"
    assert [unit.name for unit in split.units] == ["Seeds"]
    assert Organisation.objects.get(name="Docks").slug == "ports"


def test_a_body_does_not_open_again_below_what_goes_to_it(tree):
    make("move", tree["rivers"], parent_id=tree["seeds"], on=day(1))
    make("merge", tree["rivers"], into_id=tree["farms"], on=day(3))
    make("move", tree["seeds"], parent_id=tree["locks"], on=day(5))

    with pytest.raises(commands.IntoItself, match="Locks"):
        make("split", tree["farms"], into_id=tree["rivers"], units=(tree["locks"],), on=day(8))


@pytest.mark.parametrize("kind", ["move", "merge", "split"])
def test_what_would_stand_too_deep_is_refused(tree, kind):
    top, parent = queries.bodies([tree["trade"]])[tree["trade"]], tree["trade"]
    path = top.path
    for number in range(10**9, 10**9 + 17):
        path += f"{number}/"
        Organisation.objects.create(
            pk=number, uuid=f"00000000-0000-0000-0000-{number:012d}", slug=f"u{number}", name=f"U {number}",
            kind="unit", parent_id=parent, path=path,
        )  # fmt: skip
        parent = number
    assert len(path) < 200
    change = {
        "move": asked("move", tree["farms"], parent_id=parent),
        "merge": asked("merge", tree["farms"], into_id=parent),
        "split": asked("split", tree["farms"], name="X", body_kind="unit", parent_id=parent, units=(tree["rivers"],)),
    }[kind]
    Organisation.objects.filter(pk=tree["locks"]).update(path=body(tree["rivers"]).path + f"{'9' * 9}/")

    with pytest.raises(commands.Incomplete, match="too deep"):
        commands.make_change(change=change, counted={}, actor=OPERATOR, at=NOW)
