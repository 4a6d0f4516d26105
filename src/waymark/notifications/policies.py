"""Who may see what waits for whom, and how e-mail fares."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.kernel.policy import Actor, Ground, Policy
from waymark.notifications.models import Item, Message

ADMINISTRATOR = "administrator"
"""The duty of whoever runs the site; the room of duties stands on a floor above."""


def _their_own(actor: Actor, at: datetime) -> QuerySet[Item]:
    return Item.objects.none() if actor.account_id is None else Item.objects.filter(account_id=actor.account_id)


def _run_by(actor: Actor, at: datetime) -> QuerySet[Message]:
    return Message.objects.all() if actor.operator or actor.holding(ADMINISTRATOR) else Message.objects.none()


THEIR_OWN = Ground(_("it was meant for them"), _their_own)
RUN_BY = Ground(_("they run the site"), _run_by)

SEE_ITEM = Policy(THEIR_OWN, about=_("see what someone is told and what waits for them"))
MAY_SETTLE = Policy(THEIR_OWN, about=_("mark what waits for someone as done"))
SEE_MAIL = Policy(RUN_BY, about=_("see which emails wait, were sent or were refused"))
MAY_SEND_AGAIN = Policy(RUN_BY, about=_("send an email again"))
