"""What departments accept of levels signed off elsewhere, and what they made of those of people who moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from waymark.access import queries as access
from waymark.assessments import policies, rules
from waymark.assessments.models import Acceptance, AcceptanceRule
from waymark.assessments.queries import signed, views
from waymark.assessments.types import AcceptanceRuleView, AcceptanceTerms, LevelOutcome, Move
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark.organisation import queries as organisation
from waymark.people import queries as people


def terms(row: AcceptanceRule) -> AcceptanceTerms:
    """Return what one rule says. No query."""
    return AcceptanceTerms(tuple(row.issuers), row.months, row.assurance, row.scales)


def rules_written(organisation_id: int) -> dict[int | None, AcceptanceRule]:
    """Return the rules that hold in a department, by profession; None: for every other. One query."""
    rows = AcceptanceRule.objects.filter(organisation_id=organisation_id).order_by("pk")
    return {row.profession_id: row for row in rows}


def acceptance_rules(organisation_id: int, actor: Actor, at: datetime) -> tuple[AcceptanceRuleView, ...]:
    """Return every rule a department wrote, newest first, with those that hold marked. Five queries."""
    visible = policies.SEE_ACCEPTANCE_RULE.visible(actor, at)
    rows = list(AcceptanceRule.objects.filter(organisation_id=organisation_id, pk__in=visible).order_by("-pk"))
    names = {place.id: place.name for place in signed.departments().values()}
    professions = {one.id: one.name for one in organisation.professions()}
    cards = access.account_cards({row.account_id for row in rows if row.account_id is not None})
    seen: set[int | None] = set()
    found = []
    for row in rows:
        card = cards.get(row.account_id or 0)
        found.append(
            AcceptanceRuleView(
                uuid=row.uuid,
                organisation_id=row.organisation_id,
                profession_id=row.profession_id,
                profession_name=professions.get(row.profession_id or 0, ""),
                terms=terms(row),
                words=rules.acceptance_in_words(terms(row), names),
                reason=row.reason,
                by_name=card.name if card else "",
                at=row.at,
                holds=row.profession_id not in seen,
            )
        )
        seen.add(row.profession_id)
    return tuple(found)


def acceptance_default() -> tuple[str, ...]:
    """Return what holds where a department wrote nothing, a sentence each. No query."""
    return rules.acceptance_in_words(rules.DEFAULT_ACCEPTANCE, {})


def acceptance_professions(organisation_id: int, actor: Actor) -> tuple[tuple[int | None, str], ...]:
    """Return for which professions the actor writes a department's rules; None: for every one. Two queries.

    Empty: for none.
    """
    place = organisation.organisation_by_id(organisation_id)
    mine = policies.keeps_acceptance(place.path, actor)
    named = tuple((one.id, one.name) for one in organisation.professions())
    if None in mine:
        return ((None, ""), *named)
    return tuple(one for one in named if one[0] in mine)


def moves(person_id: int, actor: Actor, at: datetime) -> tuple[Move, ...]:
    """Return what became of a person's signed-off levels at each move, the latest first. Eight queries at most.

    Raises:
        NotVisible: there is no such person, or the actor may not see their levels.
    """
    policies.SEE_LEVELS.require(actor, person_id, at)
    rows = list(
        Acceptance.objects.filter(person_id=person_id, pk__in=policies.SEE_ACCEPTANCE.visible(actor, at))
        .select_related("judgement", "rule")
        .order_by("-moved_on", "-pk")
    )
    if not rows:
        return ()
    wordings = frameworks.skill_wordings({(row.judgement.skill_id, row.judgement.version_id) for row in rows})
    names = {place.id: place.name for place in organisation.places("department")}
    counting = signed.still_counting(row.judgement for row in rows)
    by_move: dict[tuple[date, int], list[LevelOutcome]] = {}
    for row in rows:
        page = wordings[row.judgement.skill_id, row.judgement.version_id]
        said = terms(row.rule) if row.rule is not None else rules.DEFAULT_ACCEPTANCE
        outcome = LevelOutcome(
            skill_slug=page.slug,
            skill_name=page.name,
            level_name=views.level_title(row.judgement, page.scale),
            accepted=row.outcome == Acceptance.Outcome.ACCEPTED,
            why=rules.why_in_words(row.why),
            rule=rules.acceptance_in_words(said, names),
            stands=row.judgement_id in counting,
        )
        by_move.setdefault((row.moved_on, row.organisation_id), []).append(outcome)
    return tuple(
        Move(names.get(organisation_id, ""), moved_on, _by_name(outcomes))
        for (moved_on, organisation_id), outcomes in by_move.items()
    )


def _by_name(outcomes: Iterable[LevelOutcome]) -> tuple[LevelOutcome, ...]:
    return tuple(sorted(outcomes, key=lambda one: (one.accepted, sort_key(one.skill_name), one.skill_slug)))


def departments_moved_to(posts: Sequence[tuple[int | None, int | None]]) -> tuple[int | None, ...]:
    """Return the department each move led to, when it led to another one; None otherwise. Two queries.

    Args:
        posts: of each move, the post before and the post after; a move from or to nothing led to no other department.
    """
    paths = people.posts_in({post for pair in posts for post in pair if post is not None})
    tops = signed.departments()
    found = []
    for before, after in posts:
        left, entered = (signed.top_of(paths.get(post or 0, "")) for post in (before, after))
        place = tops.get(entered) if left and left != entered else None
        found.append(place.id if place else None)
    return tuple(found)
