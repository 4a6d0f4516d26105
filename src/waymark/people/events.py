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
