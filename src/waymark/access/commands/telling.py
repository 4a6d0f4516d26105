"""Telling holders of accounts what happened to how they sign in."""

from __future__ import annotations

from datetime import datetime

from waymark.access import policies
from waymark.access.models import Grant
from waymark.access.types import DutyKind
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic

ACCOUNT_PAGE = "/account"
SESSIONS_PAGE = "/account/sessions"
RECOVERY_PAGE = "/account/recovery-codes"


def tell_other_administrators(title: str, body: str, url: str, *, actor: Actor, at: datetime) -> None:
    """Tell every administrator but the actor what was done that weighs more than a duty, inside the command."""
    holding = Grant.objects.filter(policies.in_force(at), kind=DutyKind.ADMINISTRATOR, account__is_active=True)
    notifications.notify(
        accounts=set(holding.values_list("account_id", flat=True)) - {actor.account_id}, topic=Topic.SECURITY,
        key=f"access.security.{new_uuid()}", title=title, body=body, url=url, at=at,
    )  # fmt: skip


def tell(account_id: int, title: str, body: str, url: str, at: datetime) -> None:
    """Tell an account news of its security, inside the command that made the news. It is always e-mailed."""
    notifications.notify(
        accounts=[account_id], topic=Topic.SECURITY, key=f"access.security.{new_uuid()}", title=title, body=body,
        url=url, at=at,
    )  # fmt: skip
