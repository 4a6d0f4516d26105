"""Events: what a room tells other rooms once its transaction stands.

A room declares its events in ``events.py`` and announces them with ``audit.commands.announce``, inside the command
that makes them true. They wait in the outbox until a worker hands each to its handlers, once each. Which handler
hears which event is wired in ``config``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

_KINDS: dict[str, type[Event]] = {}


@dataclass(frozen=True)
class Event:
    """Something that happened. Fields are plain values that have a form in JSON: ids, texts, numbers, lists of them.

    A subclass names its ``kind`` (room, noun, what happened: "access.grant.proposed"), fixed for good: events of
    that kind may be waiting.
    """

    kind: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        if not cls.kind:
            raise TypeError(f"{cls.__name__} names no kind of event.")
        known = _KINDS.setdefault(cls.kind, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.__name__} and {known.__name__} are both called {cls.kind}.")
        _KINDS[cls.kind] = cls

    def document(self) -> dict[str, Any]:
        """Return the fields as plain values, for the outbox."""
        return asdict(self)


def read(kind: str, document: dict[str, Any]) -> Event:
    """Return the event that an outbox row holds.

    Raises:
        KeyError: no room that is installed knows the kind.
    """
    return _KINDS[kind](**document)


def known() -> dict[str, type[Event]]:
    """Return every kind of event of the rooms that are installed."""
    return dict(_KINDS)
