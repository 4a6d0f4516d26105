"""What waits for a manager, skill by skill: what they agree with, and what has to be looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count
from django.utils.timezone import localtime

from waymark.assessments import policies, rules
from waymark.assessments.models import Answer, Assessment, Audience, EvidenceUse, Judgement, Source, Step, Terms
from waymark.assessments.queries import levels, views
from waymark.assessments.rules import reviewing
from waymark.assessments.types import AnswerView, AssessmentView, TermsView
from waymark.assessments.types.reviewing import Look, Opened, Review, ReviewLine, Said, Stand, Why
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView, RoleLevelView
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people

MOST = 100
"""Assessments of one manager that are looked at together: the most urgent."""


@dataclass(frozen=True, slots=True)
class _Record:
    """What was said about one skill of one person elsewhere, as far as a manager may know."""

    mine: Judgement | None = None
    assessed: Judgement | None = None
    before: Judgement | None = None


class Confirmation(NamedTuple):
    """A step that confirmed an assessment, and the earlier steps of which it waited for somebody."""

    uuid: UUID
    person_id: int
    step: int
    waited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the reviews of several assessments are made of."""

    views: Mapping[int, AssessmentView]
    roles: Mapping[int, RoleLevelView]
    terms: Mapping[int, TermsView]
    names: Mapping[int, str]
    drafts: Mapping[int, Mapping[int, AnswerView]] = field(default_factory=dict)
    records: Mapping[tuple[int, int], _Record] = field(default_factory=dict)
    evidence: Mapping[tuple[int, int], int] = field(default_factory=dict)


def reviews(actor: Actor, at: datetime) -> tuple[Review, ...]:
    """Return what was sent to the actor as a manager and waits for them, the most urgent first, ``MOST`` at most.

    Cost: fourteen queries, however many there are; one when there are none.
    """
    visible = policies.SEE_REVIEW.visible(actor, at, state=rules.SUBMITTED)
    rows = Assessment.objects.filter(pk__in=visible, state=rules.SUBMITTED)
    return of_rows(list(rows.order_by("due_on", "pk")[:MOST]), actor, at)


def how_many_to_review(actor: Actor, at: datetime) -> int:
    """Return how many assessments wait for the actor as a manager. One query."""
    visible = policies.SEE_REVIEW.visible(actor, at, state=rules.SUBMITTED)
    return Assessment.objects.filter(pk__in=visible).count()


def review(uuid: UUID, actor: Actor, at: datetime) -> Review:
    """Return one of them, also once it is decided.

    Raises:
        NotVisible: there is none, or it was not sent to the actor as its person's manager.
    """
    (found,) = of_rows([fetch(policies.SEE_REVIEW, Assessment.objects.all(), actor, at, uuid=uuid)], actor, at)
    return found


def review_after_all(uuid: UUID, actor: Actor, at: datetime) -> Review:
    """Return likewise, whatever came in between, so that what a manager typed is not lost.

    Raises:
        NotVisible: there is none, or it is not the actor's to review.
    """
    row = fetch(policies.MAY_CONFIRM_REST, Assessment.objects.all(), actor, at, uuid=uuid)
    if row.submitted_at is None:
        raise NotVisible
    (found,) = of_rows([row], actor, at)
    return found


def withdrawn_review(uuid: UUID, actor: Actor, at: datetime) -> Review:
    """Return one that its person took back, with nothing they put to be shown.

    Raises:
        NotVisible: there is none that was taken back after it was sent to the actor as its person's manager.
    """
    found = review_after_all(uuid, actor, at)
    if found.withdrawn_at is None:
        raise NotVisible
    return found


def confirmations(uuids: Sequence[UUID]) -> tuple[Confirmation, ...]:
    """Return the steps that confirmed assessments, for whoever is to be told; others are left out. One query."""
    steps = Step.objects.filter(assessment__uuid__in=uuids).order_by("pk")
    waited: dict[UUID, list[int]] = defaultdict(list)
    found: dict[UUID, Confirmation] = {}
    for pk, move, uuid, person_id in steps.values_list("pk", "move", "assessment__uuid", "assessment__person_id"):
        if move == "confirm":
            found[uuid] = Confirmation(uuid, person_id, pk, tuple(waited[uuid]))
        elif move in rules.WAITS_AFTER:
            waited[uuid].append(pk)
    return tuple(found.values())


def of_rows(rows: Sequence[Assessment], actor: Actor, at: datetime) -> tuple[Review, ...]:
    """Return the reviews of assessments that were submitted; the caller has decided who may know. Fourteen queries."""
    if not rows:
        return ()
    pks = [row.pk for row in rows]
    words = Judgement.objects.filter(
        person_id__in={row.person_id for row in rows}, skill_id__in={pk for row in rows for pk in row.skills}
    ).select_related("assessment__withdrawal", "revocation")
    judgements = list(words.order_by("made_at", "pk"))
    found = dict(
        zip(pks, views.of_many(rows, said=[one for one in judgements if one.assessment_id in pks]), strict=True)
    )
    roles = asked_by(found)
    terms = _terms({row.version_id for row in rows})
    known = _Known(
        views=found,
        roles=roles,
        terms=terms,
        names=people.names({row.person_id for row in rows}),
        drafts=_drafts(rows, actor),
        records=_records(rows, judgements, terms, actor, at),
        evidence={
            (assessment, skill): number
            for assessment, skill, number in EvidenceUse.objects.filter(assessment__in=list(found))
            .values_list("assessment_id", "skill_id")
            .annotate(number=Count("pk"))
        },
    )
    return tuple(_review(row, known, at) for row in rows)


def asked_by(found: Mapping[int, AssessmentView]) -> dict[int, RoleLevelView]:
    """Return what assessments ask, by the same keys. Four queries; three more where departments asked for anything."""
    words = frameworks.role_levels_worded((one.role_level_id, one.version_id) for one in found.values())
    pairs = [(words[one.role_level_id, one.version_id], one.beside) for one in found.values()]
    return dict(zip(found, frameworks.asked_again(pairs), strict=True))


def _terms(version_ids: Iterable[int]) -> dict[int, TermsView]:
    """Return what holds for versions: the terms of their framework, those of every one, or the default. Two queries."""
    versions = frameworks.versions_by_id(version_ids)
    latest: dict[int | None, TermsView] = {
        row.framework_id: TermsView(row.evidence_from, row.days, row.months, row.blind)
        for row in Terms.objects.order_by("pk")
    }
    every = latest.get(None, rules.DEFAULT_TERMS)
    return {pk: latest.get(card.framework_id, every) for pk, card in versions.items()}


def _drafts(rows: Iterable[Assessment], actor: Actor) -> dict[int, dict[int, AnswerView]]:
    drafts: dict[int, dict[int, AnswerView]] = defaultdict(dict)
    for draft in Answer.objects.filter(assessment__in=[row.pk for row in rows], by_id=actor.account_id):
        drafts[draft.assessment_id][draft.skill_id] = views.of_answer(draft)
    return drafts


def _records(
    rows: Sequence[Assessment],
    judgements: Iterable[Judgement],
    terms: Mapping[int, TermsView],
    actor: Actor,
    at: datetime,
) -> dict[tuple[int, int], _Record]:
    """Return what counts and holds of each skill, by assessment and skill, of judgements that come oldest first.

    Only what was made for others to see: a word that a person keeps to themselves opens nothing, and tells nothing.
    """
    by_person: dict[int, list[Judgement]] = defaultdict(list)
    for one in judgements:
        lapsed = one.valid_until is not None and one.valid_until <= at
        if one.audience == Audience.SHARED and levels.counts(one) and not lapsed:
            by_person[one.person_id].append(one)
    records: dict[tuple[int, int], _Record] = {}
    for row in rows:
        months = terms[row.version_id].months
        for one in by_person[row.person_id]:
            if one.assessment_id == row.pk:
                continue
            before = records.get((row.pk, one.skill_id), _Record())
            until = rules.holds_until(one.made_at, months)
            mine = one.source == Source.MANAGER and one.maker_id == actor.person_id and (until is None or until > at)
            records[row.pk, one.skill_id] = _Record(
                mine=one if mine else before.mine,
                assessed=one if one.source in rules.SIGNING else before.assessed,
                before=one,
            )
    return records


def _review(row: Assessment, known: _Known, at: datetime) -> Review:
    view, role = known.views[row.pk], known.roles[row.pk]
    asked = {line.skill_id: line for line in role.requirements}
    drafts = known.drafts.get(row.pk, {})
    levelled = {pk for pk, one in drafts.items() if said(one) != Said(None, None)}
    answers = [one for one in view.answers if one.skill_id in asked]
    withdrawn = row.state == rules.WITHDRAWN
    answered = {one.skill_id for one in answers}
    hidden = rules.kept_back(blind=row.blind, state=row.state, answered=answered, said=levelled)
    assert row.submitted_at is not None  # every policy of a review opens what was submitted
    return Review(
        uuid=row.uuid,
        person_id=row.person_id,
        name=known.names.get(row.person_id, ""),
        role=role.ref,
        kind=row.kind,
        state=row.state,
        submitted_at=row.submitted_at,
        due_on=row.due_on,
        overdue=row.due_on is not None and row.due_on < localtime(at).date(),
        hidden=hidden,
        lines=tuple(_line(row, one, asked[one.skill_id], known, hidden=hidden) for one in answers),
        left=()
        if withdrawn
        else tuple(
            asked[pk].skill_name for pk in view.skills if pk in asked and pk not in {a.skill_id for a in answers}
        ),
        withdrawn_at=row.withdrawn_at if withdrawn else None,
    )


def _line(row: Assessment, theirs: AnswerView, asked: RequirementView, known: _Known, *, hidden: bool) -> ReviewLine:
    pk = theirs.skill_id
    draft = known.drafts.get(row.pk, {}).get(pk)
    record = known.records.get((row.pk, pk), _Record())
    evidence = known.evidence.get((row.pk, pk), 0)
    stand, why = reviewing.look_at(
        Look(
            theirs=said(theirs),
            asked=asked.level,
            drafted=said(draft) if draft else None,
            mine=said(record.mine) if record.mine else None,
            assessed=said(record.assessed) if record.assessed else None,
            before=said(record.before) if record.before else None,
            evidence_from=known.terms[row.version_id].evidence_from,
            evidence=evidence,
        )
    )
    words = {Why.MINE: record.mine, Why.ASSESSED: record.assessed, Why.JUMP: record.before}
    return ReviewLine(
        asked=asked,
        version_id=known.views[row.pk].version_of(pk),
        theirs=theirs,
        draft=draft,
        stand=Stand.UNSEEN if hidden else stand,
        why=()
        if hidden
        else tuple(Opened(one, views.of_judgement(word) if (word := words.get(one)) else None) for one in why),
        evidence=evidence,
    )


def said(word: AnswerView | Judgement) -> Said:
    """Return what an answer or a judgement says."""
    return Said(word.level, word.has_skill)
