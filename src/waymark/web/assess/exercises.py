"""Exercises for assessors, and how far somebody's own levels agree with the panel's."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AgreementView, ExerciseDraftLine, ExerciseLine, ExerciseList, ExerciseView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Purpose
from waymark.reporting import queries as reporting
from waymark.reporting.types import OwnSeverity
from waymark.web.base import errors
from waymark.web.base.access import holds, purpose
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

MOST = 4000


class AnswerForm(forms.Form):
    """The level of an exercise, and why."""

    level = forms.ChoiceField(
        label=lazy("Which level does it show?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": lazy("Choose the level it shows"),
            "invalid_choice": lazy("Choose one of the levels"),
        },
    )
    reason = forms.CharField(
        label=lazy("Why"),
        help_text=lazy("What in it made you choose this level, and what the next one would need."),
        max_length=MOST,
        widget=forms.Textarea,
        error_messages={
            "required": lazy("Say why you chose this level"),
            "max_length": lazy("The reason can have at most 4,000 characters"),
        },
    )

    def __init__(self, *args: object, levels: tuple[str, ...], **kwargs: object) -> None:
        """Offer the levels, "not yet" first."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        found = self.fields["level"]
        assert isinstance(found, forms.ChoiceField)
        found.choices = [(str(rank), name) for rank, name in enumerate(levels)]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the exercises, under a heading."""

    heading: str
    lines: tuple[ExerciseLine, ...]
    own: bool
    """Whether there is a column for what they said themselves."""


@dataclass(frozen=True, slots=True)
class ExercisesPage:
    """The list."""

    parts: tuple[Part, ...]
    listed: ExerciseList
    compares: bool
    """Whether they may see how departments compare."""
    writes: bool
    """Whether they may write exercises."""
    drafts: tuple[ExerciseDraftLine, ...]


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """One exercise."""

    exercise: ExerciseView
    form: AnswerForm
    problem: str
    said: str
    panel: str
    apart: str
    """How far theirs is from the panel's, in words; empty while they do not see it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, in words, with how it comes about."""

    name: str
    value: str
    sum: str


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """How somebody's levels compare with the panel's on one scale."""

    view: AgreementView
    sentence: str
    figures: tuple[Figure, ...]
    missing: str
    """Why there are no figures; empty when there are."""
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    """The panel's level, and how often theirs was each level."""


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """My agreement."""

    parts: tuple[AgreementPart, ...]
    severity: tuple[OwnSeverity, ...]


@holds(DutyKind.ASSESSOR, DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def listing(request: Request) -> HttpResponse:
    """List the exercises of the professions somebody assesses or moderates for."""
    found = assessments.exercises(request.actor, request.at)
    parts = (
        Part(_("To do"), found.to_do, own=False),
        Part(_("Done"), found.done, own=True),
        Part(_("Exercises you look after"), found.others, own=False),
    )
    moderates = bool(request.actor.holding(DutyKind.MODERATOR))
    page = ExercisesPage(
        tuple(part for part in parts if part.lines), found, compares=moderates, writes=moderates,
        drafts=assessments.exercise_drafts(request.actor, request.at) if moderates else (),
    )  # fmt: skip
    return render(request, "assess/exercises.html", page)


@holds(DutyKind.ASSESSOR, DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def exercise(request: Request, uuid: UUID) -> HttpResponse:
    """Show one exercise; take an answer, once; retire it."""
    found = assessments.exercise(uuid, request.actor, request.at)
    if request.method != "POST":
        return render(request, "assess/exercise.html", _page(found, AnswerForm(levels=found.levels)))
    if request.POST.get("then") == "retire":
        record.retire_exercise(exercise=uuid, actor=request.actor, at=request.at)
        messages.success(request, _("Retired. Nobody is asked any more; the answers stay."))
        return see_other(reverse("assess_exercises"))
    if request.POST.get("then") != "answer":
        return errors.bad_request(request)
    form = AnswerForm(request.POST, levels=found.levels)
    problem = ""
    if form.is_valid():
        try:
            record.answer_exercise(
                exercise=uuid, level=int(form.cleaned_data["level"]), reason=form.cleaned_data["reason"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            found, problem = assessments.exercise(uuid, request.actor, request.at), str(refusal)
        else:
            messages.success(request, _("Your answer is kept. The panel’s is beside it now."))
            return see_other(reverse("assess_exercise", args=[uuid]))
    return render(request, "assess/exercise.html", _page(found, form, problem), status=422)


@holds(DutyKind.ASSESSOR)
@purpose(Purpose.ASSESSMENT)
def agreement(request: Request) -> HttpResponse:
    """Show how far my own levels agree with the panel's."""
    parts = tuple(_part(view) for view in assessments.my_agreement(request.actor, request.at))
    severity = reporting.own_severity(request.actor, request.at)
    return render(request, "assess/agreement.html", AgreementPage(parts, severity))


def _page(found: ExerciseView, form: AnswerForm, problem: str = "") -> ExercisePage:
    apart = ""
    if found.level is not None and found.panel_level is not None:
        apart = apart_in_words(found.level - found.panel_level)
    return ExercisePage(
        exercise=found,
        form=form,
        problem=problem,
        said=found.levels[found.level] if found.level is not None else "",
        panel=found.levels[found.panel_level] if found.panel_level is not None else "",
        apart=apart,
    )


def apart_in_words(apart: int) -> str:
    """Say how far a level is from the panel's."""
    if not apart:
        return _("You and the panel chose the same level.")
    words = (
        ngettext("You are %(num)d level above the panel.", "You are %(num)d levels above the panel.", apart)
        if apart > 0
        else ngettext("You are %(num)d level below the panel.", "You are %(num)d levels below the panel.", -apart)
    )
    return words % {"num": abs(apart)}


def _part(view: AgreementView) -> AgreementPart:
    sentence = ngettext(
        "Of %(pairs)d answer, %(same)d is at the panel’s level and %(near)d at most one level away.",
        "Of %(pairs)d answers, %(same)d are at the panel’s level and %(near)d at most one level away.",
        view.pairs,
    ) % {"pairs": view.pairs, "same": view.same, "near": view.near}
    missing = ""
    if view.exact is None:
        missing = _("Figures stand here from %(fewest)d answers on: over fewer, one answer would move them by over a "
                    "tenth.") % {"fewest": view.fewest}  # fmt: skip
    return AgreementPart(
        view=view,
        sentence=sentence,
        figures=_figures(view) if not missing else (),
        missing=missing,
        rows=tuple(zip(view.levels, view.table, strict=True)),
    )


def _figures(view: AgreementView) -> tuple[Figure, ...]:
    no_kappa = _("None: everything is at one level, so chance would agree as well.")
    kappas = [f"{one:.2f}" if one is not None else no_kappa for one in (view.kappa_linear, view.kappa_quadratic)]
    return (
        Figure(
            _("The same level"),
            f"{view.exact:.0%}".replace("%", " %"),
            _("%(part)d of %(pairs)d") % {"part": view.same, "pairs": view.pairs},
        ),
        Figure(
            _("At most one level apart"),
            f"{view.adjacent:.0%}".replace("%", " %"),
            _("%(part)d of %(pairs)d") % {"part": view.near, "pairs": view.pairs},
        ),
        Figure(
            _("Mean difference"),
            f"{view.difference:+.2f}",
            _("The sum of yours less the panel’s, %(sum)+d, over %(pairs)d. Above 0: you give more.")
            % {"sum": view.sum_apart, "pairs": view.pairs},
        ),
        Figure(
            _("Weighted kappa, linear"),
            kappas[0],
            _("1 when you always agree, 0 when chance would agree as often. Two levels apart is twice as bad as one."),
        ),
        Figure(_("Weighted kappa, quadratic"), kappas[1], _("The same; two levels apart is four times as bad as one.")),
    )
