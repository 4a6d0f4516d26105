"""Panels and the rules that choose what they look at, for those who compose and write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.assessments import policies, rules
from waymark.assessments.models import Panel, PanelMember, Sample, SamplingRule
from waymark.assessments.policies import moderating
from waymark.assessments.types import MemberView, PanelView, SamplingRuleView, SamplingTerms
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation


def panels(actor: Actor, at: datetime) -> tuple[PanelView, ...]:
    """Return the panels that the actor may know of, open ones first, by name. Five queries at most."""
    rows = Panel.objects.filter(pk__in=policies.SEE_PANEL.visible(actor, at))
    return views_of(list(rows.order_by("name", "pk")), actor, at)


def panel(uuid: UUID, actor: Actor, at: datetime) -> PanelView:
    """Return one panel that the actor may know of. Six queries at most.

    Raises:
        NotVisible: there is none.
    """
    rows = list(Panel.objects.filter(pk__in=policies.SEE_PANEL.visible(actor, at, uuid=uuid)))
    if not rows:
        raise NotVisible
    return views_of(rows, actor, at)[0]


def could_moderate(profession_id: int, organisation_id: int | None, at: datetime) -> tuple[MemberView, ...]:
    """Return the moderators of a profession where a panel would be, by name; the caller has decided who may know.

    Three queries at most.
    """
    path = organisation.organisation_by_id(organisation_id).path if organisation_id is not None else ""
    kinds = [DutyKind.MODERATOR]
    ids = access.holders(kinds, organisation_path=path, profession_id=profession_id, at=at)
    names = access.account_names(ids)
    return tuple(sorted((MemberView(one.id, one.name, one.email) for one in names.values()), key=lambda one: one.name))


def panel_professions(actor: Actor) -> tuple[tuple[int, str, str], ...]:
    """Return the professions in which the actor composes panels, or sees what they look at: id, slug, name."""
    kinds = (*moderating.COMPOSERS, DutyKind.ASSESSOR)
    held = {duty.profession_id for duty in actor.holding(*kinds)}
    return tuple((one.id, one.slug, one.name) for one in organisation.professions() if None in held or one.id in held)


def panel_places(profession_id: int, actor: Actor) -> tuple[tuple[int | None, str], ...]:
    """Return the departments for which the actor may make a panel; None: for everybody, with an empty name."""
    places = [(place.id, place.name) for place in organisation.places("department")
              if moderating.keeps_panels(profession_id, place.path, actor)]  # fmt: skip
    everybody: list[tuple[int | None, str]] = [(None, "")] if moderating.keeps_panels(profession_id, "", actor) else []
    return (*everybody, *places)


def sets_sampling(profession_id: int, actor: Actor) -> bool:
    """Say whether the actor writes the rule that chooses what panels of a profession look at. No query."""
    return moderating.sets_sampling(profession_id, actor)


def sampling_rules(profession_id: int, actor: Actor, at: datetime) -> tuple[SamplingRuleView, ...]:
    """Return every rule of a profession that the actor may see, newest first; the first holds. Two queries."""
    seen = policies.SEE_SAMPLING.visible(actor, at, profession_id=profession_id)
    rows = list(SamplingRule.objects.filter(pk__in=seen).order_by("-pk"))
    names = access.account_names({row.account_id for row in rows if row.account_id is not None})
    return tuple(
        SamplingRuleView(
            uuid=row.uuid,
            terms=terms_of_rule(row),
            words=rules.sampling_in_words(terms_of_rule(row)),
            reason=row.reason,
            by_name=names[row.account_id].name if row.account_id in names else "",
            at=row.at,
            holds=place == 0,
            seed=row.seed if place else "",
        )
        for place, row in enumerate(rows)
    )


def rule_in_force(profession_id: int | None) -> SamplingRule | None:
    """Return the rule that holds in a profession; None when none was written. One query."""
    return SamplingRule.objects.filter(profession_id=profession_id or 0).order_by("-pk").first()


def terms_of_rule(row: SamplingRule) -> SamplingTerms:
    """Return what a rule says. No query."""
    return SamplingTerms(share=row.share, first=row.first, difference=row.difference, appeals=row.appeals)


def views_of(rows: Sequence[Panel], actor: Actor, at: datetime) -> tuple[PanelView, ...]:
    """Return panels as the room hands them out, open ones first. Four queries, and one for each profession."""
    ids = [row.pk for row in rows]
    members: dict[int, list[int]] = {pk: [] for pk in ids}
    open_now = PanelMember.objects.filter(moderating.open_membership(at), panel__in=ids)
    for panel_id, account_id in open_now.values_list("panel_id", "account_id"):
        members[panel_id].append(account_id)
    names = access.account_names({one for accounts in members.values() for one in accounts})
    waiting = Sample.objects.filter(panel__in=ids, assessment__state=rules.IN_MODERATION)
    many = dict(waiting.values("panel_id").annotate(n=Count("pk")).values_list("panel_id", "n"))
    kept = set(policies.MAY_COMPOSE_PANEL.visible(actor, at, Q(pk__in=ids)).values_list("pk", flat=True))
    holders = {
        row.profession_id: set(access.holders([DutyKind.MODERATOR], profession_id=row.profession_id, at=at))
        for row in {one.profession_id: one for one in rows}.values()
    }
    found = [
        PanelView(
            uuid=row.uuid,
            name=row.name,
            profession_id=row.profession_id,
            organisation_id=row.organisation_id,
            members=tuple(
                sorted(
                    (
                        MemberView(pk, names[pk].name, names[pk].email, pk in holders[row.profession_id])
                        for pk in members[row.pk]
                        if pk in names
                    ),
                    key=lambda one: one.name,
                )
            ),
            waiting=many.get(row.pk, 0),
            closed_at=row.closed_at,
            keeps=row.pk in kept and row.closed_at is None,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.closed_at is not None))
