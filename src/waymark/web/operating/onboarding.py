"""Bringing a department in: what there is to do, how far each part is, and where it is done.

To add a part: a function that says how far it is, and a line in ``TASKS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.access import commands
from waymark.access import queries as access
from waymark.access.types import DutyKind, GrantFilter, GrantState, ProviderCard
from waymark.kernel.errors import NotVisible
from waymark.organisation import queries as organisation
from waymark.organisation.types import Place, UnitCard
from waymark.people import queries as people
from waymark.people.types import FeedCard, PostsTally, RunCard, Unknown
from waymark.reporting import queries as reporting
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

REVIEWED_FOR = timedelta(days=365)
"""How long a look at the duties in a department is good for."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """What is known of a department on its way in."""

    place: Place
    units: tuple[UnitCard, ...]
    """Itself first, and closed ones too: feeds and sign-on hang on them."""
    grades: int
    """Grades of its own."""
    feeds: tuple[FeedCard, ...]
    """Its own and those of its parts; where there is none, those of what it is part of. Likewise below."""
    providers: tuple[ProviderCard, ...]
    run: RunCard | None
    """The latest file of its feeds."""
    unknown: Unknown
    """What that file names and this site does not know."""
    quiet: bool
    """Whether its feeds have said nothing for long."""
    posts: PostsTally
    directors: int
    """Duties of HR directors over it or a part of it, in force."""
    heads: int
    """Duties of departmental heads of profession, likewise."""
    directed_by: str
    """Of what it is part of: the body over which an HR director answers for it as well; empty: none."""
    headed_by: str
    profile: str
    """The disclosure profile in force; empty: none."""
    reviewed_at: datetime | None
    """When an administrator last looked at the duties in it."""
    asked_at: datetime
    here: frozenset[int]
    """Itself and its parts, by id."""

    def by_whom(self, organisation_id: int, name: str) -> str:
        """Return " by Department X" for what is not its own but of what it is part of; else nothing."""
        return "" if organisation_id in self.here else _(", by %(name)s") % {"name": name}


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
    """Done once it has units that all have the code by which its files call them, and its file names no others.

    A body whose posts all stand directly in it has none.
    """
    if so_far.unknown.units:
        number = len(so_far.unknown.units)
        words = ngettext("%(num)s unknown in the latest file", "%(num)s unknown in the latest file", number)
        return State(False, words % {"num": f"{number:,}"})
    below = [one for one in so_far.units[1:] if one.until_on is None]
    if not below:
        return State(True, _("None: its posts are its own")) if so_far.posts.posts else State(None, _("No units yet"))
    coded = sum(bool(one.code) for one in below)
    words = ngettext("%(num)s unit", "%(num)s units", len(below)) % {"num": f"{len(below):,}"}
    if coded == len(below):
        return State(True, words)
    return State(False, _("%(units)s, %(coded)s with a code") % {"units": words, "coded": f"{coded:,}"})


def grades(so_far: SoFar) -> State:
    """Done once it has a scheme, or a file has come whose grades are all known: those of everyone are enough then."""
    if so_far.unknown.grades:
        number = len(so_far.unknown.grades)
        words = ngettext("%(num)d unknown in the latest file", "%(num)d unknown in the latest file", number)
        return State(False, words % {"num": number})
    if not so_far.grades:
        return State(True if so_far.posts.posts else None, _("Those of everyone"))
    return State(True, ngettext("%(num)d of its own", "%(num)d of its own", so_far.grades) % {"num": so_far.grades})


def feed(so_far: SoFar) -> State:
    """Done once a file, or the HR system itself, has named people, and the latest file is in."""
    if not so_far.feeds:
        return State(None, _("No feed yet"))
    if so_far.run is not None and so_far.run.state == "refused":
        return State(False, _("Latest file refused"))
    if so_far.run is not None and so_far.run.state not in {"applied", "discarded"}:
        return State(False, _("Latest file not applied"))
    named = sum(one.people for one in so_far.feeds)
    if not named:
        return State(False, _("Names nobody yet"))
    if so_far.quiet:
        return State(False, _("Says nothing any more"))
    by = so_far.by_whom(so_far.feeds[0].organisation_id, so_far.feeds[0].organisation_name)
    return State(True, ngettext("%(num)s person", "%(num)s people", named) % {"num": f"{named:,}"} + by)


def sign_on(so_far: SoFar) -> State:
    """Done once people can sign on by a provider of the department."""
    if not so_far.providers:
        return State(None, _("By email and password"))
    if not any(one.active for one in so_far.providers):
        return State(False, _("Turned off"))
    known = sum(one.identities for one in so_far.providers)
    by = so_far.by_whom(so_far.providers[0].organisation_id, so_far.providers[0].organisation_name)
    words = ngettext("%(num)s person signs on", "%(num)s people sign on", known) % {"num": f"{known:,}"}
    return State(True, words + by)


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
    number = so_far.directors + so_far.heads
    above = so_far.directed_by or so_far.headed_by
    if not number and not above:
        return State(None, _("Nobody yet"))
    if not so_far.directors and not so_far.directed_by:
        return State(False, _("No HR director yet"))
    if not so_far.heads and not so_far.headed_by:
        return State(False, _("No departmental head of profession yet"))
    if not number:
        return State(True, _("Held over %(name)s") % {"name": above})
    return State(True, ngettext("%(num)d duty held", "%(num)d duties held", number) % {"num": number})


def review(so_far: SoFar) -> State:
    """Done for a year once an administrator has looked at who holds which duty in it."""
    if so_far.reviewed_at is None:
        return State(None, _("Not looked at yet"))
    day = {"day": date_format(timezone.localtime(so_far.reviewed_at), "j F Y")}
    return State(so_far.asked_at - so_far.reviewed_at <= REVIEWED_FOR, _("Looked at on %(day)s") % day)


def figures(so_far: SoFar) -> State:
    """Done once a disclosure profile is in force: without one no figure of the department is shown."""
    return State(True, so_far.profile) if so_far.profile else State(None, _("No figures are shown"))


TASKS: tuple[Task, ...] = (
    Task(
        gettext_lazy("Units and their codes"),
        gettext_lazy("What the department is made of, each unit with the code by which its HR system calls it."),
        units,
        lambda so_far: reverse(
            "reference_body" if so_far.units[1:] and not so_far.unknown.units else "reference_units",
            args=[so_far.place.slug],
        ),
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
    Task(
        gettext_lazy("Access review"),
        gettext_lazy("Look at who holds which duty there, and say below that you have. Once a year, at least."),
        review,
        lambda so_far: f"{reverse('duties')}?organisation={so_far.place.slug}&state={GrantState.IN_FORCE}",
    ),
    Task(
        gettext_lazy("Small numbers in figures"),
        gettext_lazy("How small numbers are hidden before a figure is shown: one profile for the whole site."),
        figures,
        lambda so_far: reverse("operating_disclosure"),
    ),
)
"""The parts, in the order in which they are done."""


@holds(DutyKind.ADMINISTRATOR)
def listing(request: Request) -> HttpResponse:
    """List the departments, with who has a feed and who signs on. Four queries and those of any page."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    fed = {card.organisation_id: card for card in reversed(people.feeds(request.actor, request.at))}
    providers = {one.organisation_id: one for one in access.providers(request.actor, request.at) if one.active}
    places = _run_by(request)
    lines = tuple(
        DepartmentLine(
            name=place.name,
            url=reverse("operating_onboarding_department", args=[place.slug]),
            people=fed[place.id].people if place.id in fed else 0,
            fed=_whose(place, {pk: card.organisation_name for pk, card in fed.items()}),
            signs_on=_whose(place, {pk: card.organisation_name for pk, card in providers.items()}),
        )
        for place in places
        if query.casefold() in place.name.casefold()
    )
    return render(request, "operating/onboarding/listing.html", OnboardingPage(query, lines, len(places)))


@holds(DutyKind.ADMINISTRATOR)
def department(request: Request, slug: str) -> HttpResponse:
    """Show what is done and to do for one department or agency. At most twenty-one queries and those of any page."""
    place = next((one for one in _run_by(request) if one.slug == slug), None)
    if place is None:
        raise NotVisible
    if request.method == "POST":
        commands.note_review(organisation_id=place.id, actor=request.actor, at=request.at)
        messages.success(request, _("It is noted that you looked at the duties there."))
        return see_other(reverse("operating_onboarding_department", args=[slug]))
    so_far = _so_far(request, place)
    tasks = tuple(TaskLine(str(task.title), str(task.about), task.state(so_far), task.url(so_far)) for task in TASKS)
    page = DepartmentPage(place, tasks, sum(one.state.done is True for one in tasks))
    return render(request, "operating/onboarding/department.html", page)


def _whose(place: Place, names: Mapping[int, str]) -> str:
    """Say whether a body has something itself, or by what it is part of, given who has it by id."""
    if place.id in names:
        return _("Yes")
    above = next((names[pk] for pk in reversed(_above(place)) if pk in names), "")
    return _("Yes, by %(name)s") % {"name": above} if above else _("Not yet")


def _above(place: Place) -> tuple[int, ...]:
    """Return the ids of what a body is part of, from the top down."""
    return tuple(int(step) for step in place.path.strip("/").split("/"))[:-1]


def _run_by(request: Request) -> tuple[Place, ...]:
    """Return the departments and agencies that the administrator runs, A to Z."""
    paths = tuple(duty.path for duty in request.actor.holding(DutyKind.ADMINISTRATOR))
    found = [place for kind in ("department", "agency") for place in organisation.places(kind)]
    return tuple(
        sorted((place for place in found if place.path.startswith(paths)), key=lambda place: place.name.casefold())
    )


def _so_far(request: Request, place: Place) -> SoFar:
    actor, at = request.actor, request.at
    units_here = organisation.units(place.path)
    here = frozenset(one.id for one in units_here)
    above = _above(place)
    feeds, providers = people.feeds(actor, at), access.providers(actor, at)
    own_feeds = tuple(one for one in feeds if one.organisation_id in here)
    feeds = own_feeds or tuple(one for one in feeds if one.organisation_id in above)
    own_providers = tuple(one for one in providers if one.organisation_id in here)
    runs, heard = people.latest_runs(actor, at), people.last_heard(actor, at)
    run = max((runs[one.uuid] for one in feeds if one.uuid in runs), key=lambda one: one.at, default=None)
    said = [heard[one.uuid] for one in feeds if one.uuid in heard]
    over = {
        card.kind.kind: card.organisation_name
        for card in access.duties_over(above, actor, at)
        if card.state is GrantState.IN_FORCE
    }

    def held(kind: DutyKind) -> int:
        wanted = GrantFilter(kind=kind, state=GrantState.IN_FORCE, organisation=place.slug)
        return access.grants(actor, at, wanted).total

    return SoFar(
        place=place,
        units=units_here,
        grades=len(organisation.grade_names(place.path)) - len(organisation.grades()),
        feeds=feeds,
        providers=own_providers or tuple(one for one in providers if one.organisation_id in above and one.active),
        run=run,
        # What a feed of the department does not know is for the department's own page.
        unknown=people.unknown_of_run(run.uuid, actor, at) if run is not None and own_feeds else Unknown((), ()),
        quiet=bool(said) and people.went_quiet(max(said), at),
        posts=people.posts_tally(place.path, actor, at),
        directors=held(DutyKind.HR_DIRECTOR),
        heads=held(DutyKind.DEPARTMENT_HEAD_OF_PROFESSION),
        directed_by=over.get(DutyKind.HR_DIRECTOR, ""),
        headed_by=over.get(DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, ""),
        profile=reporting.profile_in_force(at),
        reviewed_at=access.last_review(place.id),
        asked_at=at,
        here=here,
    )
