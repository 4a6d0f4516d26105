"""People feeds and their files, for whoever runs them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies, rules
from waymark.people.models import Feed, FeedRow, FeedRun, FeedUser, Identifier, Movement
from waymark.people.queries.merged import kept_for
from waymark.people.types import FeedCard, FeedChange, FeedChangePage, MovementView, RunCard, Unknown

PER_PAGE = 50
MOST_RUNS = 50
AT_ONCE = 10_000

_FEED = (
    "uuid", "name", "source", "organisation_id", "organisation__name", "organisation__slug", "mapping", "most_leavers",
    "most_joiners", "most_moved", "most_renamed", "most_aside", "needs_end", "people",
)  # fmt: skip
_RUN = (
    "uuid", "feed__uuid", "feed__name", "feed__organisation__name", "filename", "size", "digest", "full", "state",
    "doing", "job", "account_id", "rows", "counts", "before", "seen", "unusual", "approved_by_id", "approved_at",
    "problem", "columns", "at", "changed_at", "applied_at",
)  # fmt: skip


def feeds(actor: Actor, at: datetime) -> tuple[FeedCard, ...]:
    """Return the feeds that the actor runs, by department and name. One query."""
    rows = _with_people(Feed.objects.filter(pk__in=policies.MAY_RUN_FEED.visible(actor, at)))
    cards = [FeedCard(*row) for row in rows.values_list(*_FEED)]
    return tuple(sorted(cards, key=lambda card: (card.organisation_name.casefold(), card.name.casefold())))


def _with_people(rows: QuerySet[Feed]) -> QuerySet[Feed]:
    named = (
        Identifier.objects.filter(source=OuterRef("source")).order_by().values("source").annotate(people=Count("pk"))
    )
    return rows.annotate(people=Coalesce(Subquery(named.values("people")), 0))


def feed_card(uuid: UUID, actor: Actor, at: datetime) -> FeedCard:
    """Return one feed.

    Raises:
        NotVisible: there is none, or the actor does not run it.
    """
    row = fetch(policies.MAY_RUN_FEED, _with_people(Feed.objects.select_related("organisation")), actor, at, uuid=uuid)
    found: Any = row
    return FeedCard(*(_field(found, name) for name in _FEED))


def feed_called(organisation_slug: str, name: str, actor: Actor, at: datetime) -> FeedCard | None:
    """Return the feed of a department that is called so; None when the actor runs none. One query."""
    rows = Feed.objects.filter(organisation__slug=organisation_slug, name=name)
    row = _with_people(rows.filter(pk__in=policies.MAY_RUN_FEED.visible(actor, at))).values_list(*_FEED).first()
    return FeedCard(*row) if row else None


def runs(uuid: UUID, actor: Actor, at: datetime) -> tuple[RunCard, ...]:
    """Return the files of a feed, the latest first, at most 50. One query."""
    rows = FeedRun.objects.filter(pk__in=policies.MAY_STEER_RUN.visible(actor, at), feed__uuid=uuid)
    return tuple(_card(row) for row in rows.order_by("-at", "-pk").values_list(*_RUN)[:MOST_RUNS])


def latest_runs(actor: Actor, at: datetime) -> dict[UUID, RunCard]:
    """Return the latest file of every feed that the actor runs, by feed; one without a file is absent. One query."""
    rows = FeedRun.objects.filter(pk__in=policies.MAY_STEER_RUN.visible(actor, at))
    latest = FeedRun.objects.filter(feed=OuterRef("feed")).order_by("-at", "-pk").values("pk")[:1]
    return {card.feed: card for card in map(_card, rows.filter(pk=Subquery(latest)).values_list(*_RUN))}


def last_heard(actor: Actor, at: datetime) -> dict[UUID, datetime]:
    """Return when each feed that the actor runs said something last: by a file that was applied, or by SCIM.

    One that never did is absent. One query.
    """
    files = FeedRun.objects.filter(feed=OuterRef("pk"), applied_at__isnull=False).order_by("-applied_at")
    users = FeedUser.objects.filter(feed=OuterRef("pk")).order_by("-changed_at")
    rows = Feed.objects.filter(pk__in=policies.MAY_RUN_FEED.visible(actor, at)).values_list(
        "uuid", Subquery(files.values("applied_at")[:1]), Subquery(users.values("changed_at")[:1])
    )
    return {uuid: max(filter(None, said)) for uuid, *said in rows if any(said)}


def went_quiet(heard_at: datetime, at: datetime) -> bool:
    """Say whether a feed has said nothing for so long that somebody should ask why."""
    return at - heard_at > rules.QUIET


def run_card(uuid: UUID, actor: Actor, at: datetime) -> RunCard:
    """Return one file.

    Raises:
        NotVisible: there is none, or the actor does not run its feed.
    """
    row = fetch(policies.MAY_STEER_RUN, FeedRun.objects.select_related("feed__organisation"), actor, at, uuid=uuid)
    return _card(tuple(_field(row, name) for name in _RUN))


def open_run(feed: UUID, actor: Actor, at: datetime) -> RunCard | None:
    """Return the file of a feed that is under way; None when there is none. One query."""
    rows = FeedRun.objects.filter(pk__in=policies.MAY_STEER_RUN.visible(actor, at), feed__uuid=feed)
    row = rows.filter(state__in=("brought", "shown")).order_by("-pk").values_list(*_RUN).first()
    return _card(row) if row else None


def _card(row: tuple[Any, ...]) -> RunCard:
    fields = dict(zip(_RUN, row, strict=True))
    fields["unusual"] = tuple(tuple(one) for one in fields["unusual"])
    return RunCard(*fields.values())


def _field(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def feed_changes(uuid: UUID, actor: Actor, at: datetime, *, kind: str, page: int = 1) -> FeedChangePage:
    """Return one page of what a file would do to people, of one kind, in the order of the file.

    Args:
        uuid: which file.
        actor: who asks.
        at: when.
        kind: of ``RowKind``; "twin" for those who may be on record already.
        page: counted from 1; a page past the last is the last.

    Raises:
        NotVisible: there is no such file, or the actor does not run its feed.

    Cost: three queries.
    """
    run = fetch(policies.MAY_STEER_RUN, FeedRun.objects.all(), actor, at, uuid=uuid)
    rows = FeedRow.objects.filter(run=run)
    rows = rows.filter(twin__isnull=False) if kind == "twin" else rows.filter(kind=kind)
    total = rows.count()
    pages = max(-(-total // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    shown = rows.order_by("pk").values_list(*_CHANGE)
    return FeedChangePage(
        changes=tuple(_change(row) for row in shown[(page - 1) * PER_PAGE : page * PER_PAGE]),
        page=page,
        pages=pages,
        total=total,
    )


_CHANGE = ("kind", "row", "value", "name", "words", "twin_id", "person_id")


def _change(row: tuple[Any, ...]) -> FeedChange:
    kind, number, value, name, words, twin_id, person_id = row
    return FeedChange(kind, number, value, name, tuple(tuple(one) for one in words), twin_id, person_id)


def set_aside(uuid: UUID, actor: Actor, at: datetime) -> Iterator[FeedChange]:
    """Yield every row of a file that is set aside, in its order, without holding them whole.

    Raises:
        NotVisible: there is no such file, or the actor does not run its feed.
    """
    run = fetch(policies.MAY_STEER_RUN, FeedRun.objects.all(), actor, at, uuid=uuid)
    rows = FeedRow.objects.filter(run=run, kind="aside").order_by("pk")
    fields = rows.values_list(*_CHANGE)
    return (_change(row) for row in fields.iterator(2_000))


def unknown_of_run(uuid: UUID, actor: Actor, at: datetime) -> Unknown:
    """Return the units and grades that a file names and this site does not know, in the order of the alphabet.

    Raises:
        NotVisible: there is no such file, or the actor does not run its feed.

    Cost: two queries, of which one reads the different reasons for which rows are set aside.
    """
    run = fetch(policies.MAY_STEER_RUN, FeedRun.objects.all(), actor, at, uuid=uuid)
    units, grades = set[str](), set[str]()
    reasons = FeedRow.objects.filter(run=run, kind="aside").order_by().values_list("words", flat=True).distinct()
    for words in reasons.iterator(2_000):
        for code, about, _more in words:
            if code in {"no_unit", "no_grade"}:
                (units if code == "no_unit" else grades).add(about)
    return Unknown(tuple(sorted(units)), tuple(sorted(grades)))


def people_set_aside(uuid: UUID, actor: Actor, at: datetime, values: Collection[str] | None = None) -> frozenset[int]:
    """Return ids of people on record whom rows of a file speak of that are set aside; ``values``: of these alone.

    Raises:
        NotVisible: there is no such file, or the actor does not run its feed.

    Cost: two queries.
    """
    run = fetch(policies.MAY_STEER_RUN, FeedRun.objects.select_related("feed"), actor, at, uuid=uuid)
    rows = FeedRow.objects.filter(run=run, kind="aside")
    if values is not None:
        rows = rows.filter(value__in=values)
    named = Identifier.objects.filter(source=run.feed.source, value__in=rows.values("value"))
    return frozenset(named.values_list("person_id", flat=True))


def twins_of_run(uuid: UUID, actor: Actor, at: datetime) -> int:
    """Return how many people of a file may be on record already. Two queries.

    Raises:
        NotVisible: there is no such file, or the actor does not run its feed.
    """
    run = fetch(policies.MAY_STEER_RUN, FeedRun.objects.all(), actor, at, uuid=uuid)
    return FeedRow.objects.filter(run=run, twin__isnull=False).count()


def movements(first: int, last: int, *, limit: int = AT_ONCE) -> tuple[tuple[MovementView, ...], int]:
    """Return who joined, moved and left, by the ids that ``FeedApplied`` names, some thousands at a time.

    Returns:
        At most ``limit`` of them, and the id to go on from; 0 when there are no more.
    """
    rows = list(
        Movement.objects.filter(pk__gte=first, pk__lte=last)
        .order_by("pk")
        .values_list("pk", "person_id", "kind", "on", "before_post_id", "post_id")[:limit]
    )
    following = rows[-1][0] + 1 if len(rows) == limit else 0
    return tuple(MovementView(*row[1:]) for row in rows), following


def person_called(source: str, value: str) -> int:
    """Return the id of whom a source calls so, following merges. Two queries.

    Raises:
        NotVisible: the source never spoke of such a person.
    """
    found = Identifier.objects.filter(source=source, value=value).values_list("person_id", flat=True).first()
    if found is None:
        raise NotVisible
    return kept_for(found)
