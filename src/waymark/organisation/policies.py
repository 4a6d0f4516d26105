"""Who may change reference data. Everybody may read it: it says nothing about anyone."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.audit.types import ADMINISTRATOR
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, Ground, Policy
from waymark.organisation.models import Organisation, OrganisationChange

M = TypeVar("M", bound=Model)


def runs_the_site(actor: Actor) -> bool:
    """Say whether the actor is an administrator of everything, in a session, or operates the site."""
    return actor.operator or any(not duty.path for duty in actor.holding(ADMINISTRATOR))


def must_run_the_site(actor: Actor) -> None:
    """Let nobody past but an administrator of everything and the operator: for what has no row yet.

    Raises:
        NotVisible: the actor is somebody else.
    """
    if not runs_the_site(actor):
        raise NotVisible


def _all_if(yes: bool, model: type[M]) -> QuerySet[M]:
    return model._default_manager.all() if yes else model._default_manager.none()


def _administrators(model: type[M], actor: Actor, at: datetime) -> QuerySet[M]:
    return _all_if(any(not duty.path for duty in actor.holding(ADMINISTRATOR)), model)


_RUNS = _("they are an administrator")
_OPERATES = _("they operate the site")

MAY_REORGANISE = Policy(
    Ground(_RUNS, lambda actor, at: _administrators(Organisation, actor, at)),
    Ground(_OPERATES, lambda actor, at: _all_if(actor.operator, Organisation)),
    about=_("rename, move, merge, split or close an organisation"),
)
SEE_CHANGE = Policy(
    Ground(_RUNS, lambda actor, at: _administrators(OrganisationChange, actor, at)),
    Ground(_OPERATES, lambda actor, at: _all_if(actor.operator, OrganisationChange)),
    about=_("see who planned a change of organisations, and call it off"),
)
