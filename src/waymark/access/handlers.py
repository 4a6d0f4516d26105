"""Whom the news of a duty is told. Each acts once per event; telling again under one key adds nothing."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from waymark.access import policies, rules
from waymark.access.commands.refusals import in_words
from waymark.access.events import GrantDecided, GrantEnding, GrantGiven, GrantProposed, GrantRevoked
from waymark.access.models import Grant
from waymark.access.types import DutyKind
from waymark.kernel.text import spoken
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic

MINE = "/me/duties"


def ask_approvers(event: GrantProposed, *, at: datetime) -> None:
    """Ask every administrator who may decide about a proposal: neither who made it nor who would hold the duty."""
    grant = _grant(event.grant_id)
    if grant.until_at <= at or hasattr(grant, "decision") or hasattr(grant, "revocation"):
        return
    administrators = Grant.objects.filter(policies.in_force(at), kind=DutyKind.ADMINISTRATOR, account__is_active=True)
    notifications.notify(
        accounts=set(administrators.values_list("account_id", flat=True)) - {grant.account_id, grant.proposed_by_id},
        topic=Topic.ACCESS,
        key=_asked(grant),
        title=_("Decide about a duty: %(duty)s for %(name)s") % {"duty": _duty(grant), "name": grant.account.name},
        body=_("%(who)s proposed it: %(reason)s") % {"who": _who(grant), "reason": grant.reason},
        url=_page(grant),
        todo=True,
        due_at=grant.from_at if grant.from_at > at else None,
        at=at,
    )


def tell_of_gift(event: GrantGiven, *, at: datetime) -> None:
    """Tell the holder of a duty that they have it."""
    grant = _grant(event.grant_id)
    _tell_holder(grant, at)


def tell_of_decision(event: GrantDecided, *, at: datetime) -> None:
    """Tell who proposed a duty what was decided, and the holder if they have it; nobody need decide any more."""
    grant = _grant(event.grant_id)
    notifications.settle(key=_asked(grant), at=at)
    words = {"duty": _duty(grant), "name": grant.account.name}
    if grant.proposed_by_id is not None:
        title = (
            _("Approved: %(duty)s for %(name)s") if event.approved else _("Declined: %(duty)s for %(name)s")
        ) % words
        notifications.notify(
            accounts=[grant.proposed_by_id], topic=Topic.ACCESS, key=f"access.grant.{grant.pk}.decided", title=title,
            body=grant.decision.reason, url=_page(grant), at=at,
        )  # fmt: skip
    if event.approved:
        _tell_holder(grant, at)


def tell_of_revocation(event: GrantRevoked, *, at: datetime) -> None:
    """Tell the holder, and whoever covers the duty, that it is over; nobody need decide about it any more."""
    grant = _grant(event.grant_id)
    notifications.settle(key=_asked(grant), at=at)
    if grant.two_people and not hasattr(grant, "decision"):
        return  # a proposal was withdrawn: its holder never had it
    covering = grant.covered_by.filter(policies.counted(at)).values_list("account_id", flat=True)
    notifications.notify(
        accounts=[grant.account_id, *covering],
        topic=Topic.ACCESS,
        key=f"access.grant.{grant.pk}.revoked",
        title=_("A duty of yours is over: %(duty)s") % {"duty": _duty(grant)},
        body=grant.revocation.reason,
        url=MINE,
        at=at,
    )


def remind_of_ending(event: GrantEnding, *, at: datetime) -> None:
    """Tell the holder, and who proposed the duty, that it ends soon."""
    grant = _grant(event.grant_id)
    if grant.until_at <= at or hasattr(grant, "revocation"):
        return
    words = {"duty": _duty(grant), "name": grant.account.name, "moment": in_words(grant.until_at)}
    key = f"access.grant.{grant.pk}.ending.{event.days}"
    body = _("Whoever gives such duties can give it again from that moment.")
    notifications.notify(
        accounts=[grant.account_id], topic=Topic.ACCESS, key=key, body=body, url=MINE, at=at,
        title=_("Your duty ends on %(moment)s: %(duty)s") % words,
    )  # fmt: skip
    if grant.proposed_by_id not in (None, grant.account_id):
        notifications.notify(
            accounts=[grant.proposed_by_id], topic=Topic.ACCESS, key=key, body=body, url=_page(grant), at=at,
            title=_("A duty ends on %(moment)s: %(duty)s, %(name)s") % words,
        )  # fmt: skip


def _tell_holder(grant: Grant, at: datetime) -> None:
    words = {"duty": _duty(grant), "name": grant.covers.account.name if grant.covers else ""}
    notifications.notify(
        accounts=[grant.account_id],
        topic=Topic.ACCESS,
        key=f"access.grant.{grant.pk}.held",
        title=_("You cover a duty for %(name)s: %(duty)s") % words
        if grant.covers
        else _("You have a duty: %(duty)s") % words,
        body=_("From %(begin)s until %(end)s. %(reason)s")
        % {"begin": in_words(grant.from_at), "end": in_words(grant.until_at), "reason": grant.reason},
        url=MINE,
        at=at,
    )


def _grant(grant_id: int) -> Grant:
    rows = Grant.objects.select_related(
        "account", "proposed_by", "covers__account", "decision", "revocation", "profession", "organisation"
    )
    return rows.get(pk=grant_id)


def _asked(grant: Grant) -> str:
    return f"access.grant.{grant.pk}.asked"


def _page(grant: Grant) -> str:
    return f"/operating/access/{grant.uuid}"


def _who(grant: Grant) -> str:
    return grant.proposed_by.name if grant.proposed_by else _("The operator")


def _duty(grant: Grant) -> str:
    """Return a duty in the middle of a sentence, with what it is over."""
    name = spoken(str(rules.BY_KIND[DutyKind(grant.kind)].name))
    over = [place.name for place in (grant.profession, grant.organisation) if place is not None]
    return f"{name} ({', '.join(over)})" if over else name
