"""How duties are said on pages."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.access.types import GrantCard, GrantState, KindOfDuty


def state_name(state: str) -> str:
    """Return where a grant stands, in words."""
    return {
        GrantState.WAITING: _("Waits for a second person"),
        GrantState.DECLINED: _("Declined"),
        GrantState.SCHEDULED: _("Begins later"),
        GrantState.IN_FORCE: _("In force"),
        GrantState.ENDED: _("Ended"),
        GrantState.REVOKED: _("Taken back"),
    }[GrantState(state)]


def over(card: GrantCard) -> str:
    """Return what a duty is over, in words."""
    if card.profession_name and card.organisation_name:
        return _("%(profession)s in %(organisation)s") % {
            "profession": card.profession_name,
            "organisation": card.organisation_name,
        }
    return card.profession_name or card.organisation_name or _("Everywhere")


def step_name(what: str) -> str:
    """Return what was done about a grant, in words."""
    return {
        "proposed": _("Proposed"),
        "given": _("Given"),
        "approved": _("Approved"),
        "declined": _("Declined"),
        "revoked": _("Taken back"),
        "given-up": _("Given up"),
    }[what]


def places(kind: KindOfDuty) -> str:
    """Return over what a kind of duty is held, in words."""
    profession = {"never": "", "optional": _("a profession, or all"), "always": _("a profession")}[kind.profession]
    organisation = {"never": "", "optional": _("an organisation, or all"), "always": _("an organisation")}[
        kind.organisation
    ]
    found = [words for words in (profession, organisation) if words]
    return _(" and ").join(found).capitalize() if found else _("Everywhere")


def last_day(until_at: datetime) -> date:
    """Return the last day on which something counts that ends at ``until_at``, exclusive."""
    return timezone.localtime(until_at - timedelta(microseconds=1)).date()


def beginning_of(day: date) -> datetime:
    """Return the moment a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """Return the moment a day is over here."""
    return beginning_of(day + timedelta(days=1))
