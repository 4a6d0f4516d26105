"""What people say is wrong about their record, for whoever can put it right."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.people import commands, queries
from waymark.people.types import Colleague, CorrectionView, PersonCard
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

MENDERS = (DutyKind.HR_DIRECTOR, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, DutyKind.ADMINISTRATOR)
"""Duties that put people's records right."""
MOST_ANSWER = 1000


class DecisionForm(forms.Form):
    """Whether the person is right, and a word to them."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        error_messages={
            "required": gettext_lazy("Select whether you accept or decline it"),
            "invalid_choice": gettext_lazy("Select whether you accept or decline it"),
        },
    )
    answer = forms.CharField(
        label=gettext_lazy("Your answer to the person"),
        help_text=gettext_lazy("Up to 1,000 characters. If you decline, say why."),
        required=False,
        max_length=MOST_ANSWER,
        error_messages={"max_length": gettext_lazy("Your answer must be 1,000 characters or fewer")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The manager on record when the page was shown."""

    def clean(self) -> dict[str, object]:
        """Ask for a reason with a no."""
        data = super().clean() or {}
        if (
            data.get("decision") == "decline"
            and not str(data.get("answer", "")).strip()
            and "answer" not in self.errors
        ):
            self.add_error("answer", _("Say why you decline it"))
        return data


@dataclass(frozen=True, slots=True)
class Listed:
    """One correction of the list."""

    view: CorrectionView
    what: str
    wanted: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """The corrections that wait for me, or those that were answered."""

    listed: tuple[Listed, ...]
    total: int
    settled: bool
    pages: Pagination


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """One correction, and what is on record now."""

    view: CorrectionView
    what: str
    state: str
    person: PersonCard
    now: str
    """What the record says now; shown for a manager only, who may have changed since."""
    manager: Colleague | None
    form: DecisionForm
    hints: dict[str, str]
    mapping_url: str
    """Where the post is mapped, when the person says that it or their role is wrong and the actor may map it."""
    by_mapping: bool
    """Whether deciding which role the post is answers the person, and nothing else but a no does."""


@holds(*MENDERS)
def listing(request: Request) -> HttpResponse:
    """List the corrections that wait for me to decide, oldest first; or those that were answered."""
    settled = request.GET.get("state") == "answered"
    found = queries.corrections_to_decide(
        request.actor, request.at, open_only=not settled, page=page_number(request.GET)
    )
    looked_at(request, (one.person_id for one in found.corrections), ground=_ground(), list="corrections")
    page = CorrectionsPage(
        listed=tuple(
            Listed(
                one,
                _what(one.about),
                one.proposed_manager_name or (one.proposed_role.title if one.proposed_role else one.text),
                _state(one.state),
                reverse("operating_correction", args=[one.uuid]),
            )
            for one in found.corrections
        ),
        total=found.total,
        settled=settled,
        pages=paginate(found.page, found.pages, request.GET),
    )
    return render(request, "operating/corrections.html", page)


@holds(*MENDERS)
def correction(request: Request, uuid: UUID) -> HttpResponse:
    """Show one correction; accept it or decline it."""
    if not queries.may_decide_correction(uuid, request.actor, request.at):
        raise NotVisible
    if request.method != "POST":
        return render(request, "operating/correction.html", _page(request, uuid))
    page = _page(request, uuid, bound=True)
    form = page.form
    if not form.is_valid():
        return render(request, "operating/correction.html", page, status=422)
    try:
        if form.cleaned_data["decision"] == "decline":
            commands.decline_correction(
                uuid=uuid, reason=form.cleaned_data["answer"], actor=request.actor, at=request.at
            )
            messages.success(request, _("Declined. The person is told why."))
        else:
            changed = commands.accept_correction(
                uuid=uuid,
                answer=form.cleaned_data["answer"],
                seen_manager_id=form.cleaned_data["seen"],
                actor=request.actor,
                at=request.at,
            )
            messages.success(
                request,
                _("Accepted. The manager on record has changed from today, and the person is told.")
                if changed
                else _("Accepted. The person is told."),
            )
    except Refusal as refusal:
        if isinstance(refusal, NotVisible):
            raise
        page = _page(request, uuid, bound=True, afresh=True)
        page.form.add_error(None, str(refusal))
        return render(request, "operating/correction.html", page, status=409 if isinstance(refusal, Stale) else 422)
    return see_other(reverse("operating_corrections"))


def _page(request: Request, uuid: UUID, *, bound: bool = False, afresh: bool = False) -> CorrectionPage:
    """Put the page together; ``afresh``: what is on record now counts as seen, since the page shows it."""
    view = queries.correction(uuid, request.actor, request.at)
    person = queries.card(view.person_id, request.at)
    manager = None
    if view.proposed_manager_id is not None:
        manager = queries.colleagues([view.proposed_manager_id], request.actor, request.at).get(
            view.proposed_manager_id
        )
    looked_at(
        request,
        [view.person_id, *([view.proposed_manager_id] if view.proposed_manager_id else [])],
        ground=_ground(),
    )
    data = None
    if bound:
        data = request.POST.copy()
        if afresh:
            data["seen"] = str(person.manager_id or "")
    form = DecisionForm(data, initial={"seen": person.manager_id})
    by_mapping = view.about == "role" and person.post_id is not None
    form.fields["decision"].choices = [  # type: ignore[attr-defined]
        ("accept", _("Accept: the person is right")),
        ("decline", _("Decline: the record stays as it is")),
    ]
    return CorrectionPage(
        view=view,
        what=_what(view.about),
        state=_state(view.state),
        person=person,
        now=person.manager_name if view.about == "manager" else "",
        manager=manager,
        form=form,
        hints={
            "accept": (
                _("%(manager)s becomes their manager from today, and sees what the person shares with their manager.")
                % {"manager": view.proposed_manager_name}
                if manager
                else _("Put it right in the HR system first: this site takes it from there.")
            )
        },
        mapping_url=_mapping_url(request, view, person),
        by_mapping=by_mapping,
    )


def _mapping_url(request: Request, view: CorrectionView, person: PersonCard) -> str:
    if view.about not in {"role", "post"} or person.post_id is None:
        return ""
    found = queries.post_to_map(person.post_id, request.actor, request.at)
    if found is None:
        return ""
    url = reverse("department_post", args=[found.department_slug, found.uuid])
    return f"{url}?correction={view.uuid}" if view.about == "role" else url


def _ground() -> str:
    return _("they can put right what the person says is wrong")


def _what(about: str) -> str:
    return {
        "manager": _("Manager"),
        "post": _("Post"),
        "role": _("Role"),
        "profession": _("Profession"),
        "name": _("Name"),
    }[about]


def _state(state: str) -> str:
    return {
        "open": _("Waits for an answer"),
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "withdrawn": _("The person took it back"),
    }[state]
