"""What the record needs from outside: somebody who looks into files before they are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class ScannerUnreachable(Exception):
    """The scanner gave no answer, so nobody knows what is in the file."""


class Scanner(Protocol):
    """Looks for malicious software in the content of a file."""

    def scan(self, content: bytes) -> str:
        """Return what was found, in the scanner's own words; empty when nothing was.

        Raises:
            ScannerUnreachable: there was no answer, or one that says nothing about the file.
        """
        ...


_NONE: Callable[[], Scanner | None] = lambda: None  # noqa: E731
_wired: list[Callable[[], Scanner | None]] = [_NONE]


def use_scanner(find: Callable[[], Scanner | None]) -> None:
    """Say how the scanner is found, each time a file is brought; it gives None when none is set up."""
    _wired[0] = find


def scanner() -> Scanner | None:
    """Return the scanner that is set up; None when none is."""
    return _wired[0]()
