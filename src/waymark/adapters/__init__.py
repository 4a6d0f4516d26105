"""A door: connections to the outside. Each fills a port of a room; ``config`` wires them."""
