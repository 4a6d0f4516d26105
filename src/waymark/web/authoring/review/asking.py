"""Asking people to review a draft, and choosing who signs it off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from waymark.access import queries as access
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import queries as people
from waymark.reviews import commands
from waymark.reviews import queries as reviews
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.review.overview import work
from waymark.web.authoring.review.words import parts
from waymark.web.base.access import with_account
from waymark.web.base.days import DayField
from waymark.web.base.going import see_other
from waymark.web.base.page import NavItem, render
from waymark.web.base.request import Request


class AskForm(forms.Form):
    """Whom to ask, by when, and a few words to them."""

    groups = forms.MultipleChoiceField(label=gettext_lazy("Review groups"), required=False)
    people = forms.MultipleChoiceField(label=gettext_lazy("People found"), required=False)
    due_on = DayField(
        label=gettext_lazy("By which day (optional)"), missing="", required=False,
        help_text=gettext_lazy("For example, 27 3 2027"),
    )  # fmt: skip
    message = forms.CharField(label=gettext_lazy("A few words to them (optional)"), required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("groups", groups), ("people", found)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices


class ChooseForm(forms.Form):
    """Who is to sign off."""

    account = forms.ChoiceField(
        label=gettext_lazy("Who is to sign it off?"),
        error_messages={"required": gettext_lazy("Choose somebody")},
    )

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = readers


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form that asks people to review."""

    bench: Bench
    parts: tuple[NavItem, ...]
    query: str
    found: int
    has_groups: bool
    form: AskForm


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """The form that chooses who signs off."""

    bench: Bench
    parts: tuple[NavItem, ...]
    form: ChooseForm
    hints: dict[str, str]
    anybody: bool


@with_account
def ask(request: Request, framework: str, label: str) -> HttpResponse:
    """Ask people and groups to review the draft, which puts it in review."""
    about = _run(request, framework, label)
    version = about.draft.version
    query = (request.POST.get("q") or request.GET.get("q") or "")[:200]
    found = people.find_colleagues(query, request.actor, request.at, with_account=True) if query else ()
    groups = reviews.groups(request.actor, request.at, version.framework_id)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        groups=[
            (
                str(one.uuid),
                ngettext("%(name)s (%(num)s person)", "%(name)s (%(num)s people)", len(one.members))
                % {"name": one.name, "num": len(one.members)},
            )
            for one in groups
        ],
        found=[(str(one.account_id), ", ".join(filter(None, (one.name, work(one))))) for one in found],
    )
    if request.method == "POST" and form.is_valid():
        try:
            number = commands.ask_for_review(
                version_id=version.id, accounts=[int(one) for one in form.cleaned_data["people"]],
                groups=[UUID(one) for one in form.cleaned_data["groups"]], due_on=form.cleaned_data["due_on"],
                message=form.cleaned_data["message"], actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except commands.NotDue as no:
            form.add_error("due_on", str(no))
        except commands.NotSaid as no:
            form.add_error("message", str(no))
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            said = ngettext(
                "%(num)s person is asked, and can read the draft.",
                "%(num)s people are asked, and can read the draft.",
                number,
            )
            messages.success(request, said % {"num": number})
            return see_other(reverse("authoring_review", args=about.args))
    page = AskPage(about, parts(request, about), query, len(found), bool(groups), form)
    return render(request, "authoring/review/ask.html", page, status=422 if form.errors else 200)


@with_account
def choose(request: Request, framework: str, label: str) -> HttpResponse:
    """Choose somebody who reads the draft to sign it off."""
    about = _run(request, framework, label)
    version = about.draft.version
    chosen = {one.who.account_id for one in reviews.sign_offs(version.id, request.at)}
    readers = access.account_cards(frameworks.readers(version.id, request.at) - chosen)
    known = people.colleagues_of_accounts(readers, request.actor, request.at)
    ordered = sorted(readers.values(), key=lambda card: (card.name.casefold(), card.id))
    form = ChooseForm(
        request.POST if request.method == "POST" else None, readers=[(str(one.id), one.name) for one in ordered]
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.choose_signatory(
                version_id=version.id, account_id=int(form.cleaned_data["account"]), actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as no:
            form.add_error("account", str(no))
        else:
            messages.success(request, _("They are asked to sign it off."))
            return see_other(reverse("authoring_review", args=about.args))
    page = ChoosePage(
        about, parts(request, about), form,
        {str(one.id): work(known.get(one.id)) or one.email for one in ordered}, bool(ordered),
    )  # fmt: skip
    return render(request, "authoring/review/choose.html", page, status=422 if form.errors else 200)


@with_account
@require_POST
def drop(request: Request, framework: str, label: str, uuid: UUID) -> HttpResponse:
    """Choose somebody no longer to sign the draft off."""
    about = bench(request, framework, label)
    commands.drop_signatory(signatory=uuid, actor=request.actor, at=request.at)
    messages.success(request, _("They are not asked to sign it off any more."))
    return see_other(reverse("authoring_review", args=about.args))


def _run(request: Request, framework: str, label: str) -> Bench:
    about = bench(request, framework, label)
    if not reviews.may_run(about.draft.version.id, request.actor, request.at):
        raise NotVisible
    return about
