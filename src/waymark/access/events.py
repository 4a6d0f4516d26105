"""What the access room announces about duties. Each names the grant; handlers ask for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from waymark.kernel.events import Event


@dataclass(frozen=True)
class GrantProposed(Event):
    """A duty was proposed that a second person has to approve."""

    kind: ClassVar[str] = "access.grant.proposed"
    grant_id: int


@dataclass(frozen=True)
class GrantGiven(Event):
    """A duty was given that needs nobody's approval, or that the operator gave."""

    kind: ClassVar[str] = "access.grant.given"
    grant_id: int


@dataclass(frozen=True)
class GrantDecided(Event):
    """A second person approved or declined."""

    kind: ClassVar[str] = "access.grant.decided"
    grant_id: int
    approved: bool


@dataclass(frozen=True)
class GrantRevoked(Event):
    """A duty was taken back, given up, or withdrawn before anyone decided."""

    kind: ClassVar[str] = "access.grant.revoked"
    grant_id: int


@dataclass(frozen=True)
class GrantEnding(Event):
    """A duty ends in so many days or fewer."""

    kind: ClassVar[str] = "access.grant.ending"
    grant_id: int
    days: int
