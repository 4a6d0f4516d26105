"""The people a duty covers: who they are, where they work, and what was made for whoever answers for them to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.assessments.types import Held, HistoryLine, SkillStanding
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.people import queries as people
from waymark.people.types import ANSWERING, SEEING, PersonCard
from waymark.web.base.access import holds
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request

LONGEST = 100
"""Characters of a search; what comes after is left out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a list may be narrowed to."""

    slug: str
    name: str
    id: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the list."""

    person: PersonCard
    url: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the people in sight, and what it is narrowed to."""

    query: str
    profession: str
    organisation: str
    professions: tuple[Choice, ...]
    organisations: tuple[Choice, ...]
    lines: tuple[PersonLine, ...]
    before_url: str
    after_url: str
    narrowed: bool


@dataclass(frozen=True, slots=True)
class Level:
    """One skill of which something was made for whoever asks to see."""

    standing: SkillStanding
    held: Held
    said_by: str
    url: str
    wish: str
    """How much they want to work with it, where they share that; else empty."""


@dataclass(frozen=True, slots=True)
class RevokedLevel:
    """What was said last of one skill, and revoked. Why is for its person."""

    skill_name: str
    url: str
    level_name: str
    said_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person in sight: who they are, and the levels that are shown."""

    person: PersonCard
    role: RoleLevelRef | None
    why: str
    """Why whoever asks may see them."""
    levels: tuple[Level, ...]
    revoked: tuple[RevokedLevel, ...]
    answers: bool
    """Whether a duty of whoever asks answers for what people can do."""
    exempts: bool
    """Whether whoever asks may exempt them from skills."""


@holds(*SEEING)
def people_in_sight(request: Request) -> HttpResponse:
    """List the people whom the actor's duties cover, 25 on a page, by name."""
    actor, at = request.actor, request.at
    professions, organisations = _choices(actor)
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    profession = _chosen(professions, request.GET.get("profession", ""))
    organisation = _chosen(organisations, request.GET.get("organisation", ""))
    found = people.sight_page(
        actor,
        at,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        query=query,
        organisation_id=organisation.id if organisation else None,
        profession_id=profession.id if profession else None,
    )
    narrowed_to = {
        "q": query,
        "profession": profession.slug if profession else "",
        "organisation": organisation.slug if organisation else "",
    }
    narrowed_to = {name: value for name, value in narrowed_to.items() if value}
    looked_at(
        request,
        [card.id for card in found.people],
        ground=_("their duty covers the person, or they manage the person"),
        list="people",
        **narrowed_to,
    )
    page = PeoplePage(
        query=query,
        profession=narrowed_to.get("profession", ""),
        organisation=narrowed_to.get("organisation", ""),
        professions=professions,
        organisations=organisations,
        lines=tuple(PersonLine(card, reverse("person_in_sight", args=[card.uuid])) for card in found.people),
        before_url=_url(narrowed_to, before=found.before) if found.before else "",
        after_url=_url(narrowed_to, after=found.after) if found.after else "",
        narrowed=bool(narrowed_to),
    )
    return render(request, "team/people.html", page)


@holds(*SEEING)
def person_in_sight(request: Request, uuid: UUID) -> HttpResponse:
    """Show one person whom the actor's duties cover, with the levels that were made for them to see."""
    actor, at = request.actor, request.at
    person = people.person(str(uuid), at, actor)
    why = people.why_seen(person.id, actor, at)
    shown = assessments.standings_shown(person.id, actor, at)
    refs = frameworks.role_level_refs([person.role_level_id], at) if person.role_level_id is not None else {}
    wishes = assessments.wishes(person.id, actor, at).words
    looked_at(request, [person.id], ground=why)
    page = PersonPage(
        person=person,
        role=refs.get(person.role_level_id) if person.role_level_id is not None else None,
        why=why,
        levels=tuple(
            Level(
                one, one.held, _said_by(one.held), reverse("skill", args=[one.skill_slug]), wishes.get(one.skill_id, "")
            )
            for one in shown
            if one.held is not None
        ),
        revoked=tuple(
            RevokedLevel(
                one.skill_name,
                reverse("skill", args=[one.skill_slug]),
                one.history[0].level_name,
                _said_by(one.history[0]),
                one.history[0].made_at,
            )
            for one in shown
            if one.history[0].revoked
        ),
        answers=bool(actor.holding(*ANSWERING)),
        exempts=assessments.may_exempt(person.id, actor, at),
    )
    return render(request, "team/person.html", page)


def _choices(actor: Actor) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Return the professions and organisations to narrow by: those that the actor's duties are over. Two queries."""
    duties = actor.holding(*SEEING)
    mine = {duty.profession_id for duty in duties}
    places = [duty.organisation_id for duty in duties]
    within = organisation.parts_of([] if None in places else [place for place in places if place is not None])
    return (
        tuple(Choice(card.slug, card.name, card.id) for card in organisation.professions() if {None, card.id} & mine),
        tuple(Choice(named.slug, named.name, named.id) for named in within),
    )


def _chosen(choices: tuple[Choice, ...], slug: str) -> Choice | None:
    """Return what was chosen; None for nothing, and for what is not among the choices."""
    return next((choice for choice in choices if choice.slug == slug), None)


def _url(narrowed_to: dict[str, str], **place: str) -> str:
    asked = QueryDict(mutable=True)
    asked.update(narrowed_to | place)
    return f"{reverse('people_in_sight')}?{asked.urlencode()}"


def _said_by(held: Held | HistoryLine) -> str:
    said_by = {
        "self": _("themselves"),
        "manager": _("their manager"),
        "assessor": _("an assessor"),
        "panel": _("a panel"),
        "feedback": _("feedback from colleagues"),
        "qualification": _("a qualification"),
        "imported": _("an earlier record"),
    }.get(held.source, held.source)
    return f"{said_by}, {held.maker_name}" if held.maker_name and held.source in {"manager", "assessor"} else said_by
