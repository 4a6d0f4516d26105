"""The published versions of a framework, and the end of one: two people retire a framework or withdraw a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.assessments import queries as assessments
from waymark.audit.commands import REASON_LENGTH
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import VersionCard
from waymark.kernel.errors import NotVisible, Refusal
from waymark.reviews import commands, queries
from waymark.reviews.types import ReleaseView
from waymark.web.authoring.release import names, state_in_words
from waymark.web.base.access import with_account
from waymark.web.base.days import DayField
from waymark.web.base.duties import beginning_of
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import step_up

ACTS = (
    ("retire", gettext_lazy("Retire the framework from a day on")),
    ("keep", gettext_lazy("Keep the framework in force: it does not retire")),
    ("withdraw", gettext_lazy("Withdraw this version at once: the one before holds again")),
)


class EndForm(forms.Form):
    """What the end of a version is proposed with."""

    act = forms.ChoiceField(
        label=gettext_lazy("What should happen?"),
        choices=ACTS,
        error_messages={"required": gettext_lazy("Choose what should happen")},
    )
    day = DayField(
        label=gettext_lazy("From which day is it retired?"),
        missing="",
        required=False,
        help_text=gettext_lazy(
            "Only when you retire it. Readers are told of the day as soon as a second person agrees."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Readers see this."),
        max_length=REASON_LENGTH,
        error_messages={"required": gettext_lazy("Say why: readers will ask")},
    )

    def __init__(self, *args: Any, retires: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        # Until it has retired it can be kept after all, and a version be withdrawn.
        acts = [act for act in ACTS if act[0] != ("retire" if retires else "keep")]
        cast(forms.ChoiceField, self.fields["act"]).choices = acts
        if retires:
            del self.fields["day"]

    def clean_day(self) -> object:
        """Ask for the day of a retirement."""
        day = self.cleaned_data["day"]
        if self.cleaned_data.get("act") == "retire" and day is None:
            raise forms.ValidationError(_("Enter the day from which it is retired"))
        return day


class EndDecisionForm(forms.Form):
    """What the second person says of it."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What do you say?"),
        choices=(("agree", gettext_lazy("Agree")), ("refuse", gettext_lazy("Refuse: everything stays as it is"))),
        error_messages={"required": gettext_lazy("Choose whether you agree")},
    )
    why = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Needed when you refuse."),
        required=False,
        max_length=REASON_LENGTH,
    )


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The published versions of a framework, newest first."""

    title: str
    versions: tuple[VersionCard, ...]
    terms_url: str
    """Where what it asks of assessments is set; empty for whoever does not set it."""


@dataclass(frozen=True, slots=True)
class EndingPage:
    """One published version: whether its end is proposed, and the form for what can be done now."""

    version: VersionCard
    proposed: ReleaseView | None
    """About its end; its publication is over."""
    words: str
    form: EndForm | None
    """None while a proposal waits, and once it is over."""
    decision: EndDecisionForm | None
    """For the second person, while a proposal waits."""
    anew: bool
    """Whether what was sent is about another proposal than the one that waits now."""


@with_account
def versions(request: Request, framework: str) -> HttpResponse:
    """List the published versions of a framework one writes."""
    found = frameworks.versions_of(framework)
    if not frameworks.may_author(found[0].framework_id, request.actor, request.at):
        raise NotVisible
    sets = assessments.may_set_terms(found[0].framework_id, request.actor, request.at)
    terms_url = reverse("authoring_terms", args=[framework]) if sets else ""
    return render(request, "authoring/versions.html", VersionsPage(found[0].title, found, terms_url))


@with_account
@step_up()
def ending(request: Request, framework: str, label: str) -> HttpResponse:
    """Propose the end of a version, decide about that as the second person, or take the proposal back."""
    version = frameworks.version(framework, label)
    if not frameworks.may_author(version.framework_id, request.actor, request.at):
        raise NotVisible
    last = queries.last_release(version.id, request.actor, request.at)
    proposed = last if last is not None and last.act != "publish" else None
    waits = proposed is not None and proposed.state == "open"
    posted = request.POST if request.method == "POST" else None
    # Only the form of a proposal says which proposal it is about: sent twice, the other form stays a proposal.
    proposes = posted is not None and "release" not in posted
    state = version.state_at(request.at)
    form = (
        None
        if state not in ("scheduled", "published", "retiring") or (waits and not proposes)
        else EndForm(posted if proposes else None, retires=state == "retiring")
    )
    decision = None
    if proposed is not None and proposed.may_decide:
        decides = posted is not None and not proposes and "take_back" not in posted
        decision = EndDecisionForm(posted if decides else None)
    status = 200
    if posted is not None:
        status = 422
        if proposes:
            done = _proposed(request, version, form)
        elif proposed is None or not waits:
            raise commands.ProposalOver
        elif not names(posted, proposed):
            done, status = "", 409
        elif "take_back" in posted:
            done = _taken_back(request, proposed)
        else:
            done = _decided(request, proposed, decision)
        if done:
            messages.success(request, done)
            return see_other(reverse("authoring_ending", args=[framework, label]))
    page = EndingPage(
        version, proposed, state_in_words(proposed.state) if proposed else "", form, decision, status == 409
    )
    return render(request, "authoring/ending.html", page, status=status)


def _proposed(request: Request, version: VersionCard, form: EndForm | None) -> str:
    """Propose what the form says; return the message, empty where the form has to be shown again."""
    if form is None:
        raise NotVisible
    if not form.is_valid():
        return ""
    given = form.cleaned_data
    try:
        commands.propose_ending(
            version_id=version.id,
            act=given["act"],
            from_at=beginning_of(given["day"]) if given["act"] == "retire" else request.at,
            reason=given["reason"],
            actor=request.actor,
            at=request.at,
        )
    except Refusal as no:
        form.add_error(None, str(no))
        return ""
    return _("Proposed. A head of the profession who is not you has to agree.")


def _decided(request: Request, proposed: ReleaseView, form: EndDecisionForm | None) -> str:
    if form is None:
        raise NotVisible
    if not form.is_valid():
        return ""
    agree = form.cleaned_data["answer"] == "agree"
    try:
        commands.decide_release(
            release=proposed.uuid, agree=agree, answer=form.cleaned_data["why"], actor=request.actor, at=request.at
        )
    except commands.ReasonNeeded as no:
        form.add_error("why", str(no))
        return ""
    except Refusal as no:
        form.add_error(None, str(no))
        return ""
    return _("Agreed. Readers are told.") if agree else _("Refused. Whoever proposed it is told why.")


def _taken_back(request: Request, proposed: ReleaseView) -> str:
    commands.take_release_back(release=proposed.uuid, actor=request.actor, at=request.at)
    return _("Taken back. Everything stays as it was.")
