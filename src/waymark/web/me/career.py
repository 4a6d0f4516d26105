"""Your career: what to do next, where you are, where you could get to, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments import queries as assessments
from waymark.assessments.types import AssessmentView, Held
from waymark.careers import queries as careers
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef, SkillPage, VersionCard
from waymark.gaps import queries as gaps
from waymark.gaps.types import RoleGapView
from waymark.notifications import queries as notifications
from waymark.notifications.types import ItemView
from waymark.people import queries as people
from waymark.people.types import PersonCard
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import undo, words
from waymark.web.me.common import behaviours_of, me
from waymark.web.me.undo import Undo

SUGGESTIONS = 3
LOOKED_AT = 12
"""Role levels asked for to find that many suggestions: the levels of the behaviours are grades, and are left out."""
RECENT = 5
WAITING = 5
NEWS = 3
LATELY = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: what, why, and where."""

    text: str
    hint: str
    url: str


@dataclass(frozen=True, slots=True)
class Recent:
    """A level recorded lately, named as in the version it was said against."""

    skill_name: str
    skill_url: str
    level_name: str
    level: int | None
    """None for a skill that one has or has not."""
    top: int
    source: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version of my framework that came after what I was judged against."""

    title: str
    label: str
    since: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class CareerPage:
    """The blocks of "Your career"."""

    person: PersonCard
    first: Step
    steps: tuple[Step, ...]
    role: RoleLevelRef | None
    behaviours: RoleLevelRef | None
    """What everyone at the person's grade is asked for: what to compare with while the role is not known."""
    gap: RoleGapView | None
    """The gap to the role, else to the behaviours."""
    role_is_mapped: bool
    target: RoleLevelRef | None
    target_gap: RoleGapView | None
    suggestions: tuple[RoleGapView, ...]
    new_version: NewVersion | None
    recent: tuple[Recent, ...]
    waiting: tuple[ItemView, ...]
    """What others wait for me to do."""
    news: tuple[ItemView, ...]
    """What I was told lately that asks nothing of me."""
    undo: Undo | None


@signed_in
def at_home(request: Request) -> HttpResponse:
    """Send ``/me`` to the front page, where "Your career" stands."""
    return HttpResponseRedirect(reverse("home"))


@signed_in
def career(request: Request) -> HttpResponse:
    """Show the blocks."""
    seen_by = [people.who_sees_people(), assessments.who_sees_levels(), careers.who_sees_targets()]
    return render(request, "me/career.html", career_page(me(request), request), seen_by=seen_by)


def career_page(person: PersonCard, request: Request) -> CareerPage:
    """Put the page together from what each room knows of the person."""
    actor, at, path = request.actor, request.at, person.organisation_path
    held = assessments.levels_held(person.id, actor, at)
    exempt = assessments.exempt_from(person.id, actor, at)
    open_now = assessments.open_assessments(person.id, actor, at)
    target = careers.target(person.id, actor, at)
    ids = {person.role_level_id, target.role_level_id if target else None, *(one.role_level_id for one in open_now)}
    refs = frameworks.role_level_refs([pk for pk in ids if pk is not None], at)
    role = refs.get(person.role_level_id) if person.role_level_id is not None else None
    behaviours = behaviours_of(person, at) if role is None else None
    yardstick = role or behaviours
    gap = gaps.gap(person.id, yardstick.id, actor, at, held, path, exempt) if yardstick else None
    target_ref = refs.get(target.role_level_id) if target else None
    target_gap = gaps.gap(person.id, target_ref.id, actor, at, held, path, exempt) if target_ref else None
    suggestions: tuple[RoleGapView, ...] = ()
    if target_gap is None and held:
        close = gaps.match(person.id, actor, at, top=LOOKED_AT, held=held, exempt=exempt)
        suggestions = tuple(one for one in close if one.role_level.framework_slug != frameworks.BEHAVIOURS)[
            :SUGGESTIONS
        ]
    first, *others = _steps(role, gap, held, open_now, refs, at)
    return CareerPage(
        person=person,
        first=first,
        steps=tuple(others),
        role=role,
        behaviours=behaviours,
        gap=gap,
        role_is_mapped=not person.claimed,
        target=target_ref,
        target_gap=target_gap,
        suggestions=suggestions,
        new_version=_new_version(role, held.values()) if role else None,
        recent=_recent(held.values(), at),
        waiting=notifications.waiting(actor, at, limit=WAITING),
        news=tuple(one for one in notifications.news(actor, at, limit=NEWS) if one.at > at - LATELY),
        undo=undo.take(request),
    )


def _steps(
    role: RoleLevelRef | None,
    gap: RoleGapView | None,
    held: Mapping[int, Held],
    open_now: Iterable[AssessmentView],
    refs: Mapping[int, RoleLevelRef],
    at: datetime,
) -> list[Step]:
    """Return what to do next, most useful first; never empty."""
    steps = [_resume(one, refs) for one in open_now]
    full_is_open = any(one.kind == "full" for one in open_now)
    quick_is_open = any(one.kind == "quick" for one in open_now)
    if not held and not quick_is_open:
        steps.append(
            Step(
                _("Check your skills"),
                _("Five questions about your role, about ten minutes. You see your gap at the end."),
                reverse("check_start"),
            )
        )
    if role is None:
        steps.append(
            Step(
                _("Tell us your role"),
                _("We do not know your role yet, so we cannot say what it asks for."),
                reverse("me_role"),
            )
        )
    elif gap and held and not full_is_open and gap.assessed < gap.asked:
        steps.append(
            Step(
                _what_is_left(gap),
                _("Your gap counts only what has been assessed."),
                f"{reverse('me_assessments')}?{urlencode({'role_level': role.slug})}",
            )
        )
    old = sum(1 for one in held.values() if words.is_old(one.made_at, at))
    if old:
        steps.append(
            Step(
                ngettext(
                    "Look again at %(count)d level that is more than 12 months old",
                    "Look again at %(count)d levels that are more than 12 months old",
                    old,
                )
                % {"count": old},
                _("You may have moved on since."),
                f"{reverse('me_skills')}?older=12",
            )
        )
    if not steps:
        steps.append(
            Step(
                _("See what is between you and another role"),
                _("Your levels are up to date. Roles are ranked by how close they are to your skills."),
                reverse("me_explore"),
            )
        )
    return steps


def _what_is_left(gap: RoleGapView) -> str:
    """Name the skills of my role that nobody has spoken of: all of them, or those beside the others."""
    left = gap.asked - gap.assessed
    if gap.assessed == 0:
        said = ngettext("Assess the skill of your role", "Assess the %(count)d skills of your role", left)
    else:
        said = ngettext("Assess the other skill of your role", "Assess the other %(count)d skills of your role", left)
    return said % {"count": left}


def _resume(one: AssessmentView, refs: Mapping[int, RoleLevelRef]) -> Step:
    ref = refs.get(one.role_level_id)
    progress = _("%(done)d of %(all)d answered") % {"done": one.answered, "all": len(one.skills)}
    hint = f"{ref.title}: {progress}" if ref else progress
    if one.kind == "quick":
        return Step(_("Carry on with your check"), hint, reverse("check_resume", args=[one.uuid]))
    return Step(_("Carry on with your self-assessment"), hint, reverse("assessment", args=[one.uuid]))


def _new_version(role: RoleLevelRef, held: Iterable[Held]) -> NewVersion | None:
    """Return my framework's current version when everything said about me in it was said against an older one."""
    versions = frameworks.versions_of(role.framework_slug)
    current = next((one for one in versions if one.id == role.version_id), None)
    judged = {one.version_id for one in held}
    mine = [one for one in versions if one.id in judged]
    if current is None or not mine or current.id in judged:
        return None
    return _difference_to(current)


def _difference_to(current: VersionCard) -> NewVersion:
    return NewVersion(
        current.title,
        current.label,
        current.effective_from,
        reverse("version_difference", args=[current.framework_slug, current.label]),
    )


def _recent(held: Iterable[Held], at: datetime) -> tuple[Recent, ...]:
    """Return the levels recorded within the last three months, newest first. Three queries."""
    since = at - LATELY
    latest = sorted((one for one in held if one.made_at >= since), key=lambda one: (one.made_at, one.skill_id))
    latest = latest[: -RECENT - 1 : -1]
    wordings = frameworks.skill_wordings((one.skill_id, one.version_id) for one in latest)
    return tuple(
        _as_recent(one, wordings[one.skill_id, one.version_id])
        for one in latest
        if (one.skill_id, one.version_id) in wordings
    )


def _as_recent(held: Held, skill: SkillPage) -> Recent:
    return Recent(
        skill_name=skill.name,
        skill_url=reverse("skill", args=[skill.slug]),
        level_name=words.held_name(skill.scale, held.level, held.has_skill),
        level=held.level,
        top=skill.scale.top,
        source=words.source_title(held.source),
        made_at=held.made_at,
    )
