"""Organisations change, and people, records and figures go along."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.house import world
from tests.organisation.trees import asked, plant, shape
from tests.people.conftest import identity
from waymark.access import commands as access
from waymark.access import queries as duties
from waymark.access.models import Account
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.organisation import queries as organisations
from waymark.organisation.models import Organisation
from waymark.organisation.types import OutcomeKind
from waymark.people import commands, queries
from waymark.people.models import Appointment, Correction, Feed, Listing, Person, Post, PostMove
from waymark.people.types import AppointmentRow, PersonRow, PersonSaid, PostRow, Seat

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY, SPRING = NOW.date(), date(2026, 3, 1)
ADMINISTRATOR = Actor(account_id=7, duties=(Duty("administrator", 1),))


def settle(tree, counts):
    """Put people into posts: so many in each body, one in each post, since March."""
    homes = [tree[key] for key, number in counts.items() for _n in range(number)]
    return commands.load(
        people=[PersonRow(identity(f"p{n}"), f"S{n}", None, "Kim", f"Lund {n}", "") for n in range(len(homes))],
        posts=[
            PostRow(identity(f"post {n}"), f"P{n}", "Planner", home, None, None, None, None)
            for n, home in enumerate(homes)
        ],
        appointments=[AppointmentRow(n, n, SPRING, None, Decimal(1)) for n in range(len(homes))],
        actor=OPERATOR,
        at=NOW,
    ).first_person_id


@pytest.fixture
def place():
    tree = plant()
    first = settle(tree, {"farms": 2, "rivers": 1, "locks": 3, "seeds": 2, "trade": 1, "ports": 2})
    return SimpleNamespace(tree=tree, first=first)


def reorganise(kind, *ids, actor=OPERATOR, at=NOW, **more):
    return commands.reorganise(change=asked(kind, *ids, **more), actor=actor, at=at)


def listed():
    return sorted(Listing.objects.values_list("person_id", "organisation_id", "profession_id", "from_on", "until_on"))


def counted(tree, key, day):
    return queries.headcount(tree[key], [day], NOW)[0]


def test_a_merger_takes_posts_and_people_along(place):
    tree = place.tree

    reorganise("merge", tree["farms"], into_id=tree["trade"], actor=ADMINISTRATOR)

    assert Post.objects.filter(organisation_id=tree["farms"]).count() == 0
    assert Post.objects.filter(organisation_id=tree["trade"]).count() == 3
    assert queries.person("S0", NOW, OPERATOR).organisation_name == "Department for Trade"
    assert queries.person("S3", NOW, OPERATOR).department_name == "Department for Trade"
    entry = Entry.objects.get(kind="organisation.change.made")
    assert entry.facts["counted"] == {"people": 8, "posts": 8}


def test_figures_before_a_merger_stay_and_figures_after_agree(place):
    tree, yesterday = place.tree, TODAY - timedelta(days=1)

    reorganise("merge", tree["farms"], into_id=tree["trade"])

    assert counted(tree, "farms", yesterday) == (yesterday, 8, 0)
    assert counted(tree, "farms", TODAY) == (TODAY, None, 0)
    assert counted(tree, "trade", yesterday) == (yesterday, 3, 11)
    assert counted(tree, "trade", TODAY) == (TODAY, 11, 11)
    assert queries.headcounts(yesterday, NOW) == {tree["farms"]: 8, tree["trade"]: 3}
    assert queries.headcounts(yesterday, NOW, as_it_is=True) == {tree["trade"]: 11}


def test_a_split_takes_chosen_units_and_posts(place):
    tree = place.tree

    reorganise(
        "split", tree["farms"], name="Seeds Office", body_kind="department", units=(tree["seeds"],), posts=("P0",)
    )

    office = Organisation.objects.get(name="Seeds Office")
    assert counted({"office": office.pk}, "office", TODAY) == (TODAY, 3, 3)
    assert counted(tree, "farms", TODAY) == (TODAY, 5, 5)
    assert counted(tree, "farms", TODAY - timedelta(days=1)).as_it_was == 8
    assert PostMove.objects.values_list("post__number", "before_id", "after_id").get() == (
        "P0", tree["farms"], office.pk,
    )  # fmt: skip


def test_the_posts_that_go_are_counted_however_many_are_named(place, monkeypatch):
    tree = place.tree
    change = asked(
        "split", tree["farms"], name="X", body_kind="department", units=(tree["locks"],), posts=("P0", "P1", "P5")
    )
    whole = queries.impact_of_change(change)
    monkeypatch.setattr("waymark.people.queries.reorganising.AT_ONCE", 1)  # as if the two were 20,000

    assert queries.impact_of_change(change) == whole
    assert (whole.people, whole.posts) == (5, 5)


def test_posts_of_somebody_else_do_not_go_along(place):
    tree = place.tree

    with pytest.raises(commands.PostsUnknown, match="P5, P999"):
        reorganise("split", tree["farms"], name="X", body_kind="department", posts=("P0", "P5", "P999"))

    assert not PostMove.objects.exists()
    assert not Organisation.objects.filter(name="X").exists()


def test_a_body_with_people_does_not_close(place):
    with pytest.raises(commands.StillHasPeople, match="2 people on 15 June 2026"):
        reorganise("close", place.tree["seeds"])
    with pytest.raises(commands.StillHasPeople):
        reorganise("close", place.tree["seeds"], on=TODAY + timedelta(days=9))

    assert organisations.bodies([place.tree["seeds"]])[place.tree["seeds"]].is_open


def test_a_body_whose_people_have_left_closes(place):
    seats = Appointment.objects.filter(post__organisation_id=place.tree["seeds"])
    seats.update(until_on=TODAY)

    reorganise("close", place.tree["seeds"])

    assert "Seeds" not in shape()
    assert counted(place.tree, "farms", TODAY - timedelta(days=1)).as_it_was == 8


def test_people_are_listed_where_they_count_now(place):
    reorganise("move", place.tree["rivers"], parent_id=place.tree["trade"])
    kept = listed()

    commands.rebuild_listing(actor=OPERATOR, at=NOW)

    assert kept == listed()


def test_a_duty_over_a_place_that_moves_still_covers_it(place):
    tree = place.tree
    account = access.create_account(email="hr@example.test", name="Hal", actor=OPERATOR, at=NOW)
    access.give_duty(
        account=Account.objects.get(pk=account).uuid,
        kind="hr-director", organisation_id=tree["rivers"], until_at=NOW + timedelta(days=90), reason="x",
        actor=OPERATOR, at=NOW,
    )  # fmt: skip
    later = NOW + timedelta(minutes=1)

    def sees():
        actor = Actor(account_id=account, duties=duties.duties_of(account, later))
        return Person.objects.filter(pk__in=queries.in_sight(actor, later)).count()

    assert sees() == 4
    reorganise("move", tree["rivers"], parent_id=tree["trade"])
    assert sees() == 4


def test_what_somebody_said_is_wrong_goes_to_the_successor(place):
    tree = place.tree
    for number, key in enumerate(("farms", "locks")):
        Correction.objects.create(
            uuid=identity(key), person_id=place.first + number, about="post", text="x", asked_at=NOW,
            organisation_path=organisations.path_of(tree[key]),
        )  # fmt: skip

    assert queries.impact_of_change(asked("merge", tree["farms"], into_id=tree["trade"])).corrections == 2
    reorganise("merge", tree["farms"], into_id=tree["trade"])

    assert set(Correction.objects.values_list("organisation_path", flat=True)) == {
        organisations.path_of(tree["trade"]), organisations.path_of(tree["locks"]),
    }  # fmt: skip


def test_a_merger_is_undone_by_giving_back_what_came(place):
    tree, before = place.tree, shape()
    posts = sorted(Post.objects.values_list("number", "organisation_id"))
    uuid = reorganise("merge", tree["farms"], into_id=tree["trade"], on=date(2026, 6, 1))

    commands.undo_change(change=uuid, on=date(2026, 6, 8), reason="A mistake.", actor=ADMINISTRATOR, at=NOW)

    assert shape() == before
    assert sorted(Post.objects.values_list("number", "organisation_id")) == posts
    assert [counted(tree, "farms", date(2026, 6, number)).as_it_was for number in (1, 7, 8)] == [None, None, 8]
    assert counted(tree, "farms", date(2026, 5, 31)).as_it_was == 8
    with pytest.raises(commands.NothingToUndo):
        commands.undo_change(change=uuid, on=date(2026, 6, 9), reason="Again.", actor=ADMINISTRATOR, at=NOW)


def test_a_merger_of_two_bodies_is_undone_on_one_day(place):
    tree, before = place.tree, shape()
    posts = sorted(Post.objects.values_list("number", "organisation_id"))
    uuid = reorganise("merge", tree["seeds"], tree["rivers"], into_id=tree["trade"], on=date(2026, 6, 1))

    done = commands.undo_change(change=uuid, on=date(2026, 6, 8), reason="A mistake.", actor=ADMINISTRATOR, at=NOW)

    assert len(done) == 2
    assert shape() == before
    assert sorted(Post.objects.values_list("number", "organisation_id")) == posts


def test_the_undoing_of_a_merger_of_two_bodies_waits_for_its_day(place):
    tree, before, monday = place.tree, shape(), TODAY + timedelta(days=7)
    uuid = reorganise("merge", tree["seeds"], tree["rivers"], into_id=tree["trade"], on=date(2026, 6, 1))

    commands.undo_change(change=uuid, on=monday, reason="A mistake.", actor=ADMINISTRATOR, at=NOW)
    with pytest.raises(Refusal):  # nothing else may happen to it on that day
        reorganise("rename", tree["trade"], name="Department for Commerce", on=monday)

    assert commands.make_due_changes(actor=OPERATOR, at=NOW + timedelta(days=7)) == (2, 0)
    assert shape() == before


def test_what_went_elsewhere_before_a_planned_day_stays_there(place):
    tree, monday, then = place.tree, TODAY + timedelta(days=7), NOW + timedelta(days=7)
    uuid = reorganise("merge", tree["farms"], into_id=tree["trade"], on=date(2026, 6, 1))
    (undone,) = commands.undo_change(change=uuid, on=monday, reason="x", actor=ADMINISTRATOR, at=NOW)
    split = reorganise(
        "split",
        tree["locks"],
        name="Weirs",
        body_kind="unit",
        parent_id=tree["trade"],
        posts=("P3", "P4"),
        on=TODAY + timedelta(days=3),
    )
    Post.objects.filter(number__in=("P0", "P3")).update(organisation_id=tree["ports"])

    assert commands.make_due_changes(actor=OPERATOR, at=then) == (2, 0)

    assert dict(Post.objects.filter(number__in=("P0", "P1", "P3")).values_list("number", "organisation__name")) == {
        "P0": "Ports", "P1": "Department for Farms", "P3": "Ports",
    }  # fmt: skip
    for one in (undone, split):
        assert organisations.change(one, OPERATOR, then).outcome_words.startswith("1 part or post had gone elsewhere")


def test_posts_go_to_an_open_body_by_a_split_and_a_merger(place):
    tree = place.tree
    reorganise(
        "split", tree["farms"], name="Coming", body_kind="unit", parent_id=tree["trade"], posts=("P0",),
        on=date(2026, 6, 1),
    )  # fmt: skip
    coming = Organisation.objects.get(name="Coming")

    reorganise("merge", coming.pk, into_id=tree["ports"], on=date(2026, 6, 2))

    assert Post.objects.get(number="P0").organisation_id == tree["ports"]


def test_a_merger_of_nothing_is_undone_by_opening_again(place):
    tree = place.tree
    Post.objects.filter(organisation_id=tree["ports"]).update(organisation_id=tree["trade"])
    uuid = reorganise("merge", tree["ports"], into_id=tree["seeds"], on=date(2026, 6, 1))

    commands.undo_change(change=uuid, on=date(2026, 6, 8), reason="A mistake.", actor=ADMINISTRATOR, at=NOW)

    assert shape()["Ports"] == "Department for Trade / Ports"


def test_a_planned_undoing_with_nothing_left_to_give_back_opens_the_body(place):
    tree = place.tree
    uuid = reorganise("merge", tree["ports"], into_id=tree["seeds"], on=date(2026, 6, 1))
    commands.undo_change(change=uuid, on=TODAY + timedelta(days=7), reason="x", actor=ADMINISTRATOR, at=NOW)
    Post.objects.filter(organisation_id=tree["seeds"]).update(organisation_id=tree["trade"])

    assert commands.make_due_changes(actor=OPERATOR, at=NOW + timedelta(days=7)) == (1, 0)

    assert shape()["Ports"] == "Department for Trade / Ports"
    (part,) = organisations.lineage(tree["seeds"], TODAY)
    assert (part.name, part.whole) == ("Seeds", True)


def test_of_two_mergers_the_later_is_undone_first(place):
    tree, before = place.tree, shape()
    first = reorganise("merge", tree["ports"], into_id=tree["seeds"], on=date(2026, 6, 1))
    second = reorganise("merge", tree["seeds"], into_id=tree["rivers"], on=date(2026, 6, 3))
    undo = {"reason": "A mistake.", "actor": ADMINISTRATOR, "at": NOW}

    with pytest.raises(commands.UndoLaterFirst, match="“Seeds” has closed since") as refused:
        commands.undo_change(change=first, on=date(2026, 6, 5), **undo)
    assert refused.value.change == second
    commands.undo_change(change=second, on=date(2026, 6, 5), **undo)
    commands.undo_change(change=first, on=date(2026, 6, 7), **undo)

    assert shape() == before


def test_a_unit_that_became_a_department_is_a_unit_again_when_that_is_undone(place):
    uuid = reorganise("move", place.tree["seeds"], parent_id=None, on=date(2026, 6, 1))

    commands.undo_change(change=uuid, on=date(2026, 6, 8), reason="A mistake.", actor=ADMINISTRATOR, at=NOW)

    assert organisations.bodies([place.tree["seeds"]])[place.tree["seeds"]].kind == "unit"


def test_a_change_that_fails_stands_in_the_way_of_no_other(place):
    tree, monday, then = place.tree, TODAY + timedelta(days=7), NOW + timedelta(days=7)
    bad = reorganise("move", tree["seeds"], parent_id=tree["trade"], on=monday, actor=ADMINISTRATOR)
    good = reorganise("rename", tree["ports"], name="Docks", on=monday)
    Organisation.objects.create(  # a path that nothing should have: the move runs into it
        uuid=identity("stray"), slug="stray", name="Stray", kind="unit",
        path=f"{organisations.path_of(tree['trade'])}{tree['seeds']}/",
    )  # fmt: skip

    assert commands.make_due_changes(actor=OPERATOR, at=then) == (1, 1)

    assert organisations.change(good, OPERATOR, then).outcome is OutcomeKind.MADE
    stopped = organisations.change(bad, OPERATOR, then)
    assert stopped.outcome is OutcomeKind.STOPPED
    assert "a fault of its own" in stopped.outcome_words


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("rename", {"key": "seeds", "name": "Grain", "code": "G"}),
        ("move", {"key": "rivers", "parent": "trade"}),
        ("open", {"name": "Soils", "body_kind": "unit", "parent": "farms"}),
        ("split", {"key": "farms", "name": "Office", "body_kind": "department", "unit": "seeds"}),
    ],
)
def test_every_change_has_an_opposite(place, kind, more):
    tree, before = place.tree, shape()
    ids = [tree[more.pop("key")]] if "key" in more else []
    if "parent" in more:
        more["parent_id"] = tree[more.pop("parent")]
    if "unit" in more:
        more["units"] = (tree[more.pop("unit")],)
    uuid = reorganise(kind, *ids, on=date(2026, 6, 1), **more)
    assert shape() != before

    commands.undo_change(change=uuid, on=date(2026, 6, 2), reason="A mistake.", actor=OPERATOR, at=NOW)

    assert shape() == before


def test_changes_of_today_are_made_by_the_worker_and_one_that_cannot_be_is_stopped(place):
    tree, monday = place.tree, TODAY + timedelta(days=7)
    good = reorganise("rename", tree["ports"], name="Docks", on=monday, actor=ADMINISTRATOR)
    bad = reorganise("move", tree["seeds"], parent_id=tree["rivers"], on=monday, actor=ADMINISTRATOR)
    reorganise("merge", tree["rivers"], into_id=tree["trade"])

    assert commands.make_due_changes(actor=OPERATOR, at=NOW) == (0, 0)
    then = NOW + timedelta(days=7)
    assert commands.make_due_changes(actor=OPERATOR, at=then) == (1, 1)
    assert commands.make_due_changes(actor=OPERATOR, at=then) == (0, 0)

    assert organisations.change(good, OPERATOR, then).outcome is OutcomeKind.MADE
    stopped = organisations.change(bad, OPERATOR, then)
    assert stopped.outcome is OutcomeKind.STOPPED
    assert "Rivers Agency" in stopped.outcome_words
    assert shape()["Docks"] == "Department for Trade / Docks"


def test_only_an_administrator_reorganises(place):
    nobody = Actor(account_id=9, duties=(Duty("hr-director", 1),))

    with pytest.raises(NotVisible):
        reorganise("move", place.tree["rivers"], parent_id=place.tree["trade"], actor=nobody)
    uuid = reorganise("move", place.tree["rivers"], parent_id=place.tree["trade"])
    with pytest.raises(NotVisible):
        commands.undo_change(change=uuid, on=TODAY + timedelta(days=1), reason="No.", actor=nobody, at=NOW)


def test_no_record_changes_but_where_posts_are(db):
    """Judgements, evidence, standings, appointments: every row of every table that is not about places stays."""
    places = {
        "organisation.organisation", "organisation.changebody", "organisation.changeoutcome",
        "organisation.changepart", "organisation.organisationbefore", "organisation.organisationchange",
        "people.post", "people.postmove", "people.listing", "people.correction", "audit.entry", "audit.entryobject",
        "audit.outboxevent",
    }  # fmt: skip
    world.build()
    tree = plant()

    def everything():
        return {
            model._meta.label: list(model._default_manager.order_by("pk").values_list())
            for model in apps.get_models()
            if model._meta.label_lower not in places and model._meta.app_label != "django_tasks_database"
        }

    before = everything()
    depot = Organisation.objects.get(slug="depot")

    reorganise("merge", depot.pk, into_id=tree["trade"])

    assert sum(len(rows) for rows in before.values()) > 100
    assert everything() == before
    assert Post.objects.filter(organisation_id=tree["trade"]).count() == 4


KINDS = st.sampled_from(["rename", "move", "merge", "split", "open", "close", "undo", "feed", "feed"])
STEPS = st.lists(st.tuples(KINDS, st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=7)


def feed_moves_a_post(person, other, day):
    """Let the feed of the department where somebody works say that their post is another unit's."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    post = Post.objects.select_related("organisation").get(number=f"P{person}")
    top = Organisation.objects.get(pk=int(post.organisation.path.split("/")[1]))
    feed = Feed.objects.filter(organisation=top).first()
    if feed is None:
        commands.add_feed(organisation_id=top.pk, name="HR", actor=OPERATOR, at=at)
        feed = Feed.objects.get(organisation=top)
    units = Organisation.objects.filter(path__startswith=top.path, until_on=None).order_by("pk")
    unit = list(units.values_list("pk", flat=True))[other % len(units)]
    seat = Seat(post.number, post.title, unit, None, None, None, SPRING)
    said = PersonSaid(f"S{person}", "Kim", f"Lund {person}", seats=(seat,))
    commands.put(feed=feed.uuid, said=said, actor=OPERATOR, at=at)


def ask(kind, one, other, day, made):
    """Ask for a change by chance; most make sense."""
    ids = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    about, second = ids[one % len(ids)], ids[other % len(ids)]
    match kind:
        case "undo":
            if made:
                commands.undo_change(change=made[one % len(made)], on=day, reason="x", actor=OPERATOR, at=NOW)
        case "feed":
            feed_moves_a_post(one % 11, other, day)
        case "rename":
            made.append(reorganise("rename", about, name=f"Body {one} {other}", on=day))
        case "move":
            made.append(reorganise("move", about, parent_id=second if other % 4 else None, on=day))
        case "merge":
            made.append(reorganise("merge", about, into_id=second, on=day))
        case "close":
            made.append(reorganise("close", about, on=day))
        case "open":
            made.append(reorganise("open", name=f"New {one}", body_kind="unit", parent_id=about, on=day))
        case "split":
            posts = tuple(Post.objects.filter(organisation_id=about).values_list("number", flat=True)[: other % 3])
            below = [unit.id for unit in organisations.units_of(about)]
            made.append(
                reorganise(
                    "split",
                    about,
                    name=f"Split {one} {other}",
                    body_kind="department",
                    units=tuple(below[: other % 2]),
                    posts=posts,
                    on=day,
                )
            )


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(STEPS)
@example([("merge", 5, 0)])
@example([("feed", 0, 2), ("merge", 0, 4), ("feed", 1, 5), ("undo", 0, 0), ("feed", 3, 1)])
def test_before_and_after_reports_agree_whatever_changes(place, steps):
    with transaction.atomic():
        made, seen, days = [], {}, [date(2026, 5, 1) + timedelta(days=number) for number in range(len(steps))]
        appointments = list(Appointment.objects.order_by("pk").values_list())
        for day, (kind, one, other) in zip(days, steps, strict=True):
            seen[day - timedelta(days=1)] = queries.headcounts(day - timedelta(days=1), NOW)
            try:
                with transaction.atomic():
                    ask(kind, one, other, day, made)
            except Refusal:
                continue

        # What a report said on its day, it says for good; every report counts everybody once.
        for day, counts in seen.items():
            assert queries.headcounts(day, NOW) == counts
            assert sum(counts.values()) == 11
            assert sum(queries.headcounts(day, NOW, as_it_is=True).values()) == 11
        # A body's figures of an earlier day are made of what its lineage names, but for what feeds moved.
        first = days[0] - timedelta(days=1)
        fed = PostMove.objects.filter(change=None).exists()
        for pk in [] if fed else Organisation.objects.filter(until_on=None).values_list("pk", flat=True):
            (count,) = queries.headcount(pk, [first], NOW)
            parts = organisations.lineage(pk, first)
            was = {part.organisation_id: queries.headcount(part.organisation_id, [first], NOW)[0] for part in parts}
            whole = sum(was[part.organisation_id].as_it_was for part in parts if part.whole)
            assert whole <= count.as_it_is <= sum(one.as_it_was for one in was.values())
        # Nobody's record changed, and where people count follows from the tree alone.
        assert list(Appointment.objects.order_by("pk").values_list()) == appointments
        kept = listed()
        commands.rebuild_listing(actor=OPERATOR, at=NOW)
        assert kept == listed()
        transaction.set_rollback(True)


def test_figures_of_a_body_take_a_fixed_number_of_queries(place, django_assert_num_queries):
    reorganise("merge", place.tree["farms"], into_id=place.tree["trade"])

    with django_assert_num_queries(7):
        queries.headcount(place.tree["trade"], [TODAY], NOW)
