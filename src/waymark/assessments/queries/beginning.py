"""What need not be assessed again because it still holds, and what a department asks for again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from waymark.assessments import policies, rules
from waymark.assessments.models import Acceptance, Judgement, Standing
from waymark.assessments.queries import signed, views
from waymark.assessments.types.beginning import Remainder, StillValid
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView
from waymark.kernel.policy import Actor, Purpose
from waymark.kernel.text import sort_key
from waymark.people import queries as people


def still_valid(skill_ids: Collection[int], actor: Actor, at: datetime) -> Mapping[int, StillValid]:
    """Return what was signed off of the actor and holds at ``at``, by skill. A dozen queries, two where nothing does.

    A level counts that was signed off in the person's department, or that came with them and their department
    accepted, in that case also one on a scale that somebody said counts as the one the skill has now. One on another
    scale does not, and neither does one their department asks for again.

    Raises:
        NotVisible: the actor is no person.
    """
    person_id = actor.as_person()
    policies.SEE_LEVELS.require(actor, person_id, at)
    picked = Standing.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at),
        person_id=person_id, purpose=Purpose.RECRUITMENT, skill_id__in=set(skill_ids),
    )  # fmt: skip
    rows = list(Judgement.objects.filter(pk__in=picked.values("judgement_id")))
    if not rows:
        return {}
    said = _said_by_department(person_id, at)
    rows = [row for row in rows if said.get(row.pk) != Acceptance.Outcome.ASKED]
    pairs = {(row.skill_id, row.version_id) for row in rows} | {(row.skill_id, 0) for row in rows}
    scales = frameworks.skills_on_scales(pairs, at)
    accepted = {row.pk for row in rows if said.get(row.pk) == Acceptance.Outcome.ACCEPTED}
    tables = frameworks.equivalences_from((one.scale for one in scales.values()), at) if accepted else {}
    issuers = signed.issued_by(rows)
    names = people.names({row.maker_id for row in rows if row.maker_id is not None})
    found = {}
    for row in rows:
        then, now = scales.get((row.skill_id, row.version_id)), scales.get((row.skill_id, 0))
        if then is None or now is None:
            continue
        if row.level is not None:
            counted = frameworks.counts_as(row.level, then.scale, now.scale, tables if row.pk in accepted else {})
            if counted.level is None or not (counted.same or row.pk in accepted):
                continue
        issuer = issuers.get(row.pk)
        found[row.skill_id] = StillValid(
            skill_id=row.skill_id,
            skill_slug=now.slug,
            skill_name=now.name,
            level_name=views.level_title(row, then.scale),
            by_name=names.get(row.maker_id or 0, ""),
            issuer=issuer.name if issuer else "",
            signed_on=row.made_at,
            valid_until=row.valid_until,
            accepted=row.pk in accepted,
        )
    return found


def left_out(requirements: Iterable[RequirementView], actor: Actor, at: datetime) -> Mapping[int, StillValid]:
    """Return what holds of skills that were left out of an assessment, by skill; a level is called as on its own scale.

    Four queries. It does not ask again whether the department accepts it: that was asked when it was left out.

    Raises:
        NotVisible: the actor is no person.
    """
    person_id = actor.as_person()
    asked = {one.skill_id: one for one in requirements}
    held = Standing.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at),
        person_id=person_id, purpose=Purpose.RECRUITMENT, skill_id__in=asked,
        person_id__in=policies.SEE_LEVELS.visible(actor, at, pk=person_id),
    ).select_related("judgement")  # fmt: skip
    rows = list(held)
    scales = frameworks.skills_on_scales({(row.skill_id, row.judgement.version_id) for row in rows}, at)
    names = people.names({row.judgement.maker_id for row in rows if row.judgement.maker_id is not None})
    return {
        row.skill_id: StillValid(
            skill_id=row.skill_id,
            skill_slug=asked[row.skill_id].skill_slug,
            skill_name=asked[row.skill_id].skill_name,
            level_name=rules.answer_title(
                [level.name for level in scales[row.skill_id, row.judgement.version_id].scale.levels],
                level=row.level,
                has_skill=row.has_skill,
            ),
            by_name=names.get(row.judgement.maker_id or 0, ""),
            issuer="",
            signed_on=row.judgement.made_at,
            valid_until=row.valid_until,
            accepted=False,
        )
        for row in rows
    }


def remainder(actor: Actor, at: datetime) -> Remainder | None:
    """Return what the actor's department asks for again of the levels that came with them; None: nothing.

    Seven queries at most. What was signed off again since is not among it.

    Raises:
        NotVisible: the actor is no person.
    """
    person_id = actor.as_person()
    policies.SEE_LEVELS.require(actor, person_id, at)
    if not Acceptance.objects.filter(person_id=person_id, outcome=Acceptance.Outcome.ASKED).exists():
        return None
    said = _said_by_department(person_id, at)
    asked = [pk for pk, outcome in said.items() if outcome == Acceptance.Outcome.ASKED]
    standing = Standing.objects.filter(person_id=person_id, purpose=Purpose.RECRUITMENT, judgement_id__in=asked)
    skills = set(standing.values_list("skill_id", flat=True))
    if not skills:
        return None
    last = Acceptance.objects.filter(person_id=person_id, judgement_id__in=asked).order_by("-moved_on", "-pk")
    move = last.select_related("organisation")[0]
    rows = sorted(frameworks.skill_rows(skills, at).values(), key=lambda row: (sort_key(row.name), row.slug))
    return Remainder(
        department=move.organisation.name,
        moved_on=move.moved_on,
        skills=tuple(row.id for row in rows),
        slugs=tuple(row.slug for row in rows),
        names=tuple(row.name for row in rows),
    )


def _said_by_department(person_id: int, at: datetime) -> Mapping[int, str]:
    """Return what the department somebody works in made of each level that came with them: the latest. Three queries.

    A level it never looked at, because nobody moved with it, is absent.
    """
    place = signed.departments().get(signed.top_of(people.path_of(person_id, at)))
    if place is None:
        return {}
    rows = Acceptance.objects.filter(person_id=person_id, organisation_id=place.id).order_by("moved_on", "pk")
    return dict(rows.values_list("judgement_id", "outcome"))
