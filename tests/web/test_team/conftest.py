"""A manager, somebody who reports to them, a colleague of both; and a browser each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from tests.web.test_me.conftest import START, Someone, crafts, someone, weaver  # noqa: F401 - fixtures
from waymark.assessments import commands as assessments
from waymark.assessments import queries as record
from waymark.frameworks import queries as frameworks
from waymark.people.models import Person, ReportingLine

LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Colleague:
    """A person of the test, with a browser and an identity outside."""

    who: Someone
    uuid: UUID

    @property
    def id(self) -> int:
        return self.who.id

    @property
    def browser(self) -> Client:
        return self.who.browser()


def colleague(number: int, given: str, role_level_id: int | None = None) -> Colleague:
    who = someone(number, role_level_id=role_level_id)
    Person.objects.filter(pk=who.id).update(given_name=given, family_name="Reed", sort_key=f"reed {given.lower()}")
    return Colleague(who, Person.objects.get(pk=who.id).uuid)


def reports_to(person: Colleague, manager: Colleague, until: date | None = None) -> None:
    ReportingLine.objects.create(person_id=person.id, manager_id=manager.id, from_on=LONG_AGO, until_on=until)


@pytest.fixture
def boss(crafts) -> Colleague:  # noqa: F811
    return colleague(1, "Bo")


@pytest.fixture
def ada(boss, weaver) -> Colleague:  # noqa: F811
    found = colleague(2, "Ada", weaver.id)
    reports_to(found, boss)
    return found


@pytest.fixture
def peer(crafts) -> Colleague:  # noqa: F811
    return colleague(3, "Pia")


def assessed(person: Colleague, slug: str = "weaver/weaver", *, note: str = "", at: datetime | None = None) -> UUID:
    """Let a person submit an assessment in which they answer one skill of several."""
    at = at or datetime.now(UTC) - timedelta(days=3)
    level = frameworks.role_level(slug, datetime.now(UTC))
    opened = assessments.start(role_level_id=level.ref.id, kind="full", actor=person.who.actor, at=at)
    weaving = next(line.skill_id for line in level.requirements if line.skill_slug == "weaving")
    assessments.save_answer(
        assessment=opened.uuid, skill_id=weaving, level=1, note=note, seen_revision=None, actor=person.who.actor, at=at
    )
    return assessments.submit(assessment=opened.uuid, actor=person.who.actor, at=at).uuid


def share(person: Colleague, assessment: UUID, *, with_whom: Colleague | None = None, message: str = "") -> UUID:
    """Share with somebody named, else with the manager; return the share."""
    return assessments.share_assessment(
        uuid=assessment, with_account_id=with_whom.who.account if with_whom else None, with_manager=with_whom is None,
        message=message, actor=person.who.actor, at=datetime.now(UTC) - timedelta(days=2),
    ).uuid  # fmt: skip


def stop(person: Colleague, share: UUID) -> None:
    assessments.stop_sharing(share_uuid=share, actor=person.who.actor, at=datetime.now(UTC))


__all__ = ["START", "assessed", "record", "share", "stop"]
