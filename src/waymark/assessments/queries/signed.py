"""Levels that were signed off: with who issued them, and whether they still stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from waymark.assessments import policies, rules
from waymark.assessments.models import Judgement, Standing, Step
from waymark.assessments.queries import views
from waymark.assessments.types import SignedLevel
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillPage
from waymark.kernel.policy import Actor, Purpose
from waymark.kernel.text import sort_key
from waymark.organisation import queries as organisation
from waymark.organisation.types import Place
from waymark.people import queries as people


def signed_levels(person_id: int, actor: Actor, at: datetime) -> tuple[SignedLevel, ...]:
    """Return what was signed off of a person and stands or has lapsed, by the name of the skill. Seven queries.

    Raises:
        NotVisible: there is no such person, or the actor may not see their levels.
    """
    policies.SEE_LEVELS.require(actor, person_id, at)
    picked = Standing.objects.filter(person_id=person_id, purpose=Purpose.RECRUITMENT)
    return as_levels(Judgement.objects.filter(pk__in=picked.values("judgement_id")), at)


def signed_off() -> QuerySet[Judgement]:
    """Return every judgement that was signed off, whether it still counts or not."""
    steps = Step.objects.filter(assessment_id=OuterRef("assessment_id"), move="sign_off")
    return Judgement.objects.filter(Exists(steps), source__in=rules.SIGNING)


def as_levels(rows: QuerySet[Judgement], at: datetime) -> tuple[SignedLevel, ...]:
    """Return signed-off judgements as levels, by the name of the skill. Six queries. Who may know is for the caller."""
    judgements = list(rows.select_related("assessment__withdrawal", "revocation"))
    wordings = frameworks.skill_wordings({(row.skill_id, row.version_id) for row in judgements})
    issuers = issued_by(judgements)
    now = set(
        Standing.objects.filter(
            purpose=Purpose.RECRUITMENT, judgement_id__in=[row.pk for row in judgements]
        ).values_list("judgement_id", flat=True)
    )
    found = (
        _level(row, wordings[row.skill_id, row.version_id], issuers.get(row.pk), row.pk in now, at)
        for row in judgements
    )
    return tuple(sorted(found, key=lambda one: (sort_key(one.skill_name), one.skill_slug, one.signed_on)))


def issued_by(judgements: Collection[Judgement]) -> dict[int, Place]:
    """Return the department each word comes from, by judgement: where its maker worked that day. Two queries.

    Where the maker is not on record, or held no post, it is where the person themselves worked.
    """
    wanted: set[tuple[int, date]] = set()
    for row in judgements:
        day = localtime(row.made_at).date()
        wanted |= {(someone, day) for someone in (row.maker_id, row.person_id) if someone is not None}
    paths = people.worked_in(wanted)
    tops = departments()
    found = {}
    for row in judgements:
        day = localtime(row.made_at).date()
        path = paths.get((row.maker_id or 0, day)) or paths.get((row.person_id, day), "")
        place = tops.get(top_of(path))
        if place is not None:
            found[row.pk] = place
    return found


def departments() -> Mapping[str, Place]:
    """Return the departments by their path. One query."""
    return {place.path: place for place in organisation.places("department") if place.path.count("/") == 2}


def top_of(path: str) -> str:
    """Return the path of the department that an organisation is in; empty for none."""
    return f"/{path.split('/')[1]}/" if path else ""


def still_counting(rows: Iterable[Judgement]) -> set[int]:
    """Return the ids of the judgements that were neither withdrawn nor revoked. One query."""
    counting = Judgement.objects.filter(
        Q(assessment__withdrawal__isnull=True), pk__in=[row.pk for row in rows], revocation__isnull=True
    )
    return set(counting.values_list("pk", flat=True))


def _level(row: Judgement, page: SkillPage, issuer: Place | None, picked: bool, at: datetime) -> SignedLevel:
    return SignedLevel(
        uuid=row.uuid,
        skill_name=page.name,
        skill_slug=page.slug,
        level_name=views.level_title(row, page.scale),
        descriptor=next((step.text for step in page.descriptors if step.rank == row.level), ""),
        framework_title=page.version.title,
        version_label=page.version.label,
        source=row.source,
        issuer=issuer.name if issuer else "",
        signed_on=row.made_at,
        valid_until=row.valid_until,
        state=_state(row, picked, at),
    )


def _state(row: Judgement, picked: bool, at: datetime) -> str:
    if hasattr(row, "revocation"):
        return "revoked"
    if row.assessment is not None and hasattr(row.assessment, "withdrawal"):
        return "withdrawn"
    if not picked:
        return "superseded"
    return "lapsed" if row.valid_until is not None and row.valid_until <= at else "stands"
