"""What a framework asks of assessments: the terms that hold, the form that changes them, and what held before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import TermsLine, TermsView
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.text import spoken
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

NEVER = "never"


class TermsForm(forms.Form):
    """What is asked of assessments."""

    evidence_from = forms.ChoiceField(
        label=lazy("From which level up is evidence asked for?"),
        help_text=lazy("People can send it without, and are told before that it may come back."),
        error_messages={"required": lazy("Choose a level, or never")},
    )
    days = forms.IntegerField(
        label=lazy("Within how many days should whoever has an assessment answer?"),
        min_value=1,
        max_value=365,
        error_messages={
            "required": lazy("Enter a number of days"),
            "invalid": lazy("Enter a number of days, like 20"),
            "min_value": lazy("Give 1 to 365 days"),
            "max_value": lazy("Give 1 to 365 days"),
        },
    )
    months = forms.IntegerField(
        label=lazy("For how many months does a sign-off hold?"),
        help_text=lazy("Leave it empty for no end."),
        required=False,
        min_value=1,
        max_value=120,
        error_messages={
            "invalid": lazy("Enter a number of months, like 36"),
            "min_value": lazy("Give 1 to 120 months, or leave it empty"),
            "max_value": lazy("Give 1 to 120 months, or leave it empty"),
        },
    )
    blind = forms.ChoiceField(
        label=lazy("What does whoever decides see first?"),
        choices=(
            ("no", lazy("What the person put, beside the standard")),
            ("yes", lazy("The standard alone: they see what the person put once they have put theirs")),
        ),
        error_messages={"required": lazy("Choose what they see first")},
    )
    reason = forms.CharField(
        label=lazy("Why?"),
        max_length=400,
        widget=forms.Textarea,
        error_messages={
            "required": lazy("Say why. Whoever sets them next reads it"),
            "max_length": lazy("Your reason must be 400 characters or fewer"),
        },
    )

    def offer(self, names: tuple[str, ...]) -> None:
        """Offer the levels, by what most of the framework calls them."""
        field = cast(forms.ChoiceField, self.fields["evidence_from"])
        field.choices = [
            (NEVER, _("Never")),
            *((str(rank), name) for rank, name in enumerate(names, 1)),
        ]


@dataclass(frozen=True, slots=True)
class TermsPage:
    """The terms of a framework."""

    slug: str
    title: str
    now: tuple[tuple[str, str], ...]
    own: bool
    """Whether the framework set them; else they are those of every framework."""
    form: TermsForm
    before: tuple[tuple[TermsLine, tuple[tuple[str, str], ...]], ...]


@with_account
def terms(request: Request, framework: str) -> HttpResponse:
    """Show what is asked of assessments against a framework, and set it anew."""
    version = frameworks.versions_of(framework)[0]
    actor, at = request.actor, request.at
    lines = assessments.terms_history(version.framework_id, actor, at)
    holds = assessments.terms_of(version.framework_id)
    names = _names(version.id, holds)
    form = TermsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "evidence_from": str(holds.evidence_from or NEVER), "days": holds.days, "months": holds.months,
            "blind": "yes" if holds.blind else "no",
        },
    )  # fmt: skip
    form.offer(names)
    page = TermsPage(
        slug=framework,
        title=version.title,
        now=_in_words(holds, names),
        own=bool(lines),
        form=form,
        before=tuple((line, _in_words(line.terms, names)) for line in lines),
    )
    if request.method != "POST":
        return render(request, "authoring/terms.html", page)
    if form.is_valid():
        said = form.cleaned_data
        try:
            record.set_terms(
                framework_id=version.framework_id,
                evidence_from=None if said["evidence_from"] == NEVER else int(said["evidence_from"]),
                days=said["days"], months=said["months"], blind=said["blind"] == "yes", reason=said["reason"],
                actor=actor, at=at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. It holds for what is sent and signed off from now on."))
            return see_other(reverse("authoring_terms", args=[framework]))
    return render(request, "authoring/terms.html", page, status=422)


def _names(version_id: int, holds: TermsView) -> tuple[str, ...]:
    """Return what levels are called by the longest scale of a version; a number where none of its scales has one."""
    scales = frameworks.scales_in_use(version_id)
    longest = max((one.scale.levels for one in scales), key=len, default=())
    number = max(len(longest), holds.evidence_from or 0)
    return tuple(
        longest[rank - 1].name if rank <= len(longest) else _("Level %(number)s") % {"number": rank}
        for rank in range(1, number + 1)
    )


def _in_words(terms: TermsView, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    rank = terms.evidence_from
    level = names[rank - 1] if rank and rank <= len(names) else _("Level %(number)s") % {"number": rank}
    return (
        (_("Evidence"), _("From %(level)s up") % {"level": spoken(level)} if rank else _("Never asked for")),
        (_("Answer within"), ngettext("%(num)d day", "%(num)d days", terms.days) % {"num": terms.days}),
        (
            _("A sign-off holds"),
            ngettext("%(num)d month", "%(num)d months", terms.months) % {"num": terms.months}
            if terms.months
            else _("Without end"),
        ),
        (
            _("Whoever decides sees first"),
            _("The standard alone") if terms.blind else _("What the person put, beside the standard"),
        ),
    )
