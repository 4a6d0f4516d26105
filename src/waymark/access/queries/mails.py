"""What the mails about signing in say. Doors send them: some go to addresses that no account has yet, or any more."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from waymark.access.types import Invitation, Mail


def password_mail(invitation: Invitation, link: str) -> Mail:
    """Return the mail that carries a link to set a password."""
    body = _(
        "Hello %(name)s\n\nTo set your password for %(site)s, open this address:\n\n%(link)s\n\n"
        "It works once, for %(days)d days. If you did not ask for it, do nothing: your password stays as it is.\n"
    )
    return Mail(
        to=invitation.email,
        subject=_("Set your password for %(site)s") % {"site": settings.SITE_NAME},
        body=body % {"name": invitation.name, "site": settings.SITE_NAME, "link": link, "days": invitation.days},
    )


def address_mail(email: str, name: str, link: str) -> Mail:
    """Return the mail that asks a new address whether it is its holder's."""
    body = _(
        "Hello %(name)s\n\nTo sign in to %(site)s with this address from now on, open:\n\n%(link)s\n\n"
        "If you did not ask for it, do nothing.\n"
    )
    return Mail(
        to=email,
        subject=_("Confirm your email address for %(site)s") % {"site": settings.SITE_NAME},
        body=body % {"name": name, "site": settings.SITE_NAME, "link": link},
    )


def address_changed_mail(before: str, name: str) -> Mail:
    """Return the mail that tells an address that it is no longer the one to sign in with."""
    body = _(
        "Hello %(name)s\n\nYou now sign in to %(site)s with another email address; this one no longer works.\n\n"
        "If you did not do this, tell whoever runs the site at once.\n"
    )
    return Mail(
        to=before,
        subject=_("Your email address for %(site)s was changed") % {"site": settings.SITE_NAME},
        body=body % {"name": name, "site": settings.SITE_NAME},
    )
