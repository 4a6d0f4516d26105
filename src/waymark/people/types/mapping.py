"""What the people room takes in and hands out about mapping posts to role levels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from waymark.frameworks.types import RoleLevelRef


class Band(StrEnum):
    """How sure a suggestion is."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"


class How(StrEnum):
    """How posts came to be mapped."""

    BY_HAND = "by_hand"
    SUGGESTION = "suggestion"
    BULK = "bulk"
    CORRECTION = "correction"
    UNDO = "undo"


class Mapped(StrEnum):
    """What the posts of a title, or one post, are mapped to."""

    UNKNOWN = "unknown"
    """Nobody has decided."""
    MAPPED = "mapped"
    NONE = "none"
    """It was decided that they are in no framework."""


LOOK_AGAIN = "again"
"""Of posts that were decided and are called otherwise since: what was decided holds, and somebody should look."""


@dataclass(frozen=True, slots=True)
class PostFilter:
    """What the titles of a department are narrowed by. Empty: by nothing."""

    state: str = ""
    """One of ``Mapped``, or ``LOOK_AGAIN``: titles with a post of which that is so."""
    band: str = ""
    unit: str = ""
    """Slug of a unit; those below it count as well."""
    grade: str = ""
    """Code."""
    text: str = ""
    """Part of the title."""

    def __bool__(self) -> bool:
        return bool(self.state or self.band or self.unit or self.grade or self.text.strip())


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the sum behind a suggestion."""

    part: str
    words: str
    """What it compares, in words."""
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A role level that is suggested, with the sum that speaks for it."""

    role_level_id: int | None
    """None: in no framework."""
    ref: RoleLevelRef | None
    score: int
    mine: bool
    """Whether whoever asks may map posts to it: it is of a profession they answer for."""
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many posts are of one grade; the code is empty where the feed names none."""

    code: str
    posts: int


@dataclass(frozen=True, slots=True)
class TitleView:
    """The posts of one title of a department that whoever asks may see."""

    uuid: UUID
    title: str
    profession: str
    """Its name; empty where nobody has said."""
    posts: int
    unknown: int
    mapped: int
    none: int
    """How many were said to be in no framework."""
    band: str
    first: SuggestionView
    grades: tuple[GradeCount, ...]
    seen: str
    """Stands for those of the posts that whoever asks may map, and what they are mapped to: a decision about others is
    refused. Empty: they may map none."""
    to_decide: bool
    """Whether one of those is unknown."""


@dataclass(frozen=True, slots=True)
class TitleDetail:
    """One title with everything that is suggested for it."""

    view: TitleView
    department_id: int
    suggestions: tuple[SuggestionView, ...]
    written: tuple[tuple[str, int], ...]
    """How its posts write it, and how many of them, the commonest first; ten at most."""


@dataclass(frozen=True, slots=True)
class PostsTally:
    """How many posts of a department are mapped, as far as whoever asks may see them."""

    posts: int
    unknown: int
    mapped: int
    none: int
    again: int
    """Of the decided ones: how many are called otherwise since."""
    not_read: int
    """Of the posts: how many have titles for which nothing was worked out yet."""


@dataclass(frozen=True, slots=True)
class TitlePage:
    """One page of the titles of a department, those with the most unknown posts first."""

    titles: tuple[TitleView, ...]
    page: int
    pages: int
    total: int
    unknown: int
    """Unknown posts of all the titles."""


@dataclass(frozen=True, slots=True)
class PostView:
    """One post, and what it is mapped to."""

    uuid: UUID
    number: str
    title: str
    organisation_id: int
    unit: str
    grade: str
    profession: str
    state: str
    """One of ``Mapped``."""
    ref: RoleLevelRef | None
    """What it is mapped to."""
    department_slug: str
    again: bool
    """It was decided, and is called otherwise since."""
    title_uuid: UUID | None
    """Of the posts whose titles say the same; None before that was worked out."""


@dataclass(frozen=True, slots=True)
class PostPage:
    """One page of posts."""

    posts: tuple[PostView, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class PostDecision:
    """One thing that was decided about a post."""

    at: datetime
    how: str
    to: str
    """Title of a role level; empty: none."""
    state: str
    by: str
    """Name of whoever decided; empty for the program."""


@dataclass(frozen=True, slots=True)
class BulkLine:
    """What posts would be mapped to."""

    role_title: str
    """Empty: no framework."""
    framework: str
    titles: int
    posts: int


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What accepting the first suggestions of many titles would change."""

    lines: tuple[BulkLine, ...]
    """The most posts first."""
    titles: int
    posts: int
    left_out: int
    """Posts of the titles that are not the actor's to map so: the role level is of another profession."""
    seen: str
    """Stands for exactly this: accepting anything else is refused."""


@dataclass(frozen=True, slots=True)
class BatchView:
    """Posts that were mapped in one go."""

    uuid: UUID
    how: str
    words: str
    by: str
    at: datetime
    posts: int
    undone: int
    """How many of the posts are again what they were before."""
    undone_at: datetime | None
    """When the last of those were."""
    may_undo: bool


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One page of what was decided about posts, newest first."""

    batches: tuple[BatchView, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class MappedPosts:
    """What a decision about posts has changed."""

    batch: UUID
    posts: int
    left: int = 0
    """Of an undo: posts that stay as they are, as something else was decided since or they are not the actor's."""


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What working out suggestions has read and written."""

    posts: int
    titles: int
