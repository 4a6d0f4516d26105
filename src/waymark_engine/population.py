"""A workforce drawn from published margins: who works where, at what grade, in which team, under whom.

Arrays in, arrays out. The same margins, size and seed give the same people.

Method: iterative proportional fitting of a log-linear model with two-way tables as seeds, then to the one-way
margins; people are drawn from the fitted cells by systematic sampling, which keeps every organisation's share to
within one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NOBODY = -1
"""In ``managers``: at the top of a department. In ``Teams.profession``: of several professions."""


class EmptyPopulation(ValueError):
    """Nobody is left to draw: no people were asked for, or every cell has weight zero."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Published headcounts. Counts are at least 0; a cell of a two-way table is 0 where nobody is.

    Attributes:
        department_of: department of each organisation, shape (organisations,).
        organisation: headcount, shape (organisations,).
        profession: headcount, shape (professions,).
        band: headcount by grade band, shape (bands,).
        region: headcount, shape (regions,).
        organisation_profession: shape (organisations, professions).
        organisation_band: shape (organisations, bands).
        profession_band: shape (professions, bands).
        department_region: shape (departments, regions).
        profession_region: shape (professions, regions).
    """

    department_of: Ints
    organisation: Floats
    profession: Floats
    band: Floats
    region: Floats
    organisation_profession: Floats
    organisation_band: Floats
    profession_band: Floats
    department_region: Floats
    profession_region: Floats


@dataclass(frozen=True, slots=True)
class Draw:
    """One position per person in each list of the margins, all of shape (people,)."""

    organisation: Ints
    profession: Ints
    band: Ints
    region: Ints


@dataclass(frozen=True, slots=True)
class Teams:
    """Units of one organisation each, and the unit of each person.

    Attributes:
        unit: unit of each person, shape (people,).
        organisation: organisation of each unit, shape (units,).
        profession: profession of each unit, or ``NOBODY`` for a mixed one, shape (units,).
        number: which of the units of that organisation and profession it is, from 0, shape (units,).
    """

    unit: Ints
    organisation: Ints
    profession: Ints
    number: Ints


def fit(margins: Margins, *, sweeps: int = 30) -> Floats:
    """Fit cells to the margins, shape (organisations, professions, bands, regions); they sum to the headcount.

    Two-way tables shape the cells first; the last sweeps go over the one-way margins alone, because the published
    tables are rounded and partly suppressed and do not agree with each other exactly.
    """
    regions_of = margins.department_region[margins.department_of]
    held = np.maximum(np.bincount(margins.department_of, margins.organisation), 1e-9)
    regions_of = regions_of * (margins.organisation / held[margins.department_of])[:, None]
    cells = np.ones((len(margins.organisation), len(margins.profession), len(margins.band), len(margins.region)))
    tables: tuple[tuple[Floats, tuple[int, ...]], ...] = (
        (margins.organisation_profession, (2, 3)),
        (margins.organisation_band, (1, 3)),
        (margins.profession_band, (0, 3)),
        (regions_of, (1, 2)),
        (margins.profession_region, (0, 2)),
    )
    singles: tuple[tuple[Floats, tuple[int, ...]], ...] = (
        (margins.organisation, (1, 2, 3)),
        (margins.profession, (0, 2, 3)),
        (margins.band, (0, 1, 3)),
        (margins.region, (0, 1, 2)),
    )
    for _ in range(sweeps):
        for target, axes in tables:
            _scale(cells, target, axes)
    for _ in range(sweeps):
        for target, axes in singles:
            _scale(cells, target, axes)
    return cells


def _scale(cells: Floats, target: Floats, axes: tuple[int, ...]) -> None:
    """Make the sum of ``cells`` over ``axes`` equal ``target``, in place; a sum of 0 stays 0."""
    total = cells.sum(axis=axes)
    factor = np.divide(target, total, out=np.zeros_like(total), where=total > 0)
    cells *= np.expand_dims(factor, axes)


def draw(cells: Floats, people: int, rng: np.random.Generator) -> Draw:
    """Draw ``people`` from fitted cells, in proportion, every share within about one person of its due.

    Raises:
        EmptyPopulation: ``people`` is below 1, or the cells sum to 0.
    """
    flat = np.cumsum(cells, dtype=np.float64, axis=None)
    if people < 1 or flat[-1] <= 0:
        raise EmptyPopulation("There is nobody to draw.")
    ticks = (np.arange(people) + rng.random()) * (flat[-1] / people)
    picked = np.minimum(np.searchsorted(flat, ticks, side="right"), flat.size - 1)
    organisation, profession, band, region = np.unravel_index(picked, cells.shape)
    return Draw(*(axis.astype(np.int32) for axis in (organisation, profession, band, region)))


def grades(band: Ints, shares: Sequence[Sequence[tuple[int, float]]], rng: np.random.Generator) -> Ints:
    """Split bands into grades, shape (people,).

    Args:
        band: band of each person.
        shares: for each band its grades with their shares of it; shares of one band sum to 1.
        rng: where chance comes from.
    """
    found = np.zeros(len(band), np.int32)
    chance = rng.random(len(band))
    for position, split in enumerate(shares):
        here = np.flatnonzero(band == position)
        bounds = np.cumsum([share for _, share in split])
        choice = np.minimum(np.searchsorted(bounds, chance[here], side="right"), len(split) - 1)
        found[here] = np.array([grade for grade, _ in split], np.int32)[choice]
    return found


def teams(
    organisation: Ints,
    profession: Ints,
    region: Ints,
    rng: np.random.Generator,
    *,
    size: int = 60,
    smallest: int = 12,
) -> Teams:
    """Put people into units of about ``size``, of one organisation each.

    A profession with at least ``smallest`` people in an organisation has units of its own; the others of that
    organisation share mixed ones. Within a profession people of one region sit together.
    """
    professions = int(profession.max()) + 1
    pair = organisation.astype(np.int64) * professions + profession
    counts = np.bincount(pair, minlength=(int(organisation.max()) + 1) * professions)
    cluster = np.where(counts[pair] >= smallest, profession, professions).astype(np.int64)
    group = organisation.astype(np.int64) * (professions + 1) + cluster

    order = np.lexsort((rng.random(len(group)), region, group))
    starts, place, length = _places(group[order])
    units_here = np.maximum(1, np.rint(length / size)).astype(np.int64)
    within = place * units_here // length
    base = np.cumsum(np.concatenate(([0], units_here[starts][:-1])))
    which = np.cumsum(np.isin(np.arange(len(order)), starts)) - 1
    sorted_units = base[which] + within
    unit = np.empty(len(group), np.int32)
    unit[order] = sorted_units

    heads = np.flatnonzero(np.diff(sorted_units, prepend=-1))
    of = order[heads]
    return Teams(
        unit=unit,
        organisation=organisation[of].astype(np.int32),
        profession=np.where(cluster[of] == professions, NOBODY, cluster[of]).astype(np.int32),
        number=within[heads].astype(np.int32),
    )


def managers(
    unit: Ints, organisation: Ints, department: Ints, grade: Ints, rng: np.random.Generator, *, span: float = 7.5
) -> Ints:
    """Say who manages whom, shape (people,): one tree per department, its root ``NOBODY``.

    Nobody has a manager of a lower grade, and nobody's manager is in another department. Inside a unit the most
    senior manage the next most senior, ``span`` each on average; heads of units report within their organisation,
    heads of organisations within their department.

    Args:
        unit: unit of each person; a unit lies in one organisation.
        organisation: organisation of each person; an organisation lies in one department.
        department: department of each person.
        grade: seniority of each person, higher is more senior.
        rng: breaks ties between people of one grade.
        span: direct reports per manager, at least 1; a half alternates.
    """
    found = np.full(len(unit), NOBODY, np.int32)
    chance = rng.random(len(unit))
    everyone = np.arange(len(unit))
    for group in (unit, organisation, department):
        order = everyone[np.lexsort((chance[everyone], -grade[everyone], group[everyone]))]
        starts, place, _ = _places(group[order])
        start = np.repeat(starts, np.diff(np.append(starts, len(order))))
        above = start + np.floor((place - 1) / span).astype(np.int64)
        below = place > 0
        found[order[below]] = order[above[below]]
        everyone = order[~below]
    return found


def _places(group: NDArray[np.int64] | Ints) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """For sorted ``group``: where each group starts, each one's place in its group, and the group's length."""
    starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    lengths = np.diff(np.append(starts, len(group)))
    place = np.arange(len(group)) - np.repeat(starts, lengths)
    return starts, place, np.repeat(lengths, lengths)


def tenures(people: int, rng: np.random.Generator, *, mean_days: float = 950.0, most: int = 9_000) -> Ints:
    """Draw days in post so far: from 14 to ``most``, most of them short, shape (people,)."""
    return np.clip(rng.exponential(mean_days, people) + 14, 14, most).astype(np.int32)


def working_shares(people: int, rng: np.random.Generator, shares: Sequence[tuple[float, float]]) -> Floats:
    """Draw shares of full time, shape (people,); ``shares`` lists each value with how common it is (sum 1)."""
    bounds = np.cumsum([common for _, common in shares])
    choice = np.minimum(np.searchsorted(bounds, rng.random(people), side="right"), len(shares) - 1)
    return np.array([value for value, _ in shares])[choice]


def names(
    people: int, rng: np.random.Generator, *, weights: Sequence[float], given: Sequence[int], family: Sequence[int],
    mixed: float = 0.12,
) -> tuple[Ints, Ints, Ints, Ints]:  # fmt: skip
    """Draw names from lists kept in groups: group and place of the given name, then of the family name.

    Args:
        people: how many.
        rng: where chance comes from.
        weights: how common each group is; need not sum to 1.
        given: how many given names each group has.
        family: how many family names each group has.
        mixed: share of people whose family name comes from a group drawn anew.

    Returns:
        Four arrays of shape (people,).
    """
    bounds = np.cumsum(np.asarray(weights, np.float64))
    bounds /= bounds[-1]
    last = len(bounds) - 1
    first = np.minimum(np.searchsorted(bounds, rng.random(people), side="right"), last)
    other = np.minimum(np.searchsorted(bounds, rng.random(people), side="right"), last)
    second = np.where(rng.random(people) < mixed, other, first)
    given_place = (rng.random(people) * np.asarray(given)[first]).astype(np.int32)
    family_place = (rng.random(people) * np.asarray(family)[second]).astype(np.int32)
    return first.astype(np.int32), given_place, second.astype(np.int32), family_place
