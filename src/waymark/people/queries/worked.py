"""Where people worked on days that are past."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from waymark.people.models import Appointment, Post


def worked_in(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """Return the path of the organisation somebody worked in on a day, by (person id, day): their largest post there.

    The path is today's: what a body is part of may have changed since. Whoever held no post that day is absent. One
    query. Who may know is for the caller.
    """
    wanted = set(pairs)
    rows = list(
        Appointment.objects.filter(person_id__in={person_id for person_id, _ in wanted})
        .order_by("fte", "-pk")
        .values_list("person_id", "from_on", "until_on", "post__organisation__path")
    )
    found: dict[tuple[int, date], str] = {}
    for person_id, day in wanted:
        for held_by, from_on, until_on, path in rows:
            if held_by == person_id and from_on <= day and (until_on is None or day < until_on):
                found[person_id, day] = path
    return found


def posts_in(post_ids: Iterable[int]) -> dict[int, str]:
    """Return the path of the organisation that each post is in. One query."""
    return dict(Post.objects.filter(pk__in=set(post_ids)).values_list("pk", "organisation__path"))
