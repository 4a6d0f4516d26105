"""Pages: operating."""
