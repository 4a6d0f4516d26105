"""Files of people: what they change, and that the same file again changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from tests.people.feeding.conftest import later, reasons, row, usual, works
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel.policy import OPERATOR
from waymark.people import commands, queries
from waymark.people.models import (
    Appointment,
    FeedRow,
    Identifier,
    Listing,
    Movement,
    Person,
    Post,
)
from waymark.people.types import FeedStep

EVERYBODY = (row("1"), row("2", manager="1"), row("3", manager="2", fte="0.5"), row("4", manager="1"))
TABLES = (Person, Post, Appointment, Identifier, Listing, Movement)


def snapshot():
    return {model.__name__: sorted(model.objects.values_list()) for model in TABLES}


def test_a_first_file_brings_everybody(bring, department):
    run = bring(*EVERYBODY)

    assert not run.problem
    assert (run.state, run.rows, run.counts) == ("applied", 4, {"same": 0, "new": 4})
    assert works() == {
        "1": (["P1"], [], ["policy"]),
        "2": (["P2"], ["1"], ["policy"]),
        "3": (["P3"], ["2"], ["policy"]),
        "4": (["P4"], ["1"], ["policy"]),
    }
    assert set(Movement.objects.values_list("kind", "on")) == {("joined", date(2024, 9, 2))}
    assert Listing.objects.filter(organisation_id=department.ids["d"], profession_id=0).count() == 4


def test_the_same_file_again_changes_nothing(bring):
    bring(*EVERYBODY)
    before = snapshot()

    run = bring(*EVERYBODY, at=later(1))

    assert run.counts == {"same": 4}
    assert snapshot() == before
    assert not FeedRow.objects.filter(run__uuid=run.uuid).exists()


def test_one_command_leaves_one_entry_and_one_event_for_everybody(bring):
    bring(*EVERYBODY)

    assert Entry.objects.filter(kind="people.feed.applied").count() == 1
    event = OutboxEvent.objects.get(kind="people.feed.applied").payload
    assert (event["joined"], event["moved"], event["left"]) == (4, 0, 0)
    first, following = queries.movements(event["first"], event["last"], limit=3)
    rest, none_left = queries.movements(following, event["last"], limit=3)
    assert len(first) + len(rest) == 4
    assert none_left == 0


def test_a_later_file_moves_renames_adds_and_ends(bring):
    bring(*EVERYBODY)

    run = bring(
        row("1"), row("2", manager="1", family_name="Lee"), row("3", manager="1", post_number="P9", unit="U2"),
        row("5", manager="1", start="2026-03-09"), at=later(10), full=True, apply=False,
    )  # fmt: skip

    assert run.counts == {"same": 1, "changed": 1, "moved": 1, "new": 1, "left": 1}
    assert reasons(run, "changed") == {"2": ["name"]}
    assert reasons(run, "moved") == {"3": ["post_over", "post_new", "manager"]}
    assert reasons(run, "left") == {"4": ["absent"]}


def test_what_was_shown_is_what_happens(bring, department):
    bring(*EVERYBODY)
    run = bring(
        row("1"), row("2", manager="1", family_name="Lee"), row("3", manager="1", post_number="P9", unit="U2"),
        row("5", manager="3", start="2026-03-09"), at=later(10),
    )  # fmt: skip

    assert run.state == "applied"
    assert works(later(10)) == {
        "1": (["P1"], [], ["policy"]),
        "2": (["P2"], ["1"], ["policy"]),
        "3": (["P9"], ["1"], ["policy"]),
        "4": ([], [], []),
        "5": (["P5"], ["3"], ["policy"]),
    }
    assert Person.objects.get(staff_number="2").family_name == "Lee"
    assert Appointment.objects.get(post__number="P3").until_on == later(10).date()
    kinds = sorted(Movement.objects.filter(at=later(10)).values_list("person__staff_number", "kind"))
    assert kinds == [("3", "moved"), ("4", "left"), ("5", "joined")]
    listed = set(
        Listing.objects.filter(organisation_id=department.ids["u2"], profession_id=0, until_on=None).values_list(
            "person__staff_number", flat=True
        )
    )
    assert listed == {"3"}


def test_a_file_of_changes_ends_nobody_it_does_not_name(bring):
    bring(*EVERYBODY)

    run = bring(row("2", manager="4", email="ada@example.org"), full=False, at=later(3))

    assert run.counts == {"same": 0, "changed": 1}
    assert works(later(3))["2"] == (["P2"], ["4"], ["policy"])
    assert works(later(3))["4"] == (["P4"], ["1"], ["policy"])
    assert Person.objects.get(staff_number="2").email == "ada@example.org"


def test_a_day_to_leave_on_ends_what_goes_on(bring):
    bring(*EVERYBODY)

    run = bring(row("2", manager="1", leaving="2026-03-31"), full=False, at=later(1))

    assert run.counts["left"] == 1
    assert Appointment.objects.get(post__number="P2").until_on == date(2026, 4, 1)
    assert works(later(20))["2"] == (["P2"], ["1"], ["policy"])
    assert works(later(30))["2"] == ([], [], [])
    again = bring(row("2", manager="1", leaving="2026-03-31"), full=False, at=later(2))
    assert again.counts == {"same": 1}


@pytest.mark.parametrize("post", ["P4", "P40"])
def test_whoever_comes_back_is_the_same_person(bring, post):
    bring(*EVERYBODY)
    bring(*EVERYBODY[:3], at=later(1))
    person = Person.objects.get(staff_number="4")

    run = bring(row("4", manager="1", post_number=post), full=False, at=later(20))

    assert run.counts == {"same": 0, "new": 1}
    assert Person.objects.get(staff_number="4").pk == person.pk
    moves = Movement.objects.filter(person=person).order_by("pk")
    assert list(moves.values_list("kind", flat=True)) == ["joined", "left", "joined"]
    assert works(later(20))["4"][:2] == ([post], ["1"])


def test_two_posts_at_a_time_make_one_person(bring):
    run = bring(
        row("1", fte="0.5"), row("1", fte="0.5", post_number="P1-B", unit="U2"), row("2", manager="1"),
    )  # fmt: skip

    assert run.counts == {"same": 0, "new": 2}
    assert works()["1"][0] == ["P1", "P1-B"]


def test_what_a_file_has_no_column_for_is_left_alone(bring, department, tmp_path):
    bring(row("1"), row("2", manager="1", other_professions="Tax"))
    usual(department.feed, 100, 100)  # other columns from now on
    text = (
        "Staff number,Given name,Family name,Post number,Job title,Unit,Start date\r\n"
        "1,Ada,Ox 1,P1,Caseworker,U1,2024-09-02\r\n2,Bea,Ox 2,P2,Caseworker,U1,2024-09-02\r\n"
    )
    run = commands.bring_feed(
        feed=department.feed.uuid, filename="x.csv", chunks=[text.encode()], full=True, actor=OPERATOR, at=later(1)
    )
    run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=later(1))
    commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=later(1))

    assert reasons(run, "changed") == {"2": ["name"]}
    assert works(later(1))["2"] == (["P2"], ["1"], ["policy", "tax+"])
    assert Post.objects.get(number="P2").grade.code == "HEO"


def test_the_same_number_in_another_department_is_somebody_else(bring, department):
    bring(row("1"), row("2", manager="1"))

    run = bring(
        row("1", unit="E1", given_name="Zed"), row("2", manager="1", unit="E1"), feed=department.other
    )  # fmt: skip

    assert run.counts == {"same": 0, "new": 2}
    assert Person.objects.get(staff_number="1").given_name == "Ada"
    assert Person.objects.count() == 4
    other = Person.objects.get(pk=queries.person_called(department.other.source, "1"))
    assert other.given_name == "Zed"
    assert works()[Person.objects.get(pk=queries.person_called(department.other.source, "2")).staff_number][1] == [
        other.staff_number
    ]


@pytest.mark.parametrize("file", ["first", "delta"])
def test_somebody_on_record_already_is_known_by_their_staff_number(bring, department, file):
    bring(*EVERYBODY)
    Identifier.objects.all().delete()

    run = bring(*EVERYBODY, full=file == "first", at=later(1))

    assert run.counts == {"same": 0, "known": 4}
    assert Person.objects.count() == 4
    assert Identifier.objects.count() == 4
    assert bring(*EVERYBODY, at=later(2)).counts == {"same": 4}
