"""What a person holds, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from waymark.assessments import policies, rules
from waymark.assessments.models import Judgement, Standing
from waymark.assessments.queries import views
from waymark.assessments.types import Held, HeldFor, HistoryLine, SkillStanding
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillPage
from waymark.kernel.policy import Actor, Purpose
from waymark.kernel.text import sort_key
from waymark.people import queries as people

Picked = Mapping[Purpose, dict[int, int]]
"""The judgement that the rule of each purpose picks, by skill."""


def levels_held(person_id: int, actor: Actor, at: datetime) -> dict[int, Held]:
    """Return what a person holds at ``at``, by skill. A skill that is not there was never assessed, or has lapsed.

    ``maker_name`` is left empty. One query, and another where nothing is found: whether there is nothing to see, or
    nothing that the actor may see.

    Raises:
        NotVisible: there is no such person, or the actor may not see their levels.
    """
    rows = _standing(person_id).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at),
        person_id__in=policies.SEE_LEVELS.visible(actor, at, pk=person_id),
    )
    columns = ("skill_id", "level", "has_skill", "judgement__source", "judgement__made_at", "judgement__version_id")
    found = {row[0]: Held(*row) for row in rows.values_list(*columns)}
    if not found:
        policies.SEE_LEVELS.require(actor, person_id, at)
    return found


def levels_shown(person_ids: Sequence[int], actor: Actor, at: datetime) -> dict[int, dict[int, Held]]:
    """Return what the actor may see that people hold at ``at``, by person and skill. Two queries for any number.

    It follows from the judgements the actor may see (``SEE_JUDGEMENT``) and from no others: of each skill the latest
    of them that counts, unless it has lapsed. So it may differ from what the person holds, and a skill or a person
    that is not there means only that nothing was shown.
    """
    wanted = sorted(set(person_ids))
    seen = Judgement.objects.filter(
        pk__in=policies.SEE_JUDGEMENT.visible(actor, at, person_id__in=wanted),
        assessment__withdrawal__isnull=True,
        revocation__isnull=True,
    )
    found: dict[int, dict[int, Judgement]] = {}
    for row in seen.order_by("made_at", "pk"):
        found.setdefault(row.person_id, {})[row.skill_id] = row
    makers = {row.maker_id for rows in found.values() for row in rows.values() if row.maker_id is not None}
    names = people.names(makers)
    return {
        person_id: {
            skill_id: _held(row, names)
            for skill_id, row in rows.items()
            if row.valid_until is None or row.valid_until > at
        }
        for person_id, rows in found.items()
    }


def standings(person_id: int, actor: Actor, at: datetime) -> tuple[SkillStanding, ...]:
    """Return every skill that was ever judged of a person, by name, each with its history, newest first.

    A line keeps the words of the version it was made against; the skill itself is named as in the newest of them.

    Raises:
        NotVisible: there is no such person, or the actor may not see their levels.
    """
    policies.SEE_LEVELS.require(actor, person_id, at)
    judgements = _newest_first(Judgement.objects.filter(person_id=person_id))
    picked: dict[Purpose, dict[int, int]] = {purpose: {} for purpose in rules.PURPOSES}
    for skill_id, purpose, pk in Standing.objects.filter(person_id=person_id).values_list(
        "skill_id", "purpose", "judgement_id"
    ):
        picked[Purpose(purpose)][skill_id] = pk
    return _standings(judgements, picked, at)


def standings_shown(person_id: int, actor: Actor, at: datetime) -> tuple[SkillStanding, ...]:
    """Return the skills of a person of which the actor may see a judgement, by name, with no other judgement in them.

    Like ``standings`` of a record that held nothing else; empty when there is nothing, and when there is no such
    person. Four queries.
    """
    visible = policies.SEE_JUDGEMENT.visible(actor, at, person_id=person_id)
    judgements = _newest_first(Judgement.objects.filter(pk__in=visible))
    return _standings(judgements, {Purpose.DEVELOPMENT: _latest_that_count(judgements)}, at)


def _newest_first(rows: QuerySet[Judgement]) -> list[Judgement]:
    return list(rows.select_related("assessment__withdrawal", "revocation").order_by("-made_at", "-pk"))


def _latest_that_count(judgements: Iterable[Judgement]) -> dict[int, int]:
    """Return the ids of the judgements that count now, by skill, of judgements that come newest first."""
    found: dict[int, int] = {}
    for row in judgements:
        if counts(row):
            found.setdefault(row.skill_id, row.pk)
    return found


def counts(row: Judgement) -> bool:
    """Say whether a judgement counts: neither withdrawn nor revoked. No query where both were read with it."""
    withdrawn = row.assessment is not None and hasattr(row.assessment, "withdrawal")
    return not withdrawn and not hasattr(row, "revocation")


def _standings(judgements: list[Judgement], picked: Picked, at: datetime) -> tuple[SkillStanding, ...]:
    """Return judgements that come newest first, by skill."""
    wordings = frameworks.skill_wordings({(row.skill_id, row.version_id) for row in judgements})
    names = people.names({row.maker_id for row in judgements if row.maker_id is not None})
    by_skill: dict[int, list[Judgement]] = {}
    for row in judgements:
        by_skill.setdefault(row.skill_id, []).append(row)
    found = [_of_skill(rows, picked, wordings, names, at) for rows in by_skill.values()]
    return tuple(sorted(found, key=lambda one: (sort_key(one.skill_name), one.skill_slug)))


def _standing(person_id: int) -> QuerySet[Standing]:
    return Standing.objects.filter(person_id=person_id, purpose=Purpose.DEVELOPMENT)


def _of_skill(
    rows: list[Judgement],
    picked: Picked,
    wordings: Mapping[tuple[int, int], SkillPage],
    names: Mapping[int, str],
    at: datetime,
) -> SkillStanding:
    by_id = {row.pk: row for row in rows}
    chosen = {purpose: by_id.get(one.get(rows[0].skill_id, 0)) for purpose, one in picked.items()}
    latest = chosen[Purpose.DEVELOPMENT]
    lapsed = _lapsed(latest, at)
    counting = None if lapsed else latest
    shown = latest or rows[0]
    page = wordings[shown.skill_id, shown.version_id]
    return SkillStanding(
        skill_id=page.id,
        skill_slug=page.slug,
        skill_name=page.name,
        framework_title=page.version.title,
        held=_held(counting, names) if counting else None,
        level_name=views.level_title(counting, page.scale) if counting else "",
        top=page.scale.top,
        age=rules.age(shown.made_at, at),
        history=tuple(
            _line(row, wordings[row.skill_id, row.version_id], names, current=row is counting) for row in rows
        ),
        lapsed=lapsed,
        purposes=tuple(
            _held_for(purpose, row, wordings, names, at) for purpose, row in chosen.items() if len(picked) > 1
        ),
    )


def _lapsed(row: Judgement | None, at: datetime) -> bool:
    return row is not None and row.valid_until is not None and row.valid_until <= at


def _held_for(
    purpose: Purpose,
    row: Judgement | None,
    wordings: Mapping[tuple[int, int], SkillPage],
    names: Mapping[int, str],
    at: datetime,
) -> HeldFor:
    lapsed = _lapsed(row, at)
    counting = None if lapsed else row
    scale = wordings[row.skill_id, row.version_id].scale if row else None
    return HeldFor(
        purpose=purpose,
        held=_held(counting, names) if counting else None,
        level_name=views.level_title(counting, scale) if counting and scale else "",
        valid_until=row.valid_until if row else None,
        lapsed=lapsed,
    )


def _held(row: Judgement, names: Mapping[int, str]) -> Held:
    return Held(
        skill_id=row.skill_id,
        level=row.level,
        has_skill=row.has_skill,
        source=row.source,
        made_at=row.made_at,
        version_id=row.version_id,
        maker_name=_maker(row, names),
    )


def _line(row: Judgement, page: SkillPage, names: Mapping[int, str], *, current: bool) -> HistoryLine:
    return HistoryLine(
        uuid=row.uuid,
        level=row.level,
        has_skill=row.has_skill,
        level_name=views.level_title(row, page.scale),
        descriptor=next((step.text for step in page.descriptors if step.rank == row.level), ""),
        source=row.source,
        maker_name=_maker(row, names),
        made_at=row.made_at,
        version_label=page.version.label,
        framework_title=page.version.title,
        note=row.note,
        counts=counts(row),
        current=current,
        revoked=row.revocation.reason if hasattr(row, "revocation") else "",
    )


def _maker(row: Judgement, names: Mapping[int, str]) -> str:
    return names.get(row.maker_id, "") if row.maker_id is not None else ""
