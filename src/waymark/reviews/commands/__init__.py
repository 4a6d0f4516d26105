"""Everything that changes reviews and releases."""
