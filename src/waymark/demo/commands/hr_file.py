"""A department's HR file that nobody has, written with what is true of each of its rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from waymark.demo.rules.hr_file import HrFile, Level, Truth
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.organisation.types import NewOrganisation
from waymark_formats import people_feed

DEPARTMENT = "Department for Examples"


def hr_file(
    *,
    people: int,
    seed: int = 1,
    errors: float = 0.0,
    noise: float = 0.6,
    changes: float = 0.0,
    only_changes: bool = False,
    department: str = DEPARTMENT,
    prefix: str = "H",
    at: datetime,
) -> HrFile:
    """Say what an HR file holds: titles come from the role levels of the frameworks that the site has at ``at``.

    Args:
        people: how many.
        seed: where chance starts: the same values and frameworks give the same rows.
        errors: share of rows that are wrong on purpose.
        noise: share of titles written otherwise than the framework writes them.
        changes: share of the people of whom it says something else than the same file without changes: a third left, a
            third moved, a third are called otherwise, and as many as left joined.
        only_changes: leave out everybody else.
        department: its name, as the file writes it.
        prefix: what staff, post and unit numbers begin with; two departments need two of them.
        at: when the file is written.

    Cost: one query, and four for the role levels.
    """
    professions = {card.id: card for card in reference.professions()}
    levels = [
        Level(view.ref.slug, view.ref.title, professions[view.ref.profession_id].slug, view.ref.rung, view.grade_hint)
        for view in frameworks.all_role_levels(at)
        if view.ref.profession_id is not None and view.requirements
    ]
    return HrFile(
        people=people, seed=seed, errors=errors, noise=noise, changes=changes, only_changes=only_changes,
        department=department, prefix=prefix, levels=levels,
        names={card.slug: card.name for card in professions.values()}, today=at.date(),
    )  # fmt: skip


def write_hr_file(*, path: Path, file: HrFile) -> tuple[Truth, ...]:
    """Write an HR file as CSV, in the order of the people feed's columns, and return what is true of each row.

    The truth of 540,000 rows takes about 250 MB; ``write_rows`` of such a file keeps none.
    """
    truth: list[Truth] = []
    write_rows(path=path, rows=_told(file.rows(), truth))
    return tuple(truth)


def _told(rows: Iterable[tuple[tuple[str, ...], Truth]], truth: list[Truth]) -> Iterator[tuple[str, ...]]:
    for cells, one in rows:
        truth.append(one)
        yield cells


def write_rows(*, path: Path, rows: Iterable[tuple[str, ...]]) -> int:
    """Write rows as an HR file, one after the other, and return how many there were."""
    return people_feed.write_csv(path, rows)


def write_truth(*, path: Path, truth: Iterable[Truth]) -> None:
    """Write what is true of each row as a CSV file of its own."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened)
        out.writerow(Truth._fields)
        out.writerows(truth)


def add_hr_department(*, file: HrFile, actor: Actor, at: datetime) -> str:
    """Add the department of an HR file with its tree of units, and return its slug: its people come by the file.

    Raises:
        NotAllowed: the actor is not an operator.
    """
    units = [
        NewOrganisation(one.code, one.name, "unit", one.parent or "department", code=one.code) for one in file.units()
    ]
    ids = organisation.add_organisations(
        organisations=[NewOrganisation("department", file.department, "department"), *units], actor=actor, at=at
    )
    return reference.organisation_by_id(ids["department"]).slug
