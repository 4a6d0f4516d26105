"""What a password must be: long, and not one that everybody tries first."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _

LEAST, MOST = 12, 512


def why_not_password(password: str, *, email: str, name: str, site: str) -> tuple[str, ...]:
    """Return what is wrong with a password, as sentences; empty when it will do. There are no rules on characters.

    Args:
        password: what somebody chose.
        email: whose it will be; it may not make up most of the password.
        name: what they are called; the same.
        site: what the site is called, for the same reason.
    """
    if len(password) < LEAST:
        return (_("Your password must have %(least)d characters or more") % {"least": LEAST},)
    if len(password) > MOST:
        return (_("Your password must have %(most)d characters or fewer") % {"most": MOST},)
    plain = password.lower().strip()
    if (
        plain in _common()
        or plain.strip("0123456789!?.") in _common()
        or len(set(plain)) < 5
        or plain in (plain * 2)[1:-1]
    ):
        return (_("Your password is one of those tried first. Choose one that is harder to guess"),)
    known = {word.lower() for word in (email, email.split("@")[0], name, name.replace(" ", ""), site) if len(word) > 3}
    if any(word in plain and len(plain) - len(word) < LEAST // 2 for word in known):
        return (_("Your password is too much like your name or email address. Choose another one"),)
    return ()


@cache
def _common() -> frozenset[str]:
    """Return the 20,000 passwords found most often in what was stolen elsewhere; the list comes with Django."""
    return frozenset(CommonPasswordValidator().passwords)
