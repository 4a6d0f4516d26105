"""How people want to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor
from waymark.notifications import rules
from waymark.notifications.models import Preference, QuietHours
from waymark.notifications.types import Frequency, Quiet, Topic


class NotATopic(Refusal):
    """A preference names a topic or a frequency that there is none of, or one that cannot be chosen."""

    def __init__(self) -> None:
        super().__init__(_("That cannot be chosen. Choose how often you are emailed for each topic on the page."))


class QuietAllDay(Refusal):
    """Quiet hours begin and end at the same time."""

    def __init__(self) -> None:
        super().__init__(_("Quiet hours begin and end at the same time. Choose two different times, or none."))


class StopLinkBroken(NotVisible):
    """The link of an e-mail is not one of ours: it looks like any address that is not there."""


@transaction.atomic
def save_preferences(*, chosen: Mapping[str, str], quiet: Quiet | None, actor: Actor, at: datetime) -> None:
    """Save how often the actor is e-mailed about each topic, and when not. What is left out stays as it was.

    Mail that is waiting already keeps the time it was given.

    Raises:
        NotVisible: the actor has no account.
        NotATopic: a topic or a frequency is none, or it is security, which is always e-mailed.
        QuietAllDay: quiet hours begin and end at the same time.
    """
    if actor.account_id is None:
        raise NotVisible
    free = {topic.value for topic in Topic} - rules.ALWAYS
    if not set(chosen) <= free or not set(chosen.values()) <= {how_often.value for how_often in Frequency}:
        raise NotATopic
    if quiet and quiet.from_time == quiet.until_time:
        raise QuietAllDay
    _write(actor.account_id, chosen)
    if quiet:
        QuietHours.objects.update_or_create(
            account_id=actor.account_id, defaults={"from_time": quiet.from_time, "until_time": quiet.until_time}
        )
    else:
        QuietHours.objects.filter(account_id=actor.account_id).delete()
    audit.record(
        "notifications.preferences.saved", actor=actor, at=at, subjects=[actor.person_id] if actor.person_id else [],
        chosen=dict(chosen), quiet=[str(quiet.from_time), str(quiet.until_time)] if quiet else [],
    )  # fmt: skip


@transaction.atomic
def stop_mail(*, token: str, at: datetime) -> None:
    """Stop the e-mail that a message's one-click link is about. Whoever holds the message may: the link is signed.

    Of a digest: every topic that comes in digests. Safe to repeat.

    Raises:
        StopLinkBroken: the link was not made here, or not whole.
    """
    read = rules.read_stop_token(token)
    if read is None:
        raise StopLinkBroken
    account_id, topic = read
    topics = [topic] if topic else _in_digests(account_id)
    if not set(topics) <= {one.value for one in Topic} - rules.ALWAYS:
        raise StopLinkBroken
    _write(account_id, dict.fromkeys(topics, Frequency.NEVER.value))
    audit.record(
        "notifications.mail.stopped", actor=Actor(account_id=account_id), at=at, topics=topics,
        by="the link of an e-mail",
    )  # fmt: skip


def _in_digests(account_id: int) -> list[str]:
    rows = Preference.objects.filter(account_id=account_id, frequency__in=[Frequency.DAILY, Frequency.WEEKLY])
    return sorted(rows.values_list("topic", flat=True))


def _write(account_id: int, chosen: Mapping[str, str]) -> None:
    Preference.objects.bulk_create(
        [Preference(account_id=account_id, topic=topic, frequency=how_often) for topic, how_often in chosen.items()],
        update_conflicts=True,
        unique_fields=["account_id", "topic"],
        update_fields=["frequency"],
    )
