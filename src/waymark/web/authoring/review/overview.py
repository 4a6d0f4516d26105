"""The front page of a review: where it stands, who was asked, who signs off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.frameworks import commands as frameworks
from waymark.kernel.errors import NotVisible
from waymark.people import queries as people
from waymark.people.types import Colleague
from waymark.reviews import commands
from waymark.reviews import queries as reviews
from waymark.reviews.types import Counted, InvitationView, SignOffView
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.review.words import FIELDS, parts
from waymark.web.base.access import with_account
from waymark.web.base.answers import csv_attachment
from waymark.web.base.going import see_other
from waymark.web.base.page import NavItem, render
from waymark.web.base.request import Request
from waymark_formats.tables import csv_line


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked to review the draft, and where they work."""

    view: InvitationView
    work: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who was chosen to sign the draft off, and where they work."""

    view: SignOffView
    work: str
    me: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review."""

    bench: Bench
    parts: tuple[NavItem, ...]
    in_review: bool
    runs: bool
    """The reader runs the review: an author of the framework."""
    open: Counted
    mine: InvitationView | None
    i_sign: bool
    """The reader was chosen to sign off and has not said "ready" of the draft as it stands."""
    asked: tuple[Asked, ...]
    chosen: tuple[Chosen, ...]
    gone: tuple[Chosen, ...]
    """Of them, who cannot read the draft any more, so that somebody else is to be chosen."""
    ready: bool
    """Somebody was chosen, and all of them said ready about the draft as it stands."""


def work(one: Colleague | None) -> str:
    """Return somebody's post and organisation; empty for an account that belongs to nobody at work."""
    return ", ".join(filter(None, (one.post_title, one.organisation_name))) if one else ""


@with_account
def review(request: Request, framework: str, label: str) -> HttpResponse:
    """Show where the review of a draft stands."""
    about = bench(request, framework, label)
    version, me = about.draft.version, request.actor.account_id
    asked = reviews.invitations(version.id)
    chosen = reviews.sign_offs(version.id, request.at)
    known = people.colleagues_of_accounts(
        {one.who.account_id for one in asked} | {one.who.account_id for one in chosen}, request.actor, request.at
    )
    chosen_views = tuple(Chosen(one, work(known.get(one.who.account_id)), one.who.account_id == me) for one in chosen)
    page = ReviewPage(
        bench=about,
        parts=parts(request, about),
        in_review=version.state == "in_review",
        runs=reviews.may_run(version.id, request.actor, request.at),
        open=reviews.open_in([version.framework_id]).get(version.framework_id, Counted()),
        mine=next((one for one in asked if one.who.account_id == me), None),
        i_sign=any(one.who.account_id == me and not one.holds for one in chosen),
        asked=tuple(Asked(one, work(known.get(one.who.account_id))) for one in asked),
        chosen=chosen_views,
        gone=tuple(one for one in chosen_views if one.view.gone),
        ready=bool(chosen) and all(one.holds for one in chosen),
    )
    return render(request, "authoring/review/overview.html", page)


@with_account
@require_POST
def back_to_writing(request: Request, framework: str, label: str) -> HttpResponse:
    """Take the draft out of review."""
    about = bench(request, framework, label)
    try:
        commands.end_review(version_id=about.draft.version.id, actor=request.actor, at=request.at)
    except frameworks.NotInReview as no:
        messages.info(request, str(no))
    else:
        messages.success(request, _("The draft is back to writing. Nothing waits for its reviewers any more."))
    return see_other(reverse("authoring_review", args=about.args))


@with_account
@require_POST
def invitation(request: Request, framework: str, label: str, uuid: UUID) -> HttpResponse:
    """Remind somebody, ask them no longer, or say that one has finished."""
    about = bench(request, framework, label)
    who: dict[str, Any] = {"invitation": uuid, "actor": request.actor, "at": request.at}
    match request.POST.get("do"):
        case "remind":
            commands.remind(**who)
            messages.success(request, _("They were reminded."))
        case "end":
            commands.ask_no_longer(**who)
            messages.success(request, _("They are not asked any more. What they said stays."))
        case "finish":
            commands.finish_review(**who)
            messages.success(request, _("Thank you. The authors see that you have finished."))
        case _:
            raise NotVisible
    return see_other(reverse("authoring_review", args=about.args))


@with_account
def remarks(request: Request, framework: str, label: str) -> HttpResponse:
    """Hand out everything that was said of the draft, as a table for a spreadsheet."""
    about = bench(request, framework, label)
    what = {
        "remark": _("Remark"),
        "resolved": _("Resolved"),
        "reopened": _("Opened again"),
        "suggestion": _("Suggestion"),
    }
    state = {
        "open": _("Open"),
        "resolved": _("Resolved"),
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "withdrawn": _("Taken back"),
    }
    lines = [
        csv_line(
            [_("About"), _("Within"), _("What"), _("State"), _("Text"), _("Before"), _("Words"), _("Why"), _("Who"),
             _("When"), _("Answer")]
        )
    ]  # fmt: skip
    lines += [
        csv_line(
            [
                row.about, row.within, what[row.what], state[row.state], str(FIELDS[row.field]) if row.field else "",
                row.before, row.text, row.why, row.who, timezone.localtime(row.at).isoformat(timespec="minutes"),
                row.answer,
            ]
        )
        for row in reviews.remark_rows(about.draft.version.id, request.actor, request.at)
    ]  # fmt: skip
    return csv_attachment(lines, "remarks.csv")
