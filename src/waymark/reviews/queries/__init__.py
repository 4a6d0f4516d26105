"""What others may ask of the reviews room."""

from waymark.reviews.queries.releases import drafted_notes, last_release, shown, total_shown
from waymark.reviews.queries.signing import is_ready, sign_offs

__all__ = ["drafted_notes", "is_ready", "last_release", "shown", "sign_offs", "total_shown"]
