"""What role levels of a draft ask of skills, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.audit import commands as audit
from waymark.frameworks.commands.editing import open_draft
from waymark.frameworks.commands.roles import one_role
from waymark.frameworks.models import Choice, Requirement, RoleLevelWording, RoleWording, ScaleLevel, SkillWording
from waymark.frameworks.types import Asked, CellChange, RefusedCell, SavedCells
from waymark.kernel.policy import Actor
from waymark_formats.framework import Importance

HEAVIEST = 1_000
"""Highest weight of a requirement."""


@transaction.atomic
def save_requirements(
    *, version_id: int, role: str, changes: Sequence[CellChange], actor: Actor, at: datetime
) -> SavedCells:
    """Write the cells of a role's grid that an author changed, and no others.

    A cell that somebody else changed since the author saw it is not written, and neither is one whose level its scale
    does not have or whose removal leaves a choose-n group with too few: each comes back with its reason and with what
    stands in it now. The other cells are written. A cell that stands as the author wants it already is neither.

    Args:
        version_id: of a draft.
        role: slug of the role.
        changes: each cell once, with what it showed and what it is to be; what is equal is left alone.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft: see ``commands.editing``.

    Cost: eleven statements at most, however many cells. What is written is in one entry.
    """
    version = open_draft(version_id, actor, at)
    home = one_role(version, role)
    grid = _Grid.of(home, {change.skill for change in changes})
    refused = []
    wanted = []
    for change in changes:
        if change.now == change.was or (change.now is not None and change.now.same(change.was)):
            continue
        stands = grid.stands(change)
        if change.now == stands or (change.now is not None and change.now.same(stands)):
            continue
        if reason := grid.why_not(change, stands):
            refused.append(RefusedCell(change.role_level, change.skill, reason, stands))
        else:
            wanted.append(change)
    short = grid.left_short(change for change in wanted if change.now is None)
    for change in [change for change in wanted if (change.role_level, change.skill) in short]:
        refused.append(
            RefusedCell(change.role_level, change.skill, short[change.role_level, change.skill], grid.stands(change))
        )
    wanted = [change for change in wanted if (change.role_level, change.skill) not in short]
    if wanted:
        grid.write(wanted)
        audit.record(
            "frameworks.requirements.saved",
            actor=actor,
            at=at,
            version=version.pk,
            role=home.role_id,
            cells=[_fact(change) for change in wanted],
        )
    return SavedCells(len(wanted), tuple(refused))


def _fact(change: CellChange) -> dict[str, object]:
    now = change.now
    return {
        "role_level": change.role_level,
        "skill": change.skill,
        "asked": None if now is None else {"level": now.level, "importance": now.importance},
    }


@dataclass(slots=True)
class _Grid:
    """The requirements of a role as they stand, for writing."""

    home: RoleWording
    levels: dict[str, RoleLevelWording]
    skills: dict[str, SkillWording]
    tops: Counter[int]
    """How many levels each scale has."""
    rows: dict[tuple[int, int], Requirement]
    """By role level wording and skill wording."""

    @classmethod
    def of(cls, home: RoleWording, slugs: set[str]) -> _Grid:
        levels = {
            row.role_level.slug.rpartition("/")[2]: row
            for row in RoleLevelWording.objects.filter(role_wording=home).select_related("role_level")
        }
        skills = SkillWording.objects.filter(version=home.version_id, skill__slug__in=slugs).select_related("skill")
        by_slug = {row.skill.slug: row for row in skills}
        ranks = ScaleLevel.objects.filter(scale__in={row.scale_id for row in by_slug.values()})
        asked = Requirement.objects.filter(role_level_wording__role_wording=home).order_by("position", "pk")
        return cls(
            home,
            levels,
            by_slug,
            Counter(ranks.values_list("scale_id", flat=True)),
            {(row.role_level_wording_id, row.skill_wording_id): row for row in asked},
        )

    def row(self, change: CellChange) -> Requirement | None:
        level, skill = self.levels.get(change.role_level), self.skills.get(change.skill)
        return self.rows.get((level.pk, skill.pk)) if level is not None and skill is not None else None

    def stands(self, change: CellChange) -> Asked | None:
        row = self.row(change)
        return None if row is None else Asked(row.level, row.importance, row.weight)

    def why_not(self, change: CellChange, stands: Asked | None) -> str:
        """Return why a cell is not written; empty when it is."""
        if change.role_level not in self.levels or change.skill not in self.skills:
            return _("It is not in the draft any more: somebody took it out.")
        if not (stands == change.was or (stands is not None and stands.same(change.was))):
            return _("Somebody else changed this while you were at it.")
        now = change.now
        if now is None:
            return ""
        top = self.tops[self.skills[change.skill].scale_id]
        if now.level is not None and not 1 <= now.level <= top:
            return _("The scale of this skill has no such level.")
        if now.importance not in set(Importance):
            return _("Choose essential or desirable.")
        if now.weight is not None and not 1 <= now.weight <= HEAVIEST:
            return _("The weight is a whole number from 1 to %(most)s.") % {"most": HEAVIEST}
        return ""

    def left_short(self, removals: Iterable[CellChange]) -> dict[tuple[str, str], str]:
        """Return the cells whose removal would leave a choose-n group with fewer than it chooses, each with why."""
        leaving: dict[int, list[CellChange]] = {}
        for change in removals:
            row = self.row(change)
            if row is not None and row.choice_id is not None:
                leaving.setdefault(row.choice_id, []).append(change)
        if not leaving:
            return {}
        members = Counter(row.choice_id for row in self.rows.values())
        short = {}
        for choice in Choice.objects.filter(pk__in=leaving):
            if members[choice.pk] - len(leaving[choice.pk]) < choice.choose:
                why = ngettext(
                    'It is in the group "%(name)s", of which %(number)s is asked for. Change the group first.',
                    'It is in the group "%(name)s", of which %(number)s are asked for. Change the group first.',
                    choice.choose,
                ) % {"name": choice.name, "number": choice.choose}
                short.update({(change.role_level, change.skill): why for change in leaving[choice.pk]})
        return short

    def write(self, changes: Sequence[CellChange]) -> None:
        """Delete, change and add rows; those of each role level are counted from 0 afterwards without a hole."""
        gone, changed, new = [], [], []
        for change in changes:
            row, now = self.row(change), change.now
            if now is None:
                assert row is not None  # what is not there already needed no writing
                gone.append(row)
                continue
            if row is None:
                row = Requirement(
                    version_id=self.home.version_id,
                    role_level_wording=self.levels[change.role_level],
                    skill_wording=self.skills[change.skill],
                )
                new.append(row)
            else:
                changed.append(row)
            row.level, row.importance = now.level, now.importance
            if now.weight is not None:
                row.weight = now.weight
        Requirement.objects.filter(pk__in=[row.pk for row in gone]).delete()
        places: Counter[int] = Counter()
        moved = []
        out = {row.pk for row in gone}
        for row in self.rows.values():
            if row.pk in out:
                continue
            if row.position != places[row.role_level_wording_id]:
                row.position = places[row.role_level_wording_id]
                moved.append(row)
            places[row.role_level_wording_id] += 1
        for row in new:
            row.position = places[row.role_level_wording_id]
            places[row.role_level_wording_id] += 1
        if rows := {row.pk: row for row in (*changed, *moved)}:
            Requirement.objects.bulk_update(rows.values(), ["level", "importance", "weight", "position"])
        Requirement.objects.bulk_create(new)
