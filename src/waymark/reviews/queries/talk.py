"""What is said about a framework whose draft the actor reads, and the other words that are suggested for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from waymark.access import queries as access
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Passage, PassageKind, PassageView
from waymark.kernel.errors import NotVisible
from waymark.kernel.personal import REMOVED
from waymark.kernel.policy import Actor
from waymark.reviews import policies
from waymark.reviews.models import Remark, Suggestion, Thread
from waymark.reviews.types import NOBODY, Counted, RemarkRow, RemarkView, SuggestionView, ThreadView, Who

ON_A_PAGE = 20


def threads(
    version_id: int,
    actor: Actor,
    at: datetime,
    *,
    show: str = "open",
    passage: Passage | None = None,
    page: int = 1,
) -> tuple[tuple[ThreadView, ...], int]:
    """Return one page of the threads of a draft's framework, newest first, and how many pages there are.

    Args:
        version_id: the draft: threads of earlier versions are among them.
        actor: who asks.
        at: when.
        show: "open", "resolved", "mine" (the actor spoke in them) or "all".
        passage: only what is about this; then all of it is one page.
        page: which.

    Raises:
        NotVisible: the actor does not read the draft.

    Cost: at most twelve queries.
    """
    rows = _of_framework(Thread, version_id, actor, at)
    if show in {"open", "resolved"}:
        rows = rows.filter(resolved=show == "resolved")
    elif show == "mine":
        spoken = Remark.objects.filter(author_id=actor.account_id or 0)
        rows = rows.filter(pk__in=spoken.values("thread_id"))
    rows = _about(rows, passage)
    some, pages = _one_page(rows, page, whole=passage is not None)
    return _threads(some, version_id), pages


def thread(uuid: UUID, version_id: int, actor: Actor, at: datetime) -> ThreadView:
    """Return one thread of a draft's framework.

    Raises:
        NotVisible: there is none, or the actor does not read the draft.
    """
    rows = list(_of_framework(Thread, version_id, actor, at).filter(uuid=uuid).select_related("version"))
    if not rows:
        raise NotVisible
    return _threads(rows, version_id)[0]


def suggestions(
    version_id: int,
    actor: Actor,
    at: datetime,
    *,
    show: str = "open",
    passage: Passage | None = None,
    page: int = 1,
) -> tuple[tuple[SuggestionView, ...], int]:
    """Return one page of the suggestions for a draft's framework, newest first, and how many pages there are.

    ``show``: "open", "decided", "mine" or "all". The rest as for ``threads``.
    """
    rows = _of_framework(Suggestion, version_id, actor, at)
    if show == "open":
        rows = rows.filter(state=Suggestion.State.OPEN, author__isnull=False)
    elif show == "decided":
        rows = rows.exclude(state=Suggestion.State.OPEN)
    elif show == "mine":
        rows = rows.filter(author_id=actor.account_id or 0)
    rows = _about(rows, passage)
    some, pages = _one_page(rows, page, whole=passage is not None)
    return _suggestions(some, version_id, actor), pages


def suggestion(uuid: UUID, version_id: int, actor: Actor, at: datetime) -> SuggestionView:
    """Return one suggestion for a draft's framework.

    Raises:
        NotVisible: there is none, or the actor does not read the draft.
    """
    rows = list(_of_framework(Suggestion, version_id, actor, at).filter(uuid=uuid))
    if not rows:
        raise NotVisible
    return _suggestions(rows, version_id, actor)[0]


def open_on(framework_id: int, uuids: Collection[UUID]) -> dict[Passage, Counted]:
    """Count what is open on the passages of some identities, with their parts. Two queries.

    Passages with nothing open are left out. The caller has decided who may know.
    """
    about = {"framework_id": framework_id, "passage__in": list(uuids)}
    columns = ("passage_kind", "passage", "part")
    found: dict[Passage, list[int]] = defaultdict(lambda: [0, 0])
    open_threads = Thread.objects.filter(resolved=False, **about)
    waiting = Suggestion.objects.filter(state=Suggestion.State.OPEN, author__isnull=False, **about)
    for which, rows in enumerate((open_threads, waiting)):
        counted = rows.order_by().values_list(*columns).annotate(number=Count("pk"))
        for kind, uuid, part, number in counted:
            found[Passage(PassageKind(kind), uuid, part)][which] = number
    return {passage: Counted(*numbers) for passage, numbers in found.items()}


def open_in(framework_ids: Iterable[int]) -> dict[int, Counted]:
    """Count what is open in some frameworks. Two queries. The caller has decided who may know."""
    wanted = list(framework_ids)
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    open_threads = Thread.objects.filter(resolved=False, framework_id__in=wanted)
    waiting = Suggestion.objects.filter(state=Suggestion.State.OPEN, author__isnull=False, framework_id__in=wanted)
    for which, rows in enumerate((open_threads, waiting)):
        for framework_id, number in rows.order_by().values_list("framework_id").annotate(number=Count("pk")):
            found[framework_id][which] = number
    return {framework_id: Counted(*numbers) for framework_id, numbers in found.items()}


def remark_rows(version_id: int, actor: Actor, at: datetime) -> list[RemarkRow]:
    """Return everything that was said of a draft's framework and suggested for it, oldest first, for a table.

    Raises:
        NotVisible: the actor does not read the draft.

    Cost: at most eighteen queries, whatever was said.
    """
    said = list(_of_framework(Thread, version_id, actor, at).select_related("version").order_by("pk"))
    rows = [
        RemarkRow(
            about=one.name,
            within=one.within,
            what="remark" if remark.act == "said" else remark.act,
            state="resolved" if one.resolved else "open",
            field="",
            before="",
            text=remark.text,
            why="",
            who=remark.who.name,
            at=remark.at,
            answer="",
        )
        for one in _threads(said, version_id)
        for remark in one.remarks
    ]
    suggested = list(_of_framework(Suggestion, version_id, actor, at).order_by("pk"))
    rows += [
        RemarkRow(
            about=one.name,
            within=one.within,
            what="suggestion",
            state=one.state,
            field=one.field,
            before=one.seen,
            text=one.text,
            why=one.why,
            who=one.who.name,
            at=one.at,
            answer=one.reason,
        )
        for one in _suggestions(suggested, version_id, actor)
    ]
    return sorted(rows, key=lambda row: row.at)


def _of_framework(model: Any, version_id: int, actor: Actor, at: datetime) -> QuerySet[Any]:
    policies.MAY_REMARK.require(actor, version_id, at)
    framework_id = frameworks.version_by_id(version_id).framework_id
    rows: QuerySet[Any] = model._default_manager.filter(framework_id=framework_id)
    return rows


def _about(rows: QuerySet[Any], passage: Passage | None) -> QuerySet[Any]:
    if passage is None:
        return rows
    return rows.filter(passage_kind=passage.kind, passage=passage.uuid, part=passage.part)


def _one_page(rows: QuerySet[Any], page: int, *, whole: bool) -> tuple[list[Any], int]:
    ordered = rows.order_by("-pk")
    if whole:
        return list(ordered), 1
    pages = max(-(-rows.count() // ON_A_PAGE), 1)
    start = (min(page, pages) - 1) * ON_A_PAGE
    return list(ordered[start : start + ON_A_PAGE]), pages


def _passage(row: Thread | Suggestion) -> Passage:
    return Passage(PassageKind(row.passage_kind), row.passage, row.part)


def _named(row: Thread | Suggestion, views: dict[Passage, PassageView]) -> tuple[str, str, bool]:
    """Return a passage's name as the draft has it, or as it was called when it was spoken of and is there no longer."""
    view = views.get(_passage(row))
    return (view.name, view.within, False) if view else (row.called, "", True)


def _people(ids: Iterable[int | None]) -> dict[int | None, Who]:
    names = access.account_names(one for one in ids if one is not None)
    return {pk: Who(pk, name.name, name.email) for pk, name in names.items()}


def _threads(rows: list[Thread], version_id: int) -> tuple[ThreadView, ...]:
    remarks: dict[int, list[Remark]] = defaultdict(list)
    for remark in Remark.objects.filter(thread__in=[row.pk for row in rows]).order_by("pk"):
        remarks[remark.thread_id].append(remark)
    people = _people(remark.author_id for some in remarks.values() for remark in some)
    views = frameworks.passages(version_id, map(_passage, rows))
    labels = frameworks.labels(row.version_id for row in rows if row.version_id is not None)
    found = []
    for row in rows:
        passage = _passage(row)
        name, within, gone = _named(row, views)
        found.append(
            ThreadView(
                uuid=row.uuid,
                passage=passage,
                name=name,
                within=within,
                gone=gone,
                resolved=row.resolved,
                version_label=labels.get(row.version_id or 0, ""),
                remarks=tuple(
                    RemarkView(
                        people.get(one.author_id, NOBODY),
                        one.act,
                        "" if one.text == REMOVED else one.text,
                        one.at,
                        one.author_id is None,
                    )
                    for one in remarks[row.pk]
                ),
            )
        )
    return tuple(found)


def _suggestions(rows: list[Suggestion], version_id: int, actor: Actor) -> tuple[SuggestionView, ...]:
    people = _people(pk for row in rows for pk in (row.author_id, row.decided_by_id))
    views = frameworks.passages(version_id, map(_passage, rows))
    found = []
    for row in rows:
        passage = _passage(row)
        name, within, gone = _named(row, views)
        texts = {text.field: text.text for text in views[passage].texts} if passage in views else {}
        found.append(
            SuggestionView(
                uuid=row.uuid,
                passage=passage,
                name=name,
                within=within,
                gone=gone,
                field=row.field,
                seen=row.seen,
                text=row.text,
                why=row.because,
                who=people.get(row.author_id, NOBODY),
                at=row.at,
                state=row.state,
                decided_by=people.get(row.decided_by_id, NOBODY),
                decided_at=row.decided_at,
                reason=row.reason,
                now=texts.get(row.field, ""),
                mine=row.author_id is not None and row.author_id == actor.account_id,
                erased=row.author_id is None,
            )
        )
    return tuple(found)
