"""Saying that a draft is ready, or not yet and why."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.reviews import commands
from waymark.reviews import queries as reviews
from waymark.reviews.types import Counted, SignOffView
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.review.words import parts
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import NavItem, render
from waymark.web.base.request import Request


class SignForm(forms.Form):
    """Ready, or not yet because."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Is it ready to be released?"),
        choices=[("ready", gettext_lazy("Ready")), ("not-yet", gettext_lazy("Not yet"))],
        error_messages={"required": gettext_lazy("Say whether it is ready")},
    )
    reason = forms.CharField(
        label=gettext_lazy("What is missing"),
        help_text=gettext_lazy("Needed when it is not ready yet. Everyone who reads the draft can see it."),
        required=False,
    )


@dataclass(frozen=True, slots=True)
class SignPage:
    """The form that signs a draft off."""

    bench: Bench
    parts: tuple[NavItem, ...]
    before: SignOffView
    """What they said last."""
    open: Counted
    form: SignForm
    seen: str
    """Digest of the content as it stands."""


@with_account
def sign(request: Request, framework: str, label: str) -> HttpResponse:
    """Sign the draft off, or say what is missing."""
    about = bench(request, framework, label)
    version, me = about.draft.version, request.actor.account_id
    before = next((one for one in reviews.sign_offs(version.id, request.at) if one.who.account_id == me), None)
    if before is None:
        raise NotVisible
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.sign_off(
                version_id=version.id, ready=form.cleaned_data["answer"] == "ready",
                reason=form.cleaned_data["reason"], seen=request.POST.get("seen", ""), actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except commands.NotSaid as no:
            form.add_error("reason", str(no))
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Thank you. What you said stands beside your name."))
            return see_other(reverse("authoring_review", args=about.args))
    page = SignPage(
        bench=about,
        parts=parts(request, about),
        before=before,
        open=reviews.open_in([version.framework_id]).get(version.framework_id, Counted()),
        form=form,
        seen=frameworks.content_digest(version.id),
    )
    return render(request, "authoring/review/sign.html", page, status=422 if form.errors else 200)
