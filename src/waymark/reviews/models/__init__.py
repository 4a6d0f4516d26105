"""Tables of reviews and releases."""

from waymark.reviews.models import holdings
from waymark.reviews.models.checks import AcceptedFinding, CheckLimits, CheckRun, StoredFinding
from waymark.reviews.models.people import GroupMember, Invitation, ReviewGroup, Signatory, SignOff
from waymark.reviews.models.releases import Release
from waymark.reviews.models.talk import MOST_CALLED, Remark, Suggestion, Thread

__all__ = [
    "MOST_CALLED",
    "AcceptedFinding",
    "CheckLimits",
    "CheckRun",
    "GroupMember",
    "Invitation",
    "Release",
    "Remark",
    "ReviewGroup",
    "SignOff",
    "Signatory",
    "StoredFinding",
    "Suggestion",
    "Thread",
    "holdings",
]
