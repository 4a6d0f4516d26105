"""Everything that is written to the record."""

from waymark.audit.commands.accesses import flush_access, note_access
from waymark.audit.commands.announcing import announce
from waymark.audit.commands.entries import REASON_LENGTH, ReasonTooLong, record
from waymark.audit.commands.erasing import ErasuresAreKept, erase_payload
from waymark.audit.commands.keeping import Keeper, keep
from waymark.audit.commands.sealing import seal

__all__ = [
    "REASON_LENGTH",
    "ErasuresAreKept",
    "Keeper",
    "ReasonTooLong",
    "announce",
    "erase_payload",
    "flush_access",
    "keep",
    "note_access",
    "record",
    "seal",
]
