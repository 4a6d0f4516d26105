"""A role with all its levels side by side, and the reader's own levels beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.careers import queries as careers
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Overlaid, Replacement, RequirementView, RoleLevelView, RolePage, ScaleView
from waymark.gaps import queries as gaps
from waymark.gaps.types import RoleGapView, SkillLine
from waymark.reporting import queries as reporting
from waymark.reporting.types import LevelGrades
from waymark.web.base.access import impersonal, public
from waymark.web.base.answers import csv_attachment
from waymark.web.base.context import works_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.design.links import role_level_url
from waymark_formats.tables import csv_line


@dataclass(frozen=True, slots=True)
class Cell:
    """What one level asks of one skill (None: it does not ask for it), and how the reader stands to that."""

    level: RoleLevelView
    asked: RequirementView | None
    mine: SkillLine | None


@dataclass(frozen=True, slots=True)
class SkillAcross:
    """A skill across the levels of a role."""

    skill: RequirementView
    cells: tuple[Cell, ...]
    mine: SkillLine | None
    """What the reader holds in it; None for the public."""


@dataclass(frozen=True, slots=True)
class LevelSection:
    """One level of the role, in full."""

    view: RoleLevelView
    anchor: str
    with_level: tuple[Cell, ...]
    without_level: tuple[Cell, ...]
    gap: RoleGapView | None
    """How the reader stands to it; None for the public."""
    is_mine: bool
    is_target: bool
    added: tuple[Overlaid, ...]
    """What the reader's department adds to it."""
    grades: LevelGrades
    """The grades of the posts that are mapped to it, also in the reader's department."""


@dataclass(frozen=True, slots=True)
class RoleOnPage:
    """A role as its page shows it."""

    role: RolePage
    replaced: Replacement | None
    """What became of it, when it is in no current version and that was said."""
    skills: tuple[SkillAcross, ...]
    levels: tuple[LevelSection, ...]
    scale: ScaleView | None
    """The scale its requirements are measured on, when they share one."""
    signed_in: bool
    one_level: bool
    has_levels: bool
    """Whether any of its skills is asked for at a level."""
    key_top: int
    """Number of levels of its longest scale, for the key to the table."""
    added: tuple[Overlaid, ...]
    """What the reader's department adds to the role as a whole."""
    may_add: bool
    """Whether the reader puts this standard in a department's context."""


@public
def role(request: Request, slug: str) -> HttpResponse:
    """Show a role."""
    page = frameworks.role(slug, request.at)
    person = request.person
    with_me = gaps.role_with_me(page, person.id, request.actor, request.at) if person else {}
    target = careers.target(person.id, request.actor, request.at) if person else None
    added = frameworks.overlays_of_role(page.id, [level.ref.id for level in page.levels], works_in(request))
    own_path = person.organisation_path if person else ""
    observed = reporting.observed_grades([level.ref.id for level in page.levels], request.at, own_path)
    mine = {role_level_id: {line.skill_id: line for line in gap.skills} for role_level_id, gap in with_me.items()}
    sections = []
    for level in page.levels:
        cells = tuple(
            Cell(level, asked, mine.get(level.ref.id, {}).get(asked.skill_id)) for asked in level.requirements
        )
        sections.append(
            LevelSection(
                view=level,
                anchor=role_level_url(level.ref).rsplit("#", 1)[-1],
                with_level=tuple(cell for cell in cells if cell.asked and cell.asked.level is not None),
                without_level=tuple(cell for cell in cells if cell.asked and cell.asked.level is None),
                gap=with_me.get(level.ref.id),
                is_mine=bool(person and person.role_level_id == level.ref.id),
                is_target=bool(target and target.role_level_id == level.ref.id),
                added=tuple(one for one in added if one.role_level_id == level.ref.id),
                grades=observed[level.ref.id],
            )
        )
    shown = RoleOnPage(
        role=page,
        replaced=None if page.current else frameworks.replacements("role", [page.id], request.at).get(page.id),
        skills=_across(page, mine),
        levels=tuple(sections),
        scale=page.scales[0] if len(page.scales) == 1 else None,
        signed_in=bool(person),
        one_level=len(page.levels) == 1,
        has_levels=any(asked.level is not None for level in page.levels for asked in level.requirements),
        key_top=max((scale.top for scale in page.scales), default=1),
        added=tuple(one for one in added if one.role_id is not None),
        may_add=page.current and frameworks.may_put_in_context(page.version.profession_id, request.actor),
    )
    return render(request, "explore/role.html", shown)


@public
def role_level(request: Request, role: str, level: str) -> HttpResponse:
    """Lead from a role level's own address to its place on the role's page."""
    found = frameworks.role_level(f"{role}/{level}", request.at)
    return HttpResponseRedirect(f"{reverse('role', args=[found.ref.role_slug])}#{level}")


@impersonal
def grades(request: Request, slug: str) -> HttpResponse:
    """Give the grades observed on the levels of a role as CSV, as its page shows them to the public."""
    page = frameworks.role(slug, request.at)
    observed = reporting.observed_grades([level.ref.id for level in page.levels], request.at)

    def lines() -> Iterator[str]:
        yield csv_line((_("Role level"), _("Grade"), _("Posts"), _("Part of all"), _("Usual"), _("Counted on")))
        for level in page.levels:
            shown = observed[level.ref.id].everywhere
            day = shown.counted_on.isoformat() if shown.counted_on else ""
            for line in shown.lines:
                usual = _("Yes") if line.usual else _("No")
                yield csv_line((level.ref.title, line.name, _bare(line.posts), line.part, usual, day))
            if shown.others:
                yield csv_line((level.ref.title, _("Other grades"), _bare(shown.others), "", "", day))
            # Without enough posts to say, the total is hidden as well.
            yield csv_line((level.ref.title, _("All posts with a grade"), _bare(shown.posts) or "[c]", "", "", day))

    return csv_attachment(lines(), f"{page.slug}-grades.csv")


def _bare(number: str) -> str:
    """Return a number as programs read it: without what sets its thousands apart."""
    return number.replace(",", "")


def _across(page: RolePage, mine: dict[int, dict[int, SkillLine]]) -> tuple[SkillAcross, ...]:
    """Return every skill of the role across its levels: those asked for most often first, then by name."""
    asked: dict[int, dict[int, RequirementView]] = {}
    for level in page.levels:
        for requirement in level.requirements:
            asked.setdefault(requirement.skill_id, {})[level.ref.id] = requirement
    rows = [
        SkillAcross(
            skill=next(iter(by_level.values())),
            cells=tuple(
                Cell(level, by_level.get(level.ref.id), mine.get(level.ref.id, {}).get(skill_id))
                for level in page.levels
            ),
            mine=next((lines[skill_id] for lines in mine.values() if skill_id in lines), None),
        )
        for skill_id, by_level in asked.items()
    ]
    return tuple(
        sorted(rows, key=lambda row: (-sum(cell.asked is not None for cell in row.cells), row.skill.skill_name))
    )
