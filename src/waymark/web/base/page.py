"""How a page is drawn: one template, one frozen object, and what every page shows around it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.frameworks.types import KEEPERS
from waymark.kernel.policy import Actor, Audience
from waymark.people import queries as people
from waymark.people.types import SEEING, LonelyAccount, PersonCard

OPERATES = frozenset(
    {
        DutyKind.ADMINISTRATOR,
        DutyKind.AUDITOR,
        DutyKind.DATA_PROTECTION_OFFICER,
        DutyKind.DEPARTMENT_HEAD_OF_PROFESSION,
        DutyKind.HEAD_OF_PROFESSION,
        DutyKind.HR_DIRECTOR,
    }
)
"""Duties whose holders have something to do under "Operating"."""


WRITES = frozenset({DutyKind.FRAMEWORK_AUTHOR, DutyKind.FRAMEWORK_REVIEWER, DutyKind.HEAD_OF_PROFESSION})
"""Duties whose holders write or review frameworks."""
COMPARING = frozenset({DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION})
"""Duties whose holders see how comparably the assessors of their profession judge."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link of a navigation. ``current`` marks this very page, ``active`` the part of the site it belongs to."""

    text: str
    url: str
    current: bool = False
    active: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """What stands around every page."""

    name: str
    organisation: str
    language: str
    home_url: str
    search_url: str
    navigation: tuple[NavItem, ...]
    footer: tuple[NavItem, ...]
    feedback_url: str
    account_name: str
    account_url: str
    sign_in_url: str
    sign_out_url: str
    notifications_url: str
    waiting: int
    """How many things wait for whoever is signed in, or are news to them."""
    demo: bool
    session: SessionBanner | None
    """An administrator's session that is open now."""


@dataclass(frozen=True, slots=True)
class SessionBanner:
    """What every page says while an administrator's session is open."""

    minutes: int
    """Whole minutes that are left; at least 1."""
    until: datetime
    end_url: str


def render(
    request: HttpRequest, template: str, page: object, *, status: int = 200, seen_by: Iterable[Audience] = ()
) -> HttpResponse:
    """Draw ``template`` with one frozen object, ``page``.

    ``seen_by``: of each kind of record a personal page shows, who may see it, as its policy says.

    Templates also see ``site`` (what stands around the page), ``notices`` (messages of the step before, shown once),
    ``at`` (this request's moment) and what Django gives (``request``, ``csrf_input``).
    """
    context: dict[str, Any] = {
        "page": page,
        "site": site_of(request),
        "notices": [(message.level_tag, str(message)) for message in messages.get_messages(request)]
        if hasattr(request, "_messages")
        else [],
        "at": getattr(request, "at", None),
        "personal_nav": personal_navigation(request),
        "seen_by": tuple(seen_by),
    }
    return HttpResponse(get_template(template).render(context, request), status=status)


MODERATION = ("/assess/moderation", "/assess/panels", "/assess/sampling")
"""How the pages of moderation begin."""


def site_of(request: HttpRequest) -> Site:
    """Return what stands around every page for whoever asks.

    Costs one query for someone signed in, beyond the session and the account: how much waits for them.
    """
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    where = request.path
    sign_in = reverse("demo" if settings.DEMO else "account_login")
    signing_in = where == "/demo" or where.startswith(reverse("account_login"))
    back = "?" + urlencode({"next": request.get_full_path()}) if request.method == "GET" and not signing_in else ""
    items = [
        (_("Frameworks"), "frameworks", ("/frameworks", "/roles")),
        (_("Professions"), "professions", ("/professions",)),
        (_("Skills"), "skills", ("/skills",)),
        (_("Search"), "search", ("/search",)),
    ]
    held, person = getattr(request, "held", None), getattr(request, "person", None)
    around = _around(request)
    if known:
        own = [(_("Your career"), "home", ("/me",))] if person is not None else []
        of_team = () if where.startswith("/team/people") else ("/team",)
        team = [(_("Your team"), "team", of_team)] if person is not None and person.manages else []
        seen = [(_("People"), "people_in_sight", ("/team/people",))] if holds_any(request, SEEING) else []
        of_desk = () if where.startswith(MODERATION) else ("/assess",)
        desk = [(_("To assess"), "assess", of_desk)] if holds_any(request, {DutyKind.ASSESSOR}) else []
        panel = [(_("To moderate"), "moderation", MODERATION)] if holds_any(request, {DutyKind.MODERATOR}) else []
        if not desk and not panel and holds_any(request, COMPARING):
            desk = [(_("How departments compare"), "assess_comparability", ("/assess/comparability",))]
        items = [*own, *team, *desk, *panel, *seen, *items]
        if around.reviews or holds_any(request, WRITES):
            items.append((_("Workbench"), "authoring", ("/authoring",)))
        if holds_any(request, KEEPERS):
            items.append((_("Our context"), "authoring_context", ("/authoring/context",)))
        if held is not None and (held.administrator or holds_any(request, OPERATES)):
            items.append((_("Operating"), "operating", ("/operating",)))
    else:
        items.insert(3, (_("From my skills"), "from_my_skills", ("/explore",)))
    return Site(
        name=settings.SITE_NAME,
        organisation=settings.ORGANISATION_NAME,
        language=get_language() or "en",
        home_url=reverse("home"),
        search_url=reverse("search"),
        navigation=tuple(
            NavItem(text, reverse(name), where == reverse(name), where.startswith(parts)) for text, name, parts in items
        ),
        footer=tuple(
            NavItem(text, reverse(name))
            for text, name in (
                (_("Help"), "help"),
                (_("Accessibility"), "accessibility"),
                (_("Cookies"), "cookies"),
                (_("Privacy"), "privacy"),
                (_("Feedback"), "feedback"),
            )
        ),
        feedback_url=reverse("feedback"),
        account_name=str(getattr(user, "name", "")) if known else "",
        account_url=reverse("account") if known else "",
        sign_in_url=sign_in + back,
        sign_out_url=reverse("sign_out") if known else "",
        notifications_url=reverse("me_notifications") if known else "",
        waiting=around.waiting,
        demo=settings.DEMO,
        session=_session_of(request),
    )


def holds_any(request: HttpRequest, kinds: Collection[str]) -> bool:
    """Say whether whoever asks holds a duty of one of these kinds now."""
    held = getattr(request, "held", None)
    return held is not None and any(duty.kind in kinds for duty in held.duties)


def _session_of(request: HttpRequest) -> SessionBanner | None:
    held, at = getattr(request, "held", None), getattr(request, "at", None)
    if held is None or at is None or held.session_until is None:
        return None
    left = int((held.session_until - at).total_seconds() // 60)
    return SessionBanner(max(left, 1), held.session_until, reverse("admin_session_end"))


def _around(request: HttpRequest) -> PersonCard | LonelyAccount:
    """Return what waits for whoever asks; nothing before it is known who that is."""
    actor: Actor | None = getattr(request, "actor", None)
    if person := getattr(request, "person", None):
        return cast(PersonCard, person)
    return people.lonely_account(actor.account_id) if actor and actor.account_id else LonelyAccount()


def personal_navigation(request: HttpRequest) -> tuple[NavItem, ...]:
    """Return the sub navigation of the pages about me: of an account that belongs to nobody, those it can open."""
    where = request.path
    own = [
        (_("Your career"), "home"),
        (_("Your skills"), "me_skills"),
        (_("Your evidence"), "me_evidence"),
        (_("Your record"), "me_record"),
        (_("Your gap"), "me_gap"),
        (_("Your assessments"), "me_assessments"),
        (_("What you share"), "me_sharing"),
        (_("Where you could go"), "me_explore"),
        (_("Your data"), "me_privacy"),
    ]
    items = own if getattr(request, "person", None) is not None else []
    held = getattr(request, "held", None)
    if held is not None and (held.duties or held.administrator):
        items.append((_("Your duties"), "me_duties"))
    return tuple(
        NavItem(text, reverse(name), where == reverse(name), where.startswith(reverse(name)) and name != "home")
        for text, name in items
    )
