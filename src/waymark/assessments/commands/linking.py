"""Showing signed-off levels to somebody outside: links, made and ended, and each look at them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.models import RecordLink
from waymark.assessments.queries import links, signed
from waymark.assessments.types import LinkView, MadeLink, PortableRecord
from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import PUBLIC, Actor, fetch
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people


@transaction.atomic
def make_record_link(*, items: Collection[UUID], days: int, actor: Actor, at: datetime) -> MadeLink:
    """Make a link that shows some of one's signed-off levels to whoever has it. Its token is returned once.

    Args:
        items: which levels, as ``queries.signed_levels`` names them.
        days: how long it works: 7, 30 or 90.
        actor: the person.
        at: when.

    Raises:
        NotVisible: whoever asks is not a person.
        NothingChosen: no level was chosen, or one that does not stand.
        NotThatLong: another number of days.
        TooManyLinks: the person has 20 that work.
    """
    person_id = actor.as_person()
    policies.MAY_MAKE_RECORD_LINK.require(actor, person_id, at)
    if days not in rules.DAYS:
        raise refusals.NotThatLong
    people.themselves(actor, at).select_for_update(no_key=True).values_list("pk", flat=True).get(pk=person_id)
    standing = {one.uuid for one in signed.signed_levels(person_id, actor, at) if one.state == "stands"}
    chosen = set(items)
    if not chosen or not chosen <= standing:
        raise refusals.NothingChosen
    if RecordLink.objects.filter(person_id=person_id, ended_at=None, expires_at__gt=at).count() >= rules.MOST_LINKS:
        raise refusals.TooManyLinks(rules.MOST_LINKS)
    uuid, token = new_uuid(), secrets.token_urlsafe(32)
    code = rules.plain_code(rules.code_of(uuid, settings.SECRET_KEY))
    row = RecordLink.objects.create(
        uuid=uuid, person_id=person_id, digest=rules.digest(token), code_digest=rules.digest(code),
        items=sorted(map(str, chosen)), made_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    audit.record(
        "assessments.record_link.made", actor=actor, at=at, subjects=(person_id,), link=str(uuid), levels=len(chosen),
        days=days,
    )  # fmt: skip
    return MadeLink(links.views([row], at)[0], token)


@transaction.atomic
def end_record_link(*, link: UUID, actor: Actor, at: datetime) -> LinkView:
    """End a link: from ``at`` on it opens nothing, and what was printed from it is not confirmed any more.

    Ending what has ended changes nothing.

    Raises:
        NotVisible: there is no such link of theirs.
    """
    row = fetch(policies.MAY_END_RECORD_LINK, RecordLink.objects.select_for_update(), actor, at, uuid=link)
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        audit.record("assessments.record_link.ended", actor=actor, at=at, subjects=(row.person_id,), link=str(row.uuid))
    return links.views([row], at)[0]


@transaction.atomic
def open_record(*, token: str, at: datetime) -> PortableRecord:
    """Return what a link shows to whoever has it, count the look, and tell the person: once a day.

    Raises:
        NotVisible: the link is not there, was ended, or has run out.
    """
    row = links.working(RecordLink.objects.select_for_update().filter(digest=rules.digest(token)), at)
    _count(row, "opened", at)
    return links.portable(row, at)


@transaction.atomic
def verify_record(*, code: str, at: datetime) -> PortableRecord:
    """Return what a printed code stands for, and count that as a look.

    Raises:
        NotVisible: there is no such code, or its link was ended or has run out.
    """
    plain = rules.plain_code(code)
    row = links.working(RecordLink.objects.select_for_update().filter(code_digest=rules.digest(plain)), at)
    _count(row, "verified", at)
    return links.portable(row, at)


def _count(row: RecordLink, how: str, at: datetime) -> None:
    RecordLink.objects.filter(pk=row.pk).update(looks=F("looks") + 1, looked_at=at)
    audit.record(
        "assessments.record_link.opened", actor=PUBLIC, at=at, subjects=(row.person_id,), link=str(row.uuid), how=how
    )
    notifications.notify(
        accounts=people.accounts_of([row.person_id]).values(),
        topic=Topic.SHARING,
        key=f"assessments.record_link.{row.uuid}.{localtime(at).date().isoformat()}",
        title=_("Somebody opened the record you shared"),
        body=_("Your record shows how often each link was opened, and you can end it at any time."),
        url="/me/record",
        email=False,
        at=at,
    )
