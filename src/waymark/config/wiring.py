"""Who hears which event, who delivers e-mail, who knows addresses: rooms that may not look at each other meet here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from waymark.access import queries as access
from waymark.adapters.notify import NotifyMailer
from waymark.adapters.smtp import SmtpMailer
from waymark.jobs.wiring import Wiring
from waymark.kernel.events import Event
from waymark.notifications.ports import Mailer
from waymark.notifications.types import Address

HANDLERS: tuple[tuple[type[Event], Callable[..., Any]], ...] = ()
"""Who hears what: (access_events.GrantProposed, access_handlers.ask_approvers), one line each."""

HEARD_BY_NOBODY: frozenset[type[Event]] = frozenset()
"""Events that are announced for systems outside, or for rooms to come: nothing here needs to hear them."""


def mailer() -> Mailer | None:
    """Return what delivers e-mail, as the settings say: GOV.UK Notify, else SMTP; None when neither is set up."""
    if settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE_ID:
        return NotifyMailer()
    return SmtpMailer() if settings.EMAIL_HOST else None


def addresses(ids: Iterable[int]) -> dict[int, Address]:
    """Return where accounts are e-mailed."""
    return {card.id: Address(card.email, card.name) for card in access.addresses(ids)}


WIRING = Wiring(handlers=HANDLERS, mailer=mailer, addresses=addresses)
