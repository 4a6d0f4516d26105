"""The checks of a draft that is too large to be checked while somebody waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.bulk import insert_rows
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor
from waymark.reviews import policies, rules
from waymark.reviews.models import CheckRun, StoredFinding
from waymark.reviews.queries.checking import check_limits
from waymark.work import commands as work
from waymark.work import queries as work_queries

CHECK_JOB = "reviews.check"
"""Kind of job that runs the checks."""


class BeingChecked(Refusal):
    """A worker runs the checks of this draft already."""

    def __init__(self) -> None:
        super().__init__(_("The checks are being run already. Look again in a moment."))


@transaction.atomic
def ask_for_checks(*, version_id: int, actor: Actor, at: datetime) -> None:
    """Have a worker run the checks of a draft; what they found last time is shown until it is done.

    Args:
        version_id: a draft.
        actor: who reads it.
        at: when.

    Raises:
        NotVisible: the actor does not read the draft.
        BeingChecked: a worker has them already, or soon will.
    """
    policies.MAY_ASK_FOR_CHECKS.require(actor, version_id, at)
    limits = check_limits(frameworks.version_by_id(version_id).framework_id)
    CheckRun.objects.bulk_create(
        [CheckRun(version_id=version_id, asked_at=at, most_skills=limits.most_skills, reading_age=limits.reading_age)],
        ignore_conflicts=True,
    )
    run = CheckRun.objects.select_for_update(of=("self",)).get(version_id=version_id)
    if run.job is not None:
        job = work_queries.shown_beside(run.job)
        if job is not None and job.open:
            raise BeingChecked
    key = f"{CHECK_JOB}.{version_id}.{at.timestamp():.6f}"
    run.job = work.start(kind=CHECK_JOB, key=key, arguments={"version": version_id}, actor=actor, at=at)
    run.asked_at = at
    run.save(update_fields=["job", "asked_at"])
    audit.record("reviews.checks.asked", actor=actor, at=at, version=version_id)


def run_checks(*, version_id: int, say: Callable[[str], None], actor: Actor, at: datetime) -> int:
    """Run the checks of a draft, put what they find in the place of what they found before, and return how many.

    The findings are worked out first and written in one transaction at the end: whoever stops it changes nothing.

    Args:
        version_id: a draft.
        say: told in words what is being done.
        actor: the worker's.
        at: when the draft is read.

    Raises:
        NotVisible: the draft is gone, or is no draft any more.

    Cost: see docs/measurements.md.
    """
    policies.MAY_ASK_FOR_CHECKS.require(actor, version_id, at)
    limits = check_limits(frameworks.version_by_id(version_id).framework_id)
    found = frameworks.findings_anew(version_id, limits, say, at)
    say(_("Writing down what was found"))
    with transaction.atomic():
        run = CheckRun.objects.select_for_update(of=("self",)).get(version_id=version_id)
        StoredFinding.objects.filter(run=run).delete()
        rows = ((run.pk, place, one.kind, one.digest, rules.finding_content(one)) for place, one in enumerate(found))
        insert_rows(StoredFinding, ("run_id", "position", "kind", "digest", "content"), rows)
        run.job, run.began_at = None, at
        run.most_skills, run.reading_age = limits.most_skills, limits.reading_age
        run.save(update_fields=["job", "began_at", "most_skills", "reading_age"])
        audit.record("reviews.checks.run", actor=actor, at=at, version=version_id, found=len(found))
    return len(found)
