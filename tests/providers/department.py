"""Two departments with people in them, and the provider of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from waymark.access import commands as access
from waymark.access import queries
from waymark.access.types import MatchedBy, ProviderCard, ProviderDetails, ProviderKind
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.organisation.types import NewOrganisation
from waymark.people.commands import rebuild_listing
from waymark.people.models import Appointment, Person, Post

AT = datetime(2026, 1, 5, tzinfo=UTC)
DETAILS = ProviderDetails(
    name="Home Office sign-in", issuer="https://id.home-office.example", client_id="waymark", sign_on_url="",
    other_hosts=(), matched_by=MatchedBy.EMAIL, claim="email", strong_context="", domains=("home-office.example",),
    secret="a secret between the two",
)  # fmt: skip
SAML_DETAILS = replace(
    DETAILS, issuer="urn:example:department", client_id="", sign_on_url="https://id.home-office.example/sso",
    claim="mail",
)  # fmt: skip


@dataclass
class Departments:
    """The Home Office with a unit, and another department: their ids."""

    home: int
    unit: int
    other: int

    def employ(
        self, name: str, email: str, *, place: int | None = None, number: str = "", until: date | None = None
    ) -> Person:
        """Let somebody work somewhere, in the Home Office's unit if nowhere else is said."""
        person = Person.objects.create(
            uuid=uuid4(), staff_number=number or f"N{Person.objects.count() + 1}", given_name=name,
            family_name="Okafor", email=email, sort_key=f"okafor {name}".lower(), given_key=f"{name} okafor".lower(),
        )  # fmt: skip
        post = Post.objects.create(
            uuid=uuid4(), number=f"P{person.pk}", title="Planner", organisation_id=place or self.unit
        )
        Appointment.objects.create(person=person, post=post, from_on=date(2026, 1, 1), until_on=until)
        rebuild_listing(actor=OPERATOR, at=AT)
        return person


def departments() -> Departments:
    organisation.add_organisations(
        organisations=[
            NewOrganisation("home-office", "Home Office", "department"),
            NewOrganisation("borders", "Borders", "unit", "home-office"),
            NewOrganisation("farms", "Department for Farms", "department"),
        ],
        actor=OPERATOR, at=AT,
    )  # fmt: skip
    home, unit, other = (reference.organisation(slug).id for slug in ("home-office", "borders", "department-for-farms"))
    return Departments(home, unit, other)


def add_provider(kind: ProviderKind, details: ProviderDetails, organisation_id: int, *, on: bool = True) -> UUID:
    uuid = access.add_provider(kind=kind, organisation_id=organisation_id, details=details, actor=OPERATOR, at=AT)
    if on:
        access.turn_on_provider(provider=uuid, actor=OPERATOR, at=AT)
    return uuid


def card(uuid: UUID, at: datetime = AT) -> ProviderCard:
    return queries.provider(uuid, OPERATOR, at)
