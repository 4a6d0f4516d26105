"""What the frameworks room does when a version was published."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.frameworks import rules
from waymark.frameworks.events import VersionPublished
from waymark.frameworks.queries.overlays import overlays_to_check
from waymark.frameworks.queries.versions import version_by_id
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic


def ask_departments_to_check(event: VersionPublished, *, at: datetime) -> None:
    """Ask whoever keeps a department's context to look at what it added to things that say something else now.

    Departmental heads of the profession, or, of a framework that no profession owns, HR directors.

    What changes at the version's date is looked at as of that date, and told when the version is published.
    """
    card = version_by_id(event.version_id)
    holds = max(at, card.effective_from or at)
    waiting = Counter(
        (one.overlaid.organisation_id, one.overlaid.organisation_name, one.organisation_path)
        for one in overlays_to_check(card.framework_id, holds)
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
            key=rules.context_key(card.id, organisation_id),
            title=ngettext(
                "Check %(count)s thing that %(department)s added to %(framework)s",
                "Check %(count)s things that %(department)s added to %(framework)s",
                count,
            )
            % {"count": count, "department": name, "framework": card.title},
            body=_("Version %(label)s says something else where your department added its context.")
            % {"label": card.label},
            url="/authoring/context?state=check",
            todo=True,
            due_at=card.effective_from if card.effective_from and card.effective_from > at else None,
            at=at,
        )
