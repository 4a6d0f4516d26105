"""What a form showed, as a digest: how a write finds out that somebody else changed the thing meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def seen(fields: Mapping[str, Any]) -> str:
    """Return the digest of what a form shows of a thing: its fields by name. The same fields, the same digest.

    A form carries it, and a command compares it with the thing as it stands. Content is compared, not a count of
    changes: whoever writes what is there already disturbs nobody.
    """
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
