"""Telling people that somebody decided which role their post is."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import policies, rules
from waymark.people.models import PostMapping
from waymark.people.queries.mapping import choosing

TELL_JOB = "people.tell"
"""Kind of job that tells people."""
AT_ONCE = 10_000
"""Posts of which the people are told in one go."""


@transaction.atomic
def tell_of_decision(*, batch_id: int, after: int, at: datetime) -> tuple[int, int]:
    """Tell those who are in the next posts of a decision which role their post is now; the site itself does.

    Nobody is told of what was undone or decided otherwise meanwhile, nor of a post that stayed what it was.

    Args:
        batch_id: what was decided in one go.
        after: where to go on; 0 to begin.
        at: when.

    Returns:
        Where to go on (0: that was everybody), and how many were told. Safe to repeat: each is told once.

    Cost: five queries for 10,000 posts, and those of telling.
    """
    rows = PostMapping.objects.filter(batch_id=batch_id, pk__gt=after).order_by("pk")
    page = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    if not page:
        return 0, 0
    same = Q(role_level=F("before_role_level")) | Q(role_level=None, before_role_level=None)
    changed = (
        PostMapping.objects.filter(choosing.STANDS, ~choosing.taken_back(batch_id), ~choosing.decided_since())
        .filter(policies.open_on(rules.day_of(at), "post__appointments__"), batch_id=batch_id)
        .filter(pk__gte=page[0], pk__lte=page[-1], post__appointments__person__account__isnull=False)
        .exclude(same & Q(in_no_framework=F("before_in_no_framework")))
    )
    told: dict[int | None, list[int]] = defaultdict(list)
    for level, account_id in changed.values_list("role_level_id", "post__appointments__person__account_id"):
        told[level].append(account_id)
    refs = frameworks.role_level_refs([level for level in told if level is not None], at)
    number = 0
    for to, accounts in told.items():
        number += notifications.notify(
            accounts=accounts,
            topic=Topic.PEOPLE,
            key=f"people.posts.decided.{batch_id}",
            title=(
                _("Your post is in the role “%(role)s” now") % {"role": refs[to].title}
                if to in refs
                else _("Your post is in no role of a framework now")
            ),
            body=_("Somebody who answers for your post decided this. If it is wrong, say so."),
            url="/me/wrong",
            at=at,
        )
    if number:
        audit.record("people.posts.told", actor=OPERATOR, at=at, people=number)
    return page[-1] if len(page) == AT_ONCE else 0, number
