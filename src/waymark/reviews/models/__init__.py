"""Tables of reviews and releases."""

from waymark.reviews.models import holdings
from waymark.reviews.models.checks import AcceptedFinding, CheckLimits
from waymark.reviews.models.people import GroupMember, Invitation, ReviewGroup, Signatory, SignOff
from waymark.reviews.models.talk import Remark, Suggestion, Thread

__all__ = [
    "AcceptedFinding",
    "CheckLimits",
    "GroupMember",
    "Invitation",
    "Remark",
    "ReviewGroup",
    "SignOff",
    "Signatory",
    "Suggestion",
    "Thread",
    "holdings",
]
