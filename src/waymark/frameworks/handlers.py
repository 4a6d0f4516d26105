"""What the frameworks room does when a version was published or withdrawn."""

from __future__ import annotations

from datetime import datetime

from waymark.frameworks.commands.asking import ask_departments_to_check, settle_asked
from waymark.frameworks.events import VersionPublished, VersionWithdrawn
from waymark.frameworks.queries.drafts import version_before
from waymark.frameworks.queries.versions import current, version_by_id
from waymark.kernel.policy import OPERATOR
from waymark.work import commands as work


def have_departments_asked(event: VersionPublished, *, at: datetime) -> None:
    """Have departments asked to look at what they added, on the day from which the version holds.

    Before that day there is nothing to look at, and nothing was added to a framework before its first version.
    """
    if version_before(event.version_id) is None:
        return
    work.start(
        kind="frameworks.ask_to_check",
        key=f"frameworks.ask_to_check.{event.version_id}",
        arguments={"version": event.version_id},
        not_before=version_by_id(event.version_id).effective_from,
        actor=OPERATOR,
        at=at,
    )


def have_departments_look_back(event: VersionWithdrawn, *, at: datetime) -> None:
    """Nothing is to be checked against a withdrawn version; what holds again says something else than it did."""
    card = version_by_id(event.version_id)
    settle_asked(card.framework_id, [card.id], at)
    instead = current(at).filter(framework=card.framework_id).values_list("pk", flat=True).first()
    if instead is not None:
        ask_departments_to_check(version_id=instead, withdrawn=card.id, at=at)
