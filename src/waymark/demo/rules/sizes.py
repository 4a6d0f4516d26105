"""How a demo of a given size is cut from the published workforce. All of it is our choice, none of it published."""

from __future__ import annotations

SMALLEST, LARGEST = 200, 2_000_000
"""A demo has at least and at most so many people."""

DEPARTMENTS: tuple[str, ...] = (
    "HM Revenue and Customs",
    "Home Office",
    "Cabinet Office",
    "Department for Environment, Food and Rural Affairs",
    "Department for Work and Pensions",
    "Department for Transport",
    "Ministry of Justice",
    "Department of Health and Social Care",
    "HM Treasury",
    "Welsh Government",
    "Department for Education",
    "Foreign, Commonwealth and Development Office",
    "Scottish Government",
    "Ministry of Defence",
    "UK Statistics Authority",
    "Attorney General's Departments",
    "Department for Business, Energy and Industrial Strategy",
    "Department for Levelling Up, Housing and Communities",
    "HM Land Registry",
    "National Crime Agency",
)
"""The order in which a small demo takes departments: a mixture of large and small, of offices and front lines."""

_STEPS = ((300, 4), (1_000, 6), (4_000, 10), (20_000, 20))
_DIGITAL_SHARE = ((400, 0.20), (1_500, 0.14), (6_000, 0.08))

SMALLEST_ORGANISATION = 15
"""An agency that would have fewer people than this in a small demo is left out of it."""

EVENNESS = 0.6
"""Power that departments' sizes are raised to in a small demo, so that the largest leave room for the others."""

GRADE_SHARES: tuple[tuple[tuple[str, float], ...], ...] = (
    (("AA", 0.14), ("AO", 0.86)),
    (("EO", 1.0),),
    (("HEO", 0.58), ("SEO", 0.42)),
    (("G7", 0.72), ("G6", 0.28)),
    (("PB1", 0.76), ("PB2", 0.19), ("PB3", 0.043), ("PS", 0.007)),
    (("", 1.0),),
)
"""How the published bands split into grades; the last band is unknown."""

WORKING_SHARES: tuple[tuple[float, float], ...] = ((1.0, 0.80), (0.8, 0.08), (0.6, 0.06), (0.5, 0.05), (0.9, 0.01))
"""Shares of full time, with how common each is."""


def departments_of(people: int) -> tuple[str, ...] | None:
    """Return the departments of a demo of this size; None for all of them."""
    for below, count in _STEPS:
        if people < below:
            return DEPARTMENTS[:count]
    return None


def least_digital_share(people: int) -> float:
    """Return the least share of digital people, so that a small demo has enough of them to show a framework with."""
    for below, share in _DIGITAL_SHARE:
        if people < below:
            return share
    return 0.0
