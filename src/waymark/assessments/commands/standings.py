"""The level held, derived: the one place where the rule of each purpose is applied (``rules.holding`` says them).

The rules are SQL here because they must pick the same rows for one skill of one person and for a million judgements
at once; both databases read it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from waymark.assessments.rules import holding
from waymark.kernel.policy import Purpose

A_FEW = 500

_LATEST = "j.made_at DESC, j.id DESC"
_SIGNED_OFF = (
    f"j.source IN ({', '.join(repr(source) for source in holding.SIGNING)}) AND EXISTS ("
    "SELECT 1 FROM assessments_step s WHERE s.assessment_id = j.assessment_id AND s.move = 'sign_off')"
)
_NOT_OUTRUN = """(j.valid_until IS NULL OR NOT EXISTS (
    SELECT 1 FROM assessments_judgement o
    LEFT JOIN assessments_withdrawal ow ON ow.assessment_id = o.assessment_id
    LEFT JOIN assessments_revocation ov ON ov.judgement_id = o.id
    WHERE o.person_id = j.person_id AND o.skill_id = j.skill_id AND o.made_at >= j.valid_until
        AND ow.id IS NULL AND ov.id IS NULL))"""
# What was confirmed has no end of its own: once it was signed off it must not outlive that.
_NOT_REPLACED = """(j.source = 'self' OR NOT EXISTS (
    SELECT 1 FROM assessments_judgement l
    WHERE l.assessment_id = j.assessment_id AND l.skill_id = j.skill_id AND l.source <> 'self' AND l.id > j.id))"""
_ASSURANCE = "CASE j.source {} END DESC".format(
    " ".join(f"WHEN '{source}' THEN {rank}" for source, rank in holding.ASSURANCE.items())
)
_PICKS = {
    Purpose.DEVELOPMENT: ("1 = 1", _LATEST),
    Purpose.RECRUITMENT: (_SIGNED_OFF, _LATEST),
    Purpose.STATISTICS: (f"{_NOT_REPLACED} AND {_NOT_OUTRUN}", f"{_ASSURANCE}, {_LATEST}"),
}
"""By purpose: which judgements are chosen from, and which of them comes first."""

_DERIVE = """
INSERT INTO assessments_standing (person_id, skill_id, purpose, judgement_id, level, has_skill, valid_until)
SELECT person_id, skill_id, %s, id, level, has_skill, valid_until
FROM (
    SELECT j.id, j.person_id, j.skill_id, j.level, j.has_skill, j.valid_until,
        ROW_NUMBER() OVER (PARTITION BY j.person_id, j.skill_id ORDER BY {order}) AS place
    FROM assessments_judgement j
    LEFT JOIN assessments_withdrawal w ON w.assessment_id = j.assessment_id
    LEFT JOIN assessments_revocation v ON v.judgement_id = j.id
    WHERE w.id IS NULL AND v.id IS NULL AND {among} AND {scope}
) AS counting
WHERE place = 1
"""


def derive_for(person_id: int, skill_ids: Sequence[int]) -> None:
    """Write what a person holds in some skills anew. Four queries. The caller holds the lock on the person."""
    marks = ", ".join(["%s"] * len(skill_ids))
    _derive(f"person_id = %s AND skill_id IN ({marks})", [person_id, *skill_ids])


def derive_of(person_ids: Collection[int], purposes: Collection[Purpose]) -> None:
    """Write anew what a few people hold for some purposes. A query for each purpose, and one more.

    The caller holds the locks on the people.
    """
    marks = ", ".join(["%s"] * len(person_ids))
    _derive(f"person_id IN ({marks})", sorted(person_ids), purposes)


def derive_since(first_judgement_id: int, person_ids: Collection[int]) -> None:
    """Write anew what people hold, all of whom have a judgement from that id on. Four queries.

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


def _derive(scope: str, values: Sequence[int], purposes: Collection[Purpose] = tuple(_PICKS)) -> None:
    marks = ", ".join(["%s"] * len(purposes))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM assessments_standing WHERE {scope} AND purpose IN ({marks})",
            [*values, *(purpose.value for purpose in purposes)],
        )
        for purpose in purposes:
            among, order = _PICKS[purpose]
            cursor.execute(_DERIVE.format(among=among, order=order, scope=scope), [purpose.value, *values])
