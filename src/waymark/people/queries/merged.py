"""Who is kept of those who were on record twice."""

from __future__ import annotations

from waymark.people.models import PersonAlias


def kept_for(person_id: int) -> int:
    """Return who is kept of somebody on record twice; the same id for everybody else. One query."""
    kept = PersonAlias.objects.filter(person_id=person_id, until_at=None).values_list("kept_id", flat=True).first()
    return person_id if kept is None else kept
