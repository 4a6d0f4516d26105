"""The release of a draft: what changes, what replaces what, whom it touches, and the two people who agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.audit.commands import REASON_LENGTH
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Difference
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.reviews import commands, queries
from waymark.reviews.types import ReleaseView, SignOffView
from waymark.web.authoring.common import Bench, bench
from waymark.web.base.access import with_account
from waymark.web.base.days import DayField
from waymark.web.base.duties import beginning_of
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import step_up


class ProposeForm(forms.Form):
    """What a release is proposed with."""

    day = DayField(
        label=gettext_lazy("From which day does it hold?"),
        missing=gettext_lazy("Enter the day from which it holds"),
        help_text=gettext_lazy("Today means: from the moment the second person agrees."),
    )
    notes = forms.CharField(
        label=gettext_lazy("What readers should know"),
        help_text=gettext_lazy("Release notes, drafted from what changed. They stand on the page of the version."),
        required=False,
        max_length=20_000,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why release it although not everyone has signed it off?"),
        required=False,
        max_length=REASON_LENGTH,
    )


class DecideForm(forms.Form):
    """What the second person says."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What do you say?"),
        choices=(("agree", gettext_lazy("Agree: publish it")), ("refuse", gettext_lazy("Refuse: it stays a draft"))),
        error_messages={"required": gettext_lazy("Choose whether you agree")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Needed when you refuse. Whoever proposed it reads it, and it stands in the record."),
        required=False,
        max_length=REASON_LENGTH,
    )


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Where the release of a draft stands."""

    bench: Bench
    release: ReleaseView | None
    release_words: str
    difference: Difference | None
    """None for a first version."""
    to_replace: int
    """Things that the draft leaves out."""
    replaced: int
    """Of those, how many have it said what becomes of them."""
    sign_offs: tuple[SignOffView, ...]
    unsigned: int
    """How many of them the release waits for."""
    gone: int
    """How many of them cannot read the draft any more, so that somebody else is to be chosen."""
    may_propose: bool


@dataclass(frozen=True, slots=True)
class ProposePage:
    """The form for proposing a release."""

    bench: Bench
    form: ProposeForm
    unsigned: tuple[SignOffView, ...]
    left_open: int
    """Things that the draft leaves out, of which nothing was said."""


@dataclass(frozen=True, slots=True)
class DecidePage:
    """What the second person is asked, with what cannot be undone."""

    bench: Bench
    release: ReleaseView
    form: DecideForm
    from_at: datetime
    """From when it would hold: the day that was proposed, or now if that has passed."""
    unsigned: tuple[SignOffView, ...]
    """Who was chosen to sign it off and does not stand behind it as it is now."""
    anew: bool
    """Whether what was sent is about another proposal than the one that waits now."""


@with_account
def release(request: Request, framework: str, label: str) -> HttpResponse:
    """Show where the release of a draft stands, and what there is to do."""
    about = bench(request, framework, label)
    version = about.draft.version
    proposed = queries.last_release(version.id, request.actor, request.at)
    sign_offs = queries.sign_offs(version.id, request.at)
    left_out = frameworks.left_out(version.id)
    waiting = proposed is not None and proposed.state == "open"
    page = ReleasePage(
        bench=about,
        release=proposed,
        release_words=state_in_words(proposed.state) if proposed else "",
        difference=frameworks.difference(about.draft.before.id, version.id) if about.draft.before else None,
        to_replace=len(left_out),
        replaced=sum(one.said is not None for one in left_out),
        sign_offs=sign_offs,
        unsigned=sum(one.awaited for one in sign_offs),
        gone=sum(one.gone for one in sign_offs),
        may_propose=about.draft.may_edit and not waiting,
    )
    return render(request, "authoring/release.html", page)


@with_account
@step_up()
def propose(request: Request, framework: str, label: str) -> HttpResponse:
    """Propose that the draft is published as it stands."""
    about = bench(request, framework, label, to_edit=True)
    version = about.draft.version
    form = ProposeForm(request.POST if request.method == "POST" else None, initial=_initial(request, about))
    if request.method == "POST" and form.is_valid():
        try:
            commands.propose_release(
                version_id=version.id,
                from_at=beginning_of(form.cleaned_data["day"]),
                notes=form.cleaned_data["notes"],
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.at,
            )
        except commands.OutOfOrder as no:
            form.add_error("day", str(no))
        except commands.NotSignedOff as no:
            form.add_error("reason", str(no))
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Proposed. A head of the profession who is not you has to agree."))
            return see_other(reverse("authoring_release", args=about.args))
    page = ProposePage(
        bench=about,
        form=form,
        unsigned=tuple(one for one in queries.sign_offs(version.id, request.at) if one.awaited),
        left_open=sum(one.said is None for one in frameworks.left_out(version.id)),
    )
    return render(request, "authoring/propose.html", page, status=422 if form.errors else 200)


@with_account
@step_up()
def decide(request: Request, framework: str, label: str) -> HttpResponse:
    """Ask the second person, who agrees or refuses, after showing what cannot be undone."""
    about = bench(request, framework, label)
    proposed = queries.last_release(about.draft.version.id, request.actor, request.at)
    if proposed is None or not proposed.may_decide:
        raise NotVisible
    form = DecideForm(request.POST if request.method == "POST" else None)
    anew = request.method == "POST" and not names(request.POST, proposed)
    if request.method == "POST" and form.is_valid() and not anew:
        agree = form.cleaned_data["answer"] == "agree"
        try:
            commands.decide_release(
                release=proposed.uuid,
                agree=agree,
                answer=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.at,
            )
        except commands.ReasonNeeded as no:
            form.add_error("reason", str(no))
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            if agree:
                messages.success(request, _("Published. Everyone whom it affects is told on the day it holds."))
                return see_other(reverse("version", args=about.args))
            messages.success(request, _("Refused. Whoever proposed it is told why."))
            return see_other(reverse("authoring_release", args=about.args))
    unsigned = tuple(one for one in queries.sign_offs(about.draft.version.id, request.at) if not one.holds)
    page = DecidePage(about, proposed, form, max(proposed.from_at, request.at), unsigned, anew)
    return render(request, "authoring/decide.html", page, status=409 if anew else 422 if form.errors else 200)


@with_account
def take_back(request: Request, framework: str, label: str) -> HttpResponse:
    """Take a proposal back. By form alone."""
    about = bench(request, framework, label, to_edit=True)
    proposed = queries.last_release(about.draft.version.id, request.actor, request.at)
    if request.method != "POST" or proposed is None:
        raise NotVisible
    if not names(request.POST, proposed):
        raise Stale(_("It was proposed anew meanwhile. Look at what is proposed now before you take it back."))
    commands.take_release_back(release=proposed.uuid, actor=request.actor, at=request.at)
    messages.success(request, _("Taken back. The draft is as it was."))
    return see_other(reverse("authoring_release", args=about.args))


def names(sent: QueryDict, proposed: ReleaseView) -> bool:
    """Say whether a form that was sent is about this proposal: whoever sent it saw this one, not the one before."""
    return sent.get("release") == str(proposed.uuid)


def state_in_words(state: str) -> str:
    """Return where a proposal stands, in words."""
    return {
        "open": _("Waits for a second person"),
        "agreed": _("Agreed"),
        "refused": _("Refused"),
        "taken_back": _("Taken back"),
        "void": _("Void: the draft changed after it was proposed"),
    }[state]


def _initial(request: Request, about: Bench) -> dict[str, Any]:
    """Return what the form begins with: today, and notes drafted from what changed."""
    if request.method == "POST":
        return {}
    older = about.draft.before
    notes = about.draft.version.notes
    if older is not None:
        difference = frameworks.difference(older.id, about.draft.version.id)
        notes = queries.drafted_notes(difference, older.label)
    return {"day": timezone.localdate(request.at), "notes": notes}
