"""Who may change frameworks. Everyone may read what is published, so reading has no policy."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.frameworks.models import Framework, Version
from waymark.kernel.policy import Actor, Ground, Policy

_AT_THE_COMMAND_LINE = _("they are at the command line of the machine that keeps the frameworks")


def _frameworks(actor: Actor, at: datetime) -> QuerySet[Framework]:
    return Framework.objects.all() if actor.operator else Framework.objects.none()


def _versions(actor: Actor, at: datetime) -> QuerySet[Version]:
    return Version.objects.all() if actor.operator else Version.objects.none()


MAY_IMPORT = Policy(Ground(_AT_THE_COMMAND_LINE, _frameworks), about=_("bring a version of a framework in from a file"))
MAY_PUBLISH = Policy(Ground(_AT_THE_COMMAND_LINE, _versions), about=_("publish a version of a framework"))
"""Publishing on the web, by two people, comes with the authors' duties."""
