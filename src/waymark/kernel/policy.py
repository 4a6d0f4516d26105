"""Policies: one statement of who may, asked in two ways.

A policy answers for one object (``decide``) and for a whole table (``visible``). Both answers come from the same
grounds, and ``tests/house`` checks that they never disagree. A ground is a query of ids on indexed columns of its
own room; grounds are joined by UNION, because a filter that ORs conditions across joins reads whole tables once
there are half a million people.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from waymark.kernel.errors import NotVisible

M = TypeVar("M", bound=Model)


class Purpose(StrEnum):
    """What personal data is being used for. Walls stand between purposes."""

    DEVELOPMENT = "development"
    ASSESSMENT = "assessment"
    RECRUITMENT = "recruitment"
    TALENT = "talent"
    STATISTICS = "statistics"


WORKING = frozenset({Purpose.DEVELOPMENT, Purpose.ASSESSMENT})
"""The wall around what one sees of others to help them get on and to judge where they stand: never to hire, to pick
talent or to count."""


@dataclass(frozen=True, slots=True)
class Duty:
    """An accountable office that counts now, as the door found it: what is held, and over whom."""

    kind: str
    """Which office: the room of duties knows them."""
    grant_id: int
    profession_id: int | None = None
    """None: every profession."""
    organisation_id: int | None = None
    """None: every organisation."""
    path: str = ""
    """The path of that organisation: everything below it begins with it. Empty: everywhere."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is asking, resolved once by the door. All None for the public.

    ``operator`` marks someone at the command line of the machine itself: they can read the database file anyway, so
    the record says that they acted, and why.
    """

    account_id: int | None = None
    person_id: int | None = None
    operator: bool = False
    purpose: Purpose = Purpose.DEVELOPMENT
    duties: tuple[Duty, ...] = ()

    def holding(self, *kinds: str) -> tuple[Duty, ...]:
        """Return the duties of these kinds that the actor holds now; empty when they hold none."""
        return tuple(duty for duty in self.duties if duty.kind in kinds)

    def as_person(self) -> int:
        """Return the acting person's id, for commands that only a person can give.

        Raises:
            NotVisible: whoever is acting is nobody in particular.
        """
        if self.person_id is None:
            raise NotVisible
        return self.person_id


PUBLIC = Actor()
OPERATOR = Actor(operator=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and the reason, in words for the audit entry."""

    allowed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason why someone may: the sentence, and the rows it opens to an actor at a time.

    ``purposes`` is the wall around it: to an actor with any other purpose it opens nothing. None: no wall.
    """

    reason: str | Promise
    opens: Callable[[Actor, datetime], QuerySet[Any]]
    purposes: frozenset[Purpose] | None = None

    def lets(self, actor: Actor) -> bool:
        """Say whether the actor is on this side of the wall around it."""
        return self.purposes is None or actor.purpose in self.purposes

    def rows(self, actor: Actor, at: datetime) -> QuerySet[Any]:
        """Return the rows it opens to an actor at a time."""
        found = self.opens(actor, at)
        return found if self.lets(actor) else found.none()


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may do one thing, in words, for whoever it is about: what the policy itself says, and nothing else."""

    about: str | Promise
    """The thing, to follow "who may"."""
    reasons: tuple[str | Promise, ...]
    """Each reason for which somebody may."""


_DECLARED: list[Policy] = []
_NEVER = datetime.min.replace(tzinfo=UTC)


def declared() -> tuple[Policy, ...]:
    """Return every policy that says what it is about, in the order in which they were made. No query.

    Those of rooms that nothing has imported are not among them: whoever asks has the whole site imported.
    """
    return tuple(_DECLARED)


class Policy:
    """Who may do one thing to one kind of object: anyone whom at least one ground lets.

    ``about`` says the thing, to follow "who may": "see who someone is and where they work".
    """

    def __init__(self, *grounds: Ground, about: str | Promise = "") -> None:
        self.grounds = grounds
        self.about = about
        maker = inspect.currentframe()
        self.module = str(maker.f_back.f_globals["__name__"]) if maker and maker.f_back else ""
        """Where it was made: pages that show every policy leave out those of tests, and keep to the order of floors."""
        if about:
            _DECLARED.append(self)

    def model(self) -> type[Model]:
        """Return what it answers for. No query: only what its first ground would ask."""
        return self.grounds[0].opens(PUBLIC, _NEVER).model

    def decide(self, actor: Actor, obj: Model, at: datetime) -> Decision:
        """Answer for one object, with the ground that lets the actor in, or all that do not."""
        for ground in self.grounds:
            if ground.rows(actor, at).filter(pk=obj.pk).exists():
                return Decision(True, str(ground.reason))
        return Decision(False, "none of: " + "; ".join(str(ground.reason) for ground in self.grounds))

    def audience(self) -> Audience:
        """Return who may, in words."""
        return Audience(self.about, tuple(ground.reason for ground in self.grounds))

    def require(self, actor: Actor, pk: int, at: datetime) -> str:
        """Return the ground that lets the actor at the row ``pk``: for rows of another room, whose objects stay there.

        Raises:
            NotVisible: there is no such row, or no ground lets the actor in. The two look the same.
        """
        for ground in self.grounds:
            if ground.rows(actor, at).filter(pk=pk).exists():
                return str(ground.reason)
        raise NotVisible

    def visible(self, actor: Actor, at: datetime, *conditions: Q, **among: Any) -> QuerySet[Any]:
        """Return the ids of every object the actor may, as a query to embed in ``pk__in``.

        Args:
            actor: who asks.
            at: when.
            *conditions: what narrows the objects in question, put into every ground: a database that works out a
                subquery before it uses it (SQLite) then works out no more than is asked for.
            **among: likewise, as lookups.
        """
        first, *others = (
            ground.rows(actor, at).filter(*conditions, **among).order_by().values("pk") for ground in self.grounds
        )
        return first.union(*others, all=True) if others else first


def fetch(policy: Policy, rows: QuerySet[M], actor: Actor, at: datetime, **lookup: Any) -> M:
    """Return the one row ``lookup`` names, if ``policy`` lets ``actor`` have it.

    Raises:
        NotVisible: there is no such row, or the actor may not know of it. The two look the same.
    """
    try:
        row = rows.get(**lookup)
    except ObjectDoesNotExist:
        raise NotVisible from None
    if not policy.decide(actor, row, at).allowed:
        raise NotVisible
    return row
