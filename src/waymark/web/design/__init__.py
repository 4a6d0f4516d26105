"""Pages: design."""
