"""What others may ask about people's own data."""

from waymark.privacy.policies import answers_for_all
from waymark.privacy.queries.copies import copy
from waymark.privacy.queries.held import erasure_preview, held, kinds, notice, notices, what
from waymark.privacy.queries.holds import current_holds, hold, holds_on
from waymark.privacy.queries.pdf import as_pdf
from waymark.privacy.queries.requests import decided_requests, my_requests, open_requests, request
from waymark.privacy.queries.retention import retention_run, retention_runs
from waymark.privacy.queries.words import bases, basis, purpose, purpose_slug, request_kind, request_state

__all__ = [
    "answers_for_all",
    "as_pdf",
    "bases",
    "basis",
    "copy",
    "current_holds",
    "decided_requests",
    "erasure_preview",
    "held",
    "hold",
    "holds_on",
    "kinds",
    "my_requests",
    "notice",
    "notices",
    "open_requests",
    "purpose",
    "purpose_slug",
    "request",
    "request_kind",
    "request_state",
    "retention_run",
    "retention_runs",
    "what",
]
