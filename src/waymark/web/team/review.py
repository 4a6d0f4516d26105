"""One review: what opens, skill by skill, and the rest confirmed with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import Decided, Review, ReviewLine, Word
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.policy import Purpose
from waymark.web.base import levels
from waymark.web.base.access import purpose, signed_in
from waymark.web.base.behind import Behind, behind
from waymark.web.base.going import see_other
from waymark.web.base.levels import LevelText
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.team.review_forms import ReviewForm


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One skill to look at."""

    line: ReviewLine
    levels: tuple[LevelText, ...]
    theirs: str
    """What the person put, in words; empty when it is kept back."""
    note: str
    why: tuple[str, ...]
    decided: str
    """What was decided meanwhile, in words; empty when nothing was."""
    evidence: str
    """How much evidence there is, in words; empty when it is kept back."""
    behind: tuple[Behind, ...]
    """The evidence, as it was sent; none when it is kept back."""
    level: BoundField
    reason: BoundField


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """An assessment of which something is open."""

    review: Review
    rows: tuple[OpenRow, ...]
    rest: int
    form: ReviewForm
    waits: bool
    has_talk: bool
    problem: str
    problem_url: str


@signed_in
@purpose(Purpose.ASSESSMENT)
def review(request: Request, uuid: UUID) -> HttpResponse:
    """Show what opens in one assessment, keep my drafts, begin a sheet, and confirm."""
    if request.method != "POST":
        return render(request, "team/review.html", _page(request, _found(request, uuid)))
    found = assessments.review_after_all(uuid, request.actor, request.at)
    if found.withdrawn_at is not None:
        late = record.TheyWithdrew(found.withdrawn_at)
        return render(request, "team/review.html", _page(request, found, late), status=409)
    page = _page(request, found)
    if not page.form.is_valid():
        return render(request, "team/review.html", page, status=422)
    then = request.POST.get("then", "save")
    try:
        if request.POST.get("seen") != found.submitted_at.isoformat() and found.state == "submitted":
            raise Stale(_("It was submitted again since you looked. Nothing was changed: look at it once more."))
        if then == "confirm":
            record.confirm(assessment=uuid, words=_words(page), actor=request.actor, at=request.at)
            messages.success(request, _("The levels of %(name)s are confirmed. They are told.") % {"name": found.name})
            return see_other(_next(request))
        record.save_drafts(assessment=uuid, words=_drafts(page), actor=request.actor, at=request.at)
        if then == "talk":
            record.begin_talk(assessment=uuid, actor=request.actor, at=request.at)
            messages.success(request, _("Both of you can write on this sheet. Nothing is decided yet."))
            return see_other(reverse("team_conversation", args=[uuid]))
    except NotVisible:
        raise
    except Refusal as refusal:
        fresh = assessments.review_after_all(uuid, request.actor, request.at)
        status = 409 if isinstance(refusal, Stale | record.TheyWithdrew) else 422
        return render(request, "team/review.html", _page(request, fresh, refusal), status=status)
    messages.success(request, _("Kept. Nothing is decided yet."))
    return see_other(reverse("team_review", args=[uuid]))


def _found(request: Request, uuid: UUID) -> Review:
    """Return the review; of one that its person withdrew, that they did."""
    try:
        return assessments.review(uuid, request.actor, request.at)
    except NotVisible:
        return assessments.withdrawn_review(uuid, request.actor, request.at)


def _next(request: Request) -> str:
    """Return where to go on: to the next assessment of which something is open, or to the list."""
    opened = next((one for one in assessments.reviews(request.actor, request.at) if one.opened), None)
    return reverse("team_review", args=[opened.uuid]) if opened else reverse("team_reviews")


def _page(request: Request, found: Review, refusal: Refusal | None = None) -> ReviewPage:
    looked_at(request, [found.person_id], ground=_("they manage its person now, who sent it to their manager"))
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and found.withdrawn_at is not None:
        data.pop("rest", None)  # nothing is offered to agree with any more
    opened, rest = list(found.opened), list(found.rest)
    if data is not None:
        # What was open when they opened the page, or whose tick they took away, is open still.
        stays = {str(line.asked.skill_id) for line in rest} & set(data.getlist("rest"))
        stays -= {pk for pk in stays if f"reason_{pk}" in data}
        opened = [line for line in found.lines if line in opened or str(line.asked.skill_id) not in stays]
        rest = [line for line in found.lines if line not in opened]
    form = ReviewForm(
        data,
        opened=opened,
        others=[(line, levels.in_words(line.asked, line.theirs)) for line in rest],
        initial=_initial(opened, rest),
    )
    evidence = {} if found.hidden else assessments.evidence_sent(found.uuid, request.actor, request.at)
    wordings = frameworks.level_texts({(line.asked.skill_id, line.version_id) for line in opened})
    decision: dict[int, Decided] = getattr(refusal, "decision", {})
    wrong = next(iter(getattr(refusal, "skill_ids", ())), None)
    return ReviewPage(
        review=found,
        rows=tuple(
            OpenRow(
                line,
                levels=levels.texts_of(
                    line.asked,
                    wordings.get((line.asked.skill_id, line.version_id), {}),
                    None if found.hidden else line.theirs,
                ),
                theirs="" if found.hidden else levels.in_words(line.asked, line.theirs),
                note="" if found.hidden else line.theirs.note,
                why=_why(line),
                decided=_decided(line, decision.get(line.asked.skill_id)),
                evidence="" if found.hidden else _evidence(line),
                behind=behind(evidence, line.asked.skill_id),
                level=form[f"level_{line.asked.skill_id}"],
                reason=form[f"reason_{line.asked.skill_id}"],
            )
            for line in opened
        ),
        rest=len(rest),
        form=form,
        waits=found.state == "submitted",
        has_talk=assessments.has_talk(found.uuid, request.actor, request.at),
        problem=str(refusal) if refusal else "",
        problem_url=f"#id_level_{wrong}" if wrong else "#confirm",
    )


def _initial(opened: Sequence[ReviewLine], rest: Sequence[ReviewLine]) -> dict[str, object]:
    initial: dict[str, object] = {"rest": [str(line.asked.skill_id) for line in rest]}
    for line in opened:
        if line.draft is not None:
            initial[f"level_{line.asked.skill_id}"] = levels.value_of(line.draft)
            initial[f"reason_{line.asked.skill_id}"] = line.draft.note
    return initial


def _why(line: ReviewLine) -> tuple[str, ...]:
    return tuple(
        assessments.why_opened(
            why,
            level=levels.in_words(line.asked, word) if word else "",
            day=assessments.day(word.saved_at) if word else "",
        )
        for why, word in line.why
    )


def _decided(line: ReviewLine, decided: Decided | None) -> str:
    if decided is None:
        return ""
    return _("%(level)s, said by %(name)s") % {
        "level": levels.in_words(line.asked, decided.answer),
        "name": decided.name or _("somebody"),
    }


def _evidence(line: ReviewLine) -> str:
    return assessments.evidence_in_words(line.evidence)


def _words(page: ReviewPage) -> list[Word]:
    """Return what is confirmed: what the form says of the open skills, and the rest as their person put it."""
    said = [word for word in _drafts(page) if word.level is not None or word.has_skill is not None]
    kept = set(page.form.cleaned_data["rest"])
    return said + [
        Word(line.asked.skill_id, line.theirs.level, line.theirs.has_skill, line.draft.note if line.draft else "")
        for line in page.review.lines
        if str(line.asked.skill_id) in kept
    ]


def _drafts(page: ReviewPage) -> list[Word]:
    """Return what the form says of each open skill, where it says anything or a draft did before."""
    found = []
    for row in page.rows:
        pk = row.line.asked.skill_id
        level, reason = page.form.cleaned_data[f"level_{pk}"], page.form.cleaned_data[f"reason_{pk}"]
        if not level and not reason and row.line.draft is None:
            continue
        if row.line.asked.level is None:
            found.append(Word(pk, has_skill={"yes": True, "no": False}.get(level), reason=reason))
        else:
            found.append(Word(pk, level=int(level) if level else None, reason=reason))
    return found
