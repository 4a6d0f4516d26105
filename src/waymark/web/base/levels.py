"""Levels of a skill as forms offer them and pages say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.assessments.types import AnswerView, Said, Word
from waymark.frameworks.types import RequirementView


@dataclass(frozen=True, slots=True)
class LevelText:
    """One level of a skill, as the standard words it."""

    name: str
    text: str
    asked: bool
    theirs: bool
    """Whether it is the level the person put."""


def choices_of(asked: RequirementView) -> list[tuple[str, str]]:
    """Return what can be answered, with what each is called: the levels from none on, or yes and no."""
    if asked.level is None:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [
        (str(rank), assessments.answer_title(asked.levels, level=rank, has_skill=None))
        for rank in range(len(asked.levels) + 1)
    ]


def value_of(said: AnswerView | Said | Word) -> str:
    """Return an answer as a form has it; empty for none."""
    if said.level is not None:
        return str(said.level)
    return {True: "yes", False: "no", None: ""}[said.has_skill]


def in_words(asked: RequirementView, said: AnswerView | Said | Word) -> str:
    """Return an answer as people read it; empty for none."""
    if said.level is None and said.has_skill is None:
        return ""
    return assessments.answer_title(asked.levels, level=said.level, has_skill=said.has_skill)


def texts_of(
    asked: RequirementView, texts: Mapping[int, str], theirs: AnswerView | None = None
) -> tuple[LevelText, ...]:
    """Return the levels of a skill in the words of the standard; none for one that is asked for without a level.

    ``texts`` has them by rank (``frameworks.queries.level_texts``).
    """
    if asked.level is None:
        return ()
    return tuple(
        LevelText(
            name,
            texts.get(rank) or _("Not defined by the framework."),
            asked=rank == asked.level,
            theirs=theirs is not None and theirs.level == rank,
        )
        for rank, name in enumerate(asked.levels, 1)
    )
