"""Who looked, and who was refused."""

from __future__ import annotations

from datetime import datetime

from waymark.audit import policies
from waymark.audit.models import Access, AccessSubject, RefusedRequest
from waymark.audit.policies import Ids
from waymark.audit.queries.pages import beyond, place, read_place, subjects_of
from waymark.audit.types import AccessLine, AccessPage, RefusedLine, RefusedPage, Search
from waymark.kernel.policy import Actor


def accesses_of(
    person_id: int, *, actor: Actor, at: datetime, after: str = "", size: int = 25, people: Ids | None = None
) -> AccessPage:
    """Return one page of who looked at a person's record, newest first, as far as the actor may know.

    The person sees all of it, without what the same requests read of others. Somebody else sees what looked at them
    both, without being told so. In the order in which it was written, which is that of time but for some seconds; an
    access is here a few seconds after it happened.

    Args:
        person_id: whose record was read.
        actor: who asks.
        at: when they ask.
        after: ``AccessPage.after`` of the page before; empty for the first.
        size: accesses on a page.
        people: the people within the actor's duty, when that is limited (see ``bounds``).

    Cost: one query, read off an index.
    """
    rows = AccessSubject.objects.filter(person_id=person_id)
    if actor.person_id != person_id and not policies.reads_everything(actor):
        rows = rows.filter(access__in=policies.accesses_open(Access.objects.all(), actor, at, people).values("pk"))
    if found := read_place(after):
        rows = rows.filter(access_id__lt=found[1])
    looks = [row.access for row in rows.select_related("access").order_by("-access_id")[: size + 1]]
    return AccessPage(
        lines=tuple(_line(access) for access in looks[:size]), after=place(looks[size - 1]) if len(looks) > size else ""
    )


def search_accesses(
    wanted: Search, *, actor: Actor, at: datetime, after: str = "", size: int = 50, people: Ids | None = None
) -> AccessPage:
    """Return one page of who looked at whom, newest first, as far as the actor may know.

    Args:
        wanted: what is looked for. Accesses have no kinds and name no things: those parts find nothing out.
        actor: who asks.
        at: when they ask.
        after: ``AccessPage.after`` of the page before; empty for the first.
        size: accesses on a page.
        people: the people within the actor's duty, when that is limited (see ``bounds``).

    Cost: three queries, each read off an index.
    """
    rows = Access.objects.all()
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    if wanted.actor_account_id is not None:
        rows = rows.filter(actor_account_id=wanted.actor_account_id)
    if wanted.by_operator:
        rows = rows.filter(by_operator=True)
    if wanted.person_id is not None:
        rows = rows.filter(pk__in=AccessSubject.objects.filter(person_id=wanted.person_id).values("access_id"))
    rows = beyond(policies.accesses_open(rows, actor, at, people), after)
    found = list(rows.order_by("-at", "-pk")[: size + 1])
    looks = found[:size]
    counts, subjects = subjects_of(AccessSubject.objects.all(), "access_id", [access.pk for access in looks])
    return AccessPage(
        lines=tuple(_line(look, counts.get(look.pk, 0), subjects.get(look.pk, []), whole=True) for look in looks),
        after=place(looks[-1]) if len(found) > size else "",
    )


def refused_requests(wanted: Search, *, actor: Actor, at: datetime, after: str = "", size: int = 50) -> RefusedPage:
    """Return one page of the requests that were refused, newest first; nothing for whoever may not know of them.

    Args:
        wanted: what is looked for: who asked, and when. The rest finds nothing out: a refused request names no person.
        actor: who asks.
        at: when they ask.
        after: ``RefusedPage.after`` of the page before; empty for the first.
        size: requests on a page.

    Cost: one query, read off an index.
    """
    rows = RefusedRequest.objects.all()
    if not policies.reads_everything(actor):
        rows = rows.filter(pk__in=policies.SEE_REFUSED.visible(actor, at))
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    if wanted.actor_account_id is not None:
        rows = rows.filter(actor_account_id=wanted.actor_account_id)
    found = list(beyond(rows, after).order_by("-at", "-pk")[: size + 1])
    return RefusedPage(
        lines=tuple(RefusedLine(row.at, row.actor_account_id, row.what, row.why, row.more) for row in found[:size]),
        after=place(found[size - 1]) if len(found) > size else "",
    )


def _line(access: Access, about: int = 0, subjects: list[int] | None = None, *, whole: bool = False) -> AccessLine:
    return AccessLine(
        id=access.pk,
        at=access.at,
        actor_account_id=access.actor_account_id,
        by_operator=access.by_operator,
        purpose=access.purpose,
        what=access.what,
        ground=access.ground,
        filter=access.filter if whole else {},
        about=about,
        subjects=tuple(subjects or ()),
    )
