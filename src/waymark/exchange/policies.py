"""Who works on an import: whoever brought the file, as long as they write frameworks."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.exchange.models import StagedImport
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor, Ground, Policy


def _their_own(actor: Actor, at: datetime) -> QuerySet[StagedImport]:
    if actor.account_id is None or not frameworks.professions_of_author(actor):
        return StagedImport.objects.none()
    return StagedImport.objects.filter(account_id=actor.account_id)


_THEIRS = Ground(_("they brought the file, and write frameworks"), _their_own)

SEE_IMPORT = Policy(_THEIRS, about=_("see a file that is on its way to a draft"))
MAY_STEER_IMPORT = Policy(_THEIRS, about=_("go on with a file that is on its way to a draft, or discard it"))
