"""The front page for those who run the site: what their account may operate, and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.access import queries as access
from waymark.access.types import DutyKind, GrantCard
from waymark.people.types import SEEING
from waymark.web.base.access import with_account
from waymark.web.base.duties import over
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.operating.common import GIVERS, OVERSEERS
from waymark.web.operating.corrections import MENDERS


@dataclass(frozen=True, slots=True)
class Tool:
    """A page of these, and the duties that open it."""

    title: str | Promise
    about: str | Promise
    url_name: str
    kinds: tuple[DutyKind, ...]


TOOLS: tuple[Tool, ...] = (
    Tool(
        _("People in your sight"),
        _("The people your duties cover: find somebody, and see who they are and where they work."),
        "people_in_sight",
        SEEING,
    ),
    Tool(
        _("Who holds which duty"),
        _("Search duties, see their history, take one back, decide about proposals."),
        "duties",
        (*GIVERS, *OVERSEERS),
    ),
    Tool(_("Give a duty"), _("Find somebody, choose the duty and its last day."), "give_duty", GIVERS),
    Tool(
        _("What people say is wrong"),
        _("Their manager, post, role, profession or name: put it right, or say why not."),
        "operating_corrections",
        MENDERS,
    ),
    Tool(
        _("The record"),
        _("Search what was done and who looked at whom, check that it is whole, export it."),
        "audit",
        OVERSEERS,
    ),
    Tool(
        _("Data protection"),
        _("Answer requests, place holds, erase, and delete what is past its time."),
        "operating_privacy",
        (DutyKind.DATA_PROTECTION_OFFICER,),
    ),
    Tool(
        _("Jobs and e-mail"),
        _("What the site does by itself, how far it is, and e-mails that could not be sent."),
        "operating_jobs",
        (DutyKind.ADMINISTRATOR,),
    ),
)
"""Every page of these, in the order shown. A page that is added stands here with the duties of its decorator."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page that this account may open."""

    title: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that this account could decide."""

    card: GrantCard
    over: str
    url: str


@dataclass(frozen=True, slots=True)
class OperatingPage:
    """What this account may operate, and what waits."""

    links: tuple[Link, ...]
    waiting: tuple[Waiting, ...]
    needs_session: bool
    """An administrator whose session is not open: their pages wait for it."""
    has_duties: bool
    has_person: bool


@with_account
def landing(request: Request) -> HttpResponse:
    """Show what this account may operate."""
    waiting = access.waiting_for(request.actor, request.at) if request.actor.holding(DutyKind.ADMINISTRATOR) else ()
    looked_at(request, [card.person_id for card in waiting if card.person_id], ground="duties that wait for a decision")
    page = OperatingPage(
        links=tuple(
            Link(str(tool.title), str(tool.about), reverse(tool.url_name))
            for tool in TOOLS
            if request.actor.holding(*tool.kinds)
        ),
        waiting=tuple(Waiting(card, over(card), reverse("duty", args=[card.uuid])) for card in waiting),
        needs_session=request.held.administrator and request.held.session_until is None,
        has_duties=bool(request.actor.duties),
        has_person=request.person is not None,
    )
    return render(request, "operating/landing.html", page)
