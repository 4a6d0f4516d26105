"""Changes that were planned and what became of them, what one would do, and what undoes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.kernel.text import folded
from waymark.organisation import policies
from waymark.organisation.models import (
    ChangeBody,
    ChangeOutcome,
    ChangePart,
    Grade,
    Organisation,
    OrganisationBefore,
    OrganisationChange,
)
from waymark.organisation.queries.trees import bodies
from waymark.organisation.types import (
    Body,
    BodyBefore,
    Change,
    ChangeCard,
    ChangeKind,
    ChangesFound,
    Named,
    OutcomeKind,
    Settled,
    TreeImpact,
)

ROWS = 25


def asked_for(change_id: int) -> Change:
    """Return what a change that was written down asks for. Two queries.

    Raises:
        NotVisible: there is none of that id.
    """
    row = OrganisationChange.objects.select_related("undoes").filter(pk=change_id).first()
    if row is None:
        raise NotVisible
    named = list(ChangeBody.objects.filter(change=row).order_by("pk").values_list("organisation_id", "unit"))
    return Change(
        kind=ChangeKind(row.kind),
        on=row.on,
        reason=row.reason or "-",  # erased with whoever wrote it
        organisation_ids=tuple(pk for pk, unit in named if not unit),
        name=row.name,
        code=row.code,
        body_kind=row.body_kind,
        parent_id=row.parent_id,
        into_id=row.into_id,
        units=tuple(pk for pk, unit in named if unit),
        posts=tuple(row.posts),
        undoes=row.undoes.uuid if row.undoes else None,
    )


def still_there(asked: Change, posts_gone: Collection[str]) -> Change:
    """Return a split without the parts, and the posts that are named, that are no longer the body's. One query."""
    if asked.kind is not ChangeKind.SPLIT:
        return asked
    known = bodies([*asked.organisation_ids, *asked.units])
    source = known[asked.organisation_ids[0]].path
    return replace(
        asked,
        units=tuple(pk for pk in asked.units if known[pk].is_open and known[pk].path.startswith(source)),
        posts=tuple(number for number in asked.posts if number not in set(posts_gone)),
    )


def closed_by(organisation_id: int) -> UUID | None:
    """Return the latest change that closed a body: a merger into another one, or its end. One query."""
    went = ChangePart.objects.filter(before_id=organisation_id, whole=True).exclude(after_id=organisation_id)
    return went.order_by("-change__on", "-pk").values_list("change__uuid", flat=True).first()


def due_changes(day: date) -> tuple[UUID, ...]:
    """Return the changes that wait and whose day has come, in the order in which they are to be made. One query."""
    rows = OrganisationChange.objects.filter(outcome__isnull=True, on__lte=day).order_by("on", "pk")
    return tuple(rows.values_list("uuid", flat=True))


def changes_in_trouble(actor: Actor, by: date, since: datetime) -> tuple[int, int]:
    """Return how many planned changes were due by a day and wait still, and how many were stopped since a moment.

    Nothing for who runs nothing here. Two queries.
    """
    if not policies.runs_the_site(actor):
        return 0, 0
    late = OrganisationChange.objects.filter(outcome__isnull=True, on__lte=by).count()
    return late, ChangeOutcome.objects.filter(kind=OutcomeKind.STOPPED, at__gte=since).count()


def waiting_changes(actor: Actor, at: datetime) -> tuple[ChangeCard, ...]:
    """Return the changes that wait, the next first. Three queries."""
    rows = OrganisationChange.objects.filter(pk__in=policies.SEE_CHANGE.visible(actor, at), outcome__isnull=True)
    return _cards(rows.order_by("on", "pk"))


def settled_changes(actor: Actor, at: datetime, page: int = 1) -> ChangesFound:
    """Return one page of the changes that were settled, the latest first. Four queries."""
    rows = OrganisationChange.objects.filter(pk__in=policies.SEE_CHANGE.visible(actor, at), outcome__isnull=False)
    return _page(rows, page)


def changes_of(organisation_id: int, actor: Actor, at: datetime, page: int = 1) -> ChangesFound:
    """Return one page of the changes that name a body or made something of it, the latest first. Four queries."""
    about = Q(bodies__organisation_id=organisation_id) | Q(into_id=organisation_id)
    became = Q(parts__before_id=organisation_id) | Q(parts__after_id=organisation_id)
    found = OrganisationChange.objects.filter(about | became).order_by().values("pk")
    rows = OrganisationChange.objects.filter(pk__in=policies.SEE_CHANGE.visible(actor, at)).filter(pk__in=found)
    return _page(rows, page)


def _page(rows: QuerySet[OrganisationChange], page: int) -> ChangesFound:
    pages = max(-(-rows.count() // ROWS), 1)
    page = min(max(page, 1), pages)
    return ChangesFound(_cards(rows.order_by("-on", "-pk")[(page - 1) * ROWS : page * ROWS]), page, pages)


def change(uuid: UUID, actor: Actor, at: datetime) -> ChangeCard:
    """Return one change.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    row = fetch(policies.SEE_CHANGE, OrganisationChange.objects.all(), actor, at, uuid=uuid)
    (card,) = _cards(OrganisationChange.objects.filter(pk=row.pk))
    return card


def settled(change_id: int) -> Settled:
    """Return what became of a change, and who planned it. One query.

    Raises:
        NotVisible: there is none of that id, or it waits still.
    """
    row = OrganisationChange.objects.select_related("outcome").filter(pk=change_id, outcome__isnull=False).first()
    if row is None:
        raise NotVisible
    themselves = row.account_id == row.outcome.account_id
    return Settled(row.uuid, OutcomeKind(row.outcome.kind), row.outcome.words, None if themselves else row.account_id)


def before_change(change_id: int) -> dict[int, BodyBefore]:
    """Return how every body was that a change overwrote. One query."""
    rows = OrganisationBefore.objects.filter(change_id=change_id).order_by("pk")
    return {row.organisation_id: BodyBefore(row.name, row.code, row.kind, row.parent_id) for row in rows}


def impact_of(asked: Change) -> TreeImpact:
    """Return what a change would do to the tree, as it stands now. At most eleven queries. It may make no sense."""
    targets = {pk for pk in (asked.into_id, asked.parent_id) if pk is not None}
    known = bodies({*asked.organisation_ids, *asked.units, *targets})
    about = [known[pk] for pk in asked.organisation_ids if pk in known]
    goes = [known[pk] for pk in asked.units if pk in known]
    moving = {ChangeKind.MOVE: about, ChangeKind.MERGE: about, ChangeKind.SPLIT: goes}.get(asked.kind, [])
    below = sum(_below(body.path).count() for body in moving)
    closing = about if asked.kind in {ChangeKind.MERGE, ChangeKind.CLOSE} else []
    # What goes leaves what it was part of, and comes to what its target is part of.
    left = _above(moving, itself=False) | (_above(about, itself=True) if asked.kind is ChangeKind.SPLIT else set())
    target = known.get(asked.into_id or asked.parent_id or 0)
    comes = asked.kind in {ChangeKind.MOVE, ChangeKind.MERGE, ChangeKind.SPLIT}
    reached = _above([target], itself=True) if target is not None and comes else set()
    return TreeImpact(
        moving=below,
        closing=tuple(Named(body.id, body.slug, body.name) for body in closing),
        same_names=_same_names(asked, [body.id for body in about]),
        same_codes=_same_codes(asked, moving, known.get(asked.into_id or 0), known.get(asked.parent_id or 0)),
        same_grades=_same_grades(asked, [body.id for body in about]),
        following=tuple(Named(body.id, body.slug, body.name) for body in about),
        paths=tuple(body.path for body in (moving or about)),
        losing=_named_of(left - reached),
        gaining=_named_of(reached - left - {body.id for body in closing}),
    )


def _named_of(ids: set[int]) -> tuple[Named, ...]:
    """Return bodies by name, the topmost first."""
    rows = Organisation.objects.filter(pk__in=ids).order_by("path").values_list("id", "slug", "name") if ids else ()
    return tuple(Named(*row) for row in rows)


def _above(bodies_there: Iterable[Body], *, itself: bool) -> set[int]:
    """Return the ids of what bodies are part of, with or without the bodies themselves."""
    steps = [[int(step) for step in body.path.strip("/").split("/")] for body in bodies_there]
    return {pk for one in steps for pk in (one if itself else one[:-1])}


def _below(path: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(path__startswith=path, until_on__isnull=True).exclude(path=path)


def _same_names(asked: Change, about: list[int]) -> tuple[str, ...]:
    """Return the names that two parts of one body will have after a merger."""
    if asked.kind is not ChangeKind.MERGE or asked.into_id is None:
        return ()
    parts = Organisation.objects.filter(parent_id__in=[*about, asked.into_id], until_on__isnull=True)
    names = list(parts.exclude(pk__in=about).order_by("name", "pk").values_list("name", flat=True))
    return _twice(names)


def _same_codes(asked: Change, moving: list[Body], into: Body | None, parent: Body | None) -> tuple[str, ...]:
    """Return the codes that two open bodies of one department will have after what moves has come to it."""
    target = into or parent
    if target is None or not moving:
        return ()
    top = f"/{target.path.split('/')[1]}/"
    comes = [Q(path__startswith=body.path) for body in moving if not body.path.startswith(top)]
    if not comes:
        return ()
    closing = [body.id for body in moving] if asked.kind is ChangeKind.MERGE else []
    rows = Organisation.objects.filter(reduce(or_, comes, Q(path__startswith=top)), until_on__isnull=True)
    return _twice(list(rows.exclude(pk__in=closing).exclude(code="").order_by("code").values_list("code", flat=True)))


def _same_grades(asked: Change, about: list[int]) -> tuple[str, ...]:
    """Return the codes that grades of two schemes have which files of one body will name after a merger."""
    if asked.kind is not ChangeKind.MERGE or asked.into_id is None:
        return ()
    schemes = Grade.objects.filter(organisation_id__in=[*about, asked.into_id], until_on__isnull=True)
    return _twice(list(schemes.order_by("code").values_list("code", flat=True)))


def _twice(texts: list[str]) -> tuple[str, ...]:
    times = Counter(folded(text) for text in texts)
    first = {folded(text): text for text in reversed(texts)}
    return tuple(first[key] for key in dict.fromkeys(map(folded, texts)) if times[key] > 1)


def _cards(rows: QuerySet[OrganisationChange]) -> tuple[ChangeCard, ...]:
    undoing = OrganisationChange.objects.filter(undoes_id=OuterRef("pk")).filter(
        Q(outcome__isnull=True) | Q(outcome__kind=OutcomeKind.MADE)
    )
    found = list(rows.select_related("parent", "into", "outcome", "undoes").annotate(undone=Exists(undoing)))
    ids = [row.pk for row in found]
    about: dict[int, list[Named]] = defaultdict(list)
    units: dict[int, list[Named]] = defaultdict(list)
    named = ChangeBody.objects.filter(change_id__in=ids).order_by("pk")
    for part in named.select_related("organisation"):
        body = part.organisation
        (units if part.unit else about)[part.change_id].append(Named(body.pk, body.slug, body.name))
    opened = dict(_opened(ids))
    return tuple(
        ChangeCard(
            id=row.pk,
            uuid=row.uuid,
            kind=ChangeKind(row.kind),
            on=row.on,
            name=row.name,
            code=row.code,
            body_kind=row.body_kind,
            parent=_named(row.parent),
            into=_named(row.into),
            bodies=tuple(about[row.pk]),
            units=tuple(units[row.pk]),
            posts=tuple(row.posts),
            opened=opened.get(row.pk),
            reason=row.reason,
            account_id=row.account_id,
            at=row.at,
            outcome=OutcomeKind(row.outcome.kind) if hasattr(row, "outcome") else None,
            outcome_words=row.outcome.words if hasattr(row, "outcome") else "",
            outcome_at=row.outcome.at if hasattr(row, "outcome") else None,
            outcome_account_id=row.outcome.account_id if hasattr(row, "outcome") else None,
            undoes=row.undoes.uuid if row.undoes else None,
            undone=row.undone,
        )
        for row in found
    )


def _opened(ids: list[int]) -> Iterable[tuple[int, Named]]:
    rows = ChangePart.objects.filter(change_id__in=ids).filter(Q(before__isnull=True) | Q(whole=False))
    for row in rows.order_by("pk").select_related("after"):
        if row.after is not None:
            yield row.change_id, Named(row.after.pk, row.after.slug, row.after.name)


def _named(row: Organisation | None) -> Named | None:
    return None if row is None else Named(row.pk, row.slug, row.name)
