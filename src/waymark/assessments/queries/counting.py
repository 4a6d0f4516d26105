"""What bears on a level beside judgements: what may be revoked, who is exempt from what, what is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.timezone import localtime

from waymark.access import queries as access
from waymark.assessments import policies, rules
from waymark.assessments.models import Assessment, Audience, Exemption, Interest, Judgement
from waymark.assessments.queries import views
from waymark.assessments.types import (
    ExemptFrom,
    ExemptionView,
    RevocableLevel,
    RevocablePage,
    RevokedLevel,
    SignedCard,
    Wish,
    Wishes,
)
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.people import queries as people

RECENT = 50


def revocable(assessment: UUID, actor: Actor, at: datetime) -> RevocablePage:
    """Return the signed-off levels of an assessment that the actor may revoke, and those revoked. Nine queries at most.

    Raises:
        NotVisible: there is no such assessment, or no level in it is the actor's to revoke.
    """
    mine = policies.MAY_REVOKE.visible(actor, at, assessment__uuid=assessment)
    rows = list(Judgement.objects.filter(pk__in=mine).select_related("revocation", "assessment").order_by("pk"))
    if not rows:
        raise NotVisible
    row = rows[0].assessment
    assert row is not None  # whatever is signed off belongs to an assessment
    wordings = frameworks.skill_wordings({(one.skill_id, one.version_id) for one in rows})
    names = people.names({row.person_id} | {one.maker_id for one in rows if one.maker_id is not None})
    revoked = [one for one in rows if hasattr(one, "revocation")]
    by = access.account_names([one.revocation.account_id for one in revoked if one.revocation.account_id])
    return RevocablePage(
        assessment=row.uuid,
        person_id=row.person_id,
        name=names.get(row.person_id, ""),
        role_level_id=row.role_level_id,
        version_id=row.version_id,
        levels=tuple(
            RevocableLevel(
                uuid=one.uuid,
                skill_name=wordings[one.skill_id, one.version_id].name,
                level_name=views.level_title(one, wordings[one.skill_id, one.version_id].scale),
                signed_on=one.made_at,
                signed_by=names.get(one.maker_id or 0, ""),
            )
            for one in rows
            if one not in revoked
        ),
        revoked=tuple(
            RevokedLevel(
                skill_name=wordings[one.skill_id, one.version_id].name,
                level_name=views.level_title(one, wordings[one.skill_id, one.version_id].scale),
                by_name=by[one.revocation.account_id].name if one.revocation.account_id in by else "",
                at=one.revocation.at,
                reason=one.revocation.reason,
            )
            for one in revoked
        ),
    )


def signed_assessments(actor: Actor, at: datetime) -> tuple[SignedCard, ...]:
    """Return the assessments with levels that the actor may revoke, those signed off last first, 50 at most.

    Cost: two queries.
    """
    mine = policies.MAY_REVOKE.visible(actor, at)
    rows = list(
        Judgement.objects.filter(pk__in=mine)
        .values("assessment_id")
        .annotate(last=Max("made_at"), many=Count("pk"))
        .order_by("-last", "-assessment_id")[:RECENT]
    )
    found = Assessment.objects.in_bulk([row["assessment_id"] for row in rows])
    return tuple(
        SignedCard(
            uuid=found[row["assessment_id"]].uuid,
            person_id=found[row["assessment_id"]].person_id,
            role_level_id=found[row["assessment_id"]].role_level_id,
            signed_on=row["last"],
            levels=row["many"],
        )
        for row in rows
    )


def may_exempt(person_id: int, actor: Actor, at: datetime) -> bool:
    """Say whether the actor may exempt somebody from a skill. Two queries at most."""
    return policies.MAY_EXEMPT.visible(actor, at, pk=person_id).exists()


def exemptions(person_id: int, actor: Actor, at: datetime) -> tuple[ExemptionView, ...]:
    """Return from what somebody is, was and will be exempt, as far as the actor sees it, the latest first.

    Cost: one query, and six where there is anything; one more where one is for a role level.
    """
    seen = policies.SEE_EXEMPTION.visible(actor, at, person_id=person_id)
    rows = list(Exemption.objects.filter(pk__in=seen).order_by("-from_on", "-pk"))
    if not rows:
        return ()
    skills = frameworks.skills_now({row.skill_id for row in rows}, at)
    in_levels = _levels_named(rows, at)
    accounts = {pk for row in rows for pk in (row.account_id, row.ended_by_id) if pk is not None}
    names = access.account_names(accounts)
    today = localtime(at).date()

    def name(pk: int | None) -> str:
        return names[pk].name if pk in names else ""

    return tuple(
        ExemptionView(
            uuid=row.uuid,
            skill_id=row.skill_id,
            skill_name=skills[row.skill_id].name if row.skill_id in skills else "",
            skill_slug=skills[row.skill_id].slug if row.skill_id in skills else "",
            role_level=in_levels.get(row.role_level_id, ""),
            from_on=row.from_on,
            until_on=row.until_on,
            reason=row.reason,
            by_name=name(row.account_id),
            at=row.at,
            ended_at=row.ended_at,
            ended_by=name(row.ended_by_id),
            ended_why=row.ended_why,
            holds=_holds(row, today),
            ahead=row.ended_at is None and row.from_on > today,
            words=rules.exempt_in_words(row.until_on, row.reason, in_levels.get(row.role_level_id, "")),
        )
        for row in rows
    )


def exempt_from(person_id: int, actor: Actor, at: datetime) -> ExemptFrom:
    """Return from which skills somebody is exempt on the day of ``at``, with until when and why, in words.

    As far as the actor sees it. One query, and one more where they are exempt in one role level alone.
    """
    today = localtime(at).date()
    seen = policies.SEE_EXEMPTION.visible(actor, at, person_id=person_id)
    rows = list(Exemption.objects.filter(_on(today), pk__in=seen).order_by("pk"))
    named = _levels_named(rows, at)
    everywhere: dict[int, str] = {}
    in_levels: dict[int, dict[int, str]] = {}
    for row in rows:
        there = everywhere if row.role_level_id is None else in_levels.setdefault(row.role_level_id, {})
        there[row.skill_id] = rules.exempt_in_words(row.until_on, row.reason, named.get(row.role_level_id, ""))
    return ExemptFrom(everywhere, in_levels)


def wishes(person_id: int, actor: Actor, at: datetime) -> Wishes:
    """Return what somebody wants to use or to teach, as far as the actor sees it. One query."""
    seen = policies.SEE_INTEREST.visible(actor, at, person_id=person_id)
    rows = list(Interest.objects.filter(pk__in=seen))
    said = {row.skill_id: Wish(row.skill_id, row.interest, row.would_use, row.would_teach) for row in rows}
    return Wishes(
        said=said,
        shared=any(row.audience == Audience.SHARED for row in rows),
        words={
            pk: rules.wish_in_words(one.interest, would_use=one.would_use, would_teach=one.would_teach)
            for pk, one in said.items()
        },
    )


def revocation_news(judgement: UUID) -> tuple[str, str, UUID | None]:
    """Return of a revoked level the skill, the reason, and the assessment it belongs to. For whoever it is about.

    Cost: four queries.
    """
    row = Judgement.objects.select_related("revocation", "assessment").get(uuid=judgement)
    page = frameworks.skill_wordings({(row.skill_id, row.version_id)})[row.skill_id, row.version_id]
    return page.name, row.revocation.reason, row.assessment.uuid if row.assessment else None


def exemption_news(exemption: UUID) -> tuple[str, str, str]:
    """Return of an exemption the skill, what it says in words, and why it was ended early. For whoever it is about.

    Cost: five queries, and one more where it is for one role level.
    """
    row = Exemption.objects.get(uuid=exemption)
    skills = frameworks.skills_now([row.skill_id], row.at)
    name = skills[row.skill_id].name if row.skill_id in skills else ""
    where = _levels_named([row], row.at).get(row.role_level_id, "")
    return name, rules.exempt_in_words(row.until_on, row.reason, where), row.ended_why


def interest_options() -> tuple[tuple[int, str], ...]:
    """Return how much one can want to work with a skill, in words, from none up. No query."""
    return tuple((rank, str(word)) for rank, word in rules.INTERESTS.items())


def _levels_named(rows: Iterable[Exemption], at: datetime) -> dict[int | None, str]:
    """Return the names of the role levels of exemptions; no query where they hold everywhere."""
    ids = {row.role_level_id for row in rows if row.role_level_id is not None}
    return {pk: ref.title for pk, ref in frameworks.role_level_refs(ids, at).items()} if ids else {}


def _on(day: date) -> Q:
    return Q(ended_at__isnull=True, from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gt=day))


def _holds(row: Exemption, day: date) -> bool:
    return row.ended_at is None and row.from_on <= day and (row.until_on is None or day < row.until_on)
