"""Sending the mails that carry a link.

They leave while the page is already being shown: how long a mail server takes must not tell anyone whether there is
such an account.
"""

from __future__ import annotations

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage

from waymark.access.types import Mail

logger = logging.getLogger(__name__)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def can_send() -> bool:
    """Say whether mail can leave this site."""
    return bool(settings.EMAIL_HOST) or settings.EMAIL_BACKEND != SMTP


def send(mail: Mail) -> None:
    """Send a mail, if mail can leave this site. Nobody waits for it; what goes wrong is logged."""
    if can_send():
        message = EmailMessage(subject=mail.subject, body=mail.body, to=[mail.to])
        Thread(target=_deliver, args=(message,), name="mail about signing in", daemon=True).start()


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:
        logger.exception("a mail about signing in could not be sent")
