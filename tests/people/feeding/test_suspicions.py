"""Who may be on record twice: noticed by files and single words, kept until it is settled, and by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.people.feeding.conftest import AT, later, row, usual, works
from tests.people.feeding.test_two_people import administrator
from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Duty
from waymark.organisation import queries as organisation
from waymark.people import commands, queries
from waymark.people.models import Person, Suspicion

pytestmark = pytest.mark.django_db


def of(department, name):
    """Return an administrator of one of the two departments."""
    body = organisation.bodies([department.ids[name]])[department.ids[name]]
    return replace(
        administrator(name), duties=(Duty(DutyKind.ADMINISTRATOR, 1, organisation_id=body.id, path=body.path),)
    )


def pairs(actor=OPERATOR, at=AT):
    return [(one.person_number, one.other_number, one.why) for one in queries.twins(actor, at).pairs]


def test_two_numbers_with_one_address_in_the_first_file(bring):
    bring(row("1", email="ada@example.org"), row("2"), row("99", email="Ada@example.org"))

    assert pairs() == [("99", "1", "email")]


def test_an_address_that_many_share_is_nobodys_own(bring):
    bring(*(row(str(number), email="n/a@example.org") for number in range(1, 9)))

    assert pairs() == []


def test_the_number_of_another_department_counts_only_with_the_name(bring, department):
    bring(row("1"), row("2"))

    bring(
        row("1", given_name="Eve", unit="E1", grade=""), row("2", unit="E1", grade="", post_number="E"),
        feed=department.other, at=later(1),
    )  # fmt: skip

    assert pairs() == [(f"2~{Person.objects.get(staff_number__startswith='2~').staff_number[2:]}", "2", "number")]


def test_a_pair_stays_when_the_file_is_forgotten_and_a_merge_can_be_ended(bring):
    bring(row("1", email="ada@example.org"), row("99", email="ada@example.org"))
    one, other = (Person.objects.get(staff_number=number) for number in ("99", "1"))
    boss = administrator("boss")
    merge = commands.merge(person=one.uuid, into=other.uuid, reason="Twice.", actor=boss, at=later(1))

    commands.tidy_feeds(actor=OPERATOR, at=later(60))

    assert pairs() == []
    (found,) = queries.merges(boss, later(60)).pairs
    assert found.merge == merge
    commands.part(merge=merge, reason="Sisters.", actor=boss, at=later(60))
    assert pairs(boss, later(60)) == [("99", "1", "email")]


def test_two_who_are_two_are_not_shown_again(bring):
    bring(row("1", email="ada@example.org"), row("99", email="ada@example.org"))
    one, other = (Person.objects.get(staff_number=number) for number in ("99", "1"))
    boss = administrator("boss")
    said = {"person": one.uuid, "other": other.uuid, "actor": boss, "at": later(1)}

    with pytest.raises(commands.NoReason):
        commands.keep_apart(reason=" ", **said)
    with pytest.raises(NotVisible):
        commands.keep_apart(reason="x", **said | {"actor": replace(boss, person_id=one.pk)})
    commands.keep_apart(reason="Father and son.", **said)

    assert pairs() == []
    assert queries.count_twins(OPERATOR, later(1)) == 0
    with pytest.raises(NotVisible):
        commands.keep_apart(reason="Again.", **said)
    assert Suspicion.objects.get().by_id == boss.account_id


def test_an_administrator_merges_and_parts_only_their_own(bring, department):
    bring(row("1"), row("2"))
    bring(row("9", unit="E1", grade=""), feed=department.other)
    one, two, nine = (Person.objects.get(staff_number=number) for number in ("1", "2", "9"))
    ours, theirs = of(department, "d"), of(department, "other")

    with pytest.raises(NotVisible):
        commands.merge(person=one.uuid, into=nine.uuid, reason="x", actor=ours, at=AT)
    merge = commands.merge(person=one.uuid, into=two.uuid, reason="x", actor=ours, at=AT)
    with pytest.raises(NotVisible):
        commands.part(merge=merge, reason="x", actor=theirs, at=AT)
    with pytest.raises(NotVisible):
        commands.part(merge=new_uuid(), reason="x", actor=ours, at=AT)
    commands.part(merge=merge, reason="x", actor=ours, at=AT)


def test_whoever_left_can_be_merged_where_they_worked_and_nowhere_else(bring, department):
    bring(row("1"), row("2"))
    bring(row("1"), at=later(1))
    two, one = (Person.objects.get(staff_number=number) for number in ("2", "1"))
    ours, theirs = of(department, "d"), of(department, "other")

    with pytest.raises(NotVisible):
        commands.merge(person=two.uuid, into=one.uuid, reason="x", actor=theirs, at=later(2))
    commands.merge(person=two.uuid, into=one.uuid, reason="Came back anew.", actor=ours, at=later(2))

    assert queries.kept_for(two.pk) == one.pk


def test_whoever_was_merged_and_is_left_out_of_a_full_file_leaves_that_department_alone(bring, department):
    bring(row("1"), row("2"))
    usual(department.other, 100, 100)
    bring(row("9", unit="E1", grade=""), row("8", unit="E1", grade=""), feed=department.other)
    one, nine = (Person.objects.get(staff_number=number) for number in ("1", "9"))
    commands.merge(person=one.uuid, into=nine.uuid, reason="Two halves.", actor=administrator("boss"), at=AT)
    bring(row("1", job_title="Lead"), row("2"), at=later(1))

    bring(row("2"), at=later(2))

    assert works(later(2))["9"][0] == ["P9"]


def test_a_file_of_one_department_leaves_the_post_in_the_other(bring, department):
    bring(row("1"), row("2"))
    usual(department.other, 100, 100)
    bring(row("9", unit="E1", grade=""), row("8", unit="E1", grade=""), feed=department.other)
    one, nine = (Person.objects.get(staff_number=number) for number in ("1", "9"))
    commands.merge(person=one.uuid, into=nine.uuid, reason="Two halves.", actor=administrator("boss"), at=AT)

    bring(row("1", job_title="Lead"), row("2"), at=later(1))
    assert works(later(1))["9"][0] == ["P1", "P9"]

    bring(row("9", unit="E1", grade="", job_title="Head"), full=False, feed=department.other, at=later(1))
    assert works(later(1))["9"][0] == ["P1", "P9"]

    bring(row("1", leaving="2026-03-03"), full=False, at=later(2))
    assert works(later(2))["9"] == (["P9"], [], ["policy"])
