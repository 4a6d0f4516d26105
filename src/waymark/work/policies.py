"""Who may see jobs, and who may try one again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.kernel.policy import Actor, Ground, Policy
from waymark.work.models import Job

ADMINISTRATOR = "administrator"
"""The duty of whoever runs the site; the room of duties stands on a floor above."""


def runs_the_site(actor: Actor) -> bool:
    """Say whether somebody runs the site."""
    return actor.operator or bool(actor.holding(ADMINISTRATOR))


def _their_own(actor: Actor, at: datetime) -> QuerySet[Job]:
    return Job.objects.none() if actor.account_id is None else Job.objects.filter(asked_by=actor.account_id)


def _run_by(actor: Actor, at: datetime) -> QuerySet[Job]:
    return Job.objects.all() if runs_the_site(actor) else Job.objects.none()


THEIR_OWN = Ground(_("they asked for it"), _their_own)
RUN_BY = Ground(_("they run the site"), _run_by)

SEE_JOB = Policy(THEIR_OWN, RUN_BY, about=_("see how far a job is"))
MAY_STEER = Policy(RUN_BY, about=_("try a job again, or cancel it"))
