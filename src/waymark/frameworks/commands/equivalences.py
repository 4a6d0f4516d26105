"""What levels of one scale count as on another is said, changed and ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import policies, rules
from waymark.frameworks.models import Equivalence, Framework
from waymark.frameworks.queries import scale_tables as queries
from waymark.frameworks.types import EquivalenceView, LadderInUse
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch

MOST_REASON = 400
MOST_EXPLANATION = 2_000


class NotEquivalent(Refusal):
    """The table cannot be taken; the sentence says why."""


@transaction.atomic
def say_equivalence(
    *,
    one: LadderInUse,
    other: LadderInUse,
    counts_as: Sequence[int | None],
    reason: str,
    explanation: str = "",
    seen: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> EquivalenceView:
    """Say what each level of a scale counts as on another, from ``at`` on. What was said before stays on record.

    Args:
        one: the scale a level is held on, as ``ladders_in_use`` gave it.
        other: the scale it is to count on.
        counts_as: per level of the first, lowest first, the rank on the other (0: not yet at its first level), or None
            where it has no counterpart.
        reason: why it is so, up to 400 characters.
        explanation: a worked example in words, up to 2,000 characters; may be empty.
        seen: the table that held when the form was opened; None when there was none.
        actor: an author, or the head of the profession, of either framework; or an operator.
        at: when.

    Raises:
        NotVisible: the actor writes neither framework.
        NotEquivalent: the two are one scale, the table has the wrong levels, or it falls as levels rise, or there is
            no reason.
        Stale: somebody has said something else meanwhile.
    """
    _lock(one, other, actor, at)
    if one.framework_slug == other.framework_slug and one.digest == other.digest:
        raise NotEquivalent(_("These two are the same scale: its levels count as themselves."))
    if why_not := rules.why_not_counts_as(one.ladder, other.ladder, counts_as):
        raise NotEquivalent(why_not)
    _check_texts(reason, explanation)
    now = queries.between(one, other, at)
    if (now.uuid if now else None) != seen:
        raise Stale(_("Somebody else has changed this table since you opened it. Look at it again before you save."))
    return _say(one, other, tuple(counts_as), reason, explanation, True, actor, at)


@transaction.atomic
def end_equivalence(*, table: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """End a table: from ``at`` on the two scales are not comparable. It stays on record that it held.

    Raises:
        NotVisible: there is no such table, it does not hold any more, or the actor writes neither framework.
        NotEquivalent: there is no reason.
    """
    row = fetch(
        policies.MAY_REPLACE_EQUIVALENCE, Equivalence.objects.select_for_update(of=("self",)), actor, at, uuid=table
    )
    view, said = queries.said_between(row.uuid, at)
    if said[0].uuid != table or not said[0].holds:
        raise NotVisible
    _check_texts(reason, "")
    one = LadderInUse(view.from_slug, view.from_title, view.from_ladder, row.from_digest, "", ())
    other = LadderInUse(view.to_slug, view.to_title, view.to_ladder, row.to_digest, "", ())
    _say(one, other, view.counts_as, reason, "", False, actor, at)


def _lock(one: LadderInUse, other: LadderInUse, actor: Actor, at: datetime) -> None:
    """Make those who say something between these frameworks wait for each other."""
    slugs = {one.framework_slug, other.framework_slug}
    found = set(
        Framework.objects.select_for_update().filter(slug__in=slugs).order_by("pk").values_list("pk", flat=True)
    )
    mine = Framework.objects.filter(pk__in=policies.MAY_EQUATE.visible(actor, at, pk__in=found))
    if len(found) != len(slugs) or not mine.exists():
        raise NotVisible


def _check_texts(reason: str, explanation: str) -> None:
    if not reason.strip():
        raise NotEquivalent(_("Say why: whoever is counted by this table can read it."))
    if len(reason) > MOST_REASON:
        raise NotEquivalent(_("Your reason must be %(most)s characters or fewer.") % {"most": MOST_REASON})
    if len(explanation) > MOST_EXPLANATION:
        raise NotEquivalent(_("Your example must be %(most)s characters or fewer.") % {"most": MOST_EXPLANATION})


def _say(
    one: LadderInUse,
    other: LadderInUse,
    counts_as: tuple[int | None, ...],
    reason: str,
    explanation: str,
    holds: bool,
    actor: Actor,
    at: datetime,
) -> EquivalenceView:
    ids = dict(Framework.objects.filter(slug__in={one.framework_slug, other.framework_slug}).values_list("slug", "pk"))
    made = Equivalence.objects.create(
        uuid=new_uuid(),
        from_framework_id=ids[one.framework_slug],
        from_ladder=queries.stored(one.ladder),
        from_digest=one.digest,
        to_framework_id=ids[other.framework_slug],
        to_ladder=queries.stored(other.ladder),
        to_digest=other.digest,
        counts_as=list(counts_as),
        holds=holds,
        reason=reason,
        explanation=explanation,
        by_id=actor.account_id,
        from_at=at,
    )
    audit.record(
        "frameworks.equivalence.said" if holds else "frameworks.equivalence.ended",
        actor=actor,
        at=at,
        reason=reason,
        equivalence=str(made.uuid),
        between=[one.framework_slug, other.framework_slug],
        counts_as=list(counts_as),
    )
    view, _all = queries.said_between(made.uuid, at)
    return view
