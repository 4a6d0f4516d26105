"""What ``config`` hands to this door: who hears which event, who delivers e-mail, who knows addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from waymark.kernel.events import Event
from waymark.notifications.ports import Addresses, Mailer


@dataclass(frozen=True, slots=True)
class Wiring:
    """Everything this door does not find by itself."""

    handlers: tuple[tuple[type[Event], Callable[..., Any]], ...]
    mailer: Callable[[], Mailer | None]
    """Makes a mailer from the settings; None: mail is not set up, and messages wait."""
    addresses: Addresses


_WIRING: list[Wiring] = []


def use(wiring: Wiring) -> None:
    """Take what ``config`` hands over, in the place of what it handed over before."""
    _WIRING[:] = [wiring]


def wired() -> Wiring:
    """Return what ``config`` handed over when Django was set up."""
    return _WIRING[0]
