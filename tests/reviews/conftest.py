"""A draft of a framework, its author, its reviewer, and somebody of another department."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.frameworks import build
from waymark.access.models import Account, Grant
from waymark.access.types import DutyKind
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Passage, PassageKind
from waymark.kernel.policy import Actor, Duty
from waymark.organisation.models import Profession

AT = build.FEBRUARY


@dataclass(frozen=True)
class Scene:
    """A draft, and who is there."""

    version_id: int
    framework_id: int
    author: Actor
    second: Actor
    """Another author."""
    reviewer: Actor
    guest: Actor
    """Reads the draft when asked, and not before."""
    weaving: Passage
    weaving_2: Passage
    """The second level of that skill."""


def account(name: str) -> Account:
    return Account.objects.create(uuid=uuid4(), email=f"{name}@example.org", name=name.capitalize(), created_at=AT)


@pytest.fixture
def scene(db) -> Scene:
    profession = Profession.objects.create(uuid=uuid4(), slug="guild", name="Guild", sort_key="guild")
    version_id = build.drafted(replace(build.crafts(), profession="guild"))

    def holder(name: str, kind: DutyKind) -> Actor:
        held = account(name)
        Grant.objects.create(
            uuid=uuid4(), account=held, kind=kind, two_people=False, profession=profession, reason="x", created_at=AT,
            from_at=AT - timedelta(days=90), until_at=AT + timedelta(days=3650),
        )  # fmt: skip
        return Actor(account_id=held.pk, duties=(Duty(kind.value, 1, profession_id=profession.pk),))

    skills = frameworks.document(version_id).skills
    weaving = next(skill.uuid for skill in skills if skill.key == "weaving")
    return Scene(
        version_id=version_id,
        framework_id=frameworks.version_by_id(version_id).framework_id,
        author=holder("author", DutyKind.FRAMEWORK_AUTHOR),
        second=holder("second", DutyKind.HEAD_OF_PROFESSION),
        reviewer=holder("reviewer", DutyKind.FRAMEWORK_REVIEWER),
        guest=Actor(account_id=account("guest").pk),
        weaving=Passage(PassageKind.SKILL, weaving),
        weaving_2=Passage(PassageKind.SKILL_LEVEL, weaving, "2"),
    )
