"""The assessor's desk: what waits for a decision, and one case; a manager's cases are the same page."""
