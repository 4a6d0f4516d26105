"""Looking at who holds which duty over an organisation, and saying so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waymark.access import policies
from waymark.access.models import Grant
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation


@transaction.atomic
def note_review(*, organisation_id: int, actor: Actor, at: datetime) -> None:
    """Write down that an administrator looked at the duties over a body and its parts. Duties stay as they are.

    Raises:
        NotVisible: there is no such body, or the actor is no administrator of it in a session.
    """
    path = organisation.path_of(organisation_id)
    if not policies.administers(actor, path):
        raise NotVisible
    held = Grant.objects.filter(policies.in_force(at), organisation__path__startswith=path).count()
    audit.record("access.duties.reviewed", actor=actor, at=at, organisation=organisation_id, duties=held)
