"""Pages for those who write frameworks, review them, and put them in their department's context."""
