"""What a row of a spreadsheet of levels says, or why it cannot be used. No table, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from waymark.assessments.rules.evidence import why_not_this_link

FROM_FILES = ("imported", "qualification")
"""Whose word a row can be. What managers, assessors and panels say, they say here."""
MOST_NAME, MOST_NOTE = 200, 4000


class SkillHere(NamedTuple):
    """A skill as its framework words it now."""

    skill_id: int
    version_id: int
    name: str
    levels: tuple[str, ...]
    """Names, the lowest first."""


class Wrong(NamedTuple):
    """What is wrong with one cell."""

    row: int
    column: str
    """Key of the column."""
    why: str
    value: str


class Cells(NamedTuple):
    """A row as text."""

    number: int
    person: str
    framework: str
    skill: str
    level: str
    source: str
    judged_on: str
    valid_until: str
    judged_by: str
    evidence_title: str
    evidence_link: str
    note: str


@dataclass(frozen=True, slots=True)
class Said:
    """A row that can be used."""

    row: int
    person_id: int
    skill: SkillHere
    level: int | None
    has_skill: bool | None
    source: str
    judged_on: date
    valid_until: date | None
    judged_by: str
    evidence_title: str
    evidence_link: str
    note: str


def judged(
    cells: Cells,
    *,
    days: tuple[date | None, date | None],
    people: Mapping[str, int | None],
    in_scope: frozenset[int],
    skills: Mapping[tuple[str, str], SkillHere],
    today: date,
    formulas: Sequence[str] = (),
) -> Said | Wrong:
    """Return what a row says, or the first thing that is wrong with it.

    Args:
        cells: the row.
        days: what its two days are; None: it says none, or something that is no day.
        people: ids by what somebody is called, folded; None: two are called so.
        in_scope: ids of the people whose levels the actor may bring.
        skills: by the slugs of framework and skill.
        today: the day it is brought.
        formulas: keys of the columns that hold a formula.
    """

    def wrong(column: str, why: str) -> Wrong:
        return Wrong(cells.number, column, why, str(getattr(cells, column))[:60])

    for column in formulas:
        return wrong(column, _("This is a formula. Put its value in its place."))
    for column in ("person", "framework", "skill", "level", "judged_on"):
        if not getattr(cells, column):
            return wrong(column, _("This is missing."))
    for column, most in (("judged_by", MOST_NAME), ("evidence_title", MOST_NAME), ("note", MOST_NOTE)):
        if len(getattr(cells, column)) > most:
            return wrong(column, _("This is longer than %(most)s characters.") % {"most": most})
    key = cells.person.casefold()
    person_id = people.get(key)
    if person_id is None and key in people:
        return wrong("person", _("More than one person has this email. Use the staff number."))
    # Who is not there and who is out of scope look the same.
    if person_id is None or person_id not in in_scope:
        return wrong("person", _("There is no such person among those you answer for."))
    skill = skills.get((cells.framework, cells.skill))
    if skill is None:
        known = any(framework == cells.framework for framework, _skill in skills)
        return wrong("skill", _("The framework has no such skill now.")) if known else wrong(
            "framework", _("There is no such framework, or none of its versions holds now.")
        )  # fmt: skip
    level, has_skill = level_of(cells.level, skill.levels)
    if level is None and has_skill is None:
        return wrong("level", _("This is no level of the skill’s scale: %(levels)s.") % {
            "levels": ", ".join(skill.levels) or _("yes or no")
        })  # fmt: skip
    source = cells.source.casefold() or "imported"
    judged_on, valid_until = days
    if judged_on is None:
        return wrong("judged_on", _("This is no day. Write it as 2026-03-31."))
    if judged_on > today:
        return wrong("judged_on", _("This day is in the future."))
    if cells.valid_until and valid_until is None:
        return wrong("valid_until", _("This is no day. Write it as 2026-03-31."))
    if valid_until is not None and valid_until <= judged_on:
        return wrong("valid_until", _("This must be later than the day it was judged."))
    if cells.evidence_link:
        if why := why_not_this_link(cells.evidence_link):
            return wrong("evidence_link", why)
        if not cells.evidence_title:
            return wrong("evidence_title", _("A link needs a title."))
    return Said(
        cells.number, person_id, skill, level, has_skill, source, judged_on, valid_until, cells.judged_by,
        cells.evidence_title, cells.evidence_link, cells.note,
    )  # fmt: skip


def level_of(text: str, levels: Sequence[str]) -> tuple[int | None, bool | None]:
    """Return the level, or the yes or no, that a cell says; two None: neither."""
    said = text.casefold()
    for rank, name in enumerate(levels, 1):
        if name.casefold() == said:
            return rank, None
    number = said.removesuffix(".0")
    if number.isascii() and number.isdigit() and len(number) < 4 and 0 <= int(number) <= len(levels) and levels:
        return int(number), None
    return None, {"yes": True, "no": False}.get(said)


def not_from_files(said: Said, value: str) -> Wrong:
    """Return that a row cannot speak as somebody who says levels here."""
    return Wrong(
        said.row, "source", _("A file cannot speak for whoever says levels here. Write imported or qualification."),
        value[:60],
    )  # fmt: skip


def twice(said: Said, first: int) -> Wrong:
    """Return that a row says what another row says of the same skill, person and day."""
    return Wrong(
        said.row, "skill", _("Row %(row)s says a level of this skill for the same person and day already.")
        % {"row": first}, said.skill.name,
    )  # fmt: skip
