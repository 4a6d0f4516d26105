"""A department with a tree of units and one feed, and files to bring to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.organisation.types import NewOrganisation
from waymark.people import commands, queries
from waymark.people.models import Appointment, Membership, Person, ReportingLine
from waymark.people.types import FeedStep
from waymark_formats.people_feed import COLUMNS, write_csv

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEYS = tuple(column.key for column in COLUMNS)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files lie in a folder of the test's own."""
    settings.FEEDS_DIR = tmp_path / "feeds"


@pytest.fixture
def department(db):
    """Two departments with a feed of the first; nobody works there yet."""
    organisation.ensure_reference(actor=OPERATOR, at=AT)
    ids = organisation.add_organisations(
        organisations=[
            NewOrganisation("d", "Department for Tests", "department"),
            NewOrganisation("u1", "Casework", "unit", "d", code="U1"),
            NewOrganisation("u2", "Appeals", "unit", "d", code="U2"),
            NewOrganisation("other", "Ministry of Elsewhere", "department"),
            NewOrganisation("o1", "Elsewhere office", "unit", "other", code="E1"),
        ],
        actor=OPERATOR, at=AT,
    )  # fmt: skip
    feed = commands.add_feed(organisation_id=ids["d"], name="HR", actor=OPERATOR, at=AT)
    other = commands.add_feed(organisation_id=ids["other"], name="HR", actor=OPERATOR, at=AT)
    # Four people are quickly unusually many: tests of what is unusual say so themselves.
    usual(feed, 100, 100)
    return SimpleNamespace(
        ids=ids, feed=feed, other=other, policy=reference.profession_id("policy"), tax=reference.profession_id("tax")
    )


def usual(feed, most_leavers, most_joiners, **more):
    """Say what is usual in a feed."""
    said = {"mapping": {}, "needs_end": False, "most_moved": 100, "most_renamed": 100, "most_aside": 100} | more
    return commands.change_feed(
        uuid=feed.uuid, most_leavers=most_leavers, most_joiners=most_joiners, actor=OPERATOR, at=AT, **said
    )


def row(number, **more):
    """Return the cells of a row about somebody in a post of the casework unit."""
    said = {
        "staff_number": number, "given_name": "Ada", "family_name": f"Ox {number}", "post_number": f"P{number}",
        "job_title": "Caseworker", "unit": "U1", "grade": "HEO", "location": "London", "fte": "1",
        "start": "2024-09-02", "main_profession": "Policy",
    } | more  # fmt: skip
    return tuple(said.get(key, "") for key in KEYS)


@pytest.fixture
def bring(department, tmp_path):
    """Give a function that brings rows as a file and returns the run, checked and applied unless told otherwise."""

    def brought(*rows, full=True, apply=True, feed=None, at=AT, actor=OPERATOR):
        path = tmp_path / "hr.csv"
        write_csv(path, rows)
        run = commands.bring_feed(
            feed=(feed or department.feed).uuid, filename="hr.csv", chunks=[path.read_bytes()], full=full,
            actor=actor, at=at,
        )  # fmt: skip
        path.unlink()
        run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=actor, at=at)
        assert run.state in {"shown", "refused"}, run
        if apply and run.state == "shown":
            run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=actor, at=at)
        return run

    return brought


def reasons(run, kind="aside"):
    """Return the codes of what is said of the people of one kind, by what the feed calls them."""
    page = queries.feed_changes(run.uuid, OPERATOR, AT, kind=kind)
    found = {}
    for change in page.changes:
        found.setdefault(change.value, []).extend(code for code, _one, _other in change.words)
    return found


def later(days):
    return AT + timedelta(days=days)


def works(at=AT):
    """Return who sits where on a day: staff number and post number, who manages them, and their main profession."""
    day = at.date()
    found = {}
    for number in Person.objects.order_by("staff_number").values_list("staff_number", flat=True):
        seats = [
            one.post.number
            for one in Appointment.objects.filter(person__staff_number=number).order_by("post__number")
            if _holds(one, day)
        ]
        managers = [
            one.manager.staff_number for one in ReportingLine.objects.filter(person__staff_number=number)
            if _holds(one, day)
        ]  # fmt: skip
        professions = sorted(
            f"{one.profession.slug}{'' if one.main else '+'}"
            for one in Membership.objects.filter(person__staff_number=number)
            if _holds(one, day)
        )
        found[number] = (seats, managers, professions)
    return found


def _holds(one, day: date) -> bool:
    return one.from_on <= day and (one.until_on is None or one.until_on > day)
