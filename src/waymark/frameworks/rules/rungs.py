"""Which rung a role level stands on, when its source gives no order.

A guess from the words of the name, marked as inferred wherever it is stored. The rung words of the name count at its
beginning ("Senior data engineer", "Head of product"), and "lead" also at its end ("Data ethics lead"). What follows a
dash does not count ("Lead developer - management" is a lead). A name without a rung word is a plain one.
"""

from __future__ import annotations

import re

from waymark.kernel.text import folded

PLAIN = 3
"""The rung of a name that says nothing of seniority."""

RUNGS = {
    "apprentice": 1,
    "trainee": 1,
    "junior": 2,
    "associate": 2,
    "senior": 4,
    "lead": 5,
    "principal": 6,
    "head": 7,
    "chief": 7,
}
"""Rung by word: 1 is the most junior."""

_ASIDE = re.compile(r"\s[-\u2013\u2014]\s.*|\(.*")


def infer_rung(level_name: str, role_name: str) -> int:
    """Return the rung that a role level's name speaks of; the role's name when the level has none.

    >>> infer_rung("Senior operations analyst", "Command and control centre manager")
    4
    >>> infer_rung("", "Chief data officer")
    7
    """
    words = _ASIDE.sub("", folded(level_name or role_name)).split()
    if not words:
        return PLAIN
    if words[0] in RUNGS:
        return RUNGS[words[0]]
    return RUNGS["lead"] if words[-1] == "lead" else PLAIN
