"""What others may ask of the reviews room."""

from waymark.reviews.queries.signing import is_ready, sign_offs

__all__ = ["is_ready", "sign_offs"]
