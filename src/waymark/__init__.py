"""Waymark: professional career frameworks for very large employers."""

__version__ = "0.1.0"
