"""The front page for those who run the site: what their account may operate, and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.access import queries as access
from waymark.access.types import DutyKind, GrantCard
from waymark.kernel.policy import Actor
from waymark.notifications import queries as notifications
from waymark.notifications.types import ItemView
from waymark.people.types import COVERING, SEEING
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
    everywhere: bool = False
    """Whether the duty must be without a limit."""

    def opens_to(self, actor: Actor) -> bool:
        """Say whether the actor holds a duty that opens the page."""
        return any(not (self.everywhere and duty.path) for duty in actor.holding(*self.kinds))


WAITING = 5
"""So many things that wait are shown here; the others stand with the notifications."""

READERS = (DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)

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
        _("Which roles posts are"),
        _("The posts of a department, title by title: accept what is suggested, or choose another role."),
        "departments_posts",
        (*MENDERS, DutyKind.HEAD_OF_PROFESSION),
    ),
    Tool(
        _("Levels signed off elsewhere"),
        _("What a department accepts of the levels of people who move there, and what it asks for again."),
        "departments_acceptance",
        (DutyKind.HR_DIRECTOR, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION),
    ),
    Tool(
        _("Panels"),
        _("Who looks together at assessments of a profession before they are signed off."),
        "panels",
        (DutyKind.MODERATOR, DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION),
    ),
    Tool(
        _("What panels look at"),
        _("The rule that chooses which confirmed assessments a panel looks at, and those before it."),
        "sampling",
        (DutyKind.MODERATOR, DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION),
    ),
    Tool(
        _("Levels in a spreadsheet"),
        _("Bring levels that were judged elsewhere for the people you answer for, or get those you may see."),
        "department_levels",
        COVERING,
    ),
    Tool(
        _("What people say is wrong"),
        _("Their manager, post, role, profession or name: put it right, or say why not."),
        "operating_corrections",
        MENDERS,
    ),
    Tool(
        _("Reference data"),
        _("Organisations and how they change, grades, professions, functions, regions and locations."),
        "reference",
        (DutyKind.ADMINISTRATOR,),
    ),
    Tool(
        _("The record"),
        _("Search what was done, by whom and about whom; export it, and check that it is whole."),
        "audit",
        READERS,
    ),
    Tool(
        _("Who looked at records"),
        _("Every page that showed somebody’s record to somebody else, and why they may."),
        "audit_accesses",
        READERS,
    ),
    Tool(_("Refused requests"), _("What was asked for and not shown."), "audit_refused", READERS),
    Tool(
        _("Data protection"),
        _("Corrections, restrictions, copies, holds and erasure."),
        "operating_privacy",
        (DutyKind.DATA_PROTECTION_OFFICER,),
    ),
    Tool(
        _("Data past its time"),
        _("Look for what is kept no longer, and delete it."),
        "operating_retention",
        (DutyKind.DATA_PROTECTION_OFFICER,),
        everywhere=True,
    ),
    Tool(
        _("Onboarding"),
        _("Bring a department in, part by part, and see how far each is."),
        "operating_onboarding",
        (DutyKind.ADMINISTRATOR,),
    ),
    Tool(
        _("People feeds"),
        _("Bring a department’s file of people, see what it would change, and apply it."),
        "operating_feeds",
        (DutyKind.ADMINISTRATOR,),
    ),
    Tool(
        _("How departments sign on"),
        _("Let the people of a department sign in with its own sign-in: OpenID Connect or SAML."),
        "operating_sign_on",
        (DutyKind.ADMINISTRATOR,),
    ),
    Tool(
        _("Health"),
        _("Whether the worker, email, people feeds, sign-on, disk and backups are well, and what needs you."),
        "operating_health",
        (DutyKind.ADMINISTRATOR,),
    ),
    Tool(
        _("Small numbers in figures"),
        _("See how small numbers are hidden and others rounded, and put another disclosure profile in force."),
        "operating_disclosure",
        (DutyKind.ADMINISTRATOR,),
    ),
    Tool(
        _("Jobs and email"),
        _("What the site does by itself, and how it fares. Try again what failed."),
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
    items: tuple[ItemView, ...]
    """What else this account was asked to do."""
    needs_session: bool
    """An administrator whose session is not open: their pages wait for it."""
    has_duties: bool


@with_account
def landing(request: Request) -> HttpResponse:
    """Show what this account may operate."""
    waiting = access.waiting_for(request.actor, request.at) if request.actor.holding(DutyKind.ADMINISTRATOR) else ()
    looked_at(
        request,
        [card.person_id for card in waiting if card.person_id],
        ground=str(_("the duty waits for their decision")),
    )
    proposals = tuple(Waiting(card, over(card), reverse("duty", args=[card.uuid])) for card in waiting)
    shown = {one.url for one in proposals}
    page = OperatingPage(
        links=tuple(
            Link(str(tool.title), str(tool.about), reverse(tool.url_name))
            for tool in TOOLS
            if tool.opens_to(request.actor)
        ),
        waiting=proposals,
        items=tuple(
            item
            for item in notifications.waiting(request.actor, request.at, limit=WAITING + len(shown))
            if item.url not in shown
        )[:WAITING],
        needs_session=request.held.administrator and request.held.session_until is None,
        has_duties=bool(request.actor.duties),
    )
    return render(request, "operating/landing.html", page)
