"""What levels of one scale count as on another: the tables that hold, and the scales they can be made between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from waymark.frameworks import policies, rules
from waymark.frameworks.models import Equivalence, Framework, Scale, Version
from waymark.frameworks.queries.drafts import drafts_read
from waymark.frameworks.types import CountsAs, EquivalenceView, Ladder, LadderInUse, ScaleView
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key

Between = tuple[str, str, str, str]
"""Slug of a framework and digest of a ladder of it, twice: from, to."""


def equivalences_from(scales: Iterable[ScaleView], at: datetime) -> Mapping[Between, EquivalenceView]:
    """Return the tables that hold at ``at`` and begin at one of the scales, for ``counts_as``. One query."""
    digests = {rules.digest(one.ladder) for one in scales}
    return _holding(Equivalence.objects.filter(from_digest__in=digests, from_at__lte=at))


def counts_as(level: int, one: ScaleView, other: ScaleView, tables: Mapping[Between, EquivalenceView]) -> CountsAs:
    """Return what a level of one scale counts as on another. No query.

    What somebody said comes first; without it a level counts as itself on the same scale, and as nothing on another.

    Args:
        level: the rank held on ``one``, 0 and more.
        one: the scale it is held on.
        other: the scale it is to count on.
        tables: as ``equivalences_from`` gave them.
    """
    key = (one.framework_slug, rules.digest(one.ladder), other.framework_slug, rules.digest(other.ladder))
    table = tables.get(key)
    if table is not None:
        return CountsAs(rules.translated(level, table.counts_as), same=False, table=table)
    one_framework = one.framework_slug == other.framework_slug
    if rules.same_scale(one.ladder, other.ladder, one_framework=one_framework):
        return CountsAs(level if level <= other.top else None, same=True)
    return CountsAs(None, same=False)


def suggest_counts_as(one: LadderInUse, other: LadderInUse) -> tuple[int | None, ...]:
    """Return a table to begin with, by names, values and positions: a suggestion, and nobody's word. No query."""
    return rules.suggested(one.ladder, other.ladder)


def level_titles(ladder: Ladder) -> tuple[str, ...]:
    """Return what each level of a ladder is called, lowest first. No query."""
    return rules.level_titles(ladder)


def oddities(one: Ladder, other: Ladder, table: Sequence[int | None]) -> tuple[str, ...]:
    """Return what in a table may be meant and should be looked at again, as sentences. No query."""
    return rules.oddities(one, other, table)


def equivalences(actor: Actor, at: datetime) -> tuple[EquivalenceView, ...]:
    """Return every table that holds at ``at`` between scales the actor may read, by title. Three queries.

    As with ``equivalence``: what a draft is measured on is not told before it is published.
    """
    there = {(one.framework_slug, one.digest) for one in ladders_in_use(actor, at)}
    holding = _holding(Equivalence.objects.filter(from_at__lte=at))
    found = [view for key, view in holding.items() if {key[:2], key[2:]} <= there]
    return tuple(
        sorted(found, key=lambda one: (sort_key(one.from_title), sort_key(one.to_title), one.from_at, str(one.uuid)))
    )


def equivalence(uuid: UUID, actor: Actor, at: datetime) -> tuple[EquivalenceView, tuple[EquivalenceView, ...]]:
    """Return a table and all that was said at ``at`` between its two scales, newest first. Three queries.

    The table itself may be one that holds no longer: the first of the others says what does.

    Raises:
        NotVisible: there is no such table, it does not hold yet, or one of its scales stands in no version that the
            actor may read: what a draft is measured on is not told before it is published.
    """
    found = said_between(uuid, at)
    there = {(one.framework_slug, one.digest) for one in ladders_in_use(actor, at)}
    view = found[0]
    if not {(view.from_slug, rules.digest(view.from_ladder)), (view.to_slug, rules.digest(view.to_ladder))} <= there:
        raise NotVisible
    return found


def said_between(uuid: UUID, at: datetime) -> tuple[EquivalenceView, tuple[EquivalenceView, ...]]:
    """Return a table and all that was said between its two scales, as ``equivalence``, whoever may read it."""
    row = _rows(Equivalence.objects.filter(uuid=uuid, from_at__lte=at)).first()
    if row is None:
        raise NotVisible
    said = Equivalence.objects.filter(
        from_framework=row.from_framework_id, from_digest=row.from_digest, to_framework=row.to_framework_id,
        to_digest=row.to_digest, from_at__lte=at,
    )  # fmt: skip
    return _view(row), tuple(_view(one) for one in _rows(said).order_by("-from_at", "-pk"))


def between(one: LadderInUse, other: LadderInUse, at: datetime) -> EquivalenceView | None:
    """Return the table that holds from one scale to another; None when nobody made one. One query."""
    return _holding(Equivalence.objects.filter(from_digest=one.digest, from_at__lte=at)).get(
        (one.framework_slug, one.digest, other.framework_slug, other.digest)
    )


def ladders_in_use(actor: Actor, at: datetime) -> tuple[LadderInUse, ...]:
    """Return the scales with levels of every framework, each once, by title: of versions the actor may read.

    Published versions, those to come and those retired among them, and drafts that are open to the actor. Two queries.
    """
    rows = (
        Scale.objects.filter(Q(version__published_at__isnull=False) | Q(version__in=drafts_read(actor, at)))
        .order_by("-version__effective_from", "-version_id", "position", "pk", "levels__rank")
        .values_list(
            "pk", "name", "kind", "version__framework__slug", "version__title", "version__label", "levels__name",
            "levels__value",
        )
    )  # fmt: skip
    heads: dict[int, tuple[str, str, str, str, str]] = {}
    levels: dict[int, list[tuple[str, Any]]] = {}
    for pk, name, kind, slug, title, label, level, value in rows:
        heads[pk] = (name, kind, slug, title, label)
        if level is not None:
            levels.setdefault(pk, []).append((level, value))
    found: dict[tuple[str, str], LadderInUse] = {}
    for pk, (name, kind, slug, title, label) in heads.items():
        if pk not in levels:
            continue
        ladder = rules.ladder(kind, levels[pk])
        digest = rules.digest(ladder)
        before = found.get((slug, digest))
        labels = (*before.versions, label) if before else (label,)
        found[slug, digest] = LadderInUse(
            slug,
            before.framework_title if before else title,
            before.ladder if before else ladder,
            digest,
            before.name if before else name,
            tuple(dict.fromkeys(labels)),
        )
    return tuple(sorted(found.values(), key=lambda one: sort_key(one.framework_title)))


def frameworks_equated(actor: Actor, at: datetime) -> frozenset[str]:
    """Return the slugs of the frameworks whose scales the actor may make tables from and to. One query."""
    rows = Framework.objects.filter(pk__in=policies.MAY_EQUATE.visible(actor, at))
    return frozenset(rows.values_list("slug", flat=True))


def stored(ladder: Ladder) -> dict[str, Any]:
    """Return a ladder as a row keeps it."""
    return {"kind": ladder.kind, "names": list(ladder.names), "values": list(ladder.values)}


def _holding(rows: QuerySet[Equivalence]) -> dict[Between, EquivalenceView]:
    newest: dict[Between, Equivalence] = {}
    for row in _rows(rows).order_by("from_at", "pk"):
        newest[row.from_framework.slug, row.from_digest, row.to_framework.slug, row.to_digest] = row
    return {key: _view(row) for key, row in newest.items() if row.holds}


def _rows(rows: QuerySet[Equivalence]) -> QuerySet[Any]:
    return rows.select_related("from_framework", "to_framework").annotate(
        from_title=_title("from_framework"), to_title=_title("to_framework")
    )


def _title(side: str) -> Any:
    newest = Version.objects.filter(framework=OuterRef(f"{side}_id")).order_by("-effective_from", "-pk")
    return Subquery(newest.filter(published_at__isnull=False).values("title")[:1])


def _view(row: Any) -> EquivalenceView:
    return EquivalenceView(
        uuid=row.uuid,
        from_slug=row.from_framework.slug,
        from_title=row.from_title or row.from_framework.slug,
        from_ladder=_ladder(row.from_ladder),
        to_slug=row.to_framework.slug,
        to_title=row.to_title or row.to_framework.slug,
        to_ladder=_ladder(row.to_ladder),
        counts_as=tuple(row.counts_as),
        reason=row.reason,
        explanation=row.explanation,
        from_at=row.from_at,
        holds=row.holds,
    )


def _ladder(kept: Mapping[str, Any]) -> Ladder:
    return Ladder(kept["kind"], tuple(kept["names"]), tuple(kept["values"]))
