"""A past for the demo's organisations: a unit was an agency for a while, which was merged back into its department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.organisation.types import Change, ChangeKind, NewOrganisation
from waymark.people import commands as people

SPLIT, MERGED = timedelta(days=420), timedelta(days=130)
"""How long ago the agency opened, and was merged back."""


def make(
    *, organisations: Sequence[NewOrganisation], ids: Mapping[str, int], department: str, actor: Actor, at: datetime
) -> int:
    """Give one unit of a department its past, and return how many organisations that adds; none without a unit.

    Args:
        organisations: those of the demo.
        ids: their ids by key.
        department: key of the department.
        actor: an operator.
        at: when the demo is built.
    """
    units = [one.key for one in organisations if one.parent == department and one.kind == "unit"]
    if not units:
        return 0
    split = people.reorganise(
        change=Change(
            ChangeKind.SPLIT, (at - SPLIT).date(), _("It was to work for several departments."), (ids[department],),
            name="Shared Services Agency", body_kind="agency", parent_id=ids[department], units=(ids[units[0]],),
        ),
        actor=actor, at=at,
    )  # fmt: skip
    opened = organisation.change(split, actor, at).opened
    assert opened is not None  # a split opens a body
    people.reorganise(
        change=Change(
            ChangeKind.MERGE, (at - MERGED).date(), _("The department does this itself again."), (opened.id,),
            into_id=ids[department],
        ),
        actor=actor, at=at,
    )  # fmt: skip
    return 1
