"""The level held, derived: the one place where the rule of each purpose stands.

Development: the latest judgement that still counts, by the day it was made, then by the order it was written in,
whoever made it. The rule is SQL because it must be the same rows for one skill of one person and for a million
judgements at once; both databases read it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from waymark.kernel.policy import Purpose

DEVELOPMENT = Purpose.DEVELOPMENT.value
A_FEW = 500

_DERIVE = """
INSERT INTO assessments_standing (person_id, skill_id, purpose, judgement_id, level, has_skill, valid_until)
SELECT person_id, skill_id, %s, id, level, has_skill, valid_until
FROM (
    SELECT j.id, j.person_id, j.skill_id, j.level, j.has_skill, j.valid_until,
        ROW_NUMBER() OVER (PARTITION BY j.person_id, j.skill_id ORDER BY j.made_at DESC, j.id DESC) AS place
    FROM assessments_judgement j
    LEFT JOIN assessments_withdrawal w ON w.assessment_id = j.assessment_id
    WHERE w.id IS NULL AND {scope}
) AS counting
WHERE place = 1
"""


def derive_for(person_id: int, skill_ids: Sequence[int]) -> None:
    """Write what a person holds in some skills anew. Two queries. The caller holds the lock on the person."""
    marks = ", ".join(["%s"] * len(skill_ids))
    _derive(f"person_id = %s AND skill_id IN ({marks})", [person_id, *skill_ids])


def derive_since(first_judgement_id: int, person_ids: Collection[int]) -> None:
    """Write anew what people hold, all of whom have a judgement from that id on. Two queries.

    A few people are named one by one: a planner that has no statistics yet would read the whole table for them.
    """
    if len(person_ids) <= A_FEW:
        marks = ", ".join(["%s"] * len(person_ids))
        _derive(f"person_id IN ({marks})", sorted(person_ids))
    else:
        since = "SELECT n.person_id FROM assessments_judgement n WHERE n.id >= %s"
        _derive(f"person_id IN ({since})", [first_judgement_id])


def derive_all() -> None:
    """Write anew what everyone holds."""
    _derive("1 = 1", [])


def _derive(scope: str, values: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM assessments_standing WHERE purpose = %s AND {scope}", [DEVELOPMENT, *values])
        cursor.execute(_DERIVE.format(scope=scope), [DEVELOPMENT, *values])
