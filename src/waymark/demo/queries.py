"""What others may ask about the demo."""

from __future__ import annotations

from waymark.access import queries as access
from waymark.demo.rules.cast import PARTS
from waymark.demo.types import DemoPerson
from waymark.people import queries as people


def demo_people() -> tuple[DemoPerson, ...]:
    """Return the ready-made people in the order of their parts; empty where no demo was built. Two queries."""
    accounts = {account.demo_key: account for account in access.demo_accounts()}
    contacts = {contact.account_id: contact for contact in people.contacts([a.id for a in accounts.values()])}
    found = []
    for part in PARTS:
        account = accounts.get(part.key)
        if account is not None and account.id in contacts:
            contact = contacts[account.id]
            found.append(DemoPerson(part.key, str(part.title), contact.name, contact.post_title, str(part.about)))
    return tuple(found)
