"""What the careers room hands out."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TargetView:
    """Where someone wants to get to."""

    role_level_id: int
    since: datetime
