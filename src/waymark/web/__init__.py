"""Pages, arranged by who uses them. A view asks queries, calls one command, and hands a frozen object to a template."""
