"""Whose account is whose: an account and a person are two things, and this links them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies
from waymark.people.models import Person


class PersonUnknown(Refusal):
    """Nobody has that staff number."""

    def __init__(self, staff_number: str) -> None:
        super().__init__(
            _("Nobody has the staff number %(number)s. Check how it is written.") % {"number": staff_number}
        )


class LinkedAlready(Refusal):
    """The person, or the account, is linked to another one."""


@transaction.atomic
def link_account(*, staff_number: str, account_id: int, actor: Actor, at: datetime) -> int:
    """Say that an account is a person's, and return the person's id. From then on it opens their own pages.

    Saying the same again changes nothing. A person has one account and an account one person: what is linked to
    something else stays as it is.

    Args:
        staff_number: whose it is.
        account_id: an account that exists; its room has been asked.
        actor: an operator.
        at: when.

    Raises:
        PersonUnknown: there is no such person, or the actor may not know of them.
        LinkedAlready: the person has another account, or the account is another person's.
    """
    try:
        person = fetch(
            policies.MAY_LINK_ACCOUNT, Person.objects.select_for_update(), actor, at, staff_number=staff_number
        )
    except NotVisible:
        raise PersonUnknown(staff_number) from None
    if person.account_id == account_id:
        return person.pk
    if person.account_id is not None:
        raise LinkedAlready(
            _("%(number)s has another account. Close that one first, or use it.") % {"number": staff_number}
        )
    other = Person.objects.filter(account_id=account_id).values_list("staff_number", flat=True).first()
    if other is not None:
        raise LinkedAlready(_("That account is linked to %(number)s. Use another one.") % {"number": other})
    person.account_id = account_id
    person.save(update_fields=["account_id"])
    audit.record("people.account.linked", actor=actor, at=at, subjects=[person.pk], account=account_id)
    return person.pk
