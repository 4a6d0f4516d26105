"""A conversation sheet waits for its person and for the manager of now, until it was talked about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from waymark.assessments.events import (
    TalkBegun,
    TalkEnded,
    TalkFollows,
)
from waymark.assessments.queries.talking import marks_of
from waymark.assessments.rules import mark
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people


def ask_to_talk(event: TalkBegun, *, at: datetime) -> None:
    """Tell a person and their manager that there is something to talk about: it waits for both."""
    person = people.card(event.person_id, at)
    account = people.accounts_of([event.person_id]).get(event.person_id)
    told = {
        "person": (
            account,
            _("Your manager and you see some levels differently"),
            f"/me/assessments/{event.assessment}",
        ),
        "manager": (
            event.account_id,
            _("Talk with %(name)s about levels you see differently") % {"name": person.name},
            f"/team/reviews/{event.assessment}",
        ),
    }
    for whose, (told_account, title, url) in told.items():
        if told_account is not None:
            notifications.notify(
                accounts=[told_account],
                topic=Topic.ASSESSMENTS,
                key=mark(event.talk, event.points, whose),
                title=title,
                body=_("Both levels stand side by side on a sheet that both of you can write on."),
                url=f"{url}/conversation",
                todo=True,
                at=at,
            )


def hand_talk_on(event: TalkFollows, *, at: datetime) -> None:
    """Have a sheet wait for the manager somebody has now, and for no earlier one."""
    for number in range(1, event.points + 1):
        notifications.settle(key=mark(event.talk, number, "manager"), at=at)
    if event.account_id is not None:
        person = people.card(event.person_id, at)
        notifications.notify(
            accounts=[event.account_id],
            topic=Topic.ASSESSMENTS,
            key=mark(event.talk, event.points, "manager"),
            title=_("Talk with %(name)s about levels that differ") % {"name": person.name},
            body=_("They report to you now. Their manager before you saw some levels differently; the sheet has both."),
            url=f"/team/reviews/{event.assessment}/conversation",
            todo=True,
            at=at,
        )


def settle_talk(event: TalkEnded, *, at: datetime) -> None:
    """Settle what waited because of a sheet that waits for nobody any more."""
    for key in marks_of(UUID(event.assessment)):
        notifications.settle(key=key, at=at)
