"""What lint finds about a version, without what was accepted and with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Finding, Limits
from waymark.reviews.models import AcceptedFinding, CheckLimits
from waymark.reviews.types import Accepted, Checks


def checks(version_id: int, at: datetime) -> Checks:
    """Return what lint finds about a version: an id is only known to somebody who may read it.

    Raises:
        NotVisible: there is no such version.

    Cost: three queries, and those of ``frameworks.queries.findings``.
    """
    framework_id = frameworks.version_by_id(version_id).framework_id
    limits = check_limits(framework_id)
    rows = AcceptedFinding.objects.filter(framework_id=framework_id, until_at__isnull=True)
    known = {row.digest: row for row in rows.select_related("by")}
    waiting, accepted = [], []
    for finding in frameworks.findings(version_id, limits, at):
        row = known.get(finding.digest)
        if row is None:
            waiting.append(finding)
        else:
            accepted.append(Accepted(row.uuid, finding, row.reason, row.by.name if row.by else "", row.from_at))
    return Checks(limits, tuple(waiting), tuple(accepted))


def findings_of(version_id: int, thing: UUID, at: datetime) -> tuple[Finding, ...]:
    """Return the findings that wait about one skill, role or role level, and about the levels of a role.

    A near-duplicate is a finding of both skills. For the editor of the thing.

    Cost: as ``checks``.
    """
    waiting = checks(version_id, at).waiting
    roles = {one.slug for one in waiting if one.thing == "role" and one.uuid == thing}
    return tuple(
        one
        for one in waiting
        if one.uuid == thing or (one.match and one.match.uuid == thing) or (one.role_slug and one.role_slug in roles)
    )


def check_limits(framework_id: int) -> Limits:
    """Return what a framework allows before lint says something. One query."""
    row = CheckLimits.objects.filter(framework_id=framework_id).values_list("most_skills", "reading_age").first()
    return Limits(*row) if row else Limits()
