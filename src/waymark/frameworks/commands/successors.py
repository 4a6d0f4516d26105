"""A draft says what becomes of the things that it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import policies
from waymark.frameworks.commands.publishing import AlreadyPublished
from waymark.frameworks.models import Replacement, Successor, Version
from waymark.frameworks.queries.successors import left_out_one, successor_options
from waymark.kernel.errors import Refusal, Stale
from waymark.kernel.policy import Actor, fetch


class NoSuchSuccessor(Refusal):
    """What was named is not in the draft."""


class ReasonNeeded(Refusal):
    """Nothing replaces the thing, and nobody said why."""


class SaidMeanwhile(Stale):
    """Somebody else said what takes the place of the thing, or why nothing does."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else said what becomes of this since you opened the page. Look at it before you save again.")
        )


@transaction.atomic
def name_successors(
    *,
    version_id: int,
    kind: str,
    uuid: UUID,
    successors: Sequence[int],
    reason: str,
    seen: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Say what takes the place of a skill, role or role level that a draft leaves out; said again, the latest counts.

    Args:
        version_id: the draft.
        kind: skill, role or role_level.
        uuid: of the thing that is left out.
        successors: ids of things of that kind in the draft: several when it was split, none when nothing replaces it.
        reason: why, for whoever looks for it; needed when nothing replaces it.
        seen: digest of what the form showed to be said (``types.LeftOut``); None without a form.
        actor: an author of the profession.
        at: when.

    Raises:
        NotVisible: there is no such draft that the actor may change, or it does not leave out that thing.
        AlreadyPublished: it is published: what it says never changes.
        NoSuchSuccessor, ReasonNeeded: see each.
        SaidMeanwhile: somebody else said something of it since the form was opened.
    """
    version = fetch(policies.MAY_EDIT, Version.objects.select_for_update(of=("self",)), actor, at, pk=version_id)
    if version.published_at is not None:
        raise AlreadyPublished(version.label)
    thing = left_out_one(version.pk, kind, uuid)
    if seen is not None and seen != thing.seen:
        raise SaidMeanwhile
    known = {one.id for one in successor_options(version.pk, kind)}
    chosen = list(dict.fromkeys(successors))
    if not known.issuperset(chosen):
        raise NoSuchSuccessor(_("Choose from what is in this draft: something you chose is not there any more."))
    if not chosen and not reason.strip():
        raise ReasonNeeded(_("Say why it goes: nothing takes its place, and those who look for it will ask."))
    said = Replacement.objects.create(version=version, reason=reason.strip(), said_at=at, **{f"{kind}_id": thing.id})
    Successor.objects.bulk_create(
        Successor(replacement=said, position=number, **{f"{kind}_id": chosen_id})
        for number, chosen_id in enumerate(chosen)
    )
    audit.record(
        "frameworks.successors.named", actor=actor, at=at, version=version.pk, thing=str(uuid), of_kind=kind,
        successors=chosen,
    )  # fmt: skip
