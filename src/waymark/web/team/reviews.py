"""What my team sent me: who it is of and what opens, and confirming together what does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import OpenTalk, RestConfirmed, Review, Stand, Ticked
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Purpose
from waymark.web.base import levels
from waymark.web.base.access import purpose, signed_in
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.team.review_forms import mark_of, ticked


@dataclass(frozen=True, slots=True)
class Queued:
    """One assessment that waits for me."""

    review: Review
    counts: str
    opened: int
    url: str
    mark: str
    """What a tick sends; empty: nothing of it can be confirmed unopened."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits for me, and what to talk about."""

    queued: tuple[Queued, ...]
    all: int
    """How many wait, whatever the list is narrowed to."""
    show: str
    shows: tuple[tuple[str, str], ...]
    """What the list may be narrowed to."""
    talks: tuple[OpenTalk, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One assessment on the check page, with the levels that are confirmed."""

    review: Review
    mark: str
    url: str
    levels: tuple[tuple[str, str], ...]
    opened: int


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What is about to be confirmed."""

    whole: tuple[Checked, ...]
    part: tuple[Checked, ...]
    changed: int
    """How many of those ticked changed since, or do not wait any more."""
    skills: int
    """Levels that are confirmed for good."""


@signed_in
@purpose(Purpose.ASSESSMENT)
def queue(request: Request) -> HttpResponse:
    """List what was sent to me as a manager, the most urgent first."""
    return _queue(request)


@signed_in
@purpose(Purpose.ASSESSMENT)
def check(request: Request) -> HttpResponse:
    """Show what the ticks confirm, and confirm it."""
    wanted = ticked((request.POST if request.method == "POST" else request.GET).getlist("case"))
    if request.method != "POST":
        if not wanted:
            return _queue(request, problem=str(record.NothingTicked()), status=422)
        return render(request, "team/reviews_check.html", _check(request, wanted))
    try:
        done = record.confirm_rest(assessments=wanted, actor=request.actor, at=request.at)
    except Refusal as refusal:
        return _queue(request, problem=str(refusal), status=422)
    _say(request, done)
    return see_other(reverse("team_reviews"))


def _queue(request: Request, *, problem: str = "", status: int = 200) -> HttpResponse:
    found = assessments.reviews(request.actor, request.at)
    talks = assessments.open_talks(request.actor, request.at)
    looked_at(
        request,
        [*(one.person_id for one in found), *(one.person_id for one in talks)],
        ground=_("they manage its person now, who sent it to their manager"),
        list="reviews",
    )
    kinds: dict[str, Callable[[Review], object]] = {
        "agree": lambda one: not one.opened,
        "discuss": lambda one: one.count(Stand.DISCUSS),
        "evidence": lambda one: one.count(Stand.EVIDENCE),
        "first": lambda one: one.hidden,
        "late": lambda one: one.overdue,
    }
    show = request.GET.get("show", "")
    kept = kinds.get(show)
    page = QueuePage(
        queued=tuple(_queued(one) for one in found if kept is None or kept(one)),
        all=len(found),
        show=show if kept else "",
        shows=(
            ("", _("Everybody")),
            ("agree", _("Nothing to open")),
            ("discuss", _("Something to discuss")),
            ("evidence", _("Evidence missing")),
            ("first", _("You answer first")),
            ("late", _("Late")),
        ),
        talks=talks,
        problem=problem,
    )
    return render(request, "team/reviews.html", page, status=status)


def _queued(one: Review) -> Queued:
    new = any(line.draft is None for line in one.rest) or not one.opened
    counts = (
        ngettext("You answer first: %(num)s skill", "You answer first: %(num)s skills", len(one.lines))
        % {"num": len(one.lines)}
        if one.hidden
        else assessments.counts_in_words(one.count(Stand.AGREE), one.count(Stand.DISCUSS), one.count(Stand.EVIDENCE))
    )
    return Queued(
        one,
        counts=counts,
        opened=len(one.opened),
        url=reverse("team_review", args=[one.uuid]),
        mark=mark_of(one) if one.rest and new else "",
    )


def _check(request: Request, wanted: Sequence[Ticked]) -> CheckPage:
    seen = {one.assessment: one.submitted_at for one in wanted}
    found = [
        one
        for one in assessments.reviews(request.actor, request.at)
        if seen.get(one.uuid) == one.submitted_at and one.rest
    ]
    looked_at(
        request,
        [one.person_id for one in found],
        ground=_("they manage its person now, who sent it to their manager"),
        list="reviews",
    )
    checked = [
        Checked(
            one,
            mark=mark_of(one),
            url=reverse("team_review", args=[one.uuid]),
            levels=tuple((line.asked.skill_name, levels.in_words(line.asked, line.theirs)) for line in one.rest),
            opened=len(one.opened),
        )
        for one in found
    ]
    whole = tuple(one for one in checked if not one.opened)
    return CheckPage(
        whole=whole,
        part=tuple(one for one in checked if one.opened),
        changed=len(seen) - len(found),
        skills=sum(len(one.levels) for one in whole),
    )


def _say(request: Request, done: RestConfirmed) -> None:
    """Say what became of a batch: what was confirmed, what is kept, and by name what was not."""
    if done.confirmed:
        number = len(done.confirmed)
        messages.success(
            request,
            ngettext(
                "%(num)s assessment is confirmed. They are told.",
                "%(num)s assessments are confirmed. They are told.",
                number,
            )
            % {"num": number},
        )
    if done.kept:
        messages.info(
            request,
            _("Something is still to be opened of: %(names)s. What you agree with there is kept as your draft.")
            % {"names": ", ".join(done.kept)},
        )
    for one in done.left:
        messages.warning(request, _("Not confirmed, %(name)s: %(why)s") % {"name": one.name, "why": one.why})
    if done.gone:
        messages.warning(
            request,
            ngettext(
                "Not confirmed: %(num)s assessment that is not yours to review any more.",
                "Not confirmed: %(num)s assessments that are not yours to review any more.",
                done.gone,
            )
            % {"num": done.gone},
        )
