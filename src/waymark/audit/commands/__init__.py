"""Everything that is written to the record."""

from waymark.audit.commands.accesses import flush_access, note_access
from waymark.audit.commands.announcing import announce
from waymark.audit.commands.entries import ReasonTooLong, record
from waymark.audit.commands.erasing import ErasuresAreKept, erase_about, erase_accesses, erase_payload
from waymark.audit.commands.keeping import Keeper, keep
from waymark.audit.commands.sealing import seal

__all__ = [
    "ErasuresAreKept",
    "Keeper",
    "ReasonTooLong",
    "announce",
    "erase_about",
    "erase_accesses",
    "erase_payload",
    "flush_access",
    "keep",
    "note_access",
    "record",
    "seal",
]
