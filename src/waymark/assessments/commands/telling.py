"""Each person whom a new version affects is told how much of it does."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from waymark.assessments import rules
from waymark.assessments.queries.impact import skills_held
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Touched
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people

AT_ONCE = 10_000
"""People in one step."""


@transaction.atomic
def tell_of_changes(*, version_id: int, touched: Touched, after: int, at: datetime) -> tuple[int, int]:
    """Tell the next people by id what a version means to them.

    Returns the last id looked at (0: that was everybody) and how many were told.

    Somebody is told once of a version, however often this is called; whoever it does not affect hears nothing. What
    they are told counts what ``queries.changes_for`` then shows them.

    Args:
        version_id: the version, which holds at ``at``.
        touched: what it means to people (``frameworks.queries.touched``).
        after: the id to go on from; 0 to begin.
        at: when.

    Cost: five queries for 10,000 people, and those of telling: five for each 5,000 who get the same sentence.
    """
    page = people.roles_held(after, AT_ONCE, at)
    if not page:
        return 0, 0
    version = frameworks.version_by_id(version_id)
    held = skills_held((page[0].person_id, page[-1].person_id), touched.skills)
    same: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    for one in page:
        counts = frameworks.affecting(touched, one.role_level_id, held.get(one.person_id, set())).counts
        if any(counts):
            same[counts].append(one.account_id)
    told = 0
    for counts, accounts in same.items():
        told += notifications.notify(
            accounts=accounts,
            topic=Topic.FRAMEWORKS,
            key=f"assessments.changes.{version_id}",
            title=rules.changes_in_words(*counts),
            body=rules.about_version(version.title, version.label),
            url=f"{frameworks.address('version', version.framework_slug, version.label)}/changes?mine=1",
            at=at,
        )
    if told:
        audit.record("assessments.changes.told", actor=OPERATOR, at=at, version=version_id, people=told)
    return page[-1].person_id if len(page) == AT_ONCE else 0, told
