"""People, role levels and judgements for tests of the record and what stands on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from tests.conftest import NOON
from tests.frameworks import build
from waymark.access.models import Account
from waymark.assessments import commands as assessments
from waymark.assessments.commands import standings
from waymark.assessments.models import Assessment, Judgement, Step
from waymark.assessments.types import NewJudgement
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import RoleLevel
from waymark.kernel.policy import OPERATOR, Actor
from waymark.people.models import Person

EARLIER = NOON - timedelta(days=90)


def person(key: str = "P1", given: str = "Ada", family: str = "Marsh") -> Person:
    return Person.objects.create(
        uuid=uuid4(), staff_number=key, given_name=given, family_name=family, sort_key=f"{family} {given}".lower()
    )


def acting(someone: Person) -> Actor:
    """Return somebody signed in: with an account, which their record need not know of."""
    account_id = someone.account_id or 1000 + someone.pk
    traits = {"uuid": uuid4(), "email": f"{account_id}@example.org", "name": someone.given_name, "created_at": NOON}
    Account.objects.get_or_create(pk=account_id, defaults=traits)
    return Actor(account_id=account_id, person_id=someone.pk)


def skill_ids(version_id: int) -> dict[str, int]:
    return {
        line.skill_slug: line.skill_id
        for role_level in frameworks.all_role_levels(NOON, [version_id])
        for line in role_level.requirements
    }


def judged(
    someone: Person, skill_id: int, version_id: int, level: int | None = None, *, at: datetime = EARLIER, **traits
) -> NewJudgement:
    plain = NewJudgement(
        uuid=uuid4(),
        person_id=someone.pk,
        skill_id=skill_id,
        version_id=version_id,
        source="self",
        maker_id=someone.pk,
        level=level,
        has_skill=None,
        made_at=at,
        valid_until=None,
        audience="only_me",
    )
    return plain._replace(**traits)


def hold(someone: Person, version_id: int, *, at: datetime = EARLIER, **levels: int) -> None:
    """Put levels on record, by skill slug with underscores."""
    ids = skill_ids(version_id)
    assessments.load_judgements(
        [judged(someone, ids[slug.replace("_", "-")], version_id, level, at=at) for slug, level in levels.items()],
        actor=OPERATOR,
        at=at,
    )


def weavers(*requirements, **traits):
    """A framework with one role level, ``weaver/weaver``, that asks for what is given."""
    return build.FrameworkDocument(
        title="Looms",
        slug="looms",
        version=traits.pop("version", "1"),
        families=(
            build.FamilyDocument(
                "cloth", "Cloth", roles=(build.role("weaver", build.level("weaver", 3, *requirements, **traits)),)
            ),
        ),
        skills=tuple(build.skill(line.skill, descriptors={1: "One.", 2: "Two."}) for line in requirements),
        scales=(build.FOUR,),
    )


def signed_off(
    someone: Person, skill_id: int, version_id: int, level: int, *, maker: Person | None = None, at: datetime = EARLIER,
    **traits,
) -> Judgement:  # fmt: skip
    """Put an assessor's word on record, in an assessment of its own that was signed off, and derive what is held."""
    role_level = RoleLevel.objects.order_by("pk").first()
    assessment = Assessment.objects.create(
        uuid=uuid4(), person=someone, role_level=role_level, version_id=version_id, kind="single", state="signed_off",
        goes_to="assessor", skills=[skill_id], started_at=at, submitted_at=at,
    )  # fmt: skip
    steps = (
        ("start", "", "in_progress"),
        ("submit", "in_progress", "submitted"),
        ("sign_off", "submitted", "signed_off"),
    )
    for move, before, after in steps:
        Step.objects.create(assessment=assessment, move=move, before=before, after=after, at=at)
    word = judged(someone, skill_id, version_id, level, at=at)._replace(source="assessor", maker_id=None)
    values = word._replace(maker_id=maker.pk if maker else None, audience="shared", **traits)._asdict()
    row = Judgement.objects.create(assessment=assessment, **values)
    standings.derive_for(someone.pk, [skill_id])
    return row
