"""What departments add to the standards."""

from waymark.frameworks.queries.overlays.asked import asked_again, asked_beside, in_context
from waymark.frameworks.queries.overlays.kept import (
    context_places,
    keeps_context,
    kept_overlay,
    kept_overlays,
    may_put_in_context,
    overlays_to_check,
    thing_to_overlay,
)
from waymark.frameworks.queries.overlays.shown import (
    overlays_of_role,
    overlays_of_skill,
    overlays_over,
    overlays_touched,
)

__all__ = [
    "asked_again",
    "asked_beside",
    "context_places",
    "in_context",
    "keeps_context",
    "kept_overlay",
    "kept_overlays",
    "may_put_in_context",
    "overlays_of_role",
    "overlays_of_skill",
    "overlays_over",
    "overlays_to_check",
    "overlays_touched",
    "thing_to_overlay",
]
