"""Who may give a duty, over what and for how long; who may cover it; where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from waymark.access.rules.kinds import BY_KIND, KINDS
from waymark.access.types import DutyKind, Extent, GrantState, KindOfDuty
from waymark.kernel.policy import Duty
from waymark.kernel.text import spoken

SESSION_USUAL, SESSION_LONGEST = 60, 240
"""Minutes an administrator's session lasts unless said otherwise, and at most."""

REMIND_DAYS = (30, 7)
"""Days before its end at which a holder is reminded."""


def within(duty: Duty, profession_id: int | None, path: str) -> bool:
    """Say whether a profession and the path of an organisation lie inside what a duty is over.

    ``None`` and an empty path mean all of them, which lies only inside a duty over all of them.
    """
    return duty.profession_id in (None, profession_id) and path.startswith(duty.path)


def gives(duties: Iterable[Duty], kind: DutyKind, profession_id: int | None, path: str) -> bool:
    """Say whether one of these duties lets its holder give and take back a duty of ``kind`` over that."""
    return any(duty.kind in BY_KIND[kind].given_by and within(duty, profession_id, path) for duty in duties)


def giving(duty: Duty) -> tuple[DutyKind, ...]:
    """Return the kinds of duty that the holder of this one may give, in the order of the table."""
    return tuple(one.kind for one in KINDS if duty.kind in one.given_by)


def why_not_place(kind: KindOfDuty, profession_id: int | None, organisation_id: int | None) -> list[tuple[str, str]]:
    """Return what is wrong with what a duty is to be over: field and sentence. Empty means nothing is."""
    name = spoken(str(kind.name))
    wrong = []
    if kind.profession is Extent.ALWAYS and profession_id is None:
        wrong.append(("profession", _("Select the profession that this duty is over: %(duty)s") % {"duty": name}))
    if kind.profession is Extent.NEVER and profession_id is not None:
        wrong.append(
            ("profession", _("Leave the profession out: this duty is over all of them: %(duty)s") % {"duty": name})
        )
    if kind.organisation is Extent.ALWAYS and organisation_id is None:
        wrong.append(("organisation", _("Select the organisation that this duty is over: %(duty)s") % {"duty": name}))
    if kind.organisation is Extent.NEVER and organisation_id is not None:
        wrong.append(
            ("organisation", _("Leave the organisation out: this duty is over all of them: %(duty)s") % {"duty": name})
        )
    return wrong


def why_not_period(kind: KindOfDuty, from_at: datetime, until_at: datetime, at: datetime) -> str:
    """Return what is wrong with a period that is to begin ``from_at``, or "" when nothing is."""
    if from_at < at:
        return _("A duty cannot begin in the past. Choose today or a later day.")
    if until_at <= from_at:
        return _("A duty must end after it begins. Choose a later last day.")
    if until_at - from_at > timedelta(days=kind.most_days):
        return _("This duty is given for %(days)d days at most. Choose an earlier last day.") % {"days": kind.most_days}
    return ""


def covers_within(from_at: datetime, until_at: datetime, own_from: datetime, own_until: datetime) -> bool:
    """Say whether a period of cover lies inside the period of the duty it covers."""
    return own_from <= from_at < until_at <= own_until


def why_not_cover(*, itself_a_cover: bool, holder_id: int, account_id: int, counts: bool) -> str:
    """Return why somebody cannot cover a duty, or "" when they can."""
    if itself_a_cover:
        return _(
            "You cover this duty for somebody else, so you cannot pass it on. Ask its holder to name another cover."
        )
    if account_id == holder_id:
        return _("You cannot cover your own duty. Choose somebody else.")
    if not counts:
        return _("This duty does not count now, so there is nothing to cover.")
    return ""


def is_due(days: int, from_at: datetime, until_at: datetime, at: datetime) -> bool:
    """Say whether the reminder ``days`` before the end is due: only for a duty that began before that moment."""
    moment = until_at - timedelta(days=days)
    return from_at < moment <= at < until_at


def state_of(
    *,
    two_people: bool,
    approved: bool | None,
    revoked_at: datetime | None,
    from_at: datetime,
    until_at: datetime,
    at: datetime,
) -> GrantState:
    """Return where a grant stands.

    Args:
        two_people: it needs a second person's approval.
        approved: what they said; None while they have not.
        revoked_at: when it was taken back, if it was.
        from_at: when its period begins.
        until_at: when it ends; for a cover, the end of what it covers if that comes first.
        at: the moment asked about.
    """
    if two_people and approved is False:
        return GrantState.DECLINED
    if revoked_at is not None and revoked_at <= at:
        return GrantState.REVOKED
    if until_at <= at:
        return GrantState.ENDED
    if two_people and approved is None:
        return GrantState.WAITING
    return GrantState.SCHEDULED if at < from_at else GrantState.IN_FORCE
