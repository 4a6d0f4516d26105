"""What lint finds about a version, without what was accepted and with it.

Of a version that takes long to check it is what a worker found when it last ran the checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Finding, Limits
from waymark.reviews import rules
from waymark.reviews.models import AcceptedFinding, CheckLimits, CheckRun, StoredFinding
from waymark.reviews.types import Accepted, CheckRunView, Checks, ChecksPage
from waymark.work import queries as work


def checks(version_id: int, at: datetime) -> Checks:
    """Return what lint finds about a version: an id is only known to somebody who may read it.

    Raises:
        NotVisible: there is no such version.

    Cost: six queries, and those of ``frameworks.queries.findings``; of a large version seven.
    """
    framework_id = frameworks.version_by_id(version_id).framework_id
    limits = check_limits(framework_id)
    found: Iterable[Finding]
    if takes_long(version_id, at):
        found = map(rules.finding_from, _stored(version_id).order_by("position").values_list("content", flat=True))
    else:
        found = frameworks.findings(version_id, limits, at)
    known = _known(framework_id)
    waiting, accepted = [], []
    for finding in found:
        row = known.get(finding.digest)
        if row is None:
            waiting.append(finding)
        else:
            accepted.append(_accepted(row, finding))
    return Checks(limits, tuple(waiting), tuple(accepted))


def checks_page(version_id: int, at: datetime, *, kind: str, page: int, per_page: int) -> ChecksPage:
    """Return one page of what lint finds about a version.

    Args:
        version_id: a version that the reader may read.
        at: when.
        kind: only findings of this kind; all where there are none of it.
        page: counted from 1; a page past the last is the last.
        per_page: how many findings a page has.

    Raises:
        NotVisible: there is no such version.

    Cost: as ``checks``; of a large version thirteen queries, whatever was found.
    """
    if takes_long(version_id, at):
        return _stored_page(version_id, kind, page, per_page)
    found = checks(version_id, at)
    counts = Counter(one.kind for one in found.waiting)
    kind = kind if counts[kind] else ""
    chosen = [one for one in found.waiting if not kind or one.kind == kind]
    page, pages = _paged(len(chosen), page, per_page)
    shown = chosen[(page - 1) * per_page : page * per_page]
    return ChecksPage(found.limits, counts, kind, tuple(shown), page, pages, found.accepted, None)


def waiting_finding(version_id: int, digest: str, at: datetime) -> Finding | None:
    """Return a finding that waits, by its digest; None when there is none. As ``checks``, at most.

    Raises:
        NotVisible: there is no such version.
    """
    framework_id = frameworks.version_by_id(version_id).framework_id
    if digest in _known(framework_id):
        return None
    return finding_of(version_id, digest, at)


def finding_of(version_id: int, digest: str, at: datetime) -> Finding | None:
    """Return a finding by its digest, accepted or not; None when there is none.

    Raises:
        NotVisible: there is no such version.
    """
    if takes_long(version_id, at):
        content = _stored(version_id).filter(digest=digest).values_list("content", flat=True).first()
        return rules.finding_from(content) if content is not None else None
    limits = check_limits(frameworks.version_by_id(version_id).framework_id)
    return next((one for one in frameworks.findings(version_id, limits, at) if one.digest == digest), None)


def findings_of(version_id: int, thing: str, slug: str, at: datetime) -> tuple[Finding, ...]:
    """Return the findings that wait about one skill or role, and about the levels of a role, for its editor.

    A near-duplicate is a finding of both skills. Of a version that takes long to check there are none: what was found
    some time ago does not belong beside a form that is being changed.

    Args:
        version_id: a version that the reader may read.
        thing: skill or role.
        slug: of the skill or role.
        at: when.

    Cost: as ``checks``.
    """
    if takes_long(version_id, at):
        return ()
    return tuple(
        one
        for one in checks(version_id, at).waiting
        if (one.thing == thing and one.slug == slug)
        or (thing == "role" and one.role_slug == slug)
        or (thing == "skill" and one.match and not one.match.framework_slug and one.match.slug == slug)
    )


def takes_long(version_id: int, at: datetime) -> bool:
    """Say whether checking a version takes longer than somebody should wait for. Three queries.

    Raises:
        NotVisible: there is no such version.
    """
    return frameworks.skills_to_compare(version_id, at) > rules.CHECKED_AT_ONCE


def check_limits(framework_id: int) -> Limits:
    """Return what a framework allows before lint says something. One query."""
    row = CheckLimits.objects.filter(framework_id=framework_id).values_list("most_skills", "reading_age").first()
    return Limits(*row) if row else Limits()


def _stored_page(version_id: int, kind: str, page: int, per_page: int) -> ChecksPage:
    framework_id = frameworks.version_by_id(version_id).framework_id
    limits, known, rows = check_limits(framework_id), _known(framework_id), _stored(version_id)
    digests = AcceptedFinding.objects.filter(framework_id=framework_id, until_at__isnull=True).values("digest")
    waiting = rows.exclude(digest__in=digests)
    counts = dict(waiting.order_by().values_list("kind").annotate(Count("pk")))
    kind = kind if counts.get(kind) else ""
    number = counts[kind] if kind else sum(counts.values())
    page, pages = _paged(number, page, per_page)
    chosen = (waiting.filter(kind=kind) if kind else waiting).order_by("position")
    shown = chosen.values_list("content", flat=True)[(page - 1) * per_page : page * per_page]
    accepted = rows.filter(digest__in=digests).order_by("position").values_list("digest", "content")
    return ChecksPage(
        limits=limits,
        counts=counts,
        kind=kind,
        findings=tuple(map(rules.finding_from, shown)),
        page=page,
        pages=pages,
        accepted=tuple(_accepted(known[digest], rules.finding_from(content)) for digest, content in accepted),
        run=_run(version_id, limits),
    )


def _run(version_id: int, limits: Limits) -> CheckRunView:
    run = CheckRun.objects.filter(version_id=version_id).first()
    if run is None:
        return CheckRunView(None, None, changed=False)
    job = work.shown_beside(run.job) if run.job is not None else None
    changed = run.began_at is not None and (
        limits != Limits(run.most_skills, run.reading_age) or frameworks.changed_since(version_id, run.began_at)
    )
    return CheckRunView(run.began_at, job, changed=changed)


def _stored(version_id: int) -> QuerySet[StoredFinding]:
    return StoredFinding.objects.filter(run__version=version_id)


def _known(framework_id: int) -> dict[str, AcceptedFinding]:
    """Return what is accepted in a framework, by digest."""
    rows = AcceptedFinding.objects.filter(framework_id=framework_id, until_at__isnull=True)
    return {row.digest: row for row in rows.select_related("by")}


def _accepted(row: AcceptedFinding, finding: Finding) -> Accepted:
    return Accepted(row.uuid, finding, row.reason, row.by.name if row.by else "", row.from_at)


def _paged(number: int, page: int, per_page: int) -> tuple[int, int]:
    """Return a page that there is, and how many there are."""
    pages = max(1, -(-number // per_page))
    return min(max(page, 1), pages), pages
