"""What waits for my panels, one case, and which panel looks at what was chosen without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import ModerationCard, ModerationCase, PanelCame, StepView, Word
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView, RoleLevelRef
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.policy import Purpose
from waymark.people import queries as people
from waymark.web.assess.case import said_by
from waymark.web.assess.moderation.forms import ReasonsForm, SendForm
from waymark.web.base import moves
from waymark.web.base.access import holds, purpose
from waymark.web.base.behind import Behind, behind
from waymark.web.base.deciding import DecisionForm
from waymark.web.base.going import see_other
from waymark.web.base.levels import LevelText, choices_of, in_words, texts_of, value_of
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case of the queue."""

    card: ModerationCard
    name: str
    place: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits."""

    waiting: tuple[Waiting, ...]
    unplaced: tuple[Waiting, ...]
    """What was chosen and has no panel."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one member said of one skill, in words."""

    name: str
    level: str
    reason: str
    first: str
    """The level they said first, when it was another; empty otherwise."""
    mine: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One skill of the case."""

    asked: RequirementView
    levels: tuple[LevelText, ...]
    theirs: str
    note: str
    evidence: tuple[Behind, ...]
    decided: str
    """What was decided, in words, by whom: by the assessor until the panel has."""
    why: str
    level: BoundField
    reason: BoundField
    voices: tuple[Voice, ...]
    """What everybody said; none until I have."""
    came: str
    """What the panel came to, in words; empty until I have spoken."""
    because: BoundField


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case in moderation."""

    case: ModerationCase
    role: RoleLevelRef
    rows: tuple[Row, ...]
    form: DecisionForm
    reasons: ReasonsForm
    problem: str
    problem_url: str
    spoken: str
    """How many have spoken, in words."""
    typed: str
    """What came in by a form that was refused, and is shown to be taken elsewhere: ``say``, ``decide``, or nothing."""
    steps: tuple[tuple[str, StepView], ...]


@dataclass(frozen=True, slots=True)
class SendPage:
    """Which panel looks at something."""

    form: SendForm
    any: bool


@holds(DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def queue(request: Request) -> HttpResponse:
    """List what waits for my panels, and what waits for a panel."""
    with_panel = assessments.moderation_queue(request.actor, request.at)
    unplaced = assessments.without_panel(request.actor, request.at)
    cards = (*with_panel, *unplaced)
    persons = people.colleagues({card.person_id for card in cards}, request.actor, request.at)
    refs = frameworks.role_level_refs({card.role_level_id for card in cards}, request.at)
    looked_at(
        request, persons, ground=_("they are a moderator of its profession, and a member of the panel it is with"),
        list="moderation",
    )  # fmt: skip

    def waits(card: ModerationCard, name: str) -> Waiting:
        ref = refs.get(card.role_level_id)
        person = persons[card.person_id]
        return Waiting(
            card=card,
            name=person.name,
            place=person.organisation_name,
            title=ref.title if ref else _("A role that is no longer in use"),
            url=reverse(name, args=[card.uuid]),
        )

    page = QueuePage(
        waiting=tuple(waits(card, "moderation_case") for card in with_panel if card.person_id in persons),
        unplaced=tuple(waits(card, "moderation_panel") for card in unplaced if card.person_id in persons),
    )
    return render(request, "assess/moderation/queue.html", page)


@holds(DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def case(request: Request, uuid: UUID) -> HttpResponse:
    """Show a case of my panel; say my word; write down what the panel came to."""
    if request.method != "POST":
        return render(request, "assess/moderation/case.html", _page(request, _found(request, uuid)))
    page = _page(request, assessments.moderation_case_after_all(uuid, request.actor, request.at))
    deciding = request.POST.get("then") == "decide"
    if not (page.reasons if deciding else page.form).is_valid():
        return render(request, "assess/moderation/case.html", page, status=422)
    try:
        if deciding:
            reasons = {row.asked.skill_id: page.reasons.cleaned_data[row.because.name] for row in page.rows}
            record.moderate(assessment=uuid, reasons=reasons, actor=request.actor, at=request.at)
            messages.success(request, _("Written down. The assessor signs it off, and they are told."))
            return see_other(reverse("moderation"))
        record.say_in_panel(assessment=uuid, words=_words(page), actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        fresh = assessments.moderation_case_after_all(uuid, request.actor, request.at)
        status = 409 if isinstance(refusal, Stale | record.TheyWithdrew | record.NotInModeration) else 422
        return render(request, "assess/moderation/case.html", _page(request, fresh, refusal), status=status)
    messages.success(request, _("Your word is on record. You see what the others said below."))
    return see_other(reverse("moderation_case", args=[uuid]))


def _found(request: Request, uuid: UUID) -> ModerationCase:
    """Return the case; of one that its person withdrew, that they did."""
    try:
        return assessments.moderation_case(uuid, request.actor, request.at)
    except NotVisible:
        return assessments.withdrawn_moderation_case(uuid, request.actor, request.at)


@holds(DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def send(request: Request, uuid: UUID) -> HttpResponse:
    """Say which panel looks at what was chosen without one."""
    found = assessments.panels_to_choose(uuid, request.actor, request.at)
    names = [(str(panel), name) for panel, name in found]
    form = SendForm(request.POST if request.method == "POST" else None, panels=names)
    page = SendPage(form, bool(found))
    if request.method != "POST":
        return render(request, "assess/moderation/send.html", page)
    if form.is_valid():
        try:
            record.send_to_moderation(
                assessment=uuid, panel=UUID(form.cleaned_data["panel"]), actor=request.actor, at=request.at
            )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("panel", str(refusal))
        else:
            messages.success(request, _("The panel has it, and its members are told."))
            return see_other(reverse("moderation"))
    return render(request, "assess/moderation/send.html", page, status=422)


def _words(page: CasePage) -> list[Word]:
    """Return what the form says, of every skill of which it says a level."""
    found = []
    for row in page.rows:
        level = page.form.cleaned_data[row.level.name]
        reason = page.form.cleaned_data[row.reason.name]
        if not level:
            continue
        if row.asked.level is None:
            found.append(Word(row.asked.skill_id, has_skill=level == "yes", reason=reason))
        else:
            found.append(Word(row.asked.skill_id, level=int(level), reason=reason))
    return found


def _page(request: Request, found: ModerationCase, refusal: Refusal | None = None) -> CasePage:
    looked_at(
        request,
        [found.person_id],
        ground=_("they are a moderator of its profession, and a member of the panel it is with"),
    )
    role = assessments.asked_by(found.view)
    answers = found.answers
    then = request.POST.get("then", "") if request.method == "POST" else ""
    every = found.withheld and bool(then)  # what they typed is shown, and not which skills were answered
    asked = {line.skill_id: line for line in role.requirements if every or line.skill_id in answers}
    shown = [pk for pk in found.view.skills if pk in asked]
    texts = frameworks.level_texts((pk, found.view.version_of(pk)) for pk in shown) if shown else {}
    mine = {f"level_{pk}": value_of(word) for pk, word in found.mine.items()}
    mine |= {f"reason_{pk}": word.reason for pk, word in found.mine.items()}
    form = DecisionForm(
        request.POST if then and then != "decide" else None,
        initial=mine,
        asked=[(pk, asked[pk].skill_name, choices_of(asked[pk])) for pk in shown],
    )
    reasons = ReasonsForm(
        request.POST if then == "decide" else None,
        initial={f"why_{pk}": word.reason for pk, word in found.mine.items()},
        asked=[(pk, asked[pk].skill_name) for pk in shown],
    )
    wrong = next(iter(getattr(refusal, "skill_ids", ())), None)
    field = f"#id_why_{wrong}" if then == "decide" else f"#id_level_{wrong}"
    return CasePage(
        case=found,
        role=role.ref,
        rows=tuple(
            _row(request, found, asked[pk], texts.get((pk, found.view.version_of(pk)), {}), form, reasons)
            for pk in shown
        ),
        form=form,
        reasons=reasons,
        problem=str(refusal) if refusal else "",
        problem_url=field if wrong else "#panel",
        spoken=ngettext("%(num)d member has spoken.", "%(num)d members have spoken.", found.many) % {"num": found.many},
        typed=("decide" if then == "decide" else "say") if then and refusal else "",
        steps=moves.in_words(found.steps),
    )


def _row(
    request: Request,
    found: ModerationCase,
    asked: RequirementView,
    texts: Mapping[int, str],
    form: DecisionForm,
    reasons: ReasonsForm,
) -> Row:
    pk = asked.skill_id
    answer, before = found.answers.get(pk), found.decided.get(pk)
    return Row(
        asked=asked,
        levels=texts_of(asked, texts),
        theirs=in_words(asked, answer) if answer else "",
        note=answer.note if answer else "",
        evidence=behind(found.evidence, pk),
        decided=_("%(level)s, said by %(name)s") % {"level": in_words(asked, before.answer), "name": said_by(before)}
        if before
        else "",
        why=before.answer.note if before else "",
        level=form[f"level_{pk}"],
        reason=form[f"reason_{pk}"],
        voices=tuple(
            Voice(
                name=one.name,
                level=in_words(asked, one.word),
                reason=one.word.reason,
                first=in_words(asked, one.first) if one.first else "",
                mine=one.account_id == request.actor.account_id,
            )
            for one in found.others.get(pk, ())
        ),
        came=_came_in_words(asked, found.came[pk]) if pk in found.came else "",
        because=reasons[f"why_{pk}"],
    )


def _came_in_words(asked: RequirementView, came: PanelCame) -> str:
    if came.agreed:
        return in_words(asked, Word(asked.skill_id, came.level, came.has_skill))
    if came.spoken < assessments.LEAST:
        return _("Nothing yet: at least two must have spoken")
    return _("Nothing yet: you are too far apart. Talk, and say your words again")
