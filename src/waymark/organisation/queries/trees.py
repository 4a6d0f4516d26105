"""The tree of organisations: as it is now, as it was on a day, and what a body's past is made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length

from waymark.kernel.errors import NotVisible
from waymark.kernel.text import sort_key
from waymark.organisation.models import ChangePart, Organisation, OrganisationBefore
from waymark.organisation.types import (
    BodiesFound,
    Body,
    BodyLine,
    BodyView,
    HistoryLine,
    LineagePart,
    Named,
)

ROWS = 25
_BODY = ("id", "slug", "code", "name", "kind", "parent_id", "path", "from_on", "until_on", "changed_on", "gave", "took")
_LINE = ("id", "slug", "name", "code", "kind", "from_on", "until_on", "open_parts")


def bodies(ids: Collection[int], *, undoing: UUID | None = None) -> dict[int, Body]:
    """Return organisations by id, as they stand; ids that none has are left out. One query.

    Args:
        ids: which.
        undoing: a change whose undoing counts for nothing in ``shared_on``: a body gives back on one day all it took.
    """
    before = OrganisationBefore.objects.filter(organisation_id=OuterRef("pk")).order_by().values("organisation_id")
    parts = ChangePart.objects.exclude(before_id=F("after_id")).order_by()
    if undoing is not None:
        parts = parts.exclude(change__undoes__uuid=undoing)
    gave = parts.filter(before_id=OuterRef("pk"), after__isnull=False).values("before_id")
    took = parts.filter(after_id=OuterRef("pk"), before__isnull=False).values("after_id")
    rows = Organisation.objects.filter(pk__in=ids).annotate(
        changed_on=Subquery(before.annotate(day=Max("on")).values("day")),
        gave=Subquery(gave.annotate(day=Max("change__on")).values("day")),
        took=Subquery(took.annotate(day=Max("change__on")).values("day")),
    )
    found = {}
    for row in rows.values(*_BODY):
        shared = [row.pop("gave"), row.pop("took")]
        latest = max((day for day in shared if day is not None), default=None)
        found[row["id"]] = Body(**row, shared_on=latest)
    return found


def body(slug: str) -> BodyView:
    """Return one organisation with what it is part of and what it is made of, closed parts last. Three queries.

    Raises:
        NotVisible: there is none of that slug.
    """
    pk = Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()
    found = bodies([pk]) if pk is not None else {}
    if pk is None or pk not in found:
        raise NotVisible
    one = found[pk]
    ids = [int(step) for step in one.path.strip("/").split("/")]
    named = {row[0]: Named(*row) for row in Organisation.objects.filter(pk__in=ids).values_list("id", "slug", "name")}
    return BodyView(one, tuple(named[step] for step in ids[:-1] if step in named), _lines(parent_id=pk))


def departments() -> tuple[BodyLine, ...]:
    """Return every body that stands by itself, closed ones last, A to Z. One query."""
    return _lines(parent_id=None)


def search_bodies(words: str, page: int = 1) -> BodiesFound:
    """Return one page of the organisations whose name, former name or code has every word, A to Z. Two queries."""
    found = Organisation.objects.all()
    for word in words.split()[:6]:
        former = OrganisationBefore.objects.filter(name__icontains=word).values("organisation_id")
        found = found.filter(Q(name__icontains=word) | Q(code__iexact=word) | Q(pk__in=former))
    total = found.count()
    pages = max(-(-total // ROWS), 1)
    page = min(max(page, 1), pages)
    found_rows = _with_parts(found.order_by("name", "pk")[(page - 1) * ROWS : page * ROWS])
    return BodiesFound(tuple(found_rows), total, page, pages)


def named_bodies(text: str) -> tuple[BodyLine, ...]:
    """Return the bodies that somebody may mean by an address name, a code or a name, at most 25, open ones first.

    One that has the very address name is meant alone. One query.
    """
    said = " ".join(text.split())
    meant = Q(slug=said.casefold()) | Q(name__iexact=said) | (Q(code__iexact=said) & ~Q(code=""))
    found = [line for line in _with_parts(Organisation.objects.filter(meant).order_by("pk")[:ROWS])]
    exact = [line for line in found if line.slug == said.casefold()]
    return tuple(exact or sorted(found, key=lambda line: line.until_on is not None))


def units_of(organisation_id: int) -> tuple[Named, ...]:
    """Return the open bodies below an organisation, at whatever depth, in the order of the tree's ids. Two queries."""
    path = Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first()
    rows = Organisation.objects.filter(path__startswith=path or "-", until_on__isnull=True).exclude(pk=organisation_id)
    return tuple(Named(*row) for row in rows.order_by("path").values_list("id", "slug", "name"))


def units_in_tree(path: str) -> tuple[tuple[int, Named], ...]:
    """Return the open bodies below an organisation, each after what it is part of and A to Z, with how far in.

    Those directly below it are at 0. One query.
    """
    rows = list(
        Organisation.objects.filter(path__startswith=path, until_on__isnull=True).values_list(
            "path", "id", "slug", "name"
        )
    )
    keys = {str(pk): (sort_key(name), pk) for _path, pk, _slug, name in rows}
    top = path.count("/")
    found = [
        # A body below a closed one stands where that would.
        ([keys.get(step, ("", int(step))) for step in where.split("/")[top:-1]], Named(pk, slug, name))
        for where, pk, slug, name in rows
        if where != path
    ]
    return tuple((len(steps) - 1, one) for steps, one in sorted(found, key=lambda row: row[0]))


def open_parts(ids: Collection[int]) -> dict[int, int]:
    """Return how many open bodies organisations are directly made of; who has none is left out. One query."""
    rows = Organisation.objects.filter(parent_id__in=ids, until_on__isnull=True)
    return dict(rows.order_by().values_list("parent_id").annotate(number=Count("pk")))


def deepest(path: str) -> int:
    """Return the length of the longest path at or below a path; 0 when nothing has it. One query."""
    return Organisation.objects.filter(path__startswith=path).aggregate(most=Max(Length("path")))["most"] or 0


def changed_within(paths: Sequence[str], on: date) -> tuple[tuple[int, date], ...]:
    """Return a body under one of ``paths`` that changed on ``on`` or later, with the day; empty when none did."""
    under = Q()
    for path in paths:
        under |= Q(organisation__path__startswith=path)
    rows = OrganisationBefore.objects.filter(under, on__gte=on) if paths else OrganisationBefore.objects.none()
    return tuple(rows.order_by("-on", "pk").values_list("organisation_id", "on")[:1])


def history(organisation_id: int) -> tuple[HistoryLine, ...]:
    """Return how an organisation was called and what it was part of before, the latest first. One query."""
    rows = OrganisationBefore.objects.filter(organisation_id=organisation_id).order_by("-on")
    return tuple(
        HistoryLine(on, name, parent or "", uuid)
        for on, name, parent, uuid in rows.values_list("on", "name", "parent__name", "change__uuid")
    )


def within_on(organisation_id: int, day: date) -> frozenset[int] | None:
    """Return the ids of a body and of all that was part of it on a day; None when it was not there then.

    Three queries. Bodies that were closed by then count still: there may be posts left in them.
    """
    before = _before(day)
    row = Organisation.objects.filter(pk=organisation_id).exclude(from_on__gt=day).first()
    then = before.get(organisation_id, row) if row is not None else None
    if then is None or (then.until_on is not None and then.until_on <= day):
        return None
    now = Organisation.objects.filter(path__startswith=then.path).exclude(from_on__gt=day)
    same = {pk for pk in now.values_list("pk", flat=True) if pk not in before}
    others = {pk for pk, row in before.items() if row.path.startswith(then.path)}
    late = set(Organisation.objects.filter(pk__in=others, from_on__gt=day).values_list("pk", flat=True))
    return frozenset(same | (others - late))


def departments_on(day: date) -> dict[int, int]:
    """Return for every organisation that was there on a day the body at the top of its tree then. Two queries."""
    return {pk: int(path.split("/")[1]) for pk, path in _paths_on(_before(day), day).items()}


def successor(organisation_id: int) -> Named | None:
    """Return the open body that a closed one became part of; None where it was closed and nothing came after.

    One query for each merger that it went through.
    """
    seen, pk = {organisation_id}, organisation_id
    while True:
        went = ChangePart.objects.filter(before_id=pk, whole=True, after__isnull=False).exclude(after_id__in=seen)
        row = (
            went.order_by("-change__on", "-pk")
            .values_list("after_id", "after__slug", "after__name", "after__until_on")
            .first()
        )
        if row is None:
            return None
        pk, slug, name, until_on = row
        if until_on is None:
            return Named(pk, slug, name)
        seen.add(pk)


def days_reshaped(path: str) -> tuple[QuerySet[Any, date], QuerySet[Any, date]]:
    """Return the days on which something came to a body or left it, the latest first: queries for others to embed.

    The first of parts that moved, the second of changes in which it shared. A new name, and what moves within it, is no
    such thing.
    """
    within = Q(organisation__path__startswith=path)
    moved = OrganisationBefore.objects.filter(within & ~Q(path__startswith=path) | ~within & Q(path__startswith=path))
    came, went = Q(after__path__startswith=path), Q(before__path__startswith=path)
    shared = ChangePart.objects.filter((came & ~went) | (went & ~came), before__isnull=False, after__isnull=False)
    shared = shared.exclude(before_id=F("after_id"))
    return (
        moved.order_by("-on").values_list("on", flat=True),
        shared.order_by("-change__on").values_list("change__on", flat=True),
    )


def lineage(organisation_id: int, on: date) -> tuple[LineagePart, ...]:
    """Return what a body's figures on an earlier day are made of: the bodies that were then some of what it is now.

    Bodies below one that is named stand for nothing more and are left out. Whatever posts a body gave away or took in
    since counts where they are now: of such a body only part belongs.

    Raises:
        NotVisible: there is no such organisation.

    Cost: five queries.
    """
    path = Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first()
    if path is None:
        raise NotVisible
    found = dict.fromkeys(Organisation.objects.filter(path__startswith=path).values_list("pk", flat=True), True)
    steps = ChangePart.objects.filter(change__on__gt=on, before__isnull=False, after__isnull=False)
    for before, after, whole in (
        steps.exclude(before_id=F("after_id"))
        .order_by("-change__on", "-change_id", "-pk")
        .values_list("before_id", "after_id", "whole")
    ):
        if whole:  # a merger: all of the one went into the other
            if after in found:
                found[before] = found[after] and found.get(before, True)
            else:  # what is left of it stands here, and what it had does not
                found.pop(before, None)
        elif (after in found) != (before in found):  # a split across what is asked about
            found[before] = False
    return _named_then(found, on)


def _named_then(found: dict[int, bool], on: date) -> tuple[LineagePart, ...]:
    """Return the topmost of the bodies that were there on a day, as they were then."""
    before = _before(on)
    paths = _paths_on(before, on)
    rows = Organisation.objects.filter(pk__in=found).values_list("pk", "slug", "name", "until_on")
    there = []
    for pk, slug, name, until_on in rows:
        then = before.get(pk)
        closed = then.until_on if then else until_on
        if pk in paths and (closed is None or closed > on):
            there.append(LineagePart(pk, slug, then.name if then else name, paths[pk], found[pk]))
    there.sort(key=lambda part: (len(part.path), part.path))
    tops: list[LineagePart] = []
    for part in there:
        if not any(part.path.startswith(top.path) for top in tops):
            whole = all(found.get(pk, False) for pk, path in paths.items() if path.startswith(part.path))
            tops.append(LineagePart(part.organisation_id, part.slug, part.name, part.path, whole))
    return tuple(sorted(tops, key=lambda part: (sort_key(part.name), part.organisation_id)))


def _before(day: date) -> dict[int, OrganisationBefore]:
    """Return how every body was on a day that has changed since. One query."""
    found: dict[int, OrganisationBefore] = {}
    for row in OrganisationBefore.objects.filter(on__gt=day).order_by("organisation_id", "on"):
        found.setdefault(row.organisation_id, row)
    return found


def _paths_on(before: dict[int, OrganisationBefore], day: date) -> dict[int, str]:
    """Return where every body stood on a day that had opened by then. One query."""
    rows = Organisation.objects.exclude(from_on__gt=day).values_list("pk", "path")
    return {pk: before[pk].path if pk in before else path for pk, path in rows}


def _lines(**where: object) -> tuple[BodyLine, ...]:
    rows = _with_parts(Organisation.objects.filter(**where))
    return tuple(sorted(rows, key=lambda line: (line.until_on is not None, sort_key(line.name), line.id)))


def _with_parts(rows: QuerySet[Organisation]) -> list[BodyLine]:
    number = Count("parts", filter=Q(parts__until_on__isnull=True))
    return [BodyLine(*row) for row in rows.annotate(open_parts=number).values_list(*_LINE)]
