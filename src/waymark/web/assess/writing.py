"""Writing an exercise: begun, saved, looked through as assessors will see it, published or thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import DraftSkill, DraftWord, ExerciseDraftView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Purpose
from waymark.web.assess.exercises import MOST
from waymark.web.base import errors
from waymark.web.base.access import holds, purpose
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

MOST_TITLE, MOST_SAMPLE, MOST_DIGITS = 200, 20_000, 12
OUT = "out-"
"""A button whose value begins so takes out the skill behind it."""


class NewForm(forms.Form):
    """About which framework, and what it is called."""

    framework = forms.ChoiceField(
        label=lazy("Which framework has the skills it is about?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": lazy("Choose the framework"),
            "invalid_choice": lazy("Choose one of the frameworks"),
        },
    )
    title = forms.CharField(
        label=lazy("What is it called?"),
        help_text=lazy("A few words by which assessors know it again. They should not give the level away."),
        max_length=MOST_TITLE,
        error_messages={
            "required": lazy("Give it a title"),
            "max_length": lazy("The title can have at most 200 characters"),
        },
    )

    def __init__(self, *args: Any, frameworks: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        """Offer the frameworks."""
        super().__init__(*args, **kwargs)
        found = self.fields["framework"]
        assert isinstance(found, forms.ChoiceField)
        found.choices = list(frameworks)


class DraftForm(forms.Form):
    """The piece of work."""

    title = forms.CharField(
        label=lazy("Title"),
        max_length=MOST_TITLE,
        error_messages={
            "required": lazy("Give it a title"),
            "max_length": lazy("The title can have at most 200 characters"),
        },
    )
    sample = forms.CharField(
        label=lazy("The work to judge"),
        help_text=lazy(
            "What an invented person wrote or did, in their words. Nobody who is real should be known by it."
        ),
        required=False,
        max_length=MOST_SAMPLE,
        widget=forms.Textarea,
        error_messages={"max_length": lazy("The work can have at most 20,000 characters")},
    )
    add = forms.ChoiceField(label=lazy("Another skill that the work shows"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: tuple[tuple[int, str], ...], **kwargs: Any) -> None:
        """Offer the skills that are not there yet."""
        super().__init__(*args, **kwargs)
        found = self.fields["add"]
        assert isinstance(found, forms.ChoiceField)
        found.choices = [("", _("Choose a skill")), *((str(pk), name) for pk, name in others)]


class WordForm(forms.Form):
    """The panel's level for one skill, and why."""

    level = forms.ChoiceField(
        label=lazy("The panel’s level"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": lazy("Choose one of the levels")},
    )
    reason = forms.CharField(
        label=lazy("Why the panel gives this level"),
        help_text=lazy("What in the work shows it, and what the next level would need. Assessors read it afterwards."),
        required=False,
        max_length=MOST,
        widget=forms.Textarea,
        error_messages={"max_length": lazy("The reason can have at most 4,000 characters")},
    )

    def __init__(self, *args: Any, skill: DraftSkill, **kwargs: Any) -> None:
        """Offer the levels of the skill, "not yet" first."""
        kwargs["prefix"] = f"skill-{skill.skill_id}"
        super().__init__(*args, **kwargs)
        found = self.fields["level"]
        assert isinstance(found, forms.ChoiceField)
        found.choices = [(str(rank), name) for rank, name in enumerate(skill.levels)]


@dataclass(frozen=True, slots=True)
class NewPage:
    """A new exercise."""

    form: NewForm
    any: bool
    """Whether there is a framework to write about."""


@dataclass(frozen=True, slots=True)
class SkillPart:
    """One skill of a draft."""

    skill: DraftSkill
    form: WordForm


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft."""

    draft: ExerciseDraftView
    form: DraftForm
    parts: tuple[SkillPart, ...]
    problem: str
    mistakes: tuple[tuple[str, str], ...]
    """What is wrong, and the address of the field within the page."""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A draft as assessors will see it."""

    draft: ExerciseDraftView
    problem: str


@holds(DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def new(request: Request) -> HttpResponse:
    """Begin an exercise."""
    offered = assessments.exercise_frameworks(request.actor, request.at)
    first = {"framework": offered[0][0]} if len(offered) == 1 else {}
    if request.method != "POST":
        return render(
            request, "assess/exercise_new.html", NewPage(NewForm(frameworks=offered, initial=first), bool(offered))
        )
    form = NewForm(request.POST, frameworks=offered)
    if form.is_valid():
        try:
            uuid = record.begin_exercise_draft(
                framework=form.cleaned_data["framework"], title=form.cleaned_data["title"], actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("title", str(refusal))
        else:
            return see_other(reverse("assess_exercise_draft", args=[uuid]))
    return render(request, "assess/exercise_new.html", NewPage(form, bool(offered)), status=422)


@holds(DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def draft(request: Request, uuid: UUID) -> HttpResponse:
    """Show a draft; save it, with a skill more or less; go on to look it through."""
    if request.method != "POST":
        found = assessments.exercise_draft(uuid, request.actor, request.at)
        form = DraftForm(
            others=found.others, initial={"title": found.title, "sample": found.sample, "revision": found.revision}
        )
        return render(request, "assess/exercise_draft.html", _page(found, form))
    then = request.POST.get("then", "")
    if then not in {"keep", "check"} and not then.startswith(OUT):
        return errors.bad_request(request)
    on_page = [int(one) for one in request.POST.getlist("skill") if one.isdecimal() and len(one) < MOST_DIGITS]
    found = assessments.exercise_draft(uuid, request.actor, request.at, also=on_page)
    form = DraftForm(request.POST, others=found.others)
    page = _page(found, form, request.POST, on_page)
    if not page.mistakes:
        try:
            record.keep_exercise_draft(
                draft=uuid, title=form.cleaned_data["title"], sample=form.cleaned_data["sample"],
                words=_words(page, without=then), seen_revision=form.cleaned_data["revision"], actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except record.DraftChanged as changed:
            # Whoever saves again has been told, and puts theirs in its place.
            again = request.POST.copy()
            again["revision"] = str(changed.there.revision)
            form = DraftForm(again, others=found.others)
            page = _page(found, form, request.POST, on_page, str(changed))
        except Refusal as refusal:
            page = _page(found, form, request.POST, on_page, str(refusal))
        else:
            if then == "check":
                return see_other(reverse("assess_exercise_check", args=[uuid]))
            messages.success(request, _("Saved. Nobody is asked before it is published."))
            added = form.cleaned_data["add"]
            return see_other(reverse("assess_exercise_draft", args=[uuid]) + (f"#skill-{added}" if added else ""))
    return render(request, "assess/exercise_draft.html", page, status=422)


@holds(DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def check(request: Request, uuid: UUID) -> HttpResponse:
    """Show a draft as assessors will see it, with what is missing; publish it."""
    found = assessments.exercise_draft(uuid, request.actor, request.at)
    if request.method != "POST":
        return render(request, "assess/exercise_check.html", CheckPage(found, ""))
    revision = request.POST.get("revision", "")
    if not revision.isdecimal() or len(revision) >= MOST_DIGITS:
        return errors.bad_request(request)
    try:
        done = record.publish_exercise_draft(
            draft=uuid, seen_revision=int(revision), actor=request.actor, at=request.at
        )
    except NotVisible:
        raise
    except Refusal as refusal:
        return render(request, "assess/exercise_check.html", CheckPage(found, str(refusal)), status=422)
    words = ngettext(
        "Published: %(num)d exercise. Assessors of the profession are asked from now on.",
        "Published: %(num)d exercises, one for each skill. Assessors of the profession are asked from now on.",
        done.added,
    )
    messages.success(request, words % {"num": done.added})
    return see_other(reverse("assess_exercises"))


@holds(DutyKind.MODERATOR)
@purpose(Purpose.ASSESSMENT)
def throw_away(request: Request, uuid: UUID) -> HttpResponse:
    """Ask whether a draft is to go, and throw it away."""
    found = assessments.exercise_draft(uuid, request.actor, request.at)
    if request.method != "POST":
        return render(request, "assess/exercise_throw_away.html", CheckPage(found, ""))
    record.throw_away_exercise_draft(draft=uuid, actor=request.actor, at=request.at)
    messages.success(request, _("The draft is thrown away."))
    return see_other(reverse("assess_exercises"))


def _page(
    found: ExerciseDraftView,
    form: DraftForm,
    posted: QueryDict | None = None,
    on_page: list[int] | None = None,
    problem: str = "",
) -> DraftPage:
    """Put the page together: from the draft, or from what was posted."""
    parts = []
    for one in found.skills:
        if on_page is not None and one.skill_id not in on_page:
            continue
        level = "" if one.level is None else str(one.level)
        word = (
            WordForm(posted, skill=one)
            if posted is not None
            else WordForm(skill=one, initial={"level": level, "reason": one.reason})
        )
        parts.append(SkillPart(one, word))
    # Asked of each, so that everything that is wrong is said at once.
    wrong = [each for each in [form, *(part.form for part in parts)] if posted is not None and not each.is_valid()]
    mistakes = [
        (str(words), f"#{each[name].auto_id}") for each in wrong for name, several in each.errors.items()
        for words in several
    ]  # fmt: skip
    return DraftPage(found, form, tuple(parts), problem, tuple(mistakes))


def _words(page: DraftPage, *, without: str) -> list[DraftWord]:
    words = [
        DraftWord(
            part.skill.skill_id,
            int(part.form.cleaned_data["level"]) if part.form.cleaned_data["level"] else None,
            part.form.cleaned_data["reason"],
        )
        for part in page.parts
        if without != f"{OUT}{part.skill.skill_id}"
    ]
    added = page.form.cleaned_data["add"]
    return [*words, DraftWord(int(added), None, "")] if added else words
