"""What the forms of the workbench show of a draft, with the digest by which a write finds out that it came too late.

Whoever asks has been let in to the draft already: the door asked for it with ``queries.draft``.
"""

from __future__ import annotations

from collections.abc import Mapping

from waymark.frameworks import rules
from waymark.frameworks.models import Version
from waymark.frameworks.types import Shown
from waymark.kernel.errors import NotVisible

DETAILS = ("title", "label", "summary", "licence", "attribution")


def shown(fields: Mapping[str, str]) -> Shown:
    """Return fields with their digest."""
    return Shown(fields, rules.seen(fields))


def details_shown(version_id: int) -> Shown:
    """Return what a version says of itself. One query.

    Raises:
        NotVisible: there is no such version.
    """
    row = Version.objects.filter(pk=version_id).values(*DETAILS).first()
    if row is None:
        raise NotVisible
    return shown(row)
