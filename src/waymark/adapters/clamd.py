"""Looking into files with ClamAV's daemon over its own protocol: INSTREAM, in pieces, each after its length."""

from __future__ import annotations

import socket
import struct

from waymark.assessments.ports import ScannerUnreachable

PIECE = 64 * 1024
WAIT = 30.0
"""Seconds to wait for an answer: a scan of 20 MB takes a second or two."""
MOST_ANSWER = 4096


class Clamd:
    """Asks the daemon at an address: ``/run/clamav/clamd.ctl``, or ``host:3310``."""

    def __init__(self, address: str) -> None:
        self._address = address

    def scan(self, content: bytes) -> str:
        """Return the name of what was found; empty when nothing was.

        Raises:
            ScannerUnreachable: it is not there, broke off, or answered with an error (a file above its own limit too).
        """
        try:
            with self._connect() as there:
                there.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), PIECE):
                    piece = content[start : start + PIECE]
                    there.sendall(struct.pack("!I", len(piece)) + piece)
                there.sendall(struct.pack("!I", 0))
                answer = _answer(there)
        except (OSError, ValueError) as broken:
            raise ScannerUnreachable(f"{type(broken).__name__}: {broken}") from broken
        if answer == "stream: OK":
            return ""
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerUnreachable(answer)

    def _connect(self) -> socket.socket:
        if self._address.startswith("/"):
            there = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            there.settimeout(WAIT)
            try:
                there.connect(self._address)
            except OSError:
                there.close()
                raise
            return there
        host, _colon, port = self._address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT)


def _answer(there: socket.socket) -> str:
    found = b""
    while not found.endswith(b"\0") and len(found) < MOST_ANSWER:
        piece = there.recv(1024)
        if not piece:
            break
        found += piece
    return found.rstrip(b"\0\n").decode("utf-8", errors="replace")
