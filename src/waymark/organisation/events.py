"""What the organisation room tells others."""

from dataclasses import dataclass

from waymark.kernel.events import Event


@dataclass(frozen=True)
class ChangePlanned(Event):
    """A change of organisations was planned for a day to come."""

    kind = "organisation.change.planned"
    change_id: int


@dataclass(frozen=True)
class ChangeSettled(Event):
    """A change of organisations was made, called off, or could not be made on its day."""

    kind = "organisation.change.settled"
    change_id: int
