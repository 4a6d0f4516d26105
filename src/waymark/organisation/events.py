"""What the organisation room tells others."""

from dataclasses import dataclass

from waymark.kernel.events import Event


@dataclass(frozen=True)
class ChangeSettled(Event):
    """A change of organisations was made, or could not be made on its day."""

    kind = "organisation.change.settled"
    change_id: int
