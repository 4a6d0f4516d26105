"""One-time codes (RFC 6238): six digits that change every 30 seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
SLACK = 1
"""Steps that a clock may be early or late."""


def matching_step(secret: str, code: str, at: datetime, after: int = 0) -> int | None:
    """Return the step of time whose code this is, or None when it is the code of no step that counts.

    Args:
        secret: the shared secret, in base 32.
        code: what was typed; spaces are left out.
        at: when.
        after: the step of the code used last: a code counts once, and so does every one before it.
    """
    typed = "".join(code.split())
    now = int(at.timestamp()) // STEP_SECONDS
    for step in range(now - SLACK, now + SLACK + 1):
        if step > after and hmac.compare_digest(code_of(secret, step).encode(), typed.encode()):
            return step
    return None


def code_of(secret: str, step: int) -> str:
    """Return the code of one step of time, as RFC 4226 has it."""
    digest = hmac.new(base64.b32decode(secret, casefold=True), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"
