"""What an account holds at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, Subquery

from waymark.access import policies, rules
from waymark.access.models import AdminSession, Grant
from waymark.access.types import AdminSessionView, DutiesHeld, DutyKind, Lapse
from waymark.kernel.policy import Actor, Duty


def duties_held(account_id: int, at: datetime, *, asked_at: datetime | None = None) -> DutiesHeld:
    """Return what an account holds at ``at``, and whether an administrator's session is open. One query.

    ``asked_at`` is when somebody asked for what is done only now: a session that was open then is enough.
    """
    session = AdminSession.objects.filter(policies.open_session(asked_at or at), account_id=OuterRef("account_id"))
    rows = (
        Grant.objects.filter(policies.in_force(at), account_id=account_id)
        .annotate(session=Subquery(session.order_by("-until_at").values("until_at")[:1]))
        .order_by("pk")
        .values_list("kind", "pk", "profession_id", "organisation_id", "organisation__path", "session")
    )
    duties, administrator, until = [], False, None
    for kind, pk, profession_id, organisation_id, path, session_until in rows:
        if kind == DutyKind.ADMINISTRATOR:
            administrator, until = True, session_until
            if session_until is None:
                continue
        duties.append(Duty(kind, pk, profession_id, organisation_id, path or ""))
    return DutiesHeld(tuple(duties), administrator, until)


def duties_of(account_id: int, at: datetime, *, asked_at: datetime | None = None) -> tuple[Duty, ...]:
    """Return the duties of an account that count at ``at``: that of an administrator in a session only. One query.

    ``asked_at`` is said with ``duties_held``.
    """
    return duties_held(account_id, at, asked_at=asked_at).duties


def lapse(account_id: int, kinds: Sequence[str], at: datetime) -> Lapse | None:
    """Return why a duty of one of these kinds, which an account had, does not count at ``at``: the latest to end.

    None when the account never had one, or when one counts. Two queries.
    """
    held = duties_held(account_id, at)
    if any(duty.kind in kinds for duty in held.duties):
        return None
    if held.administrator and DutyKind.ADMINISTRATOR in kinds:
        return Lapse(rules.BY_KIND[DutyKind.ADMINISTRATOR], None)
    rows = Grant.objects.filter(account_id=account_id, kind__in=kinds, from_at__lte=at).exclude(
        decision__approved=False
    )
    ended = [
        (min(moment for moment in ends if moment is not None), kind)
        for kind, two_people, decided_at, *ends in rows.values_list(
            "kind", "two_people", "decision__at", "until_at", "revocation__at", "covers__until_at",
            "covers__revocation__at",
        )
        if not two_people or decided_at is not None
    ]  # fmt: skip
    if not ended:
        return None
    ended_at, kind = max(ended)
    return Lapse(rules.BY_KIND[DutyKind(kind)], ended_at)


def is_last_administrator(grant_id: int, at: datetime) -> bool:
    """Say whether nobody would be an administrator in their own right at ``at`` without this grant. One query.

    Who only covers for an administrator does not count, nor does an account that is closed.
    """
    others = Grant.objects.filter(
        policies.counted(at), kind=DutyKind.ADMINISTRATOR, covers__isnull=True, account__is_active=True
    )
    return not others.exclude(pk=grant_id).exists()


def admin_sessions(actor: Actor, at: datetime, limit: int = 10) -> tuple[AdminSessionView, ...]:
    """Return the actor's own sessions as an administrator, newest first. One query."""
    rows = AdminSession.objects.filter(pk__in=policies.MAY_END_ADMIN_SESSION.visible(actor, at)).order_by(
        "-from_at", "-pk"
    )
    return tuple(
        AdminSessionView(*row) for row in rows.values_list("uuid", "reason", "from_at", "until_at", "ended_at")[:limit]
    )
