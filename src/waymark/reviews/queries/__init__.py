"""What others may ask of the reviews room."""

from waymark.reviews.queries.asking import group, groups, invitations, may_run, my_invitation, waiting_for
from waymark.reviews.queries.checking import (
    check_limits,
    checks,
    checks_page,
    findings_of,
    takes_long,
    waiting_finding,
)
from waymark.reviews.queries.releases import drafted_notes, last_release, shown, total_shown
from waymark.reviews.queries.signing import is_ready, sign_offs
from waymark.reviews.queries.talk import open_in, open_on, remark_rows, suggestion, suggestions, thread, threads

__all__ = [
    "check_limits",
    "checks",
    "checks_page",
    "drafted_notes",
    "findings_of",
    "group",
    "groups",
    "invitations",
    "is_ready",
    "last_release",
    "may_run",
    "my_invitation",
    "open_in",
    "open_on",
    "remark_rows",
    "shown",
    "sign_offs",
    "suggestion",
    "suggestions",
    "takes_long",
    "thread",
    "threads",
    "total_shown",
    "waiting_finding",
    "waiting_for",
]
