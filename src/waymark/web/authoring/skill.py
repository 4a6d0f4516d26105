"""The form of one skill of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Derivation, LevelWords, PassageKind, Shown, SkillWords
from waymark.web.authoring import checks
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.forms import Writing, WritingForm, WritingView
from waymark.web.authoring.review.beside import Talked, talk
from waymark.web.authoring.skills import place_of
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.skill_kinds import SKILL_KINDS, skill_kind_name

POINTS = gettext_lazy("One point on each line, beginning with a hyphen; a sentence may lead. Say what can be seen.")


class SkillForm(WritingForm):
    """What a skill says, and four fields for each level of its scale."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what the skill is called")},
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        help_text=gettext_lazy("What it is, in a sentence or two."),
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of skill"))
    code = forms.CharField(
        label=gettext_lazy("Code (optional)"),
        help_text=gettext_lazy("What the framework numbers it by."),
        max_length=100,
        required=False,
    )
    scale = forms.ChoiceField(
        label=gettext_lazy("Scale"),
        help_text=gettext_lazy("After saving with another scale, this page has the levels of that one."),
    )
    parent = forms.CharField(
        label=gettext_lazy("Stands under (optional)"),
        help_text=gettext_lazy("The name of another skill of this draft. Left empty, it stands at the top."),
        required=False,
    )
    alternative_labels = forms.CharField(
        label=gettext_lazy("Other names (optional)"),
        help_text=gettext_lazy("One on each line. Readers see them, and search finds them."),
        required=False,
    )
    hidden_labels = forms.CharField(
        label=gettext_lazy("Hidden names (optional)"),
        help_text=gettext_lazy("One on each line. Only search knows them: old names, common misspellings."),
        required=False,
    )

    def __init__(
        self, *args: Any, scales: tuple[tuple[str, str], ...], level_names: dict[int, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        kind, scale = self.fields["kind"], self.fields["scale"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(scale, forms.ChoiceField)
        kind.choices = [(one, skill_kind_name(one)) for one in SKILL_KINDS]
        scale.choices = list(scales)
        self.ranks = sorted(
            int(name.split("_")[1])
            for name in self.shown.fields
            if name.startswith("level_") and name.endswith("_text")
        )
        for rank in self.ranks:
            level = level_names.get(rank) or _("Level %(rank)s, beyond the scale") % {"rank": rank}
            self._add(f"level_{rank}_text", _("%(level)s: what somebody does") % {"level": level}, help_text=POINTS)
            self.fields[f"level_{rank}_undefined"] = forms.BooleanField(
                label=_("%(level)s is named and left undefined") % {"level": level}, required=False
            )
            self._add(f"level_{rank}_evidence", _("%(level)s: what could show it (optional)") % {"level": level})
            self._add(f"level_{rank}_learning", _("%(level)s: how to get there (optional)") % {"level": level})
        self.level_names = level_names

    def _add(self, name: str, label: str, **options: Any) -> None:
        self.fields[name] = forms.CharField(label=label, required=False, **options)


@dataclass(frozen=True, slots=True)
class LevelFields:
    """The fields of one level."""

    name: str
    rank: int
    text: BoundField
    undefined: BoundField
    evidence: BoundField
    learning: BoundField
    open: bool
    """Whether evidence and learning are shown at once: something stands there, or something is wrong."""


@dataclass(frozen=True, slots=True)
class SkillPage:
    """The form of a skill."""

    bench: Bench
    writing: WritingView[SkillForm]
    levels: tuple[LevelFields, ...]
    slug: str
    """Empty for a skill that is being added."""
    name: str
    derivation: Derivation | None
    """Where it was taken over from; None for the draft's own."""
    findings: tuple[checks.Shown, ...]
    back_url: str
    talk: tuple[Talked, ...] = ()
    """What is said of it."""


@with_account
def new(request: Request, framework: str, label: str) -> HttpResponse:
    """Add a skill; its levels are written on its own page, which comes next."""
    around = bench(request, framework, label, to_edit=True)
    version = around.draft.version.id
    scales = frameworks.scale_choices(version)
    under = request.GET.get("under", "")
    parent = frameworks.skill_shown(version, under).fields["name"] if under else ""
    begins = {name: "" for name in ("name", "summary", "code", "parent", "alternative_labels", "hidden_labels")}
    shown = Shown({**begins, "kind": "technical", "scale": scales[0][0], "parent": parent}, "")
    writing = Writing(request, SkillForm, shown, framework=framework, label=label, scales=scales, level_names={})
    made: list[str] = []

    def save(given: dict[str, Any]) -> None:
        made.append(
            commands.add_skill(version_id=version, words=words_of(given, (), shown), actor=request.actor, at=request.at)
        )

    if writing.saves(save):
        messages.success(request, _("The skill is added. Now say what each level looks like."))
        return see_other(reverse("authoring_skill", args=[*around.args, made[0]]))
    return _drawn(request, around, writing, "")


@with_account
def skill(request: Request, framework: str, label: str, skill: str) -> HttpResponse:
    """Change what a skill says."""
    around = bench(request, framework, label, to_edit=True)
    version = around.draft.version.id
    shown = frameworks.skill_shown(version, skill)
    names = {level.rank: level.name for level in frameworks.scale_levels(version, shown.fields["scale"])}
    writing = Writing(
        request, SkillForm, shown, framework=framework, label=label,
        noun="skill_wording", number=frameworks.skill_wording_id(version, skill),
        scales=frameworks.scale_choices(version), level_names=names,
    )  # fmt: skip

    def save(given: dict[str, Any]) -> None:
        commands.save_skill(
            version_id=version,
            slug=skill,
            words=words_of(given, writing.form.ranks, shown),
            seen=writing.seen,
            actor=request.actor,
            at=request.at,
        )

    if writing.saves(save):
        messages.success(request, _("%(name)s is saved.") % {"name": writing.form.cleaned_data["name"]})
        rescaled = writing.form.cleaned_data["scale"] != shown.fields["scale"]
        return see_other(request.path if rescaled else place_of(around, skill))
    return _drawn(request, around, writing, skill)


def words_of(given: dict[str, Any], ranks: Iterable[int], shown: Shown) -> SkillWords:
    """Return what a form was given, as the room takes it."""
    return SkillWords(
        name=given["name"],
        summary=given["summary"],
        kind=given["kind"],
        code=given["code"],
        scale=given["scale"],
        parent=given["parent"],
        alternative_labels=_lines("alternative_labels", given, shown),
        hidden_labels=_lines("hidden_labels", given, shown),
        levels={
            rank: LevelWords(
                text=given[f"level_{rank}_text"],
                undefined=bool(given[f"level_{rank}_undefined"]),
                evidence=given[f"level_{rank}_evidence"],
                learning=given[f"level_{rank}_learning"],
            )
            for rank in ranks
        },
    )


def _lines(name: str, given: dict[str, Any], shown: Shown) -> tuple[str, ...]:
    text = given[name]
    if text and text == shown.fields[name]:
        return tuple(text.split("\n"))  # as they stand, spaces and all
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _drawn(request: Request, around: Bench, writing: Writing[SkillForm], slug: str) -> HttpResponse:
    form = writing.form
    levels = []
    for rank in form.ranks:
        text, undefined, evidence, learning = (
            form[f"level_{rank}_{part}"] for part in ("text", "undefined", "evidence", "learning")
        )
        more = (evidence, learning)
        levels.append(
            LevelFields(
                name=form.level_names.get(rank) or _("Level %(rank)s, beyond the scale") % {"rank": rank},
                rank=rank,
                text=text,
                undefined=undefined,
                evidence=evidence,
                learning=learning,
                open=any(one.value() or one.errors for one in more),
            )
        )
    page = SkillPage(
        bench=around,
        writing=writing.view(),
        levels=tuple(levels),
        slug=slug,
        name=writing.shown.fields["name"],
        derivation=frameworks.derivation(around.draft.version.id, slug, request.at) if slug else None,
        findings=checks.beside(request, around, "skill", slug) if slug else (),
        back_url=reverse("authoring_skills", args=around.args),
        talk=talk(around, PassageKind.SKILL, slug) if slug else (),
    )
    return render(request, "authoring/skill.html", page, status=writing.status)
