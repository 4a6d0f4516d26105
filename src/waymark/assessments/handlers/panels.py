"""Members of panels are asked for their words, and told when they can decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from waymark.assessments import queries
from waymark.assessments.events import (
    AssessmentMoved,
    ChosenWithoutPanel,
    PanelChanged,
    PanelSpoke,
)
from waymark.assessments.queries.moderating import asked_in_panel, moderators_to_ask
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.people import queries as people


def ask_panel(event: AssessmentMoved, at: datetime) -> None:
    """Ask each member of a panel for their word, if it still waits for them: one key each, settled one by one."""
    _ask_for_words(event.assessment, event.person_id, event.account_ids, at)


def _ask_for_words(assessment: str, person_id: int, accounts: Iterable[int], at: datetime) -> None:
    person = people.card(person_id, at)
    for account in accounts:
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=f"assessments.moderation.{assessment}.word.{account}",
            title=_("Your panel looks at an assessment of %(name)s") % {"name": person.name},
            body=_("Say your level of each skill. You see what the others said once you have."),
            url=f"/assess/moderation/{assessment}",
            todo=True,
            at=at,
        )


def ask_changed_panel(event: PanelChanged, *, at: datetime) -> None:
    """Ask those who joined a panel about what it has; for those who left, nothing of it waits any more."""
    for row, asked in asked_in_panel(UUID(event.panel), event.joined, at).values():
        for account in event.left:
            for what in ("word", "decide"):
                notifications.settle(key=f"assessments.moderation.{row.uuid}.{what}.{account}", at=at)
        _ask_for_words(str(row.uuid), row.person_id, sorted(asked), at)


def let_panel_go(assessment: str, at: datetime) -> None:
    """End what waits for the members of a panel: it was decided, or taken back."""
    asked, _now = queries.moderation_waits_for(UUID(assessment))
    for account in asked:
        for what in ("word", "decide"):
            notifications.settle(key=f"assessments.moderation.{assessment}.{what}.{account}", at=at)


def tell_panel(event: PanelSpoke, *, at: datetime) -> None:
    """End what waited for a member who spoke, and tell those who spoke when they can decide."""
    notifications.settle(key=f"assessments.moderation.{event.assessment}.word.{event.account_id}", at=at)
    _asked, deciding = queries.moderation_waits_for(UUID(event.assessment))
    for account in deciding:
        notifications.notify(
            accounts=[account],
            topic=Topic.ASSESSMENTS,
            key=f"assessments.moderation.{event.assessment}.decide.{account}",
            title=_("Your panel can decide about an assessment"),
            body=_("See what the others said, talk where you differ, and write down what you came to."),
            url=f"/assess/moderation/{event.assessment}",
            todo=True,
            email=account != event.account_id,
            at=at,
        )


def ask_for_panel(event: ChosenWithoutPanel, *, at: datetime) -> None:
    """Tell the moderators of the profession that something was chosen that no panel could look at."""
    person = people.card(event.person_id, at)
    notifications.notify(
        accounts=moderators_to_ask(UUID(event.assessment), at),
        topic=Topic.ASSESSMENTS,
        key=f"assessments.moderation.{event.assessment}.no_panel",
        title=_("An assessment of %(name)s waits for a panel") % {"name": person.name},
        body=_("It was chosen for moderation, and no panel can look at it. Choose one, or make one."),
        url="/assess/moderation",
        at=at,
    )
