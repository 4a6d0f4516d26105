"""Many judgements at once, and the levels held derived anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.assessments.commands import standings
from waymark.assessments.models import Judgement, Standing
from waymark.assessments.types import NewJudgement
from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import Actor


@transaction.atomic
def load_judgements(judgements: Iterable[NewJudgement], *, actor: Actor, at: datetime) -> int:
    """Append many judgements, made elsewhere or generated, and derive what their people hold. Return how many.

    Args:
        judgements: consumed once, never held whole; plain tuples in the order of ``NewJudgement`` will do.
        actor: an operator.
        at: when they are loaded; each was made at its own ``made_at``.

    Raises:
        NotAllowed: the actor is not an operator.
        django.db.IntegrityError: a row breaks a constraint; nothing is loaded.

    Cost: one streamed insert, one INSERT ... SELECT, and one row per person for the audit entry.
    """
    _must_be_operator(actor)
    first = bulk.next_id(Judgement)
    subjects: set[int] = set()

    def rows() -> Iterator[tuple[Any, ...]]:
        for judgement in judgements:
            subjects.add(judgement[1])
            yield (*judgement, "")

    loaded = bulk.insert_rows(Judgement, [*NewJudgement._fields, "note"], rows())
    if loaded:
        standings.derive_since(first, subjects)
        audit.record("assessments.judgements.loaded", actor=actor, at=at, subjects=subjects, judgements=loaded)
    return loaded


@transaction.atomic
def rebuild_standings(*, actor: Actor, at: datetime) -> int:
    """Derive what everyone holds anew from the judgements; return how many standings there are. Safe to repeat.

    Raises:
        NotAllowed: the actor is not an operator.
    """
    _must_be_operator(actor)
    standings.derive_all()
    count = Standing.objects.count()
    audit.record("assessments.standings.rebuilt", actor=actor, at=at, standings=count)
    return count


def _must_be_operator(actor: Actor) -> None:
    if not actor.operator:
        raise NotAllowed(_("Only an operator may load judgements. Ask whoever runs this site."))
