"""My data: who looked at it, what is held, a copy of it, and what I can ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access import queries as access
from waymark.audit import queries as audit
from waymark.audit.types import AccessLine
from waymark.kernel.errors import Refusal
from waymark.people import commands as people
from waymark.people import queries as people_queries
from waymark.people.types import RestrictionView
from waymark.privacy import commands as privacy
from waymark.privacy import queries as privacy_queries
from waymark.privacy.types import Held, Notice, RequestKind, RequestState, RequestView
from waymark.web.base.access import signed_in
from waymark.web.base.answers import attachment, json_attachment
from waymark.web.base.page import render
from waymark.web.base.places import page_called
from waymark.web.base.request import Request
from waymark.web.base.texts import text_field
from waymark.web.me.common import me, see_other

LOOKS = 25
MOST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Look:
    """One look at my record."""

    at: datetime
    who: str
    purpose: str
    what: str
    ground: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing I asked for."""

    url: str
    kind: str
    about: str
    state: str
    asked_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """Who looked, what I can do, and what I asked for."""

    looks: tuple[Look, ...]
    earlier: str
    """What to ask for earlier looks with; empty when these are the first."""
    latest: bool
    requests: tuple[Asked, ...]
    restriction: RestrictionView | None


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """What is held for one purpose."""

    notice: Notice
    lines: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class HeldPage:
    """What is held about me, purpose by purpose."""

    groups: tuple[HeldGroup, ...]


@dataclass(frozen=True, slots=True)
class AskPage:
    """A form that asks for something about my data."""

    form: forms.Form
    restriction: RestrictionView | None = None


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One thing I asked for, and the answer."""

    request: RequestView
    kind: str
    state: str
    open: bool


class CorrectionForm(forms.Form):
    """What is wrong."""

    about = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        error_messages={
            "required": gettext_lazy("Select what it is about, or select that you are not sure"),
            "invalid_choice": gettext_lazy("Select one of the kinds of data in the list"),
        },
    )
    text = text_field(
        gettext_lazy("What is wrong, and what would be right?"),
        missing=gettext_lazy("Enter what is wrong and what would be right"),
        most=MOST_TEXT,
        too_long=gettext_lazy("What is wrong must be 4,000 characters or fewer"),
    )

    NOT_SURE = "not-sure"

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer every kind of data that there can be about me."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [
            ("", _("Choose what it is about")),
            *privacy_queries.kinds(),
            (self.NOT_SURE, _("I am not sure, or it is something else")),
        ]


class ReasonForm(forms.Form):
    """Why, in my own words; may stay empty."""

    reason = forms.CharField(
        label=gettext_lazy("Why are you asking? (optional)"),
        help_text=gettext_lazy("The data protection officer sees this."),
        required=False,
        max_length=MOST_TEXT,
        error_messages={"max_length": gettext_lazy("Your reason must be 4,000 characters or fewer")},
    )


@signed_in
def overview(request: Request) -> HttpResponse:
    """Show who looked, what I can do, and what I asked for."""
    person = me(request)
    after = request.GET.get("after", "")
    found = audit.accesses_of(person.id, actor=request.actor, at=request.at, after=after, size=LOOKS)
    page = PrivacyPage(
        looks=_looks(found.lines),
        earlier=found.after,
        latest=not after,
        requests=tuple(_asked(one) for one in privacy_queries.my_requests(request.actor, request.at)),
        restriction=people_queries.restriction(person.id, request.actor, request.at),
    )
    return render(request, "me/privacy.html", page)


@signed_in
def held(request: Request) -> HttpResponse:
    """Show what is held about me, why and for how long."""
    lines = privacy_queries.held(me(request).id, request.actor, request.at)
    groups = (
        HeldGroup(notice, tuple(line for line in lines if privacy_queries.purpose_slug(line.purpose) == notice.slug))
        for notice in privacy_queries.notices()
    )
    return render(request, "me/privacy_held.html", HeldPage(tuple(group for group in groups if group.lines)))


@signed_in
def copy_json(request: Request) -> HttpResponse:
    """Hand over everything about me, for programs."""
    copy = privacy_queries.copy(me(request).id, request.actor, request.at)
    return json_attachment(copy.document(), "my-data.json")


@signed_in
def copy_pdf(request: Request) -> HttpResponse:
    """Hand over everything about me, to read."""
    copy = privacy_queries.copy(me(request).id, request.actor, request.at)
    return attachment(privacy_queries.as_pdf(copy), "application/pdf", "my-data.pdf")


@signed_in
def correction(request: Request) -> HttpResponse:
    """Ask for something about me to be put right."""
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data["about"]
        try:
            privacy.ask(
                kind=RequestKind.CORRECTION, text=form.cleaned_data["text"],
                about="" if about == CorrectionForm.NOT_SURE else about, actor=request.actor, at=request.at,
            )  # fmt: skip
        except privacy.NotTheseWords as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("We have told the data protection officer. You will see the answer here."))
            return see_other(reverse("me_privacy"))
    return render(request, "me/privacy_correction.html", AskPage(form), status=422 if form.errors else 200)


@signed_in
def restriction(request: Request) -> HttpResponse:
    """Stop the use of my record, or let it be used again."""
    person = me(request)
    now = people_queries.restriction(person.id, request.actor, request.at)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("action") == "lift":
                people.lift_restriction(person_id=person.id, actor=request.actor, at=request.at)
                said = _("Your record can be used again.")
            else:
                people.restrict(
                    person_id=person.id, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
                )
                said = _("Your record is no longer used. Only you and the data protection officer see it.")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return see_other(reverse("me_privacy"))
    return render(request, "me/privacy_restriction.html", AskPage(form, now), status=422 if form.errors else 200)


@signed_in
def erasure(request: Request) -> HttpResponse:
    """Ask to be erased, after being told what that means."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            privacy.ask(kind=RequestKind.ERASURE, text=form.cleaned_data["reason"], actor=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("We have told the data protection officer. Nothing is erased until they agree.")
            )
            return see_other(reverse("me_privacy"))
    return render(request, "me/privacy_erasure.html", AskPage(form), status=422 if form.errors else 200)


@signed_in
def asked(request: Request, uuid: UUID) -> HttpResponse:
    """Show one thing I asked for, and let me take it back while nobody has answered."""
    found = privacy_queries.request(uuid, request.actor, request.at)
    if found.person_id != me(request).id:
        return see_other(reverse("operating_privacy_request", args=[uuid]))
    if request.method == "POST":
        privacy.take_back(request=uuid, actor=request.actor, at=request.at)
        messages.success(request, _("You have taken it back."))
        return see_other(reverse("me_privacy"))
    page = RequestPage(
        found,
        privacy_queries.request_kind(found.kind),
        privacy_queries.request_state(found.state),
        found.state == RequestState.OPEN,
    )
    return render(request, "me/privacy_request.html", page)


def _looks(found: Iterable[AccessLine]) -> tuple[Look, ...]:
    lines = tuple(found)
    known = access.account_names(line.actor_account_id for line in lines if line.actor_account_id is not None)
    names = {pk: account.name for pk, account in known.items()}
    return tuple(
        Look(
            at=line.at,
            who=_who(line.by_operator, names.get(line.actor_account_id or 0, "")),
            purpose=privacy_queries.purpose(line.purpose),
            what=page_called(line.what),
            ground=line.ground,
        )
        for line in lines
    )


def _who(by_operator: bool, name: str) -> str:
    if by_operator:
        return _("An operator of this site")
    return name or _("Somebody whose account is gone")


def _asked(one: RequestView) -> Asked:
    return Asked(
        url=reverse("me_privacy_request", args=[one.uuid]),
        kind=privacy_queries.request_kind(one.kind),
        about=one.about,
        state=privacy_queries.request_state(one.state),
        asked_at=one.asked_at,
        decided_at=one.decided_at,
    )
