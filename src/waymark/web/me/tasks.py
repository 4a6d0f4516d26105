"""The task list of an assessment: what there is to do before it can be sent, and how far each part is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments import queries as assessments
from waymark.assessments.types import AnswerView, AssessmentView
from waymark.frameworks.types import RequirementView, RoleLevelView
from waymark.web.me import words


class Rated(Protocol):
    """One skill of an assessment, as its page has it."""

    @property
    def asked(self) -> RequirementView: ...
    @property
    def answer(self) -> AnswerView | None: ...
    @property
    def chosen(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. ``url`` empty: it cannot be started yet."""

    name: str
    url: str
    status: str
    done: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class OptionalGroup:
    """Skills of which some are to be chosen."""

    name: str
    choose: int
    status: str
    done: bool
    skills: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tasks:
    """Every part, in the order in which one does it."""

    role: Task
    groups: tuple[OptionalGroup, ...]
    rest: tuple[Task, ...]
    """Evidence, who it goes to, the check of the answers, and the declaration."""


def task_list(view: AssessmentView, role: RoleLevelView, rows: Sequence[Rated], receiver: str) -> Tasks:
    """Return the task list of an assessment that its person works at. Two queries: the terms of its framework."""
    terms = assessments.terms_of_version(view.version_id)
    answered = {row.asked.skill_id for row in rows if row.answer is not None}
    missing = assessments.missing(role.requirements, {*view.skills, *view.taken_over}, {*answered, *view.taken_over})
    ready = bool(answered) and not (view.goes_to and missing)
    left = _("To do: %(names)s") % {"names": ", ".join(missing)} if view.goes_to and missing else ""
    check = reverse("assessment_check", args=[view.uuid])
    cannot = _("Cannot start yet")
    return Tasks(
        role=Task(
            _("Confirm role and version"),
            reverse("assessment_role", args=[view.uuid]),
            _("Completed") if view.confirmed_at else _("Not confirmed yet"),
            view.confirmed_at is not None,
            words.version(role.ref.framework_title, role.ref.version_label),
        ),
        groups=_groups(rows, view),
        rest=(
            _evidence(view, rows, terms.evidence_from, words.from_level(role.requirements, terms.evidence_from)),
            Task(
                _("Choose who it goes to"), reverse("assessment_receiver", args=[view.uuid]), receiver,
                bool(view.goes_to),
            ),
            Task(
                _("Check your answers"), check if answered else "", _("Ready") if ready else cannot if not answered
                else _("Not complete"), ready, left,
            ),
            Task(
                _("Declare and send") if view.goes_to else _("Submit"), f"{check}#send" if ready else "",
                _("Not sent yet") if ready else cannot, False,
            ),
        ),
    )  # fmt: skip


def _groups(rows: Sequence[Rated], view: AssessmentView) -> tuple[OptionalGroup, ...]:
    found: dict[str, list[Rated]] = {}
    for row in rows:
        if row.asked.choice is not None:
            found.setdefault(row.asked.choice.name, []).append(row)
    groups = []
    for name, members in found.items():
        choice = members[0].asked.choice
        assert choice is not None
        number = sum(row.answer is not None for row in members)
        groups.append(
            OptionalGroup(
                name=name,
                choose=choice.choose,
                status=_("%(done)s of %(all)s") % {"done": min(number, choice.choose), "all": choice.choose},
                done=number >= choice.choose,
                skills=tuple(row.asked.skill_id for row in members),
            )
        )
    return tuple(groups)


def _evidence(view: AssessmentView, rows: Sequence[Rated], from_rank: int | None, from_level: str) -> Task:
    wanted = [
        row for row in rows if from_rank is not None and row.answer is not None and (row.answer.level or 0) >= from_rank
    ]
    with_some = sum(bool(row.chosen) for row in wanted)
    if wanted:
        status = _("%(done)s of %(all)s") % {"done": with_some, "all": len(wanted)}
    else:
        number = sum(bool(row.chosen) for row in rows)
        status = ngettext("%(num)d skill", "%(num)d skills", number) % {"num": number} if number else _("Optional")
    return Task(
        _("Add evidence"),
        reverse("assessment_evidence", args=[view.uuid]),
        status,
        with_some == len(wanted),
        _("Asked for from %(level)s up") % {"level": from_level} if from_level else "",
    )
