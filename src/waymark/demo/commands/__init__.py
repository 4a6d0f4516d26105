"""Building the demo organisation."""

from waymark.demo.commands.building import AlreadyBuilt, WrongSize, build

__all__ = ["AlreadyBuilt", "WrongSize", "build"]
