"""What the access room hands out."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account, for lists and for the door that signs it in. ``demo_key`` is None outside the demo."""

    id: int
    uuid: UUID
    email: str
    name: str
    demo_key: str | None
