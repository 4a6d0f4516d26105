"""Everything that is written to the record."""

from waymark.audit.commands.accesses import flush_access, note_access, note_refused
from waymark.audit.commands.announcing import announce
from waymark.audit.commands.delivering import deliver, forget_delivered
from waymark.audit.commands.entries import REASON_LENGTH, ReasonTooLong, record
from waymark.audit.commands.erasing import ErasuresAreKept, erase_about, erase_accesses, erase_payload
from waymark.audit.commands.exporting import (
    MOST_DAYS,
    MOST_ENTRIES,
    DatesNeeded,
    NoReasonGiven,
    TooManyEntries,
    UnknownForm,
    export_record,
)
from waymark.audit.commands.keeping import Keeper, keep
from waymark.audit.commands.sealing import seal

__all__ = [
    "MOST_DAYS",
    "MOST_ENTRIES",
    "REASON_LENGTH",
    "DatesNeeded",
    "ErasuresAreKept",
    "Keeper",
    "NoReasonGiven",
    "ReasonTooLong",
    "TooManyEntries",
    "UnknownForm",
    "announce",
    "deliver",
    "erase_about",
    "erase_accesses",
    "erase_payload",
    "export_record",
    "flush_access",
    "forget_delivered",
    "keep",
    "note_access",
    "note_refused",
    "record",
    "seal",
]
