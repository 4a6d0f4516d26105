"""What passages and their texts are called on the pages of a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks.types import Passage, PassageKind, PassageText, PassageView
from waymark.kernel.errors import NotVisible
from waymark.reviews.types import Counted
from waymark.web.authoring.common import Bench
from waymark.web.base.page import NavItem
from waymark.web.base.request import Request

FIELDS: Mapping[str, Promise] = {
    "title": gettext_lazy("Title"),
    "name": gettext_lazy("Name"),
    "summary": gettext_lazy("Summary"),
    "attribution": gettext_lazy("Whose work it builds on"),
    "description": gettext_lazy("Description"),
    "responsibilities": gettext_lazy("Responsibilities"),
    "entry_routes": gettext_lazy("Ways in"),
    "next_moves": gettext_lazy("Where it leads"),
    "text": gettext_lazy("What someone at this level does"),
    "evidence": gettext_lazy("What could show it"),
    "learning": gettext_lazy("How to get there"),
}
KINDS: Mapping[PassageKind, Promise] = {
    PassageKind.FRAMEWORK: gettext_lazy("Framework"),
    PassageKind.FAMILY: gettext_lazy("Family"),
    PassageKind.ROLE: gettext_lazy("Role"),
    PassageKind.ROLE_LEVEL: gettext_lazy("Role level"),
    PassageKind.SKILL: gettext_lazy("Skill"),
    PassageKind.SKILL_LEVEL: gettext_lazy("Level of a skill"),
    PassageKind.REQUIREMENT: gettext_lazy("Requirement"),
}
TO_READ = frozenset({PassageKind.FRAMEWORK, PassageKind.FAMILY, PassageKind.ROLE, PassageKind.SKILL})
"""Kinds that have a page of their own to read; the others are read on the page of what they are part of."""
LONG = frozenset({"summary", "attribution", "description", "responsibilities", "entry_routes", "next_moves", "text",
                  "evidence", "learning"})  # fmt: skip
"""Texts of several lines."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One text of a passage, with where other words for it are suggested."""

    label: str
    text: str
    suggest_url: str


@dataclass(frozen=True, slots=True)
class PassagePiece:
    """A passage on a page: what it is, its texts, what is open on it, and where it is talked about."""

    key: str
    kind: str
    name: str
    within: str
    texts: tuple[TextLine, ...]
    url: str
    """Where it is talked about."""
    read_url: str
    """Where it is read; empty for a part of something."""
    open: Counted


def passage_of(key: str) -> Passage:
    """Return the passage an address names.

    Raises:
        NotVisible: it names none.
    """
    found = Passage.read(key)
    if found is None:
        raise NotVisible
    return found


def piece(bench: Bench, view: PassageView, counted: Mapping[Passage, Counted]) -> PassagePiece:
    """Return a passage as pages show it. A name stands in the heading and is no line of its own."""
    key = view.passage.key
    readable = view.passage.kind in TO_READ
    return PassagePiece(
        key=key,
        kind=str(KINDS[view.passage.kind]),
        name=view.name,
        within=view.within,
        texts=tuple(line(bench, view.passage, text) for text in view.texts),
        url=reverse("authoring_review_passage", args=[*bench.args, key]),
        read_url=reverse("authoring_review_read_one", args=[*bench.args, key]) if readable else "",
        open=counted.get(view.passage, Counted()),
    )


def line(bench: Bench, passage: Passage, text: PassageText) -> TextLine:
    """Return one text with the address where other words for it are suggested."""
    where = reverse("authoring_review_suggest", args=[*bench.args, passage.key, text.field])
    return TextLine(str(FIELDS[text.field]), text.text, where)


def parts(request: Request, bench: Bench) -> tuple[NavItem, ...]:
    """Return the links to the parts of a review."""
    sections = (
        (_("Overview"), "authoring_review"),
        (_("Read the draft"), "authoring_review_read"),
        (_("Threads"), "authoring_review_threads"),
        (_("Suggestions"), "authoring_review_suggestions"),
    )
    found = []
    for text, name in sections:
        url = reverse(name, args=bench.args)
        inside = name != "authoring_review" and request.path.startswith(f"{url}/")
        found.append(NavItem(text, url, request.path == url, inside))
    return tuple(found)
