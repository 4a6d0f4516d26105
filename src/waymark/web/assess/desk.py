"""What waits for an assessor: the most urgent first, and the next one in one click."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import Card
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Purpose
from waymark.people import queries as people
from waymark.web.base.access import holds, purpose
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case of the queue."""

    card: Card
    name: str
    place: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The queue."""

    waiting: tuple[Waiting, ...]
    more_url: str
    """Where the queue goes on; empty at its end."""
    further: bool
    """Whether this is not its beginning."""


@holds(DutyKind.ASSESSOR)
@purpose(Purpose.ASSESSMENT)
def queue(request: Request) -> HttpResponse:
    """List what waits for me."""
    after = request.GET.get("after", "")
    found = assessments.waiting_cases(request.actor, request.at, after=after)
    persons = people.colleagues({card.person_id for card in found.cards}, request.actor, request.at)
    refs = frameworks.role_level_refs({card.role_level_id for card in found.cards}, request.at)
    looked_at(request, persons, ground=_("they are an assessor of its profession, and it waits for one"), list="desk")
    page = DeskPage(
        waiting=tuple(
            Waiting(
                card,
                name=persons[card.person_id].name,
                place=persons[card.person_id].organisation_name,
                title=refs[card.role_level_id].title
                if card.role_level_id in refs
                else _("A role that is no longer in use"),
                url=reverse("assess_case", args=[card.uuid]),
            )
            for card in found.cards
            if card.person_id in persons
        ),
        more_url=f"{reverse('assess')}?{urlencode({'after': found.after})}" if found.after else "",
        further=bool(after),
    )
    return render(request, "assess/queue.html", page)


@holds(DutyKind.ASSESSOR)
@purpose(Purpose.ASSESSMENT)
def next_case(request: Request) -> HttpResponse:
    """Take the most urgent case and open it."""
    if request.method != "POST":
        raise NotVisible
    uuid = assessments.next_case(request.actor, request.at)
    if uuid is None:
        messages.info(request, _("Nothing waits for you."))
        return see_other(reverse("assess"))
    try:
        record.take(assessment=uuid, actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        messages.info(request, str(refusal))
        return see_other(reverse("assess"))
    return see_other(reverse("assess_case", args=[uuid]))
