"""Someone with an account, a post and a role; a stranger beside them; and a browser each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.frameworks import build
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.assessments import commands as assessments
from waymark.assessments.types import NewJudgement
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel.ids import derived_uuid
from waymark.kernel.policy import OPERATOR, Actor
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.organisation.types import NewOrganisation
from waymark.people import commands as people
from waymark.people.types import AppointmentRow, MembershipRow, PersonRow, PostRow

START = datetime(2026, 1, 5, tzinfo=UTC)
OWNER = "digital-data-and-technology"
WITHOUT_FRAMEWORK = "policy"


@dataclass(frozen=True)
class Someone:
    """A person of the test, and how they act."""

    id: int
    account: int
    actor: Actor

    def browser(self) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=self.account))
        return client


@pytest.fixture
def crafts(db):
    """A published framework of the weavers, dyers and merchants, owned by a profession."""
    organisation.ensure_reference(actor=OPERATOR, at=START)
    return build.published(build.replace(build.crafts(), profession=OWNER), START)


@pytest.fixture
def weaver(crafts) -> RoleLevelRef:
    return frameworks.role_level("weaver/weaver", datetime.now(UTC)).ref


@pytest.fixture
def senior_dyer(crafts) -> RoleLevelRef:
    return frameworks.role_level("dyer/senior-dyer", datetime.now(UTC)).ref


def someone(
    number: int,
    *,
    post: str = "Weaver",
    role_level_id: int | None = None,
    profession: str = OWNER,
    similar: int = 0,
) -> Someone:
    """Add a person with an account; ``number`` keeps people of one test apart.

    ``similar`` vacant posts like theirs stand beside it in their department.
    """
    account = access.create_account(email=f"p{number}@example.test", name=f"Person {number}", actor=OPERATOR, at=START)
    bodies = organisation.add_organisations(
        organisations=[NewOrganisation("hall", f"Hall {number}", "department")], actor=OPERATOR, at=START
    )
    grade = next(grade.id for grade in reference.grades() if grade.code == "SEO")
    profession_id = reference.profession_id(profession)
    done = people.load(
        people=[PersonRow(derived_uuid("p", str(number)), f"S{number}", account, "Ada", f"Marsh {number}", "")],
        posts=[
            PostRow(derived_uuid("o", f"{number}.{place}"), f"N{number}.{place}", post, bodies["hall"], grade,
                    reference.regions()[0].id, profession_id, role_level_id)
            for place in range(1 + similar)
        ],
        appointments=[AppointmentRow(0, 0, date(2026, 1, 5), None, Decimal(1))],
        memberships=[MembershipRow(0, profession_id, True, date(2026, 1, 5), None)] if profession_id else [],
        actor=OPERATOR, at=START,
    )  # fmt: skip
    person_id = done.first_person_id
    return Someone(person_id, account, Actor(account_id=account, person_id=person_id))


@pytest.fixture
def ada(crafts, weaver) -> Someone:
    """A weaver whose post is mapped."""
    return someone(1, role_level_id=weaver.id)


@pytest.fixture
def browser(ada) -> Client:
    return ada.browser()


@pytest.fixture
def stranger(crafts, weaver) -> Someone:
    return someone(2, role_level_id=weaver.id)


def hold(
    who: Someone,
    version_id: int,
    *,
    days_ago: int = 30,
    source: str = "self",
    audience: str = "only_me",
    **levels: int,
) -> None:
    """Put levels on record, by skill slug with underscores."""
    at = datetime.now(UTC) - timedelta(days=days_ago)
    ids = {
        line.skill_slug: line.skill_id
        for level in frameworks.all_role_levels(datetime.now(UTC), [version_id])
        for line in level.requirements
    }
    assessments.load_judgements(
        [
            NewJudgement(
                uuid=derived_uuid(str(who.id), slug, str(at)), person_id=who.id, skill_id=ids[slug.replace("_", "-")],
                version_id=version_id, source=source, maker_id=who.id, level=level, has_skill=None, made_at=at,
                valid_until=None, audience=audience,
            )
            for slug, level in levels.items()
        ],
        actor=OPERATOR, at=datetime.now(UTC),
    )  # fmt: skip
