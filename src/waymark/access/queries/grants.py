"""Grants: lists, one with its history, and what may be given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from waymark.access import policies, rules
from waymark.access.models import Grant
from waymark.access.types import (
    DutyKind,
    GrantCard,
    GrantFilter,
    GrantPage,
    GrantState,
    GrantView,
    KindOfDuty,
    Step,
)
from waymark.audit import queries as audit
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.organisation.types import Named, ProfessionCard

ROWS = 25
_WORDS_AT_MOST = 6
_CARD = (
    "id", "uuid", "kind", "account_id", "account__uuid", "account__name", "account__email", "person_id",
    "profession_id", "profession__name", "organisation_id", "organisation__name", "from_at", "until_at", "two_people",
    "decision__approved", "revocation__at", "covers__account__name", "covers__until_at", "covers__revocation__at",
)  # fmt: skip


def kinds() -> tuple[KindOfDuty, ...]:
    """Return every kind of duty with what holds for it, in the order of the table. No query."""
    return rules.KINDS


def kinds_to_give(actor: Actor) -> tuple[KindOfDuty, ...]:
    """Return the kinds of duty that the actor may give somewhere. No query."""
    if actor.operator:
        return rules.KINDS
    given = {kind for duty in actor.duties for kind in rules.giving(duty)}
    return tuple(one for one in rules.KINDS if one.kind in given)


def professions_to_give(actor: Actor, at: datetime) -> tuple[ProfessionCard, ...]:
    """Return the professions in the list that day over which the actor may give a duty, A to Z. One query."""
    own = {duty.profession_id for duty in actor.duties if rules.giving(duty)}
    day = timezone.localdate(at)
    return tuple(one for one in organisation.professions(day) if actor.operator or None in own or one.id in own)


def places_to_give(actor: Actor) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    """Return the departments and agencies over which the actor may give a duty, by kind, A to Z. Two queries."""
    everywhere = actor.operator or any(rules.giving(duty) and not duty.path for duty in actor.duties)
    paths = [duty.path for duty in actor.duties if rules.giving(duty)]
    return tuple(
        (kind, tuple(place.named for place in found if everywhere or place.path.startswith(tuple(paths))))
        for kind in ("department", "agency")
        if (found := organisation.places(kind))
    )


def grants(actor: Actor, at: datetime, wanted: GrantFilter, page: int = 1) -> GrantPage:
    """Return one page of the grants that the actor may see. Two queries."""
    rows = _narrowed(Grant.objects.filter(pk__in=policies.SEE_GRANT.visible(actor, at)), wanted, at)
    total = rows.count()
    pages = max(-(-total // ROWS), 1)
    page = min(page, pages)
    ordered = rows.order_by("until_at", "pk") if wanted.ending_first else rows.order_by("-created_at", "-pk")
    return GrantPage(tuple(_cards(ordered[(page - 1) * ROWS : page * ROWS], at)), total, page, pages)


def grants_of(actor: Actor, at: datetime) -> tuple[GrantCard, ...]:
    """Return the actor's own grants that have not ended, those that end first in front. One query."""
    if actor.account_id is None:
        return ()
    rows = Grant.objects.filter(account_id=actor.account_id, until_at__gt=at).order_by("until_at", "pk")
    over = {GrantState.ENDED, GrantState.REVOKED, GrantState.DECLINED}
    return tuple(card for card in _cards(rows, at) if card.state not in over)


def duties_over(organisation_ids: Collection[int], actor: Actor, at: datetime) -> tuple[GrantCard, ...]:
    """Return the grants over exactly these organisations, not what is below or above, that the actor may see.

    Those that are over are left out. In the order of holders. One query.
    """
    rows = Grant.objects.filter(pk__in=policies.SEE_GRANT.visible(actor, at), organisation_id__in=organisation_ids)
    over = {GrantState.ENDED, GrantState.REVOKED, GrantState.DECLINED}
    cards = _cards(rows.filter(until_at__gt=at).order_by("account__name", "pk"), at)
    return tuple(card for card in cards if card.state not in over)


def last_review(organisation_id: int) -> datetime | None:
    """Return when an administrator last said that they had looked at the duties over a body; None: never. One query."""
    return audit.last_done("access.duties.reviewed", "organisation", organisation_id)


def waiting_for(actor: Actor, at: datetime) -> tuple[GrantCard, ...]:
    """Return the proposals that the actor could decide, oldest first: not made by them, nor about them. One query."""
    rows = Grant.objects.filter(pk__in=policies.MAY_DECIDE.visible(actor, at))
    rows = _narrowed(rows, GrantFilter(state=GrantState.WAITING), at)
    if actor.account_id is not None:
        rows = rows.exclude(account_id=actor.account_id).exclude(proposed_by_id=actor.account_id)
    return tuple(_cards(rows.order_by("created_at", "pk")[:ROWS], at))


def grant(uuid: UUID, actor: Actor, at: datetime) -> GrantView:
    """Return one grant with its history.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    rows = Grant.objects.select_related(
        "account", "proposed_by", "decision__by", "revocation__by", "covers__account", "covers__revocation"
    )
    found = fetch(policies.SEE_GRANT, rows, actor, at, uuid=uuid)
    (card,) = _cards(Grant.objects.filter(pk=found.pk), at)
    open_still = card.state in {GrantState.WAITING, GrantState.SCHEDULED, GrantState.IN_FORCE}
    own = actor.account_id is not None and found.account_id == actor.account_id
    waiting = card.state is GrantState.WAITING
    return GrantView(
        card=card,
        steps=_steps(found),
        covers=tuple(_cards(Grant.objects.filter(covers=found).order_by("-created_at", "-pk"), at)),
        covered_uuid=found.covers.uuid if found.covers else None,
        may_decide=waiting
        and not own
        and (actor.account_id is None or found.proposed_by_id != actor.account_id)
        and policies.MAY_DECIDE.decide(actor, found, at).allowed,
        may_revoke=open_still and policies.MAY_REVOKE.decide(actor, found, at).allowed,
        may_give_up=open_still and own and not waiting,
        may_cover=card.state is GrantState.IN_FORCE and own and found.covers_id is None,
    )


def _steps(found: Grant) -> tuple[Step, ...]:
    proposed_by = found.proposed_by.name if found.proposed_by else ""
    steps = [Step("proposed" if found.two_people else "given", proposed_by, found.created_at, found.reason)]
    decision, revocation = getattr(found, "decision", None), getattr(found, "revocation", None)
    if decision is not None:
        what = "approved" if decision.approved else "declined"
        steps.append(Step(what, decision.by.name if decision.by else "", decision.at, decision.reason))
    if revocation is not None:
        what = "given-up" if revocation.by_id == found.account_id else "revoked"
        steps.append(Step(what, revocation.by.name if revocation.by else "", revocation.at, revocation.reason))
    return tuple(steps)


def _narrowed(rows: QuerySet[Grant], wanted: GrantFilter, at: datetime) -> QuerySet[Grant]:
    for word in wanted.words.split()[:_WORDS_AT_MOST]:
        rows = rows.filter(Q(account__name__icontains=word) | Q(account__email__icontains=word))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.profession:
        rows = rows.filter(profession__slug=wanted.profession)
    if wanted.organisation:
        rows = rows.filter(organisation_id__in=organisation.within(organisation.organisation(wanted.organisation).path))
    if wanted.ending_first:
        rows = rows.filter(policies.in_force(at))
    return rows.filter(_in_state(wanted.state, at)) if wanted.state else rows


def _in_state(state: str, at: datetime) -> Q:
    """Return the condition for ``rules.state_of``, case by case in its order."""
    declined = Q(decision__approved=False)
    revoked = Q(revocation__at__lte=at)
    over = Q(until_at__lte=at) | Q(covers__until_at__lte=at) | Q(covers__revocation__at__lte=at)
    waiting = Q(two_people=True, decision__isnull=True)
    cases = {
        GrantState.DECLINED: declined,
        GrantState.REVOKED: revoked,
        GrantState.ENDED: over,
        GrantState.WAITING: waiting,
        GrantState.SCHEDULED: Q(from_at__gt=at),
        GrantState.IN_FORCE: Q(from_at__lte=at),
    }
    found = Q()
    for case, condition in cases.items():
        if case == state:
            return found & condition
        found &= ~condition
    return Q(pk__in=())


def _cards(rows: QuerySet[Grant], at: datetime) -> Iterable[GrantCard]:
    for row in rows.values(*_CARD):
        yield _card(row, at)


def _card(row: dict[str, Any], at: datetime) -> GrantCard:
    ends = (row["until_at"], row["covers__until_at"], row["covers__revocation__at"])
    until_at = min(moment for moment in ends if moment is not None)
    return GrantCard(
        id=row["id"],
        uuid=row["uuid"],
        kind=rules.BY_KIND[DutyKind(row["kind"])],
        account_id=row["account_id"],
        account_uuid=row["account__uuid"],
        account_name=row["account__name"],
        account_email=row["account__email"],
        person_id=row["person_id"],
        profession_id=row["profession_id"],
        profession_name=row["profession__name"] or "",
        organisation_id=row["organisation_id"],
        organisation_name=row["organisation__name"] or "",
        from_at=row["from_at"],
        until_at=until_at,
        state=rules.state_of(
            two_people=row["two_people"],
            approved=row["decision__approved"],
            revoked_at=row["revocation__at"],
            from_at=row["from_at"],
            until_at=until_at,
            at=at,
        ),
        covered_name=row["covers__account__name"] or "",
    )
