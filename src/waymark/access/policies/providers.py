"""Who may see and change the departments' identity providers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.access import rules
from waymark.access.models import IdentityProvider
from waymark.access.types import DutyKind
from waymark.kernel.policy import Actor, Ground, Policy


def provider_is_on(at: datetime) -> Q:
    """Return what picks the providers by which people sign on: turned on, and of no body that closed too long ago."""
    since = timezone.localdate(at) - rules.AFTER_CLOSING
    return Q(active=True) & (Q(organisation__until_on=None) | Q(organisation__until_on__gt=since))


def _every(actor: Actor, at: datetime) -> QuerySet[IdentityProvider]:
    return IdentityProvider.objects.all() if actor.operator else IdentityProvider.objects.none()


def _for_administrators(actor: Actor, at: datetime) -> QuerySet[IdentityProvider]:
    held = actor.holding(DutyKind.ADMINISTRATOR)
    return IdentityProvider.objects.all() if held else IdentityProvider.objects.none()


MAY_KEEP_PROVIDER = Policy(
    Ground(_("they hold the duty of administrator, in a session"), _for_administrators),
    Ground(_("they operate the site"), _every),
    about=_("see and change how a department’s people sign on"),
)
