"""What is open on the passages of a page that edits them: a piece that such a page includes.

The page's object holds ``beside(...)``; its template draws it with ``talk_beside`` of authoring/review/_talk.html.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from waymark.frameworks.types import Passage
from waymark.reviews import queries as reviews
from waymark.reviews.types import Counted
from waymark.web.authoring.common import Bench


@dataclass(frozen=True, slots=True)
class Beside:
    """What is open on one passage, and where it is talked about."""

    url: str
    open: Counted


def beside(bench: Bench, passages: Collection[Passage]) -> dict[str, Beside]:
    """Return what is open on some passages, by their key: all of them, also where nothing is. Two queries."""
    uuids: set[UUID] = {passage.uuid for passage in passages}
    counted = reviews.open_on(bench.draft.version.framework_id, uuids)
    return {
        one.key: Beside(reverse("authoring_review_passage", args=[*bench.args, one.key]), counted.get(one, Counted()))
        for one in passages
    }
