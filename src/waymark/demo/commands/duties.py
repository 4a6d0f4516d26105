"""Giving the ready-made people their duties: as the operator, and one proposal that waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from waymark.access import commands as access
from waymark.access import queries as accounts
from waymark.demo.rules.duties import DUTIES, PROPOSED, DemoDuty
from waymark.kernel.policy import Actor


def give(
    *, people: Mapping[str, int], professions: Mapping[str, int], department_id: int, actor: Actor, at: datetime
) -> int:
    """Give everyone their duty and return how many were given.

    Args:
        people: the id of the person who plays each part, by its key.
        professions: ids by slug.
        department_id: the manager's department.
        actor: an operator.
        at: when all of them begin.
    """
    known = {card.demo_key: card for card in accounts.demo_accounts()}

    def give_one(duty: DemoDuty, by: Actor, reason: str) -> None:
        access.give_duty(
            account=known[duty.key].uuid,
            kind=duty.kind,
            profession_id=professions[duty.profession] if duty.profession else None,
            organisation_id=department_id if duty.department else None,
            until_at=at + timedelta(days=duty.days),
            reason=reason,
            person_id=people[duty.key],
            actor=by,
            at=at,
        )

    for duty in DUTIES:
        give_one(duty, actor, _("Part of the demo"))

    second = Actor(account_id=known["second-administrator"].id, person_id=people["second-administrator"])
    access.open_admin_session(reason=_("Yearly review of duties"), actor=second, at=at)
    in_session = Actor(
        second.account_id, second.person_id, duties=accounts.duties_of(known["second-administrator"].id, at)
    )
    give_one(PROPOSED, in_session, _("Has assessed for three years; the profession needs another moderator"))
    access.end_admin_session(actor=in_session, at=at)
    return len(DUTIES) + 1
