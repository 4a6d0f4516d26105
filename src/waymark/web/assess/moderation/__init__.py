"""Moderation: what waits for panels and one case of it, the panels, and the rule that chooses what they look at."""
