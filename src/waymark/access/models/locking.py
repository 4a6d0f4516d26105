"""How secrets are kept: encrypted with a key made from SECRET_KEY."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def lock_for(what: str) -> MultiFernet:
    """Return the cipher for one kind of secrets. It reads what earlier keys wrote (SECRET_KEY_FALLBACKS)."""
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"waymark {what} ".encode() + key.encode()).digest()))
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )
