"""The mails that carry a link.

They leave while the page is already being shown: how long a mail server takes must not tell anyone whether there is
such an account.
"""

from __future__ import annotations

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def can_send() -> bool:
    """Say whether mail can leave this site."""
    return bool(settings.EMAIL_HOST) or settings.EMAIL_BACKEND != SMTP


def send_password_link(email: str, name: str, link: str, days: int) -> None:
    """Send the link that sets a password."""
    _send(
        email,
        _("Set your password for %(site)s") % {"site": settings.SITE_NAME},
        _(
            "Hello %(name)s\n\nTo set your password for %(site)s, open this address:\n\n%(link)s\n\n"
            "It works once, for %(days)d days. If you did not ask for it, do nothing: your password stays as it is.\n"
        )
        % {"name": name, "site": settings.SITE_NAME, "link": link, "days": days},
    )


def send_address_link(email: str, name: str, link: str) -> None:
    """Send the link that confirms a new address."""
    _send(
        email,
        _("Confirm your email address for %(site)s") % {"site": settings.SITE_NAME},
        _(
            "Hello %(name)s\n\nTo sign in to %(site)s with this address from now on, open:\n\n%(link)s\n\n"
            "If you did not ask for it, do nothing.\n"
        )
        % {"name": name, "site": settings.SITE_NAME, "link": link},
    )


def send_address_changed(before: str, name: str) -> None:
    """Tell the address that was used so far."""
    _send(
        before,
        _("Your email address for %(site)s was changed") % {"site": settings.SITE_NAME},
        _(
            "Hello %(name)s\n\nYou now sign in to %(site)s with another email address; this one no longer works.\n\n"
            "If you did not do this, tell whoever runs the site at once.\n"
        )
        % {"name": name, "site": settings.SITE_NAME},
    )


def _send(to: str, subject: str, body: str) -> None:
    if can_send():
        Thread(target=_deliver, args=(EmailMessage(subject=subject, body=body, to=[to]),), daemon=True).start()


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:
        logger.exception("a mail about signing in could not be sent")
