"""The people of a demo, as arrays: drawn by the engine from the published margins that ship with this package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum
from importlib.resources import files
from typing import Any

import numpy as np

from waymark.demo.rules import sizes
from waymark.demo.rules.names import NAME_GROUPS
from waymark_engine import population
from waymark_engine.population import Floats, Ints, Margins, Teams

SUPPRESSED = 12.0
"""What a count the source suppresses (under 30) is taken for; half of the margin's own suppressed counts fit it."""


class Chance(IntEnum):
    """What each column of ``Workforce.chance`` decides about a person."""

    MAPPED = 0
    ROLE = 1
    RECORD = 2
    BEHAVIOURS = 3
    TITLE = 4
    MAIN_PROFESSION = 5
    WHICH_PROFESSION = 6
    SECOND_PROFESSION = 7
    CLAIM = 8
    TARGET = 9


@dataclass(frozen=True, slots=True)
class Published:
    """The margins with the names of what they count."""

    margins: Margins
    departments: tuple[str, ...]
    organisations: tuple[str, ...]
    professions: tuple[str, ...]
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workforce:
    """Everyone, one position each. ``grade`` counts from 1 as ``GRADES`` does; 0 is unknown.

    ``chance`` are numbers in [0, 1) for what is decided about a person later, shape (people, len(Chance)).
    """

    published: Published
    organisation: Ints
    profession: Ints
    grade: Ints
    region: Ints
    teams: Teams
    manager: Ints
    tenure: Ints
    fte: Floats
    names: tuple[Ints, Ints, Ints, Ints]
    chance: Floats

    @property
    def department(self) -> Ints:
        """Department of each person."""
        return self.published.margins.department_of[self.organisation]

    def __len__(self) -> int:
        return len(self.organisation)

    def name(self, person: int) -> tuple[str, str]:
        """Given and family name of a person."""
        group, given, family_group, family = (axis[person] for axis in self.names)
        return NAME_GROUPS[group].given[given], NAME_GROUPS[family_group].family[family]


def published() -> Published:
    """Read the margins that ship with the package."""
    found: dict[str, Any] = json.loads(files("waymark.demo").joinpath("margins.json").read_text("utf-8"))

    def table(name: str, width: int) -> Floats:
        cells = np.zeros((len(found[name]), width))
        for row, entries in enumerate(found[name]):
            for column, count in entries:
                cells[row, column] = SUPPRESSED if count is None else count
        return cells

    def counts(name: str, column: int) -> Floats:
        return np.array([SUPPRESSED if row[column] is None else row[column] for row in found[name]], np.float64)

    professions, bands, regions = len(found["professions"]), len(found["bands"]), len(found["regions"])
    margins = Margins(
        department_of=np.array([row[1] for row in found["organisations"]], np.int32),
        organisation=counts("organisations", 2),
        profession=counts("professions", 1),
        band=counts("bands", 1),
        region=counts("regions", 1),
        organisation_profession=table("organisation_profession", professions),
        organisation_band=table("organisation_band", bands),
        profession_band=table("profession_band", bands),
        department_region=table("department_region", regions),
        profession_region=table("profession_region", regions),
    )
    return Published(
        margins=margins,
        departments=tuple(found["departments"]),
        organisations=tuple(row[0] for row in found["organisations"]),
        professions=tuple(row[0] for row in found["professions"]),
        regions=tuple(row[0] for row in found["regions"]),
    )


def draw(people: int, seed: int, grade_ranks: dict[str, int], digital: str) -> Workforce:
    """Draw a workforce of ``people``. The same size and seed give the same one.

    Args:
        people: how many.
        seed: where chance starts.
        grade_ranks: rank of each grade by code; the empty code is rank 0.
        digital: name of the profession that a small demo has more of than the country.
    """
    known = published()
    rng = np.random.default_rng([seed, people])
    cells = _cut_to_size(population.fit(known.margins), known, people, known.professions.index(digital))
    drawn = population.draw(cells, people, rng)
    shares = [[(grade_ranks[code], share) for code, share in band] for band in sizes.GRADE_SHARES]
    grade = population.grades(drawn.band, shares, rng)
    teams = population.teams(drawn.organisation, drawn.profession, drawn.region, rng, smallest=8)
    return Workforce(
        published=known,
        organisation=drawn.organisation,
        profession=drawn.profession,
        grade=grade,
        region=drawn.region,
        teams=teams,
        manager=population.managers(
            teams.unit, drawn.organisation, known.margins.department_of[drawn.organisation], grade, rng
        ),
        tenure=population.tenures(people, rng),
        fte=population.working_shares(people, rng, sizes.WORKING_SHARES),
        names=population.names(
            people, rng,
            weights=[group.weight for group in NAME_GROUPS],
            given=[len(group.given) for group in NAME_GROUPS],
            family=[len(group.family) for group in NAME_GROUPS],
        ),
        chance=rng.random((people, len(Chance))),
    )  # fmt: skip


def _cut_to_size(cells: Floats, known: Published, people: int, digital: int) -> Floats:
    """Keep the departments a demo of this size has, without agencies of a handful, with enough digital people."""
    wanted = sizes.departments_of(people)
    if wanted is not None:
        department_of = known.margins.department_of
        kept = np.isin(department_of, [known.departments.index(name) for name in wanted])
        evened = np.bincount(department_of, known.margins.organisation) ** (sizes.EVENNESS - 1)
        cells = cells * (kept * evened[department_of])[:, None, None, None]
        size = cells.sum(axis=(1, 2, 3)) * (people / cells.sum())
        largest = np.zeros(len(known.departments))
        np.maximum.at(largest, department_of, size)
        enough = (size >= sizes.SMALLEST_ORGANISATION) | (size == largest[department_of])
        cells = cells * enough[:, None, None, None]
    least = sizes.least_digital_share(people)
    total, of_them = cells.sum(), cells[:, digital].sum()
    if of_them < least * total:
        cells = cells.copy()
        cells[:, digital] *= least / (1 - least) * (total - of_them) / of_them
    return cells
