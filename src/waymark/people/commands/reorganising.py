"""Changes of organisations, with the posts and people in them: one transaction, one entry in the record."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor
from waymark.organisation import commands as organisation
from waymark.organisation import queries as organisations
from waymark.organisation.types import Change, ChangeKind, Made
from waymark.people import queries, rules
from waymark.people.commands import listing
from waymark.people.commands.moving import append_moves
from waymark.people.events import TitlesLost
from waymark.people.models import Appointment, Correction, Post, PostMove

log = logging.getLogger(__name__)


class StillHasPeople(Refusal):
    """A body that is to be closed has people on that day or later."""

    def __init__(self, body: str, people: int, on: date) -> None:
        super().__init__(
            ngettext(
                "“%(body)s” still has %(num)d person on %(day)s. Merge it into another body, or move them first.",
                "“%(body)s” still has %(num)d people on %(day)s. Merge it into another body, or move them first.",
                people,
            )
            % {"body": body, "num": people, "day": date_format(on, "j F Y")}
        )


class PostsUnknown(Refusal):
    """Posts that are to go along with a split are not posts of the body."""

    def __init__(self, numbers: Iterable[str], body: str) -> None:
        super().__init__(
            _("These are not posts of “%(body)s” itself: %(numbers)s. Check the numbers; a unit takes its own along.")
            % {"body": body, "numbers": ", ".join(sorted(numbers)[:10])}
        )


class UndoLaterFirst(Refusal):
    """What others were merged into has closed since. ``change`` closed it."""

    def __init__(self, body: str, change: UUID) -> None:
        super().__init__(
            _("“%(body)s” has closed since. Undo the change that closed it first, then this one.") % {"body": body}
        )
        self.change = change


class NothingToUndo(Refusal):
    """A change was not made, or another one undoes it already."""

    def __init__(self) -> None:
        super().__init__(_("This change was not made, or is undone already. Look at it again."))


@transaction.atomic
def reorganise(*, change: Change, actor: Actor, at: datetime) -> UUID:
    """Make a change of organisations, with the posts and people in them; one for a later day waits for it.

    Nobody's record changes: appointments, judgements and evidence stay as they are, and people are listed under the
    organisations they belong to from then on.

    Args:
        change: what is to be, and from which day on.
        actor: an administrator in a session, or the operator.
        at: when.

    Returns:
        The change's UUID.

    Raises:
        StillHasPeople: a body that is to be closed has people.
        PostsUnknown: posts that are to go along are not the body's.
        NotVisible, and whatever ``organisation.commands.plan_change`` refuses.

    Cost: set-based: a fixed number of writes, and six queries for each 10,000 people who count elsewhere afterwards.
    """
    if change.on > rules.day_of(at):
        uuid = organisation.plan_change(change=change, actor=actor, at=at)
        _refuse_people(change)
        return uuid
    return _follow(
        change, at, lambda counted: organisation.make_change(change=change, counted=counted, actor=actor, at=at)
    )


def check_change(*, change: Change, actor: Actor, at: datetime) -> None:
    """Refuse what ``reorganise`` would refuse, and write nothing: for a page that shows what a change would do.

    Raises:
        NotVisible, and what ``reorganise`` refuses.
    """
    organisation.check_change(change=change, actor=actor, at=at)
    _refuse_people(change)


@transaction.atomic
def make_planned(*, change: UUID, actor: Actor, at: datetime) -> None:
    """Make a planned change whose day has come, with the posts and people in the organisations.

    Raises:
        NotVisible, SettledAlready, NotYet: there is no such change that waits, or its day has not come.
        What ``reorganise`` refuses.
    """
    planned = organisations.asked_for(organisations.change(change, actor, at).id)
    gone = queries.posts_elsewhere(planned)
    _follow(
        organisations.still_there(planned, gone),
        at,
        lambda counted: organisation.make_planned(change=change, counted=counted, posts_gone=gone, actor=actor, at=at),
    )


def make_due_changes(*, actor: Actor, at: datetime) -> tuple[int, int]:
    """Make every planned change whose day has come, each in a transaction of its own, in the order of their days.

    One that cannot be made is stopped, with the reason, and whoever planned it is told; so is one that fails by a
    fault of this site, so that it stands in the way of no other. Safe to repeat.

    Returns:
        How many were made, and how many stopped.
    """
    made = stopped = 0
    for uuid in organisations.due_changes(rules.day_of(at)):
        try:
            make_planned(change=uuid, actor=actor, at=at)
        except organisation.SettledAlready:
            continue  # another worker, or somebody, was faster
        except Refusal as refusal:
            organisation.stop_change(change=uuid, words=str(refusal), actor=actor, at=at)
            stopped += 1
        except OperationalError:
            raise  # the database is away or busy: the change can be made when it is back
        except Exception:
            log.exception("The planned change %s of organisations could not be made.", uuid)
            words = _("This site could not make it, by a fault of its own. Tell whoever runs it, and plan it again.")
            organisation.stop_change(change=uuid, words=words, actor=actor, at=at)
            stopped += 1
        else:
            made += 1
    return made, stopped


@transaction.atomic
def undo_change(*, change: UUID, on: date, reason: str, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """Undo a change by the opposite one from ``on``: a body that was merged opens again with what it brought.

    What happened meanwhile stays: posts and units that went on to somewhere else are left where they are.

    Returns:
        The UUIDs of the opposite changes: of a merger one for each body.

    Raises:
        NotVisible: there is no such change, or the actor may not.
        NothingToUndo: it was not made, or is undone already.
        UndoLaterFirst: what others were merged into has closed since.
        What ``reorganise`` refuses.
    """
    opposites = queries.opposites_of(change, on, reason, actor, at)
    if not opposites:
        raise NothingToUndo
    card = organisations.change(change, actor, at)
    later = organisations.closed_by(card.into.id) if card.kind is ChangeKind.MERGE and card.into else None
    if card.into and later and not organisations.bodies([card.into.id])[card.into.id].is_open:
        raise UndoLaterFirst(card.into.name, later)
    return tuple(reorganise(change=one, actor=actor, at=at) for one in opposites)


def _follow(change: Change, at: datetime, make: Callable[[Mapping[str, int]], Made]) -> UUID:
    """Make a change of the tree and follow it with posts, corrections and where people count."""
    # A feed that is being applied puts posts into units: it ends first, or finds the tree as it is afterwards.
    bulk.alone(Post)
    impact = queries.impact_of_change(change)
    made = make({"people": impact.people, "posts": impact.posts})
    # After the tree has said that the change makes sense: its own refusals come first.
    _refuse_people(change)
    _move_posts(made)
    _lose_titles(made, at)
    for moved in made.moved:
        Correction.objects.filter(organisation_path__startswith=moved.before).update(
            organisation_path=Concat(Value(moved.after), Substr(F("organisation_path"), len(moved.before) + 1))
        )
    for before, after in made.emptied:
        paths = organisations.bodies([before, after])
        Correction.objects.filter(organisation_path=paths[before].path).update(organisation_path=paths[after].path)
    listing.relist_many(_people_elsewhere(made))
    return made.uuid


def _refuse_people(change: Change) -> None:
    if change.kind is ChangeKind.CLOSE:
        (pk,) = change.organisation_ids
        staying = Q(until_on__isnull=True) | Q(until_on__gt=change.on)
        there = Appointment.objects.filter(staying, post__organisation_id=pk)
        if people := there.values("person_id").distinct().count():
            raise StillHasPeople(organisations.bodies([pk])[pk].name, people, change.on)
    if change.kind is ChangeKind.SPLIT and change.posts:
        (pk,) = change.organisation_ids
        if unknown := queries.posts_elsewhere(change):
            raise PostsUnknown(unknown, organisations.bodies([pk])[pk].name)


def _move_posts(made: Made) -> None:
    """Give posts to the organisation they are part of now, and append where they were."""
    for before, after in made.emptied:
        _move(Q(organisation_id=before), after, made)
    if made.kind is ChangeKind.SPLIT and made.opened_id is not None:
        for start in range(0, len(made.posts), listing.MANY):
            _move(Q(number__in=made.posts[start : start + listing.MANY]), made.opened_id, made)


def _move(which: Q, after: int, made: Made) -> None:
    rows = Post.objects.filter(which).order_by("pk").values_list("pk", "organisation_id")
    append_moves([(pk, before, after) for pk, before in rows], made.on, change_id=made.id)
    Post.objects.filter(which).update(organisation_id=after)


def _lose_titles(made: Made, at: datetime) -> None:
    """Take posts from the titles of departments that they are not in any more, and have their titles read."""
    # A title stays in its department, and posts of a body that is part of another by now are of that one's titles.
    bodies = {after for _before, after in made.emptied} | ({made.opened_id} if made.opened_id is not None else set())
    paths = [body.path for body in organisations.bodies(bodies).values()] + [moved.after for moved in made.moved]
    lost = []
    for department_id in sorted({int(path.split("/")[1]) for path in paths}):
        posts = Post.objects.filter(organisation__path__startswith=f"/{department_id}/")
        elsewhere = posts.exclude(title_group__organisation_id=department_id).filter(title_group__isnull=False)
        elsewhere.update(title_group=None)
        if posts.filter(title_group=None).exists():
            lost.append(department_id)
    if lost:
        audit.announce(TitlesLost(lost), at=at)


def _people_elsewhere(made: Made) -> set[int]:
    """Return the ids of everybody who counts in other organisations than before."""
    found: set[int] = set()
    for moved in made.moved:
        below = Appointment.objects.filter(post__organisation__path__startswith=moved.after)
        found.update(below.values_list("person_id", flat=True))
    moves = PostMove.objects.filter(change_id=made.id).values("post_id")
    found.update(Appointment.objects.filter(post_id__in=moves).values_list("person_id", flat=True))
    return found
