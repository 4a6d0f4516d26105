"""Where the people of a demo work and who they are, as rows for the rooms that keep them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from waymark.demo.commands.workforce import Chance, Workforce
from waymark.demo.rules.cast import PARTS
from waymark.demo.rules.titles import team_name, titles
from waymark.frameworks.types import RoleLevelView
from waymark.kernel.ids import derived_uuid
from waymark.organisation.types import NewOrganisation
from waymark.people.types import AppointmentRow, ClaimRow, LineRow, MembershipRow, PersonRow, PostRow
from waymark_engine.population import NOBODY

OWN_PROFESSION, OTHER_PROFESSION, SECONDARY_PROFESSION, CLAIMED = 0.93, 0.96, 0.06, 0.40
"""Chances: the post's profession is one's main one; another one is; a secondary one; one has confirmed one's role."""


def organisations(workforce: Workforce, slugs: Mapping[int, str]) -> Iterator[NewOrganisation]:
    """Yield the departments with people in them, their agencies, and every unit; parents first.

    Keys: ``d`` and the department's position, ``o`` and the organisation's, ``u`` and the unit's.
    """
    known = workforce.published
    department_of = known.margins.department_of
    present = np.unique(workforce.organisation)
    for department in np.unique(department_of[present]):
        yield NewOrganisation(f"d{department}", known.departments[department], "department")
    for organisation in present:
        if not _is_core(workforce, int(organisation)):
            name = known.organisations[organisation].removesuffix(" (excl. agencies)")
            yield NewOrganisation(f"o{organisation}", name, "agency", f"d{department_of[organisation]}")
    teams = workforce.teams
    for unit, (organisation, profession, number) in enumerate(
        zip(teams.organisation, teams.profession, teams.number, strict=True)
    ):
        core = _is_core(workforce, int(organisation))
        yield NewOrganisation(
            f"u{unit}",
            team_name(slugs.get(int(profession), ""), known.professions[profession], int(number)),
            "unit",
            f"d{department_of[organisation]}" if core else f"o{organisation}",
        )


def _is_core(workforce: Workforce, organisation: int) -> bool:
    """Say whether an organisation of the statistics is the department itself, its agencies left out."""
    known = workforce.published
    department = known.departments[int(known.margins.department_of[organisation])]
    return known.organisations[organisation].split(" (")[0] == department


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference data by what the workforce counts in: places in the margins' lists and ranks of grades.

    A place or rank that is missing has nothing behind it: "Other" and "Unknown" professions, an unknown grade.
    """

    profession_ids: Mapping[int, int]
    profession_slugs: Mapping[int, str]
    id_of_slug: Mapping[str, int]
    region_ids: Mapping[int, int]
    grade_ids: Mapping[int, int]
    grade_codes: Mapping[int, str]
    """Rank 0, an unknown grade, has the empty code."""
    bands: Mapping[int, int]
    """Rank of the band of each grade."""


class Rows:
    """The rows of a demo for ``people.load``. Each is made when it is asked for."""

    def __init__(
        self,
        workforce: Workforce,
        cast: Mapping[str, int],
        accounts: Mapping[int, int],
        mapped: Mapping[int, RoleLevelView],
        ids: Mapping[str, int],
        reference: Reference,
        seed: int,
        at: datetime,
    ) -> None:
        self.workforce, self.accounts, self.mapped, self.ids = workforce, accounts, mapped, ids
        self.reference, self.seed, self.at = reference, seed, at
        self.today = at.date()
        self.parts = {cast[part.key]: part for part in PARTS}
        self.individual = cast["individual"]

    def _identity(self, kind: str, person: int) -> str:
        return f"{kind}/{self.seed}/{len(self.workforce)}/{person}"

    def people(self) -> Iterator[PersonRow]:
        """Yield one row per person."""
        for person in range(len(self.workforce)):
            given, family = self.workforce.name(person)
            part = self.parts.get(person)
            yield PersonRow(
                derived_uuid("demo", self._identity("person", person)),
                f"{person + 1:07d}",
                self.accounts.get(person),
                given,
                family,
                email_of(part.key) if part else "",
            )

    def posts(self) -> Iterator[PostRow]:
        """Yield one post per person; its title follows the role level it is mapped to."""
        units, regions = self.workforce.teams.unit.tolist(), self.workforce.region.tolist()
        for person, grade in enumerate(self.workforce.grade.tolist()):
            view = self.mapped.get(person)
            yield PostRow(
                derived_uuid("demo", self._identity("post", person)),
                f"P{person + 1:07d}",
                self._title(person, view),
                self.ids[f"u{units[person]}"],
                self.reference.grade_ids.get(grade),
                self.reference.region_ids[regions[person]],
                self.profession_id(person),
                view.ref.id if view else None,
            )

    def _title(self, person: int, view: RoleLevelView | None) -> str:
        part = self.parts.get(person)
        if part and part.post:
            return part.post
        if view:
            return view.ref.title
        slug = self.reference.profession_slugs.get(int(self.workforce.profession[person]), "")
        if part:
            slug = part.profession
        choices = titles(slug, self.reference.grade_codes[int(self.workforce.grade[person])])
        return choices[int(len(choices) * self.workforce.chance[person, Chance.TITLE])]

    def profession_id(self, person: int) -> int | None:
        """Return the profession of a person's post; None where the statistics do not know one."""
        part = self.parts.get(person)
        if part:
            return self.reference.id_of_slug[part.profession]
        return self.reference.profession_ids.get(int(self.workforce.profession[person]))

    def _since(self, person: int) -> date:
        return self.today - timedelta(days=int(self.workforce.tenure[person]))

    def appointments(self) -> Iterator[AppointmentRow]:
        """Yield one appointment per person."""
        shares = [Decimal(f"{share:.2f}") for share in self.workforce.fte.tolist()]
        for person, share in enumerate(shares):
            yield AppointmentRow(person, person, self._since(person), None, share)

    def lines(self) -> Iterator[LineRow]:
        """Yield who manages whom, since the later of the two came."""
        for person, manager in enumerate(self.workforce.manager.tolist()):
            if manager != NOBODY:
                yield LineRow(person, manager, max(self._since(person), self._since(manager)), None)

    def memberships(self) -> Iterator[MembershipRow]:
        """Yield main professions, mostly but not always that of the post, and some secondary ones."""
        every = sorted(self.reference.profession_ids.values())
        chances = self.workforce.chance.tolist()
        for person, chance in enumerate(chances):
            of_post, main = self.profession_id(person), None
            other = every[int(len(every) * chance[Chance.WHICH_PROFESSION])]
            if person in self.parts or chance[Chance.MAIN_PROFESSION] < OWN_PROFESSION:
                main = of_post
            elif chance[Chance.MAIN_PROFESSION] < OTHER_PROFESSION:
                main = other
            if main is not None:
                yield MembershipRow(person, main, True, self._since(person), None)
            if chance[Chance.SECOND_PROFESSION] < SECONDARY_PROFESSION and person != self.individual and other != main:
                yield MembershipRow(person, other, False, self._since(person), None)

    def claims(self) -> Iterator[ClaimRow]:
        """Yield the role levels that some people have confirmed as theirs."""
        for person, view in sorted(self.mapped.items()):
            if person != self.individual and (
                person in self.parts or self.workforce.chance[person, Chance.CLAIM] < CLAIMED
            ):
                days = min(int(self.workforce.tenure[person]), 200) * self.workforce.chance[person, Chance.TITLE]
                yield ClaimRow(person, view.ref.id, self.at - timedelta(days=float(days)))


def email_of(key: str) -> str:
    """Return the address of one of the ready-made people: nobody's, by its domain."""
    return f"{key}@demo.example"
