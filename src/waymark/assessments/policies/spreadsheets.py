"""Who brings levels of many people in a spreadsheet, and whose.

``MAY_BRING_LEVELS`` answers for people, the others for files.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.assessments.models import LevelFile
from waymark.kernel.policy import WORKING, Actor, Ground, Policy
from waymark.people import queries as people
from waymark.people.types import ANSWERING, COVERING


def brings_levels(actor: Actor) -> bool:
    """Say whether the actor brings levels of anybody at all."""
    return actor.operator or bool(actor.account_id is not None and actor.holding(*COVERING))


def _their_files(actor: Actor, at: datetime) -> QuerySet[LevelFile]:
    if actor.operator or actor.account_id is None or not brings_levels(actor):
        return LevelFile.objects.none()
    return LevelFile.objects.filter(account_id=actor.account_id)


def _files_of_operators(actor: Actor, at: datetime) -> QuerySet[LevelFile]:
    return LevelFile.objects.filter(account_id__isnull=True) if actor.operator else LevelFile.objects.none()


_THEIRS = Ground(_("they brought the file, and answer for people"), _their_files)
_OPERATOR = Ground(_("they operate the site, where the file was brought"), _files_of_operators)

MAY_BRING_LEVELS = Policy(
    Ground(
        _("they are head of the person’s profession"),
        lambda actor, at: people.covered_by(actor, at, *ANSWERING).exclude(pk=actor.person_id or 0),
        WORKING,
    ),
    Ground(
        _("they are HR director where the person works"),
        lambda actor, at: people.covered_by(actor, at, DutyKind.HR_DIRECTOR).exclude(pk=actor.person_id or 0),
        WORKING,
    ),
    Ground(_("they operate the site"), lambda actor, at: people.everyone(actor, at)),
    about=_("bring somebody’s levels in a spreadsheet"),
)
SEE_LEVEL_FILE = Policy(_THEIRS, _OPERATOR, about=_("see a spreadsheet of levels that was brought"))
MAY_STEER_LEVEL_FILE = Policy(
    _THEIRS, _OPERATOR, about=_("apply a spreadsheet of levels that was brought, or take it back")
)
