"""``waymark grant``: duties given at the command line, which is how a site gets its first administrators."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from waymark.cli.groups import Subparsers, ready

if TYPE_CHECKING:
    from waymark.access.types import GrantCard


def add_parsers(subparsers: Subparsers) -> None:
    """Add the command."""
    grant = subparsers.add_parser(
        "grant",
        help="give an account a duty, decide about a proposal, or list duties",
        description="Give an account a duty as the operator of this machine: it counts at once, and is on record. "
        "The first administrator of a site is made this way.",
    )
    grant.add_argument("email", nargs="?", metavar="EMAIL", help="the address the account signs in with")
    grant.add_argument("kind", nargs="?", metavar="KIND", help="the duty, such as administrator or hr-director")
    grant.add_argument("--profession", default="", metavar="SLUG", help="over one profession; else over all")
    grant.add_argument("--organisation", default="", metavar="SLUG", help="over one organisation and all below it")
    grant.add_argument("--until", type=_day, default=None, metavar="DATE", help="the last day it counts, as 2027-03-31")
    grant.add_argument("--reason", default="", metavar="TEXT", help="why, for the record")
    grant.add_argument("--approve", default="", metavar="UUID", help="approve a proposal instead")
    grant.add_argument(
        "--list", dest="listing", action="store_true", help="list the duties in force, soonest end first"
    )
    grant.add_argument("--json", action="store_true", help="print one JSON object")
    grant.set_defaults(run=run_grant, usage=grant.error)


def run_grant(args: argparse.Namespace) -> int:
    """Give a duty, approve a proposal, or list duties."""
    if args.listing:
        return _list(args.json)
    if args.approve:
        return _approve(args)
    missing = [name for name in ("email", "kind", "until", "reason") if not getattr(args, name)]
    if missing:
        args.usage(f"to give a duty, say also: {', '.join(missing)}")
    return _give(args)


def _give(args: argparse.Namespace) -> int:
    ready()
    from django.utils import timezone

    from waymark.access import commands, queries
    from waymark.kernel.clock import now
    from waymark.kernel.errors import NotVisible, Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import queries as organisation
    from waymark.people import queries as people

    at = now()
    try:
        account = queries.account_by_email(args.email, OPERATOR, at)
    except NotVisible:
        raise Refusal(
            f"No open account signs in with {args.email}. Check the address, or add the account first."
        ) from None
    try:
        profession = organisation.profession(args.profession).id if args.profession else None
        place = organisation.organisation(args.organisation).id if args.organisation else None
    except NotVisible:
        raise Refusal(
            "There is no profession or organisation of that short name. Its page has it in its address."
        ) from None
    person = people.person_of_account(account.id, at)
    after = datetime.combine(args.until + timedelta(days=1), time.min)
    uuid = commands.give_duty(
        account=account.uuid,
        kind=args.kind,
        profession_id=profession,
        organisation_id=place,
        until_at=timezone.make_aware(after),
        reason=args.reason,
        person_id=person.id if person else None,
        actor=OPERATOR,
        at=at,
    )
    if args.json:
        print(json.dumps({"grant": str(uuid), "account": account.email, "duty": args.kind, "until": str(args.until)}))
    else:
        print(f"{account.name} ({account.email}) has the duty {args.kind} until {args.until}, that day included.")
    return 0


def _approve(args: argparse.Namespace) -> int:
    from uuid import UUID

    try:
        uuid = UUID(args.approve)
    except ValueError:
        args.usage(f"{args.approve} is not the UUID of a proposal")
    if not args.reason:
        args.usage("to approve a proposal, say also: reason")
    ready()
    from waymark.access import commands
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    commands.decide(grant=uuid, approve=True, reason=args.reason, actor=OPERATOR, at=now())
    print(json.dumps({"grant": str(uuid), "approved": True}) if args.json else "Approved.")
    return 0


def _list(as_json: bool) -> int:
    ready()
    from django.utils import timezone

    from waymark.access import queries
    from waymark.access.types import GrantFilter
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    at = now()
    cards: list[GrantCard] = []
    for wanted in (GrantFilter(state="waiting"), GrantFilter(ending_first=True)):
        page = 1
        while True:
            found = queries.grants(OPERATOR, at, wanted, page)
            cards += found.rows
            if page >= found.pages:
                break
            page += 1
    if as_json:
        print(json.dumps({"grants": [_document(card) for card in cards]}, ensure_ascii=False))
        return 0
    for card in cards:
        last = timezone.localtime(card.until_at - timedelta(microseconds=1)).date()
        place = ", ".join(filter(None, (card.profession_name, card.organisation_name))) or "everywhere"
        print(f"{card.uuid}  {card.state:9}  {last}  {card.kind.kind:30}  {card.account_email}  {place}")
    if not cards:
        print("Nobody holds a duty yet.")
    return 0


def _document(card: GrantCard) -> dict[str, object]:
    return {
        "grant": str(card.uuid),
        "state": card.state.value,
        "duty": card.kind.kind.value,
        "account": card.account_email,
        "profession": card.profession_name or None,
        "organisation": card.organisation_name or None,
        "from": card.from_at.isoformat(),
        "until": card.until_at.isoformat(),
        "covers": card.covered_name or None,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day; write it as 2027-03-31") from None
