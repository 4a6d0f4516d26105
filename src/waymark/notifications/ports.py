"""What the notifications room needs from outside: somebody who delivers e-mail, and somebody who knows addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from waymark.notifications.types import Address, Letter


class TryLater(Exception):
    """The mail server did not take the message and may take it later. It certainly does not have it.

    Attributes:
        wait: how long it asks to be left alone; None: it does not say.
        everyone: it is about the server and not about this message, so that no other message is tried either.
    """

    def __init__(self, answer: str, *, wait: timedelta | None = None, everyone: bool = False) -> None:
        super().__init__(answer)
        self.wait = wait
        self.everyone = everyone


class NeverAccepted(Exception):
    """The mail server will never take this message: the address is wrong, or not one that it may be sent to."""


class OutcomeUnknown(Exception):
    """The connection broke after the message was given away and before the answer: it may have been taken."""


class Mailer(Protocol):
    """Delivers one message at a time."""

    per_minute: int | None
    """Messages that may leave in a minute, by all senders together; None: no limit."""

    def send(self, letter: Letter) -> str:
        """Give a message to the mail server and return its answer in a few words.

        Raises:
            TryLater, NeverAccepted, OutcomeUnknown: what became of it otherwise.
        """
        ...

    def accepted(self, reference: UUID) -> bool | None:
        """Say whether the mail server took a message earlier; None: it cannot be asked."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Addresses(Protocol):
    """Knows where accounts are e-mailed."""

    def __call__(self, ids: Iterable[int]) -> Mapping[int, Address]:
        """Return the address of each account; one that may not sign in any more is left out. One query."""
        ...
