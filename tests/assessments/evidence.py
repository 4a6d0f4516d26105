"""Evidence for tests, and a scanner that speaks clamd's protocol on a socket of its own."""

from __future__ import annotations

import socketserver
import struct
import threading
from contextlib import contextmanager
from dataclasses import replace

from tests.conftest import NOON
from tests.formats.uploads import EICAR, PDF
from waymark.assessments import commands
from waymark.assessments.types import EvidenceKind, EvidenceWords, Upload

REPORT = Upload("report.pdf", PDF)
PUT = EvidenceWords(title="The new register", situation="Paper.", action="I led the move.", result="Nobody queues.")


def added(actor, *, kind=EvidenceKind.ACCOUNT, upload=None, skills=(), at=NOON, **words):
    return commands.add_evidence(
        kind=kind, put=replace(PUT, **words), skills=skills, upload=upload, actor=actor, at=at
    )  # fmt: skip


def changed(view, actor, *, skills=None, seen=None, upload=None, at=NOON, **words):
    return commands.change_evidence(
        uuid=view.uuid, put=replace(view.words, **words), skills=view.skills if skills is None else skills,
        upload=upload, seen_revision=view.revision if seen is None else seen, actor=actor, at=at,
    )  # fmt: skip


class _Daemon(socketserver.BaseRequestHandler):
    """What clamd does with INSTREAM: reads pieces up to one of no length, and says what is in them."""

    def handle(self):
        asked = self._read(len(b"zINSTREAM\0"))
        content = b""
        while asked == b"zINSTREAM\0" and (length := struct.unpack("!I", self._read(4))[0]):
            content += self._read(length)
            if self.server.most is not None and len(content) > self.server.most:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(content)
        if self.server.mute:
            return
        self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")

    def _read(self, length):
        found = b""
        while len(found) < length and (piece := self.request.recv(length - len(found))):
            found += piece
        return found


@contextmanager
def daemon(*, path=None, mute=False, most=None):
    """Run a scanner on a socket; give its address and what it has seen."""
    kind = socketserver.ThreadingUnixStreamServer if path else socketserver.ThreadingTCPServer
    with kind(path or ("127.0.0.1", 0), _Daemon) as server:
        server.seen, server.mute, server.most, server.daemon_threads = [], mute, most, True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield path or f"127.0.0.1:{server.server_address[1]}", server.seen
        finally:
            server.shutdown()
