"""How many people organisations have and had, whom a change of organisations touches, and what undoes one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.organisation.types import BodyBefore, Change, ChangeCard, ChangeKind, OutcomeKind
from waymark.people import policies
from waymark.people.models import Appointment, Correction, Feed, Membership, Person, Post, PostMove
from waymark.people.types import Headcount, ItemImpact, PeopleImpact

AT_ONCE = 10_000
"""Ids in one query: SQLite takes at most 32,766 parameters."""


def headcount(organisation_id: int, days: Sequence[date], at: datetime) -> tuple[Headcount, ...]:
    """Return how many people a body had on each of some days: as it was then, and as it is made up today.

    Everybody counts once, at the biggest of their posts on the day (the one on record first, of equals). People whose
    record is restricted at ``at`` are counted nowhere. Figures of different bodies add up: nobody counts in two that
    do not contain each other.

    Raises:
        NotVisible: there is no such organisation.

    Cost: one query, and six for each day. Who may be told the numbers, and how small ones are hidden, is for the
    caller.
    """
    path = organisation.path_of(organisation_id)
    return tuple(
        Headcount(
            day,
            as_it_was=_as_it_was(organisation_id, day, at),
            as_it_is=_at_work(day, at).filter(post__organisation__path__startswith=path).count(),
        )
        for day in days
    )


def headcounts(day: date, at: datetime, *, as_it_is: bool = False) -> dict[int, int]:
    """Return how many people each department had on a day, by its id; who had nobody is left out.

    Args:
        day: which day.
        at: when it is asked: see ``headcount``.
        as_it_is: count what belongs to each today; else what belonged to it then.

    Cost: five queries, which read everybody at work that day.
    """
    found: Counter[int] = Counter()
    if as_it_is:
        tops = {pk: above[0] for pk, above in organisation.above().items()}
        direct = _direct(_at_work(day, at))
    else:
        tops = organisation.departments_on(day)
        direct = _direct(_unmoved(day, at)) + _moved(day, at)
    for organisation_id, number in direct.items():
        found[tops.get(organisation_id, organisation_id)] += number
    return dict(found)


def impact_of_change(change: Change) -> PeopleImpact:
    """Return whom and what a change of organisations touches, counted before it is made.

    People are those in post on its day. A new name touches nobody's place: it counts those who will read it.

    Cost: a fixed number of queries, and two for each place, or 10,000 posts, that goes.
    """
    tree = organisation.impact_of(change)
    paths = tree.paths
    closing = [body.id for body in tree.closing]
    feeds = feeds_over(closing) if closing else 0
    below = [Q(organisation__path__startswith=path) for path in paths if not _splits_posts_alone(change)]
    if change.posts:
        numbers = set(change.posts)
        own = Post.objects.filter(organisation_id__in=change.organisation_ids).values_list("pk", "number")
        # Numbers are compared here: there may be more of them than a query takes.
        chosen = [pk for pk, number in own if number in numbers]
        below += [Q(pk__in=chosen[start : start + AT_ONCE]) for start in range(0, len(chosen), AT_ONCE)]
    if not below:
        return PeopleImpact(0, 0, 0, feeds)
    people: set[int] = set()
    posts = 0
    for which in below:
        found = Post.objects.filter(which)
        held = Appointment.objects.filter(policies.open_on(change.on), post_id__in=found.values("pk"))
        people.update(held.values_list("person_id", flat=True))
        posts += found.count()
    asked = reduce(or_, (Q(organisation_path__startswith=path) for path in paths))
    corrections = Correction.objects.filter(asked, state=Correction.State.OPEN)
    return PeopleImpact(len(people), posts, corrections.count(), feeds)


def feeds_over(organisation_ids: Collection[int]) -> int:
    """Count the people feeds of organisations, each by itself: of what is below or above them not. One query."""
    return Feed.objects.filter(organisation_id__in=organisation_ids).count()


def impact_of_item(kind: str, item_id: int, at: datetime) -> ItemImpact | None:
    """Count whom one thing of a list of reference data touches; None where nothing uses that list. Two queries.

    Args:
        kind: which list: grade, region or profession.
        item_id: which thing.
        at: when: people are those in a post that has it that day, and those who belong to the profession.
    """
    column = {"grade": "grade_id", "region": "region_id", "profession": "profession_id"}.get(kind)
    if column is None:
        return None
    open_then = policies.open_on(timezone.localdate(at))
    people = Appointment.objects.filter(open_then, **{f"post__{column}": item_id}).order_by().values("person_id")
    if kind == "profession":
        belong = Membership.objects.filter(open_then, profession_id=item_id).order_by().values("person_id")
        number = Person.objects.filter(Q(pk__in=people) | Q(pk__in=belong)).count()
    else:
        number = people.distinct().count()
    return ItemImpact(Post.objects.filter(**{column: item_id}).count(), number)


def posts_elsewhere(change: Change) -> set[str]:
    """Return which of the posts that are to go along with a split are not the body's. A query for each 10,000."""
    if change.kind is not ChangeKind.SPLIT:
        return set()
    gone = set(change.posts)
    for start in range(0, len(change.posts), AT_ONCE):
        numbers = change.posts[start : start + AT_ONCE]
        there = Post.objects.filter(organisation_id__in=change.organisation_ids, number__in=numbers)
        gone -= set(there.values_list("number", flat=True))
    return gone


def opposites_of(uuid: UUID, on: date, reason: str, actor: Actor, at: datetime) -> tuple[Change, ...]:
    """Return the changes that undo one that was made; none when there is nothing to undo.

    Raises:
        NotVisible: there is no such change, or the actor may not know of it.

    Cost: six queries, and three for each body of a merger.
    """
    card = organisation.change(uuid, actor, at)
    if card.outcome is not OutcomeKind.MADE or card.undone:
        return ()
    return tuple(_opposites(card, on, reason))


def _opposites(card: ChangeCard, on: date, reason: str) -> list[Change]:
    before = organisation.before_change(card.id)
    ids = tuple(body.id for body in card.bodies)

    def opposite(kind: ChangeKind, *about: int, **more: object) -> Change:
        return Change(kind, on, reason, tuple(about), undoes=card.uuid, **more)  # type: ignore[arg-type]

    match card.kind:
        case ChangeKind.OPEN:
            return [opposite(ChangeKind.CLOSE, *(ids or ((card.opened.id,) if card.opened else ())))]
        case ChangeKind.RENAME:
            was = before[ids[0]]
            return [opposite(ChangeKind.RENAME, *ids, name=was.name, code=was.code)]
        case ChangeKind.MOVE:
            was = before[ids[0]]
            return [opposite(ChangeKind.MOVE, *ids, parent_id=was.parent_id, body_kind=was.kind)]
        case ChangeKind.CLOSE:
            return [opposite(ChangeKind.OPEN, *ids, parent_id=before[ids[0]].parent_id)]
        case ChangeKind.SPLIT:
            assert card.opened is not None  # a split opens a body
            return [opposite(ChangeKind.MERGE, card.opened.id, into_id=ids[0])]
        case ChangeKind.MERGE:
            assert card.into is not None  # a merger has a body that the others went to
            return [_back(card, pk, card.into.id, on, reason, before) for pk in ids]


def _back(card: ChangeCard, pk: int, into_id: int, on: date, reason: str, before: dict[int, BodyBefore]) -> Change:
    """Return the split that gives a merged body back what it brought, as far as that is still there.

    Of one that brought nothing, or of which everything is elsewhere now, the body opens again and that is all.
    """
    went = [unit for unit, was in before.items() if was.parent_id == pk]
    there = organisation.bodies([pk, *went])
    units = tuple(unit for unit, body in there.items() if body.is_open and body.parent_id == into_id)
    moves = PostMove.objects.filter(change_id=card.id, before_id=pk, post__organisation_id=into_id)
    posts = tuple(moves.order_by("post_id").values_list("post__number", flat=True))
    if not units and not posts:
        return Change(ChangeKind.OPEN, on, reason, (pk,), parent_id=there[pk].parent_id, undoes=card.uuid)
    return Change(
        ChangeKind.SPLIT,
        on,
        reason,
        (into_id,),
        into_id=pk,
        units=units,
        posts=posts,
        undoes=card.uuid,
    )


def _splits_posts_alone(change: Change) -> bool:
    return change.kind is ChangeKind.SPLIT and not change.units


def _at_work(day: date, at: datetime) -> QuerySet[Appointment]:
    """Return the appointment that stands for each person's work on a day."""
    open_then = policies.open_on(day)
    bigger = Appointment.objects.filter(open_then, person_id=OuterRef("person_id")).filter(
        Q(fte__gt=OuterRef("fte")) | Q(fte=OuterRef("fte"), pk__lt=OuterRef("pk"))
    )
    return Appointment.objects.filter(open_then, ~Exists(bigger), policies.in_use(at, "person_id"))


def _later_moves(day: date) -> QuerySet[PostMove]:
    return PostMove.objects.filter(on__gt=day)


def _unmoved(day: date, at: datetime) -> QuerySet[Appointment]:
    return _at_work(day, at).exclude(post_id__in=_later_moves(day).values("post_id"))


def _moved(day: date, at: datetime) -> Counter[int]:
    """Count the people whose posts went elsewhere after a day, by the organisation they were in then."""
    first = _later_moves(day).filter(post_id=OuterRef("post_id")).order_by("on", "pk").values("before_id")[:1]
    rows = _at_work(day, at).filter(post_id__in=_later_moves(day).values("post_id")).annotate(then=Subquery(first))
    return Counter(dict(rows.order_by().values_list("then").annotate(number=Count("pk"))))


def _direct(rows: QuerySet[Appointment]) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list("post__organisation_id").annotate(number=Count("pk"))))


def _as_it_was(organisation_id: int, day: date, at: datetime) -> int | None:
    within = organisation.within_on(organisation_id, day)
    if within is None:
        return None
    moved = sum(number for pk, number in _moved(day, at).items() if pk in within)
    ids, unmoved = sorted(within), 0
    for start in range(0, len(ids), AT_ONCE):
        unmoved += _unmoved(day, at).filter(post__organisation_id__in=ids[start : start + AT_ONCE]).count()
    return moved + unmoved
