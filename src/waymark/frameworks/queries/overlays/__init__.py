"""What departments add to the standards."""

from waymark.frameworks.queries.overlays.shown import overlays_of_role, overlays_of_skill, overlays_touched

__all__ = ["overlays_of_role", "overlays_of_skill", "overlays_touched"]
