"""Reading the record. Each answer takes a fixed number of queries, whatever the size of the record."""

from waymark.audit.policies import bounds
from waymark.audit.queries.accesses import accesses_of, refused_requests, search_accesses
from waymark.audit.queries.entries import entries_about, entry, last_to_touch, search
from waymark.audit.queries.exporting import exported
from waymark.audit.queries.marks import done_to, last_done, mark
from waymark.audit.queries.outbox import outbox, unsealed_since
from waymark.audit.queries.verifying import verify_chain

__all__ = [
    "accesses_of",
    "bounds",
    "done_to",
    "entries_about",
    "entry",
    "exported",
    "last_done",
    "last_to_touch",
    "mark",
    "outbox",
    "refused_requests",
    "search",
    "search_accesses",
    "unsealed_since",
    "verify_chain",
]
