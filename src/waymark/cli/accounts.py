"""``waymark account``: who can sign in. Nobody makes an account for themselves."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from waymark.cli.groups import Subparsers, group, ready

if TYPE_CHECKING:
    from waymark.access.types import Invitation


def add_parsers(subparsers: Subparsers) -> None:
    """Add the commands below ``account``."""
    creating = _add(subparsers, "create", run_create, "make an account, and a link that sets its password")
    creating.add_argument("--name", required=True, metavar="NAME", help="what the site calls its holder")
    creating.add_argument("--person", default="", metavar="NUMBER", help="staff number of the person whose it is")
    creating.add_argument("--json", action="store_true", help="print one JSON object")

    inviting = _add(subparsers, "invite", run_invite, "make a new link that sets the password of an account")
    inviting.add_argument("--json", action="store_true", help="print one JSON object")

    closing = _add(subparsers, "close", run_close, "close an account and end its sessions, at once")
    closing.add_argument("--reason", default="", metavar="TEXT", help="why, for the record")
    reopening = _add(subparsers, "reopen", run_reopen, "let the holder of a closed account sign in again")
    reopening.add_argument("--reason", default="", metavar="TEXT", help="why, for the record")

    _add(subparsers, "unlock", run_unlock, "forget wrong passwords and codes, so that it can be tried again now")

    resetting = _add(subparsers, "reset-factors", run_reset_factors, "remove lost passkeys and codes from an account")
    resetting.add_argument("--reason", required=True, metavar="TEXT", help="why, and how you know who asked")

    linking = _add(subparsers, "link", run_link, "say whose account it is at work")
    linking.add_argument("staff_number", metavar="NUMBER", help="staff number of the person")


def run_create(args: argparse.Namespace) -> int:
    """Make an account; link it to a person; print the link that sets its password, and send it where mail can.

    All of it or nothing: an account whose person is refused is not made.
    """
    ready()
    from django.db import transaction

    from waymark.access import commands as access
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.people import commands as people

    at = now()
    with transaction.atomic():
        account_id = access.create_account(email=args.email, name=args.name, actor=OPERATOR, at=at)
        if args.person:
            people.link_account(staff_number=args.person, account_id=account_id, actor=OPERATOR, at=at)
        invitation = access.invite(email=args.email, actor=OPERATOR, at=at)
    _hand_over(invitation, f"There is now an account for {invitation.email}.", as_json=args.json)
    return 0


def run_invite(args: argparse.Namespace) -> int:
    """Print a new link, and send it where mail can."""
    ready()
    from waymark.access import commands as access
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    _hand_over(access.invite(email=args.email, actor=OPERATOR, at=now()), "", as_json=args.json)
    return 0


def run_close(args: argparse.Namespace) -> int:
    """Close an account."""
    ready()
    from waymark.access import commands as access
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    ended = access.close_account(email=args.email, reason=args.reason, actor=OPERATOR, at=now())
    print(f"The account for {args.email} is closed. Sessions ended: {ended}.")
    return 0


def run_reopen(args: argparse.Namespace) -> int:
    """Open a closed account again."""
    ready()
    from waymark.access import commands as access
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    access.reopen_account(email=args.email, reason=args.reason, actor=OPERATOR, at=now())
    print(f"The account for {args.email} is open again.")
    return 0


def run_unlock(args: argparse.Namespace) -> int:
    """Forget what was tried on an account."""
    ready()
    from waymark.access import commands as access
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    access.unlock_account(email=args.email, actor=OPERATOR, at=now())
    print(f"The account for {args.email} can be tried again now.")
    return 0


def run_reset_factors(args: argparse.Namespace) -> int:
    """Remove the second factors of an account."""
    ready()
    from waymark.access import commands as access
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    found = access.reset_factors(email=args.email, reason=args.reason, actor=OPERATOR, at=now())
    print(f"Passkeys and apps removed from the account for {args.email}: {found}. Its password alone lets in now.")
    return 0


def run_link(args: argparse.Namespace) -> int:
    """Link an account to a person."""
    ready()
    from waymark.access import commands as access
    from waymark.access import queries as access_queries
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.people import commands as people

    account_id = access_queries.account_id_of(args.email)
    if account_id is None:
        raise access.AccountUnknown(args.email)
    people.link_account(staff_number=args.staff_number, account_id=account_id, actor=OPERATOR, at=now())
    print(f"The account for {args.email} is now that of {args.staff_number}.")
    return 0


def _add(
    subparsers: Subparsers, name: str, run: Callable[[argparse.Namespace], int], help: str
) -> argparse.ArgumentParser:
    parser = group(subparsers, "account", "make, close and mend accounts").add_parser(name, help=help)
    parser.add_argument("email", metavar="EMAIL", help="the address it signs in with")
    parser.set_defaults(run=run)
    return parser


def _hand_over(invitation: Invitation, first: str, *, as_json: bool) -> None:
    """Print the link, and send it to the address of its account when mail can leave this machine."""
    from django.conf import settings
    from django.core.mail import EmailMessage
    from django.urls import reverse

    from waymark.access import queries as access_queries

    path = reverse("account_reset_password_from_key", args=[invitation.uid, invitation.token])
    link = settings.PUBLIC_BASE_URL + path
    sent = False
    if settings.EMAIL_HOST or (settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE_ID):
        mail = access_queries.password_mail(invitation, link)
        try:
            sent = EmailMessage(subject=mail.subject, body=mail.body, to=[mail.to]).send() == 1
        except OSError as error:
            print(f"The mail server refused it: {error}", file=sys.stderr)
    if as_json:
        print(json.dumps({"email": invitation.email, "link": link, "days": invitation.days, "sent": sent}))
        return
    if first:
        print(first)
    print(f"To set the password, once and within {invitation.days} days:\n\n    {link}\n")
    print(f"It was sent to {invitation.email}." if sent else "It was not sent: hand it over yourself.")
