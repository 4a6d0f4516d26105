"""My team: who reports to me, and what they chose to share with me. What is not shared is not mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.assessments.types import AnswerView, AssessmentView, EvidenceLine, SharedView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef, SkillPage
from waymark.gaps import queries as gaps
from waymark.gaps.types import RoleGapView, SkillLine
from waymark.kernel.errors import NotVisible
from waymark.notifications import queries as notifications
from waymark.notifications.types import ItemView
from waymark.people import queries as people
from waymark.people.types import Colleague, PersonCard
from waymark.web.base.access import signed_in
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request

WAITING = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """One assessment that somebody shows to me."""

    title: str
    """The role level it was made against."""
    url: str
    view: SharedView
    name: str
    """Whose it is."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person who reports to me."""

    person: PersonCard
    role: RoleLevelRef | None
    url: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class TeamPage:
    """My people, what they share with me, and what waits for me."""

    members: tuple[Member, ...]
    others: tuple[Shown, ...]
    """What people who do not report to me share with me by name."""
    waiting: tuple[ItemView, ...]
    to_review: int
    """How many assessments were sent to me and wait for my review."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One shared assessment with the gap that it shows."""

    shown: Shown
    gap: RoleGapView


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One person who reports to me, and what they share."""

    person: PersonCard
    role: RoleLevelRef | None
    progress: tuple[Progress, ...]
    evidence: tuple[EvidenceLine, ...]
    """Evidence of theirs that I may see."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One skill of a shared assessment: what the person said, what the level means, and their note."""

    line: SkillLine
    said: str
    descriptor: str
    note: str


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A shared assessment, to read."""

    person: Colleague
    shown: Shown
    view: AssessmentView
    gap: RoleGapView
    answers: tuple[Answered, ...]
    left: tuple[str, ...]
    """Names of the skills without an answer."""
    manages: bool
    """Whether it is shown to me as the person's manager."""


@signed_in
def team(request: Request) -> HttpResponse:
    """List the people who report to me, with what they share, and what others share with me by name."""
    actor, at = request.actor, request.at
    cards = {card.id: card for card in people.team(actor, at)}
    shared = assessments.shared_with(actor, at)
    others = people.colleagues({one.person_id for one in shared} - set(cards), actor, at)
    refs = _refs(shared, cards.values(), request)
    shown: dict[int, list[Shown]] = {}
    for one in shared:
        person = cards.get(one.person_id) or others.get(one.person_id)
        if person is not None:
            shown.setdefault(one.person_id, []).append(_shown(one, person, refs))
    looked_at(
        request,
        [*cards, *others],
        # One look, one ground: where it is about both, it says both.
        ground=_("they manage the person now, or were shown something of theirs")
        if others
        else _("they manage the person now"),
        list="team",
    )
    page = TeamPage(
        members=tuple(
            Member(card, _role(card, refs), reverse("team_member", args=[card.uuid]), tuple(shown.get(card.id, ())))
            for card in cards.values()
        ),
        others=tuple(one for pk in others for one in shown[pk]),
        waiting=notifications.waiting(actor, at, limit=WAITING),
        to_review=assessments.how_many_to_review(actor, at),
    )
    return render(request, "team/team.html", page)


@signed_in
def member(request: Request, uuid: UUID) -> HttpResponse:
    """Show one person who reports to me, and the gaps in what they share."""
    actor, at = request.actor, request.at
    person = people.team_member(uuid, actor, at)
    shared = {one.assessment: one for one in assessments.shared_with(actor, at) if one.person_id == person.id}
    views = [one for one in assessments.shared_assessments(person.id, actor, at) if one.uuid in shared]
    found = gaps.gaps_of_assessments(views)
    refs = _refs(shared.values(), [person], request)
    looked_at(request, [person.id], ground=_("they manage the person now"))
    page = MemberPage(
        person=person,
        role=_role(person, refs),
        evidence=assessments.evidence_shown(person.id, actor, at),
        progress=tuple(Progress(_shown(shared[one.uuid], person, refs), found[one.uuid]) for one in views),
    )
    return render(request, "team/member.html", page)


@signed_in
def assessment(request: Request, uuid: UUID, assessment: UUID) -> HttpResponse:
    """Show an assessment that somebody shares with me: their manager, or a colleague they named."""
    actor, at = request.actor, request.at
    shared = next((one for one in assessments.shared_with(actor, at) if one.assessment == assessment), None)
    if shared is None:
        raise NotVisible
    person = people.colleagues([shared.person_id], actor, at).get(shared.person_id)
    if person is None or person.uuid != uuid:
        raise NotVisible
    view = assessments.assessment(assessment, actor, at)
    gap = gaps.gaps_of_assessments([view])[view.uuid]
    pages = frameworks.skill_wordings({(pk, view.version_of(pk)) for pk in view.skills})
    answers = {answer.skill_id: answer for answer in view.answers}
    looked_at(
        request,
        [person.person_id],
        ground=_("they manage its person now, who shared it with their manager")
        if shared.with_manager
        else _("its person shared it with them by name"),
    )
    page = SharedPage(
        person=person,
        shown=_shown(shared, person, {gap.role_level.id: gap.role_level}),
        view=view,
        gap=gap,
        answers=tuple(
            _answered(line, answers[line.skill_id], pages.get((line.skill_id, view.version_of(line.skill_id))))
            for line in gap.skills
            if line.skill_id in answers
        ),
        left=tuple(
            line.skill_name for line in gap.skills if line.skill_id not in answers and line.skill_id in view.skills
        ),
        manages=shared.with_manager,
    )
    return render(request, "team/assessment.html", page)


def _refs(shared: Iterable[SharedView], cards: Iterable[PersonCard], request: Request) -> dict[int, RoleLevelRef]:
    ids = {one.role_level_id for one in shared} | {card.role_level_id for card in cards}
    return frameworks.role_level_refs([pk for pk in ids if pk is not None], request.at)


def _role(card: PersonCard, refs: Mapping[int, RoleLevelRef]) -> RoleLevelRef | None:
    return refs.get(card.role_level_id) if card.role_level_id is not None else None


def _shown(view: SharedView, person: PersonCard | Colleague, refs: Mapping[int, RoleLevelRef]) -> Shown:
    ref = refs.get(view.role_level_id)
    return Shown(
        title=ref.title if ref else _("A role that is no longer in use"),
        url=reverse("team_assessment", args=[person.uuid, view.assessment]),
        name=person.name,
        view=view,
    )


def _answered(line: SkillLine, answer: AnswerView, page: SkillPage | None) -> Answered:
    """Put one answer in words, with what the framework says of the level that was chosen."""
    steps = page.descriptors if page else ()
    return Answered(
        line=line,
        said=line.held_name if answer.level is not None else _("Yes") if answer.has_skill else _("No"),
        descriptor=next((step.text for step in steps if step.rank == answer.level), ""),
        note=answer.note,
    )
