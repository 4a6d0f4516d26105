"""Wiring: settings, routes, what runs after a migration. Nothing here decides anything."""
