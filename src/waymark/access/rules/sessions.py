"""What a session is called where others may read it."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID


def session_uuid(session_key: str, secret: str) -> UUID:
    """Return the name of a session: made from its key, which cannot be found from it.

    A session that gets a new key gets a new name with it: Django keeps both rows for a moment, and both are unique.
    """
    return UUID(bytes=hmac.new(secret.encode(), session_key.encode(), hashlib.sha256).digest()[:16], version=4)
