"""The terms a framework set for assessments, over time."""

from __future__ import annotations

from datetime import datetime

from waymark.access import queries as access
from waymark.assessments import rules
from waymark.assessments.models import Terms
from waymark.assessments.types import TermsView
from waymark.assessments.types.terms import TermsLine
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor


def terms_history(framework_id: int, actor: Actor, at: datetime) -> tuple[TermsLine, ...]:
    """Return what a framework asked of assessments, the latest first; empty: it never set anything. Three queries.

    Raises:
        NotVisible: the actor sets no terms of it.
    """
    if not may_set_terms(framework_id, actor, at):
        raise NotVisible
    rows = list(Terms.objects.filter(framework_id=framework_id).order_by("-pk"))
    cards = access.account_cards({row.account_id for row in rows if row.account_id is not None})
    return tuple(
        TermsLine(
            TermsView(evidence_from=row.evidence_from, days=row.days, months=row.months, blind=row.blind),
            cards[row.account_id].name if row.account_id in cards else "",
            row.reason,
            row.at,
        )
        for row in rows
    )


def may_set_terms(framework_id: int, actor: Actor, at: datetime) -> bool:
    """Say whether the actor sets the terms of a framework. One query."""
    return frameworks.versions_released(actor, at).filter(framework_id=framework_id).exists()


def default_terms() -> TermsView:
    """Return what holds for a framework that set nothing. No query."""
    return rules.DEFAULT_TERMS
