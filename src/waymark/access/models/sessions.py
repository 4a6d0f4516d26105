"""The table of sessions, and the engine that fills it.

Django's own table cannot say whose a session is, so nobody could look through their own or end one. What stands beside
the session is read out of it whenever it is saved: no request pays a query more. This module is SESSION_ENGINE.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.access.rules import session_uuid
from waymark.access.types import PROOFS_SHOWN, SESSION_FACTS
from waymark.kernel import personal


class Session(AbstractBaseSession):
    """One browser, from sign-in to sign-out. Before anybody has signed in, everything beside the session is empty."""

    account = models.ForeignKey("access.Account", null=True, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField(unique=True, null=True)
    """What it is called outside, made from its key: the key itself would let in whoever reads it."""
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """The last request, to within a few minutes."""
    user_agent = models.CharField(max_length=300, blank=True)
    provider_uuid = models.UUIDField(null=True)
    """The department's provider by which they signed in; empty: otherwise. What is turned off can end what it began."""

    class Meta:
        indexes = [models.Index(fields=["account", "expire_date"], name="session_account")]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        """Return the engine, as Django's session expects."""
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's sessions in the database, in our table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return our table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to save: the session, and beside it what the door noted when somebody signed in."""
        row: Any = super().create_model_instance(data)
        facts = data.get(SESSION_FACTS)
        if facts and data.get(SESSION_KEY):
            row.account_id = int(data[SESSION_KEY])
            row.uuid = session_uuid(row.session_key, settings.SECRET_KEY)
            row.started_at = datetime.fromisoformat(facts["started_at"])
            row.seen_at = datetime.fromisoformat(facts["seen_at"])
            row.user_agent = facts["user_agent"]
            shown = data.get(PROOFS_SHOWN) or []
            row.provider_uuid = next((one["provider"] for one in shown if one.get("method") == "provider"), None)
        return row


personal.declare(
    personal.Holding(
        model="access.Session",
        what=_("When you signed in, when you were last seen, and which browser said it was yours"),
        why=_("So that you stay signed in, see where you are signed in and can end it"),
        keep=_("Until you sign out, or 12 hours at most"),
        purpose="running the site",
        account=("account_id",),
        fields=("started_at", "seen_at", "user_agent"),
        after="started_at",
        days=1,
    )
)
