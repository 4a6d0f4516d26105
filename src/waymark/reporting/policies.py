"""Who may decide how small numbers are shown. Figures themselves are for everybody, as the profile in force says."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.kernel.policy import Actor, Ground, Policy
from waymark.reporting.models import DisclosureProfile


def keeps_profiles(actor: Actor) -> bool:
    """Say whether the actor decides how small numbers are shown."""
    return actor.operator or bool(actor.holding(DutyKind.ADMINISTRATOR))


def _for_administrators(actor: Actor, at: datetime) -> QuerySet[DisclosureProfile]:
    held = actor.holding(DutyKind.ADMINISTRATOR)
    return DisclosureProfile.objects.all() if held else DisclosureProfile.objects.none()


def _for_operators(actor: Actor, at: datetime) -> QuerySet[DisclosureProfile]:
    return DisclosureProfile.objects.all() if actor.operator else DisclosureProfile.objects.none()


ADMINISTRATOR = Ground(_("they hold the duty of administrator, in a session"), _for_administrators)
OPERATOR = Ground(_("they operate the site"), _for_operators)

SEE_PROFILE = Policy(ADMINISTRATOR, OPERATOR, about=_("see how small numbers are hidden and rounded in figures"))
MAY_PUT_IN_FORCE = Policy(
    ADMINISTRATOR, OPERATOR, about=_("decide how small numbers are hidden and rounded in figures")
)
