"""Pages: explore."""
