"""Signed-off levels that end: their people are told three months before, and when they have ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from waymark.assessments import rules
from waymark.assessments.models import LevelNotice, Standing
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import OPERATOR, Purpose
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people

AT_ONCE = 500
"""Levels in one call."""
LATE = timedelta(days=31)
"""How long ago a level may have ended for its person to be told: nobody hears of what ended long before this was asked
about."""


class _Due(NamedTuple):
    judgement_id: int
    person_id: int
    skill_id: int
    version_id: int
    valid_until: datetime


@transaction.atomic
def tell_of_ending_levels(*, at: datetime) -> int:
    """Tell people whose signed-off levels end within three months, or have ended, each once; return of how many.

    Of a level that is found only after it ended, its end alone is told. What waited for somebody because a level was
    to end is settled once it has ended, or once another word took its place.

    Cost: six queries and those of telling for each level, 500 levels at most; call again for the rest.
    """
    _settle(at)
    told = 0
    for about in (LevelNotice.About.ENDED, LevelNotice.About.ENDING):
        due = _due(about, at)
        if due:
            _tell(due, about, at)
        told += len(due)
    if told:
        audit.record("assessments.levels.ending_told", actor=OPERATOR, at=at, levels=told)
    return told


def _due(about: str, at: datetime) -> Sequence[_Due]:
    ended = about == LevelNotice.About.ENDED
    before = LevelNotice.objects.filter(judgement_id=OuterRef("judgement_id"))
    said = before.filter(about=about) if ended else before
    first, last = (at - LATE, at) if ended else (at, rules.warned_until(at))
    rows = Standing.objects.filter(
        ~Exists(said), purpose=Purpose.RECRUITMENT, valid_until__gt=first, valid_until__lte=last
    )
    found = rows.order_by("judgement_id").values_list(
        "judgement_id", "person_id", "skill_id", "judgement__version_id", "valid_until"
    )
    return [
        _Due(judgement_id, person_id, skill_id, version_id, valid_until)
        for judgement_id, person_id, skill_id, version_id, valid_until in found[:AT_ONCE]
        if valid_until is not None
    ]


def _tell(due: Sequence[_Due], about: str, at: datetime) -> None:
    wordings = frameworks.skill_wordings({(one.skill_id, one.version_id) for one in due})
    accounts = people.accounts_of(sorted({one.person_id for one in due}))
    LevelNotice.objects.bulk_create(LevelNotice(judgement_id=one.judgement_id, about=about, at=at) for one in due)
    for one in due:
        ended = about == LevelNotice.About.ENDED
        if ended:
            notifications.settle(key=_key(one.judgement_id, LevelNotice.About.ENDING), at=at)
        account = accounts.get(one.person_id)
        if account is None:
            continue
        title = _("Your signed-off level in %(skill)s has ended") if ended else _(
            "Your signed-off level in %(skill)s ends on %(day)s"
        )  # fmt: skip
        body = (
            _("It no longer counts where a signed-off level is asked for. You can send an assessment at any time.")
            if ended
            else _("Send an assessment to an assessor before that day, if you want to go on holding it.")
        )
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=_key(one.judgement_id, about),
            title=title % {"skill": wordings[one.skill_id, one.version_id].name, "day": rules.day(one.valid_until)},
            body=body,
            url="/me/skills",
            todo=not ended,
            due_at=None if ended else one.valid_until,
            at=at,
        )


def _settle(at: datetime) -> None:
    """End what waits because a level was to end, where another word took its place meanwhile, or it was revoked."""
    ended = LevelNotice.objects.filter(judgement_id=OuterRef("judgement_id"), about=LevelNotice.About.ENDED)
    standing = Standing.objects.filter(judgement_id=OuterRef("judgement_id"), purpose=Purpose.RECRUITMENT)
    over = LevelNotice.objects.filter(~Exists(ended), ~Exists(standing), about=LevelNotice.About.ENDING)
    rows = list(over.order_by("pk").values_list("judgement_id", flat=True)[:AT_ONCE])
    for judgement_id in rows:
        notifications.settle(key=_key(judgement_id, LevelNotice.About.ENDING), at=at)
    # Nothing is told of its end: it was over before.
    LevelNotice.objects.bulk_create(LevelNotice(judgement_id=pk, about=LevelNotice.About.ENDED, at=at) for pk in rows)


def _key(judgement_id: int, about: str) -> str:
    return f"assessments.level.{judgement_id}.{about}"
