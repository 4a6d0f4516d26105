"""What others may ask of the reviews room."""

from waymark.reviews.queries.checking import check_limits, checks, findings_of
from waymark.reviews.queries.signing import is_ready, sign_offs

__all__ = ["check_limits", "checks", "findings_of", "is_ready", "sign_offs"]
