"""Who may do what about people's own data.

``MAY_ASK``, ``MAY_COPY``, ``MAY_ERASE`` and ``MAY_PLACE_HOLD`` answer for people, the others for requests, holds
and retention runs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import Actor, Ground, Policy
from waymark.people import queries as people
from waymark.privacy.models import DataRequest, Hold, RetentionRun


def answers_for_all(actor: Actor) -> bool:
    """Say whether the actor may decide for the whole site: an operator, or an officer without a limit."""
    duties = actor.holding(DutyKind.DATA_PROTECTION_OFFICER)
    return actor.operator or any(not duty.path for duty in duties)


def _of_theirs(model: type[Model], actor: Actor, at: datetime) -> QuerySet[Any]:
    return model._default_manager.filter(person_id__in=people.protected(actor, at).values("pk"))


def _answered(actor: Actor) -> QuerySet[DataRequest]:
    """Return the requests that an officer closed themselves: nobody answers for somebody who is erased any more."""
    if actor.account_id is None or not actor.holding(DutyKind.DATA_PROTECTION_OFFICER):
        return DataRequest.objects.none()
    return DataRequest.objects.filter(decided_by_id=actor.account_id)


def _all(model: type[Model], actor: Actor) -> QuerySet[Any]:
    return model._default_manager.all() if actor.operator else model._default_manager.none()


def _runs(actor: Actor) -> QuerySet[RetentionRun]:
    return RetentionRun.objects.all() if answers_for_all(actor) else RetentionRun.objects.none()


THEMSELVES = Ground(_("it is their own data"), lambda actor, at: people.themselves(actor, at))
OFFICER = Ground(_("they are a data protection officer where the person works"), people.protected)
OPERATOR = Ground(_("they operate the site"), lambda actor, at: people.everyone(actor, at))
ASKED_IT = Ground(
    _("they asked for it themselves"),
    lambda actor, at: DataRequest.objects.filter(person_id__in=people.themselves(actor, at).values("pk")),
)
DECIDES_IT = Ground(
    _("they are a data protection officer where the person who asked works"),
    lambda actor, at: _of_theirs(DataRequest, actor, at),
)
ANSWERED_IT = Ground(
    _("they are a data protection officer, and answered it or erased the person who asked"),
    lambda actor, at: _answered(actor),
)
KEEPS_IT = Ground(
    _("they are a data protection officer where the person under the hold works"),
    lambda actor, at: _of_theirs(Hold, actor, at),
)
OPERATES_WITH_HOLDS = Ground(
    _("they operate the site, and would erase past the hold"), lambda actor, at: _all(Hold, actor)
)
RUNS_IT = Ground(
    _("they are a data protection officer for everybody, or operate the site"), lambda actor, at: _runs(actor)
)

MAY_ASK = Policy(THEMSELVES, about=_("ask for something about a person’s data"))
MAY_COPY = Policy(THEMSELVES, OFFICER, OPERATOR, about=_("have a copy of everything that is held about a person"))
MAY_ERASE = Policy(OFFICER, OPERATOR, about=_("erase a person from every part of the site"))
MAY_PLACE_HOLD = Policy(OFFICER, OPERATOR, about=_("place a hold, so that nothing of a person is erased"))
SEE_REQUEST = Policy(ASKED_IT, DECIDES_IT, ANSWERED_IT, about=_("see a request about a person’s data"))
MAY_WITHDRAW_REQUEST = Policy(ASKED_IT, about=_("take back a request about a person’s data"))
MAY_DECIDE = Policy(DECIDES_IT, about=_("answer a request about a person’s data"))
SEE_HOLD = Policy(KEEPS_IT, OPERATES_WITH_HOLDS, about=_("see a hold, and why it was placed"))
MAY_RELEASE_HOLD = Policy(KEEPS_IT, OPERATES_WITH_HOLDS, about=_("release a hold"))
SEE_RETENTION = Policy(RUNS_IT, about=_("see which data is past its time"))
MAY_CARRY_OUT_RETENTION = Policy(RUNS_IT, about=_("delete data that is past its time"))
