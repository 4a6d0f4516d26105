"""Which role levels a post of a grade may be mapped to."""

from __future__ import annotations

import re
from collections.abc import Sequence

RUNG_OF_GRADE: dict[str, int] = {"": 2, "AA": 1, "AO": 1, "EO": 2, "HEO": 3, "SEO": 4, "G7": 5, "G6": 6}
"""The rung a grade usually stands on. Above grade 6 a post is mapped only where a role level names its grade."""

COMMON_ROLES: tuple[str, ...] = (
    "data-engineer",
    "software-developer",
    "business-analyst",
    "user-researcher",
    "delivery-manager",
    "product-manager",
    "data-analyst",
    "interaction-designer",
    "content-designer",
    "performance-analyst",
    "benefit-and-licence-caseworker",
    "contact-centre-adviser",
    "operations-team-leader",
    "operations-manager",
    "field-officer",
    "policy-adviser",
    "policy-lead",
    "project-manager",
    "programme-manager",
    "management-accountant",
    "finance-business-partner",
    "hr-operations-officer",
    "employee-relations-adviser",
    "hr-business-partner",
    "contract-manager",
    "buyer",
    "press-officer",
)
"""Roles most people of their profession are in, commonest first; the others share the rest."""

KINDRED: dict[str, tuple[str, tuple[str, ...]]] = {
    "economics": ("data-analysis-and-research", ("economist", "analytical-head")),
    "social-research": ("data-analysis-and-research", ("social-researcher", "evaluator", "analytical-head")),
    "operational-research": ("data-analysis-and-research", ("operational-researcher", "analytical-head")),
    "intelligence-analysis": ("data-analysis-and-research", ("survey-methods-officer", "operational-researcher")),
    "counter-fraud": ("finance", ("fraud-and-loss-adviser",)),
    "medicine": ("healthcare-leadership", ()),
}
"""For a profession without a framework of its own: the framework that its people are in, and its roles that suit them
(all of them when none is named)."""

_SENIOR_CIVIL_SERVICE = {"SCS1": "PB1", "SCS2": "PB2", "SCS3": "PB3"}


def fitting(grade: str, role_levels: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """Return the positions of the role levels that suit a grade.

    Args:
        grade: code of the grade; empty when unknown.
        role_levels: rung and grade hint ("HEO, SEO", often empty) of each.

    Those whose hint names the grade; without any, those on the nearest rung. Empty when nothing suits.
    """
    hinted = tuple(i for i, (_, hint) in enumerate(role_levels) if grade and grade in _codes(hint))
    if hinted:
        return hinted
    rung = RUNG_OF_GRADE.get(grade)
    if rung is None or not role_levels:
        return ()
    nearest = min(abs(own - rung) for own, _ in role_levels)
    return tuple(i for i, (own, _) in enumerate(role_levels) if abs(own - rung) == nearest)


def commonest_first(role: str) -> tuple[int, str]:
    """Return the key that sorts roles by how common they are; a slug may end with its framework's."""
    place = next((i for i, common in enumerate(COMMON_ROLES) if role.startswith(common)), len(COMMON_ROLES))
    return place, role


def _codes(hint: str) -> set[str]:
    return {_SENIOR_CIVIL_SERVICE.get(code, code) for code in re.findall(r"[A-Z]+\d*", hint)}
