"""Everything that is written to the record."""

from waymark.audit.commands.accesses import flush_access, note_access
from waymark.audit.commands.announcing import announce
from waymark.audit.commands.delivering import deliver, forget_delivered
from waymark.audit.commands.entries import ReasonTooLong, record
from waymark.audit.commands.erasing import ErasuresAreKept, erase_payload
from waymark.audit.commands.keeping import Keeper, keep
from waymark.audit.commands.sealing import seal

__all__ = [
    "ErasuresAreKept",
    "Keeper",
    "ReasonTooLong",
    "announce",
    "deliver",
    "erase_payload",
    "flush_access",
    "forget_delivered",
    "keep",
    "note_access",
    "record",
    "seal",
]
