"""What accounts, and the tables of Django that go with them, hold about people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.kernel.ids import new_uuid


def _erased_address(pk: Any) -> str:
    return f"erased-{pk}@erased.invalid"


personal.nothing_personal(
    _("What kinds of table and right there are. This site gives no rights by them."),
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
)
personal.declare(
    personal.Holding(
        model="access.Account",
        what=_("Your account: your name, your email address and when you last signed in"),
        why=_("So that you can sign in and nobody else can in your name."),
        keep=_("As long as you have an account. When you are erased it is closed and emptied"),
        purpose=personal.RUNNING,
        account=("id",),
        fields=("uuid", "email", "name", "is_active", "created_at", "last_login"),
        erasing=personal.Erasing.BLANK,
        blanks=(
            ("uuid", lambda _pk: new_uuid()),
            ("email", _erased_address),
            ("name", ""),
            ("password", "!"),
            ("demo_key", None),
            ("is_active", False),
            ("last_login", None),
        ),
    ),
)
