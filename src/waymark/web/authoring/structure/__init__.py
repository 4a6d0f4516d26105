"""Families, roles, role levels and what they ask, in the workbench."""
