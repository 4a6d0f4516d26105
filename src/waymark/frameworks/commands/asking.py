"""Departments are asked to look at what they added. Told inside handlers and jobs: publication is on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.frameworks import rules
from waymark.frameworks.models import Overlay
from waymark.frameworks.queries.overlays import overlays_to_check
from waymark.frameworks.queries.versions import version_by_id
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic


@transaction.atomic
def ask_departments_to_check(*, version_id: int, withdrawn: int | None = None, at: datetime) -> int:
    """Ask whoever keeps a department's context to look at what it added to things that say something else now.

    Departmental heads of the profession; HR directors, of a framework that no profession owns.

    Args:
        version_id: the version that holds at ``at``.
        withdrawn: the version whose withdrawal let it hold again; None where it was published.
        at: when.

    Returns how many departments have something to look at.

    Cost: the nineteen queries of ``overlays_to_check``; for each department one, and those of telling.
    """
    card = version_by_id(version_id)
    waiting = Counter(
        (one.overlaid.organisation_id, one.overlaid.organisation_name, one.organisation_path)
        for one in overlays_to_check(card.framework_id, at)
    )
    said = (
        _("Version %(label)s says something else where your department added its context.")
        if withdrawn is None
        else _("Version %(label)s holds again, and says something else where your department added its context.")
    )
    for (organisation_id, name, path), count in waiting.items():
        notifications.notify(
            accounts=access.holders(
                [DutyKind.DEPARTMENT_HEAD_OF_PROFESSION if card.profession_id else DutyKind.HR_DIRECTOR],
                organisation_path=path,
                profession_id=card.profession_id,
                at=at,
            ),
            topic=Topic.FRAMEWORKS,
            key=rules.context_key(withdrawn or card.id, organisation_id, withdrawn=withdrawn is not None),
            title=ngettext(
                "Check %(count)s thing that %(department)s added to %(framework)s",
                "Check %(count)s things that %(department)s added to %(framework)s",
                count,
            )
            % {"count": count, "department": name, "framework": card.title},
            body=said % {"label": card.label},
            url="/authoring/context?state=check",
            todo=True,
            at=at,
        )
    return len(waiting)


def settle_asked(
    framework_id: int, version_ids: Iterable[int], at: datetime, organisation_id: int | None = None
) -> None:
    """Take what was asked because of these versions off the lists: of one organisation, or of all that added things."""
    rows = Overlay.objects.filter(framework=framework_id)
    everyone = rows.order_by().values_list("organisation_id", flat=True).distinct()
    organisations = list(everyone) if organisation_id is None else [organisation_id]
    for version_id in version_ids:
        for one in organisations:
            for withdrawn in (False, True):
                notifications.settle(key=rules.context_key(version_id, one, withdrawn=withdrawn), at=at)
