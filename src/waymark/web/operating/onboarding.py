"""Bringing a department in: what there is to do, how far each part is, and where it is done.

To add a part: a function that says how far it is, and a line in ``TASKS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.access import queries as access
from waymark.access.types import DutyKind, GrantFilter, GrantState, ProviderCard
from waymark.kernel.errors import NotVisible
from waymark.organisation import queries as organisation
from waymark.organisation.types import Place, UnitCard
from waymark.people import queries as people
from waymark.people.types import FeedCard, PostsTally
from waymark.web.base.access import holds
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class SoFar:
    """What is known of a department on its way in."""

    place: Place
    units: tuple[UnitCard, ...]
    """Itself first, and closed ones too: feeds and sign-on hang on them."""
    grades: int
    """Grades of its own."""
    feeds: tuple[FeedCard, ...]
    providers: tuple[ProviderCard, ...]
    posts: PostsTally
    directors: int
    """Duties of HR directors over it or a part of it, in force."""
    heads: int
    """Duties of departmental heads of profession, likewise."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a part is. ``done`` None: not begun; False: under way; True: done."""

    done: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Task:
    """One part, and the page it is done on."""

    title: str | Promise
    about: str | Promise
    state: Callable[[SoFar], State]
    url: Callable[[SoFar], str]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One part of one department."""

    title: str
    about: str
    state: State
    url: str


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """The task list of one department."""

    place: Place
    tasks: tuple[TaskLine, ...]
    done: int


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department in the list."""

    name: str
    url: str
    people: int
    fed: str
    signs_on: str


@dataclass(frozen=True, slots=True)
class OnboardingPage:
    """Every department that the administrator runs, and how far it is."""

    query: str
    lines: tuple[DepartmentLine, ...]
    total: int


def units(so_far: SoFar) -> State:
    """Done once it has units that all have the code by which its files call them."""
    below = [one for one in so_far.units[1:] if one.until_on is None]
    if not below:
        return State(None, _("No units yet"))
    coded = sum(bool(one.code) for one in below)
    words = ngettext("%(num)s unit", "%(num)s units", len(below)) % {"num": f"{len(below):,}"}
    if coded == len(below):
        return State(True, words)
    return State(False, _("%(units)s, %(coded)s with a code") % {"units": words, "coded": f"{coded:,}"})


def grades(so_far: SoFar) -> State:
    """Done in any case: a department without grades of its own uses those of everyone."""
    if not so_far.grades:
        return State(True, _("Those of everyone"))
    return State(True, ngettext("%(num)d of its own", "%(num)d of its own", so_far.grades) % {"num": so_far.grades})


def feed(so_far: SoFar) -> State:
    """Done once a file, or the HR system itself, has named people."""
    if not so_far.feeds:
        return State(None, _("No feed yet"))
    named = sum(one.people for one in so_far.feeds)
    if not named:
        return State(False, _("Names nobody yet"))
    return State(True, ngettext("%(num)s person", "%(num)s people", named) % {"num": f"{named:,}"})


def sign_on(so_far: SoFar) -> State:
    """Done once people can sign on by a provider of the department."""
    if not so_far.providers:
        return State(None, _("By email and password"))
    if not any(one.active for one in so_far.providers):
        return State(False, _("Turned off"))
    known = sum(one.identities for one in so_far.providers)
    return State(True, ngettext("%(num)s person signs on", "%(num)s people sign on", known) % {"num": f"{known:,}"})


def posts(so_far: SoFar) -> State:
    """Done once it is decided of every post which role it is, or that no framework has one for it."""
    tally = so_far.posts
    if not tally.posts:
        return State(None, _("No posts yet"))
    words = ngettext("%(num)s post not decided", "%(num)s posts not decided", tally.unknown)
    if tally.unknown == tally.posts:
        return State(None, words % {"num": f"{tally.unknown:,}"})
    if tally.unknown:
        return State(False, words % {"num": f"{tally.unknown:,}"})
    return State(True, ngettext("%(num)s post", "%(num)s posts", tally.posts) % {"num": f"{tally.posts:,}"})


def duties(so_far: SoFar) -> State:
    """Done once somebody plans for it and somebody speaks for a profession in it."""
    if not (so_far.directors or so_far.heads):
        return State(None, _("Nobody yet"))
    missing = [
        name
        for name, number in ((_("HR director"), so_far.directors), (_("departmental head of profession"), so_far.heads))
        if not number
    ]
    if missing:
        return State(False, _("No %(duty)s yet") % {"duty": missing[0]})
    number = so_far.directors + so_far.heads
    return State(True, ngettext("%(num)d duty held", "%(num)d duties held", number) % {"num": number})


TASKS: tuple[Task, ...] = (
    Task(
        gettext_lazy("Units and their codes"),
        gettext_lazy("What the department is made of, each unit with the code by which its HR system calls it."),
        units,
        lambda so_far: reverse("reference_body", args=[so_far.place.slug]),
    ),
    Task(
        gettext_lazy("Grades"),
        gettext_lazy("If it has grades of its own: how they compare with everyone’s."),
        grades,
        lambda so_far: reverse("reference_grades"),
    ),
    Task(
        gettext_lazy("People feed"),
        gettext_lazy("Bring its first file, see what it would change, apply it."),
        feed,
        lambda so_far: (
            reverse("operating_feed", args=[so_far.feeds[0].uuid]) if so_far.feeds else reverse("operating_feeds")
        ),
    ),
    Task(
        gettext_lazy("Sign-on"),
        gettext_lazy("Let its people sign in with the department’s own sign-in, and try it yourself first."),
        sign_on,
        lambda so_far: (
            reverse("operating_provider", args=[so_far.providers[0].uuid])
            if so_far.providers
            else reverse("operating_sign_on")
        ),
    ),
    Task(
        gettext_lazy("Which roles posts are"),
        gettext_lazy("Its HR director or its heads of profession decide title by title, from suggestions."),
        posts,
        lambda so_far: (
            reverse("department_posts", args=[so_far.place.slug])
            if so_far.place.path.count("/") == 2  # the posts of an agency are among its department's
            else reverse("departments_posts")
        ),
    ),
    Task(
        gettext_lazy("Duties"),
        gettext_lazy("Who plans for the department (HR director), and who speaks for each profession in it."),
        duties,
        lambda so_far: f"{reverse('duties')}?organisation={so_far.place.slug}",
    ),
)
"""The parts, in the order in which they are done."""


@holds(DutyKind.ADMINISTRATOR)
def listing(request: Request) -> HttpResponse:
    """List the departments, with who has a feed and who signs on. Four queries and those of any page."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    fed = {card.organisation_id: card for card in reversed(people.feeds(request.actor, request.at))}
    providers = {card.organisation_id: card for card in reversed(access.providers(request.actor, request.at))}
    places = _run_by(request)
    lines = tuple(
        DepartmentLine(
            name=place.name,
            url=reverse("operating_onboarding_department", args=[place.slug]),
            people=fed[place.id].people if place.id in fed else 0,
            fed=_("Yes") if place.id in fed else _("Not yet"),
            signs_on=_("Yes") if place.id in providers and providers[place.id].active else _("Not yet"),
        )
        for place in places
        if query.casefold() in place.name.casefold()
    )
    return render(request, "operating/onboarding/listing.html", OnboardingPage(query, lines, len(places)))


@holds(DutyKind.ADMINISTRATOR)
def department(request: Request, slug: str) -> HttpResponse:
    """Show what is done and what is to do for one department or agency. Fourteen queries and those of any page."""
    place = next((one for one in _run_by(request) if one.slug == slug), None)
    if place is None:
        raise NotVisible
    so_far = _so_far(request, place)
    tasks = tuple(TaskLine(str(task.title), str(task.about), task.state(so_far), task.url(so_far)) for task in TASKS)
    page = DepartmentPage(place, tasks, sum(one.state.done is True for one in tasks))
    return render(request, "operating/onboarding/department.html", page)


def _run_by(request: Request) -> tuple[Place, ...]:
    """Return the departments and agencies that the administrator runs, A to Z."""
    paths = tuple(duty.path for duty in request.actor.holding(DutyKind.ADMINISTRATOR))
    found = [place for kind in ("department", "agency") for place in organisation.places(kind)]
    return tuple(
        sorted((place for place in found if place.path.startswith(paths)), key=lambda place: place.name.casefold())
    )


def _so_far(request: Request, place: Place) -> SoFar:
    units_here = organisation.units(place.path)
    below = {one.id for one in units_here}

    def held(kind: DutyKind) -> int:
        wanted = GrantFilter(kind=kind, state=GrantState.IN_FORCE, organisation=place.slug)
        return access.grants(request.actor, request.at, wanted).total

    return SoFar(
        place=place,
        units=units_here,
        grades=len(organisation.grade_names(place.path)) - len(organisation.grades()),
        feeds=tuple(one for one in people.feeds(request.actor, request.at) if one.organisation_id in below),
        providers=tuple(one for one in access.providers(request.actor, request.at) if one.organisation_id in below),
        posts=people.posts_tally(place.path, request.actor, request.at),
        directors=held(DutyKind.HR_DIRECTOR),
        heads=held(DutyKind.DEPARTMENT_HEAD_OF_PROFESSION),
    )
