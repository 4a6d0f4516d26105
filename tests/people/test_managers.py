"""Who manages whom is set by a few, from a day on, and never in a circle."""

from __future__ import annotations

from datetime import date

import pytest

from tests.people.mending import holding
from waymark.access.types import DutyKind
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible, Stale
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor
from waymark.people import commands
from waymark.people.models import Appointment, ReportingLine


@pytest.fixture
def place(mended):
    return mended


@pytest.fixture
def hr(place):
    return holding(place, DutyKind.HR_DIRECTOR, "ho")


def set_manager(place, noon, actor, person, manager, seen):
    commands.set_manager(
        person_id=getattr(place, person), manager_id=getattr(place, manager),
        seen_manager_id=getattr(place, seen) if seen else None, reason="Moved", actor=actor, at=noon,
    )  # fmt: skip


def test_setting_a_manager_is_on_record_and_doing_it_again_changes_nothing(place, noon, hr):
    set_manager(place, noon, hr, "ben", "dan", "ada")
    set_manager(place, noon, hr, "ben", "dan", "ada")

    entry = Entry.objects.get(kind="people.manager.set")
    assert {subject.person_id for subject in entry.subjects.all()} == {place.ben, place.dan}
    assert ReportingLine.objects.filter(person_id=place.ben).count() == 2


def test_nobody_manages_in_a_circle(place, noon, operator):
    everywhere = holding(place, DutyKind.ADMINISTRATOR)

    for manager in ("ada", "ben"):
        with pytest.raises(commands.ManagesThemselves):
            set_manager(place, noon, everywhere, "ada", manager, None)

    assert not ReportingLine.objects.filter(person_id=place.ada).exists()


def test_a_circle_of_three_is_seen_too(place, noon):
    everywhere = holding(place, DutyKind.ADMINISTRATOR)
    set_manager(place, noon, everywhere, "ada", "eve", None)

    with pytest.raises(commands.ManagesThemselves):
        set_manager(place, noon, everywhere, "eve", "ben", None)


def test_someone_without_a_post_manages_nobody(place, noon, hr):
    Appointment.objects.filter(person_id=place.dan).update(until_on=noon.date())

    with pytest.raises(commands.HoldsNoPost, match="Dan Kaur"):
        set_manager(place, noon, hr, "ben", "dan", "ada")


def test_a_line_from_a_later_day_is_not_run_over(place, noon, hr):
    ReportingLine.objects.filter(person_id=place.ben).update(until_on=date(2027, 1, 1))
    ReportingLine.objects.create(person_id=place.ben, manager_id=place.eve, from_on=date(2027, 1, 1))

    with pytest.raises(Stale, match="later day"):
        set_manager(place, noon, hr, "ben", "dan", "ada")


@pytest.mark.parametrize("who", ["ben", "ada", "public", "operator"])
def test_without_a_duty_nobody_sets_a_manager(place, noon, who):
    actor = {"public": PUBLIC, "operator": OPERATOR}.get(who) or Actor(person_id=getattr(place, who))

    with pytest.raises(NotVisible):
        set_manager(place, noon, actor, "ben", "dan", "ada")
