"""What is said of the things of a page that edits or shows them: a piece that such a page includes.

The page's object holds ``talk``; its template draws it with ``talk_of`` of authoring/review/_talk.html.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import PassageKind
from waymark.reviews import queries as reviews
from waymark.reviews.types import Counted
from waymark.web.authoring.common import Bench


@dataclass(frozen=True, slots=True)
class Talked:
    """What is open on one passage, and where it is talked about."""

    name: str
    url: str
    open: Counted


def talk(bench: Bench, kind: PassageKind, slug: str = "", key: str = "") -> tuple[Talked, ...]:
    """Return what is open on a thing of a draft and on its parts, also where nothing is: the thing itself first.

    Six queries at most. The arguments are those of ``frameworks.queries.talked_of``.

    Raises:
        NotVisible: the draft has no such thing.
    """
    views = frameworks.talked_of(bench.draft.version.id, kind, slug, key)
    counted = reviews.open_on(bench.draft.version.framework_id, {view.passage.uuid for view in views})
    return tuple(
        Talked(
            view.name,
            reverse("authoring_review_passage", args=[*bench.args, view.passage.key]),
            counted.get(view.passage, Counted()),
        )
        for view in views
    )
