"""Which of the people plays which part."""

from __future__ import annotations

import numpy as np

from waymark.demo.commands.workforce import Workforce
from waymark.demo.rules.cast import DIGITAL, PARTS
from waymark_engine.population import Ints

TEAM = 7


def cast(workforce: Workforce, slug_of: dict[int, str], ranks: dict[str, int]) -> dict[str, int]:
    """Return the position of the person who plays each part.

    The manager leads about seven people, most of them digital; the individual is one of them. For the other parts
    the grade counts most, then the profession, then a department shared with the manager.

    Args:
        workforce: everyone.
        slug_of: slug of each profession of the margins; those without one are left out.
        ranks: rank of each grade by code.
    """
    digital = np.isin(workforce.profession, [place for place, slug in slug_of.items() if slug == DIGITAL])
    manager, individual = _manager_and_individual(workforce, digital, ranks)
    found = {"individual": individual, "manager": manager}
    used = {individual, manager}
    tops = workforce.manager < 0
    for part in PARTS:
        if part.key in found:
            continue
        own = np.isin(workforce.profession, [place for place, slug in slug_of.items() if slug == part.profession])
        score = (
            -10.0 * np.abs(workforce.grade - ranks[part.grade])
            + 25.0 * own
            + 5.0 * (workforce.department == workforce.department[manager])
            - 15.0 * (tops & ~own)
        )
        score[list(used)] = -np.inf
        chosen = int(np.argmax(score))
        found[part.key] = chosen
        used.add(chosen)
    return found


def _manager_and_individual(
    workforce: Workforce, digital: np.ndarray[tuple[int], np.dtype[np.bool_]], ranks: dict[str, int]
) -> tuple[int, int]:
    people = len(workforce)
    has = workforce.manager >= 0
    reports = np.bincount(workforce.manager[has], minlength=people)
    grade = workforce.grade
    suits = digital & has & (reports == 0) & (grade >= ranks["EO"]) & (grade <= ranks["SEO"])
    if not suits.any():
        suits = has & (grade >= ranks["EO"])
    under = _count_under(workforce.manager, suits, people)
    expected_under = _count_under(workforce.manager, suits & (grade == ranks["HEO"]), people)
    digital_under = _count_under(workforce.manager, digital & has, people)
    score = (
        10.0 * (digital & (under > 0))
        + 6.0 * (expected_under > 0)
        - 2.0 * np.abs(reports - TEAM)
        + digital_under
        - np.abs(grade - ranks["G7"])
    )
    score[under == 0] = -np.inf
    manager = int(np.argmax(score))
    team: Ints = np.flatnonzero(suits & (workforce.manager == manager)).astype(np.int32)
    individual = int(team[np.argmin(np.abs(grade[team] - ranks["HEO"]))])
    return manager, individual


def _count_under(manager: Ints, which: np.ndarray[tuple[int], np.dtype[np.bool_]], people: int) -> Ints:
    """Return how many of ``which`` each person manages."""
    return np.bincount(manager[which & (manager >= 0)], minlength=people).astype(np.int32)
