"""Who may see what waits for whom."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.kernel.policy import Actor, Ground, Policy
from waymark.notifications.models import Item


def _their_own(actor: Actor, at: datetime) -> QuerySet[Item]:
    return Item.objects.none() if actor.account_id is None else Item.objects.filter(account_id=actor.account_id)


THEIR_OWN = Ground(_("it was meant for them"), _their_own)

SEE_ITEM = Policy(THEIR_OWN, about=_("see what someone is told and what waits for them"))
MAY_SETTLE = Policy(THEIR_OWN, about=_("mark what waits for someone as done"))
