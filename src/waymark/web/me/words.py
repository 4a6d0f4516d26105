"""How the personal pages say and group what rooms hand them as codes. No number is worked out here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.assessments.types import AnswerView, Held
from waymark.frameworks.types import Descriptor, RequirementView, ScaleView, SkillPage
from waymark.gaps.types import SkillLine
from waymark.kernel.text import spoken

OLD_AFTER = timedelta(days=365)
"""A level said longer ago than this is worth another look. It goes on counting."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Skill lines of one status under one heading."""

    status: str
    heading: str
    lines: tuple[SkillLine, ...]


def source(code: str, maker_name: str = "") -> str:
    """Return whose word it is: "you", "your manager, Asha Rao"."""
    said_by = {
        "self": _("you"),
        "manager": _("your manager"),
        "assessor": _("an assessor"),
        "panel": _("a panel"),
        "feedback": _("feedback from colleagues"),
        "qualification": _("a qualification"),
        "imported": _("an earlier record"),
    }.get(code, code)
    return f"{said_by}, {maker_name}" if maker_name and code in {"manager", "assessor"} else said_by


def source_title(code: str) -> str:
    """Return whose word it is, standing on its own: "Your manager"."""
    words = source(code)
    return words[:1].upper() + words[1:]


def version(title: str, label: str) -> str:
    """Return a framework and its version: "Digital and data, 2026.1"."""
    return _("%(framework)s, version %(label)s") % {"framework": title, "label": label}


def day(at: datetime) -> str:
    """Return a date as people write it: 4 July 2026."""
    return date_format(localtime(at), "j F Y")


def is_old(made_at: datetime, at: datetime) -> bool:
    """Say whether a level is worth another look."""
    return made_at < at - OLD_AFTER


def below(first_level: str) -> str:
    """Name the place below the first level of a scale."""
    return _("Not yet at %(level)s") % {"level": first_level[:1].lower() + first_level[1:]}


def level_name(scale: ScaleView, rank: int) -> str:
    """Name a rank of a scale, 0 included."""
    return scale.levels[rank - 1].name if rank else below(scale.levels[0].name)


def held_name(scale: ScaleView, level: int | None, has_skill: bool | None) -> str:
    """Name what is held of a skill: a level, 0 included, or whether one has a skill that is asked without levels."""
    if level is None:
        return _("Yes") if has_skill else _("No")
    return level_name(scale, level)


def asked_level_name(asked: RequirementView, rank: int) -> str:
    """Name a rank of the scale of a requirement, 0 included."""
    return asked.levels[rank - 1] if rank else below(asked.levels[0])


def answer(asked: RequirementView, said: AnswerView | Held) -> str:
    """Name what was answered, or is held, for a requirement: a level of its scale, or yes or no."""
    if said.level is None:
        return _("Yes") if said.has_skill else _("No")
    return asked_level_name(asked, said.level)


def from_level(requirements: Iterable[RequirementView], rank: int | None) -> str:
    """Name the level from which something is asked, by the first scale that has it; empty for none."""
    if rank is None:
        return ""
    names = (one.levels[rank - 1] for one in requirements if len(one.levels) >= rank)
    return spoken(next(names, _("Level %(number)s") % {"number": rank}))


def descriptors(skill: SkillPage) -> tuple[Descriptor, ...]:
    """Return one descriptor per level of the skill's scale; a level the framework says nothing of is not defined."""
    said = {one.rank: one for one in skill.descriptors}
    return tuple(said.get(level.rank) or Descriptor(level.rank, level.name, False, "") for level in skill.scale.levels)


def line_groups(lines: Iterable[SkillLine]) -> tuple[LineGroup, ...]:
    """Put skill lines under headings, in the order in which they are worth reading."""
    headings = (
        ("short", _("Still to gain")),
        ("not_assessed", _("Not assessed yet")),
        ("met", _("Met")),
        ("unlevelled", _("Asked for without a level")),
        ("exempt", _("Exempt, so not counted")),
    )
    place = {"yes": "unlevelled", "no": "unlevelled"}
    found: dict[str, list[SkillLine]] = {status: [] for status, _heading in headings}
    for line in lines:
        found[place.get(line.status, line.status)].append(line)
    return tuple(LineGroup(status, heading, tuple(found[status])) for status, heading in headings if found[status])
