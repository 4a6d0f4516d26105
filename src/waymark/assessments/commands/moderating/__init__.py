"""Moderation: what a rule chooses goes to a panel, whose members speak, and whose levels then stand."""
