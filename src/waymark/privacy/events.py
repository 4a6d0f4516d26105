"""What the privacy room announces."""

from dataclasses import dataclass
from typing import ClassVar

from waymark.kernel.events import Event


@dataclass(frozen=True)
class RequestMade(Event):
    """A person asked for their data to be put right, or to be erased."""

    kind: ClassVar[str] = "privacy.request.made"
    request_id: int
    person_id: int
    wants: str


@dataclass(frozen=True)
class OldDataFound(Event):
    """The site looked by itself and found data that is past its time. An officer decides whether it goes."""

    kind: ClassVar[str] = "privacy.retention.found"
    run_id: int
    rows: int


@dataclass(frozen=True)
class RequestClosed(Event):
    """A request was decided by an officer, or taken back by its person."""

    kind: ClassVar[str] = "privacy.request.closed"
    request_id: int
    person_id: int
    wants: str
    state: str
