"""Links to a record: how long they last, and the secrets that open them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from uuid import UUID

from django.utils.translation import gettext as _

DAYS = (7, 30, 90)
"""How long a link may work."""
MOST_LINKS = 20
"""Links of one person that work at a time."""
CODE_LENGTH = 16
"""Characters of a code, of 32 each: 80 bits, which nobody guesses."""


def digest(secret: str) -> str:
    """Return what is kept of a token or a code."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_of(link: UUID, secret_key: str) -> str:
    """Return the code that is printed on a record, in groups of four: always the same for one link.

    It is made from the site's secret key, so that it need not be kept.
    """
    made = hmac.new(secret_key.encode(), b"record code " + link.bytes, hashlib.sha256).digest()
    text = base64.b32encode(made).decode()[:CODE_LENGTH]
    return "-".join(text[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def plain_code(typed: str) -> str:
    """Return a code as somebody typed it, in the form in which it is compared; empty when it cannot be one."""
    plain = re.sub(r"[\s-]", "", typed).upper().replace("0", "O").replace("1", "I").replace("8", "B")
    return plain if re.fullmatch(rf"[A-Z2-7]{{{CODE_LENGTH}}}", plain) else ""


def state_in_words(state: str) -> str:
    """Return what became of a level since it was signed off, in the middle of a sentence; empty: it stands."""
    return {
        "lapsed": _("no longer valid"),
        "superseded": _("superseded by a later level"),
        "revoked": _("revoked"),
        "withdrawn": _("withdrawn"),
    }.get(state, "")
