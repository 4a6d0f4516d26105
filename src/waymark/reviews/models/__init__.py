"""Tables of reviews and releases."""
