"""What accounts, and the tables of Django that go with them, hold about people."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.kernel.ids import new_uuid


def sessions_of(_person_id: int | None, account_id: int | None) -> QuerySet[Session]:
    """Return the sessions of an account. A session does not say whose it is until it is read, so each one is."""
    if account_id is None:
        return Session.objects.none()
    rows = Session.objects.iterator(chunk_size=2_000)
    keys = [row.session_key for row in rows if row.get_decoded().get("_auth_user_id") == str(account_id)]
    return Session.objects.filter(pk__in=keys)


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
        what=_("Your account: your name, your e-mail address and when you last signed in"),
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
    personal.Holding(
        model="sessions.Session",
        what=_("Your sessions: that you are signed in in a browser"),
        why=_("So that you need not sign in again for each page."),
        keep=_("Until you sign out, 12 hours at most"),
        purpose=personal.RUNNING,
        found_by=sessions_of,
        fields=("expire_date",),
        after="expire_date",
        days=0,
    ),
)
