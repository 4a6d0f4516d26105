"""How a page is drawn: one template, one frozen object, and what every page shows around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _


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
    demo: bool


def render(request: HttpRequest, template: str, page: object, *, status: int = 200) -> HttpResponse:
    """Draw ``template`` with one frozen object, ``page``.

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
    }
    return HttpResponse(get_template(template).render(context, request), status=status)


def site_of(request: HttpRequest) -> Site:
    """Return what stands around every page for whoever asks. Costs no query beyond the session and the account."""
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
    if known and getattr(request, "person", None):
        items = [(_("Your career"), "home", ("/me",)), *items]
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
        demo=settings.DEMO,
    )


def personal_navigation(request: HttpRequest) -> tuple[NavItem, ...]:
    """Return the sub navigation of the pages about me."""
    where = request.path
    return tuple(
        NavItem(text, reverse(name), where == reverse(name), where.startswith(reverse(name)) and name != "home")
        for text, name in (
            (_("Your career"), "home"),
            (_("Your skills"), "me_skills"),
            (_("Your gap"), "me_gap"),
            (_("Your assessments"), "me_assessments"),
            (_("Where you could go"), "me_explore"),
        )
    )
