"""Who may see and do what about duties. What a kind of duty gives is in ``rules.KINDS``."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access import rules
from waymark.access.models import Account, AdminSession, Grant
from waymark.access.types import DutyKind
from waymark.kernel.policy import Actor, Duty, Ground, Policy
from waymark.organisation import queries as organisation


def counted(at: datetime, prefix: str = "") -> Q:
    """Return the condition that a grant, looked at by itself, counts at ``at``; ``prefix`` leads to it."""
    begun = Q(**{f"{prefix}from_at__lte": at, f"{prefix}until_at__gt": at})
    settled = Q(**{f"{prefix}two_people": False}) | Q(
        **{f"{prefix}decision__approved": True, f"{prefix}decision__at__lte": at}
    )
    kept = Q(**{f"{prefix}revocation__isnull": True}) | Q(**{f"{prefix}revocation__at__gt": at})
    return begun & settled & kept


def in_force(at: datetime) -> Q:
    """Return the condition that a grant counts at ``at``: itself, and what it covers if it is a cover."""
    return counted(at) & (Q(covers__isnull=True) | counted(at, "covers__"))


def open_session(at: datetime) -> Q:
    """Return the condition that an administrator's session is open at ``at``."""
    return Q(from_at__lte=at, until_at__gt=at) & (Q(ended_at__isnull=True) | Q(ended_at__gt=at))


def _over(duty: Duty) -> Q:
    """Return the condition that a grant is over something inside what a duty is over."""
    found = Q(pk__isnull=False)  # an empty condition would vanish when others are joined to it by "or"
    if duty.profession_id is not None:
        found &= Q(profession_id=duty.profession_id)
    if duty.path:
        found &= Q(organisation_id__in=organisation.within(duty.path))
    return found


def _any_of(conditions: list[Q]) -> QuerySet[Grant]:
    return Grant.objects.filter(reduce(or_, conditions)) if conditions else Grant.objects.none()


def _gives(actor: Actor, at: datetime) -> QuerySet[Grant]:
    return _any_of(
        [Q(kind__in=kinds) & _over(duty) for duty in actor.duties if (kinds := rules.giving(duty))],
    )


def _oversees(actor: Actor, at: datetime) -> QuerySet[Grant]:
    return _any_of([_over(duty) for duty in actor.holding(DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)])


def administers(actor: Actor, path: str) -> bool:
    """Say whether the actor is an administrator, in a session, of a body by its path and of all that is part of it."""
    return any(path.startswith(duty.path) for duty in actor.holding(DutyKind.ADMINISTRATOR))


def _administrator(actor: Actor, at: datetime) -> QuerySet[Grant]:
    return Grant.objects.all() if actor.holding(DutyKind.ADMINISTRATOR) else Grant.objects.none()


def _operator(actor: Actor, at: datetime) -> QuerySet[Grant]:
    return Grant.objects.all() if actor.operator else Grant.objects.none()


def _own(actor: Actor, at: datetime) -> QuerySet[Grant]:
    return Grant.objects.none() if actor.account_id is None else Grant.objects.filter(account_id=actor.account_id)


def _own_covered(actor: Actor, at: datetime) -> QuerySet[Grant]:
    if actor.account_id is None:
        return Grant.objects.none()
    return Grant.objects.filter(covers__in=Grant.objects.filter(account_id=actor.account_id))


def _proposed(actor: Actor, at: datetime) -> QuerySet[Grant]:
    return Grant.objects.none() if actor.account_id is None else Grant.objects.filter(proposed_by_id=actor.account_id)


def _own_administrator(actor: Actor, at: datetime) -> QuerySet[Grant]:
    return _own(actor, at).filter(in_force(at), kind=DutyKind.ADMINISTRATOR)


def _accounts_for(allowed: bool) -> QuerySet[Account]:
    return Account.objects.filter(is_active=True) if allowed else Account.objects.none()


HOLDER = Ground(_("the duty is theirs"), _own)
COVERED = Ground(_("their own duty is covered by it"), _own_covered)
PROPOSER = Ground(_("they proposed it"), _proposed)
GIVES = Ground(_("they hold a duty that gives such duties there"), _gives)
OVERSEES = Ground(_("they oversee who holds duties there"), _oversees)
ADMINISTRATOR = Ground(_("they hold the duty of administrator, in a session"), _administrator)
OPERATOR = Ground(_("they operate the site"), _operator)
ADMINISTERS = Ground(_("it makes them an administrator"), _own_administrator)
ACCOUNTS_OF_A_HOLDER = Ground(
    _("they hold a duty, which somebody has to cover when they are away"),
    lambda actor, at: _accounts_for(bool(actor.duties)),
)
ACCOUNTS_OF_A_GIVER = Ground(
    _("they hold a duty that gives others"), lambda actor, at: _accounts_for(any(map(rules.giving, actor.duties)))
)
ACCOUNTS_OF_THE_OPERATOR = Ground(_("they operate the site"), lambda actor, at: _accounts_for(actor.operator))
OWN_SESSION = Ground(
    _("it is their own session"),
    lambda actor, at: (
        AdminSession.objects.filter(account_id=actor.account_id)
        if actor.account_id is not None
        else AdminSession.objects.none()
    ),
)

SEE_GRANT = Policy(
    HOLDER, COVERED, PROPOSER, GIVES, OVERSEES, OPERATOR, about=_("see who holds a duty, with its history")
)
MAY_DECIDE = Policy(ADMINISTRATOR, OPERATOR, about=_("approve or decline a duty that somebody else proposed"))
MAY_REVOKE = Policy(GIVES, COVERED, OPERATOR, about=_("take a duty back"))
MAY_GIVE_UP = Policy(HOLDER, about=_("give a duty up"))
MAY_COVER = Policy(HOLDER, about=_("name who covers a duty"))
MAY_OPEN_ADMIN_SESSION = Policy(ADMINISTERS, about=_("open a session as an administrator"))
MAY_END_ADMIN_SESSION = Policy(OWN_SESSION, about=_("see and end a session as an administrator"))
FIND_ACCOUNT = Policy(
    ACCOUNTS_OF_A_HOLDER, ACCOUNTS_OF_THE_OPERATOR, about=_("find somebody’s account by name or email address")
)
MAY_GIVE_DUTY = Policy(
    ACCOUNTS_OF_A_GIVER, ACCOUNTS_OF_THE_OPERATOR, about=_("give somebody a duty that their own duty gives")
)
