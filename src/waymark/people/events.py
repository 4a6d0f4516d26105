"""What the people room tells others."""

from dataclasses import dataclass

from waymark.kernel.events import Event


@dataclass(frozen=True)
class CorrectionAsked(Event):
    """A person said that something on record about them is wrong."""

    kind = "people.correction.asked"
    correction_id: int


@dataclass(frozen=True)
class CorrectionSettled(Event):
    """A correction waits no longer: it was accepted, declined or withdrawn."""

    kind = "people.correction.settled"
    correction_id: int


@dataclass(frozen=True)
class ManagerSet(Event):
    """A person has another manager."""

    kind = "people.manager.set"
    person_id: int
    before_id: int | None
    manager_id: int


@dataclass(frozen=True)
class Joined(Event):
    """Somebody began to work here, or came back."""

    kind = "people.person.joined"
    person_id: int


@dataclass(frozen=True)
class Moved(Event):
    """Somebody is in another post: of the same department, or of another one, which they joined."""

    kind = "people.person.moved"
    person_id: int
    before_post_id: int | None
    post_id: int | None
    on: str = ""
    """The day of the move, as 2026-03-31; empty: of one that was announced without."""


@dataclass(frozen=True)
class Left(Event):
    """Somebody leaves, or has left. Their access ended in the same transaction, when the day has come."""

    kind = "people.person.left"
    person_id: int


@dataclass(frozen=True)
class PostsDecided(Event):
    """Somebody said which roles posts are, or took that back: one event for all that was decided in one go."""

    kind = "people.posts.decided"
    batch_id: int


@dataclass(frozen=True)
class TitlesLost(Event):
    """Posts came to these departments with a change of organisations, and are under no title there yet."""

    kind = "people.titles.lost"
    organisation_ids: list[int]


@dataclass(frozen=True)
class FeedApplied(Event):
    """A file of people was applied: one event for all of them.

    Who joined, moved and left stands in the movements from ``first`` to ``last``, which ``people.queries.movements``
    hands out some thousands at a time: an event for each of 540,000 people would be as many rows in the outbox, each
    delivered on its own.
    """

    kind = "people.feed.applied"
    run_id: int
    first: int
    last: int
    joined: int
    moved: int
    left: int


@dataclass(frozen=True)
class FeedUnusual(Event):
    """A file of people changes unusually many of them, and waits for a second person."""

    kind = "people.feed.unusual"
    run_id: int


@dataclass(frozen=True)
class FeedGateShut(Event):
    """A department's system was refused to end more people's work in a day than is usual."""

    kind = "people.feed.gate_shut"
    day_id: int


@dataclass(frozen=True)
class FeedGateOpened(Event):
    """A second person lets a department's system end more people's work, for the day."""

    kind = "people.feed.gate_opened"
    day_id: int


@dataclass(frozen=True)
class FeedTokenEnding(Event):
    """What lets a department's system in ends within a month."""

    kind = "people.feed.token_ending"
    token_id: int
