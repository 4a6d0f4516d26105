"""A merger between two snapshots: figures say that they were counted before, and are right the month after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.organisation.trees import asked
from tests.reporting.conftest import employ, grade, path_of, snapshot
from waymark.kernel.policy import OPERATOR
from waymark.organisation import queries as organisation
from waymark.people import commands as people
from waymark.reporting import commands, queries

JANUARY = datetime(2026, 1, 20, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 1, 0, 20, tzinfo=UTC)
MERGED = date(2026, 1, 25)


def own(weaver, place, at):
    return queries.observed_grades([weaver], at, path_of(place))[weaver]


def test_snapshot_merger_snapshot(weaver, departments):
    hall, mill = departments["hall"], departments["mill"]
    guild = employ(60, weaver, departments["loom"], grade("SEO"))
    assert guild
    employ(60, weaver, mill, grade("G7"))
    employ(60, weaver, elsewhere(), grade("EO"))
    snapshot(JANUARY)
    before = own(weaver, mill, JANUARY)
    assert (before.own.usual, before.own.posts, before.own_changed_on) == (("Grade 7",), "60", None)

    at = datetime(2026, 1, 26, 12, tzinfo=UTC)
    people.reorganise(change=asked("merge", hall, into_id=mill, on=MERGED), actor=OPERATOR, at=at)

    between = own(weaver, departments["loom"], at)
    assert (between.own_name, between.own.posts) == ("Mill", "60"), "people of the Hall are not among them yet"
    assert (between.own.counted_on, between.own_changed_on) == (JANUARY.date(), MERGED)

    snapshot(FEBRUARY)
    after = own(weaver, departments["loom"], FEBRUARY)
    assert (after.own.posts, after.own_changed_on) == ("120", None)
    assert after.own.usual == ("Senior executive officer", "Grade 7")
    assert after.everywhere.posts == between.everywhere.posts == "180"


def elsewhere():
    from waymark.organisation import commands as reference
    from waymark.organisation.types import NewOrganisation

    new = [NewOrganisation("dye", "Dye works", "department")]
    return reference.add_organisations(organisations=new, actor=OPERATOR, at=JANUARY)["dye"]


def reshaped_on(place):
    """Return the latest day on which something came to a body or left it."""
    return max((day for days in organisation.days_reshaped(path_of(place)) for day in days), default=None)


def test_a_body_is_reshaped_by_what_comes_and_goes_alone(departments):
    hall, mill, loom = (departments[key] for key in ("hall", "mill", "loom"))
    at = datetime(2026, 1, 26, 12, tzinfo=UTC)
    people.reorganise(change=asked("rename", hall, name="Hall", on=MERGED), actor=OPERATOR, at=at)
    assert reshaped_on(hall) is None
    people.reorganise(change=asked("move", loom, parent_id=mill, on=MERGED + timedelta(days=1)), actor=OPERATOR, at=at)
    for department in (hall, mill):
        assert reshaped_on(department) == MERGED + timedelta(days=1)


@pytest.mark.parametrize(("profile", "shown"), [("csstats-2023", (None, 120)), ("survey-10", (None, None))])
def test_headcounts_are_shown_as_the_profile_lets_them(db, profile, shown):
    assert queries.counts_shown([4, 118], JANUARY) == (None, None), "no profile is in force"
    commands.ensure_profiles(actor=OPERATOR, at=JANUARY)
    if profile != "csstats-2023":
        commands.put_in_force(slug=profile, version=1, reason="A survey", actor=OPERATOR, at=JANUARY)
    assert queries.counts_shown([4, 118], FEBRUARY) == shown
