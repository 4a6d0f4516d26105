"""A profession with a framework, and departments that put it in their context."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from tests.conftest import NOON
from tests.frameworks import build
from waymark.access.models import Account
from waymark.access.types import DutyKind
from waymark.frameworks import commands, queries
from waymark.frameworks.types import OverlayKind
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, Duty
from waymark.organisation.models import Organisation, Profession


@dataclass
class There:
    """What there is: ``agency`` is part of ``ministry``; ``office`` is another department."""

    profession: int
    version: int
    ministry: Organisation
    agency: Organisation
    office: Organisation
    head: Actor


def organisation(slug: str, parent: Organisation | None = None) -> Organisation:
    made = Organisation.objects.create(
        uuid=new_uuid(),
        slug=slug,
        name=slug.capitalize(),
        kind="agency" if parent else "department",
        parent=parent,
        path=slug,
    )
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save()
    return made


def head_of(place: Organisation, profession: int, kind: str = DutyKind.DEPARTMENT_HEAD_OF_PROFESSION) -> Actor:
    account = Account.objects.create(
        uuid=new_uuid(), email=f"{kind}.{place.slug}.{profession}@example.org", name=f"Head of {place.slug}",
        created_at=NOON,
    )  # fmt: skip
    return Actor(
        account_id=account.pk,
        duties=(Duty(kind, 1, profession_id=profession, organisation_id=place.pk, path=place.path),),
    )


def crafts(version: str = "1", **changed: object):
    return replace(build.crafts(version=version), profession="weaving", **changed)


def there() -> There:
    profession = build.profession("weaving")
    version = build.published(crafts())
    ministry, office = organisation("ministry"), organisation("office")
    agency = organisation("agency", ministry)
    return There(profession, version, ministry, agency, office, head_of(ministry, profession))


def skill_id(slug: str) -> int:
    return queries.skill(slug, NOON).id


def add(there: There, kind: OverlayKind, thing: tuple[str, str], *, skill: str = "", **traits: object) -> UUID:
    """Add something, for the ministry by its head unless told otherwise."""
    given: dict = {"actor": there.head, "organisation_id": there.ministry.pk, "at": NOON, **traits}
    return commands.publish_overlay(kind=kind, thing=thing, skill_id=skill_id(skill) if skill else None, **given)


def state_of(uuid: UUID, actor: Actor, at=NOON) -> str:
    return queries.kept_overlay(uuid, actor, at).kept.state


def another_profession() -> int:
    return Profession.objects.create(uuid=new_uuid(), slug="trade", name="Trade", sort_key="trade").pk
