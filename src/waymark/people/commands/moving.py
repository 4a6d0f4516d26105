"""Where posts were, appended when one goes to another organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Max

from waymark.kernel import bulk
from waymark.people.models import PostMove

AT_ONCE = 10_000
"""Ids in one query: SQLite takes at most 32,766 parameters."""


def append_moves(moves: Sequence[tuple[int, int, int]], on: date, *, change_id: int | None = None) -> None:
    """Append that posts go to other organisations, inside the command that lets them.

    A post that moved on a later day already (a change that is made for a day gone by, after a feed) moves on that day:
    before it, it was not in what it moves from.

    Args:
        moves: post, organisation before and organisation after; a post once.
        on: the first day on which they are part of the other.
        change_id: the change of organisations that takes them along; None: a feed names another unit.

    Cost: one query and one bulk write for each 10,000 posts.
    """
    for start in range(0, len(moves), AT_ONCE):
        some = moves[start : start + AT_ONCE]
        later = PostMove.objects.filter(post_id__in=[post for post, _before, _after in some], on__gt=on)
        latest = dict(later.order_by().values_list("post_id").annotate(day=Max("on")))
        bulk.insert_rows(
            PostMove,
            ("post_id", "before_id", "after_id", "on", "change_id"),
            ((post, before, after, latest.get(post, on), change_id) for post, before, after in some),
        )
