"""A weaver who sends an assessment, their manager, and assessors of the profession."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.access.models import Account, Grant
from waymark.assessments import commands
from waymark.assessments.types import Word
from waymark.frameworks.models import Framework
from waymark.kernel.policy import Actor, Duty
from waymark.people.models import Person, ReportingLine

DECLARED = "I judged it by the standard."
LONG = "I set up the grey loom by myself, and the cloth was sold in a week."


def with_account(key: str, given: str, family: str) -> Person:
    account = Account.objects.create(
        uuid=uuid4(), email=f"{key.lower()}@example.org", name=f"{given} {family}", created_at=NOON
    )
    someone = record.person(key, given, family)
    someone.account = account
    someone.save()
    return someone


def assessor(key: str, given: str, profession_id: int) -> Actor:
    someone = with_account(key, given, "Assay")
    grant = Grant.objects.create(
        uuid=uuid4(), account=someone.account, kind="assessor", profession_id=profession_id, two_people=False,
        from_at=NOON - timedelta(days=9), until_at=NOON + timedelta(days=900), reason="x", created_at=NOON,
    )  # fmt: skip
    duty = Duty("assessor", grant.pk, profession_id=profession_id)
    return Actor(account_id=someone.account_id, person_id=someone.pk, duties=(duty,))


def make(crafts: int) -> SimpleNamespace:
    """Return the people of the desk as actors: ada, her manager, and two assessors."""
    profession_id = build.profession("weaving")
    Framework.objects.filter(slug="crafts").update(profession_id=profession_id)
    ada, boss = with_account("A", "Ada", "Marsh"), with_account("B", "Bo", "Chief")
    ReportingLine.objects.create(person=ada, manager=boss, from_on=NOON.date() - timedelta(days=100))
    return SimpleNamespace(
        ada=record.acting(ada),
        boss=record.acting(boss),
        first=assessor("F", "Finn", profession_id),
        second=assessor("S", "Sol", profession_id),
        profession_id=profession_id,
    )


def submitted(who: SimpleNamespace, role_level_id: int, skills: dict[str, int], goes_to: str = "assessor", at=NOON):
    """Return an assessment of Ada's that was sent, with weaving at 3 and dyeing at 2."""
    opened = commands.start(role_level_id=role_level_id, kind="full", actor=who.ada, at=at)
    for slug, level in (("weaving", 3), ("dyeing", 2)):
        commands.save_answer(
            assessment=opened.uuid, skill_id=skills[slug], level=level, note=LONG, seen_revision=None, actor=who.ada,
            at=at,
        )  # fmt: skip
    commands.choose_receiver(assessment=opened.uuid, goes_to=goes_to, actor=who.ada, at=at)
    return commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=at)


def words(skills: dict[str, int], weaving: int = 3, dyeing: int = 2, reason: str = "") -> list[Word]:
    return [
        Word(skills["weaving"], level=weaving, reason=reason),
        Word(skills["dyeing"], level=dyeing, reason=reason),
    ]
