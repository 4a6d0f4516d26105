"""The desk: what waits for whoever says the levels, and one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime

from waymark.access import queries as access
from waymark.assessments import policies, rules
from waymark.assessments.models import Answer, Assessment, Hand, Judgement, Sample, Source, Step, Terms
from waymark.assessments.queries import chain, using, views
from waymark.assessments.types import AssessmentView, Card, CardPage, Case, Decided, Outcome, StepView, TermsView
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people

PAGE = 20


def terms_of(framework_id: int | None) -> TermsView:
    """Return what a framework asks of assessments: its own terms, those of every framework, or the default."""
    rows = Terms.objects.filter(Q(framework_id=framework_id) | Q(framework__isnull=True))
    latest: dict[int | None, Terms] = {row.framework_id: row for row in rows.order_by("pk")}
    row = latest.get(framework_id) or latest.get(None)
    if row is None:
        return rules.DEFAULT_TERMS
    return TermsView(evidence_from=row.evidence_from, days=row.days, months=row.months, blind=row.blind)


def terms_of_version(version_id: int) -> TermsView:
    """Return what the framework of a version asks of assessments. Two queries."""
    return terms_of(frameworks.version_by_id(version_id).framework_id)


def waiting_cases(actor: Actor, at: datetime, *, after: str = "") -> CardPage:
    """Return what waits for the actor as an assessor, the most urgent first: theirs and what nobody has.

    Args:
        actor: who asks.
        at: when.
        after: where the page before ended (``CardPage.after``); empty: from the start. What is no place begins anew.

    Cost: three queries, whatever the length of the queue.
    """
    rows = _waiting(actor, at)
    if (place := _place(after)) is not None:
        day, pk = place
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk))
    found = list(rows.order_by("due_on", "pk")[: PAGE + 1])
    cards = _cards(found[:PAGE], actor, at)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return CardPage(cards, f"{last.due_on}.{last.pk}" if last else "")


def next_case(actor: Actor, at: datetime) -> UUID | None:
    """Return the most urgent case that waits for the actor: their own first. None: nothing waits. Two queries."""
    mine = Hand.objects.filter(account_id=actor.account_id or 0, role=Hand.Role.ASSESSOR, ended_at__isnull=True)
    rows = _waiting(actor, at).order_by("due_on", "pk").values_list("uuid", flat=True)
    return rows.filter(pk__in=mine.values("assessment_id")).first() or rows.first()


def how_many_wait(actor: Actor, at: datetime) -> int:
    """Return how many cases wait for the actor. One query."""
    return _waiting(actor, at).count()


def case(uuid: UUID, actor: Actor, at: datetime) -> Case:
    """Return an assessment as whoever decides about it sees it. Nine queries at most.

    Raises:
        NotVisible: there is none, or it is neither in the actor's hands nor on their desk.
    """
    seen = policies.SEE_CASE.visible(actor, at, uuid=uuid)
    row = _whole(Assessment.objects.filter(pk__in=seen)).first()
    if row is None:
        raise NotVisible
    return _case(row, actor, at)


def case_after_all(uuid: UUID, actor: Actor, at: datetime) -> Case:
    """Return likewise, to somebody who might have decided, whatever came in between: what they typed is not lost then.

    What the person put is withheld from whoever may not see the case any more.

    Raises:
        NotVisible: there is none, it was never submitted, or the actor never might have decided.
    """
    row = _might_decide(uuid, actor, at)
    seen = policies.SEE_CASE.visible(actor, at, uuid=uuid)
    return _case(row, actor, at, withheld=not seen.exists())


def withdrawn_case(uuid: UUID, actor: Actor, at: datetime) -> Case:
    """Return a case that its person withdrew, with nothing in it, to somebody who might have decided.

    Raises:
        NotVisible: there is none, it was not withdrawn after it was submitted, or the actor never might have decided.
    """
    row = _might_decide(uuid, actor, at)
    if row.state != rules.WITHDRAWN:
        raise NotVisible
    return _case(row, actor, at, withheld=True)


def _might_decide(uuid: UUID, actor: Actor, at: datetime) -> Assessment:
    row = fetch(policies.MAY_DECIDE, _whole(Assessment.objects.all()), actor, at, uuid=uuid)
    if row.submitted_at is None:
        raise NotVisible
    return row


def _whole(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Return rows with what a case needs of others: in whose hands each is, and from which level evidence is asked."""
    hands = Hand.objects.filter(assessment=OuterRef("pk"), ended_at__isnull=True)
    terms = Terms.objects.filter(Q(framework=OuterRef("version__framework")) | Q(framework__isnull=True)).order_by(
        F("framework").asc(nulls_last=True), "-pk"
    )
    return rows.select_related("version", "appeal_of").annotate(
        held_by=Subquery(hands.filter(role=Hand.Role.ASSESSOR).values("account")[:1]),
        terms_set=Exists(terms),
        asks_evidence_from=Subquery(terms.values("evidence_from")[:1]),
    )


def history_of(uuid: UUID, actor: Actor, at: datetime) -> tuple[StepView, ...]:
    """Return the steps of an assessment that the actor may see, the first first. Three queries.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    return steps_of(fetch(policies.SEE_ASSESSMENT, Assessment.objects.all(), actor, at, uuid=uuid))


def decided_in(uuid: UUID, actor: Actor, at: datetime) -> dict[int, Decided]:
    """Return what was decided in an assessment that the actor may see, by skill: the latest of each. Three queries.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    return decided_of(fetch(policies.SEE_ASSESSMENT, Assessment.objects.all(), actor, at, uuid=uuid))


def own_with_outcome(uuid: UUID, actor: Actor, at: datetime) -> tuple[AssessmentView, Outcome]:
    """Return one of the actor's own assessments, and what became of it so far. Nine queries at most.

    Nothing became of one that was never submitted.

    Raises:
        NotVisible: there is none of the actor's.
    """
    row = fetch(policies.SEE_OWN_ASSESSMENT, Assessment.objects.all(), actor, at, uuid=uuid)
    if row.submitted_at is None:
        return views.of(row, own=True), Outcome((), {}, ())
    judgements, steps = list(_said(row)), list(Step.objects.filter(assessment=row).order_by("pk"))
    (view,) = views.of_many([row], own=True, said=judgements)
    names = people.names(_makers(judgements, steps))
    decided = _decided(judgements, names)
    look = chain.earlier_look(row) if (row.state, "appeal") in rules.MOVES else None
    return view, Outcome(_steps(steps, names), decided, _changed(row, decided), look)


def changed_since(uuid: UUID, actor: Actor, at: datetime) -> tuple[int, ...]:
    """Return the skills of a signed-off assessment of which somebody said something else since. Three queries.

    Empty for an assessment that is not signed off, and when nothing changed.

    Raises:
        NotVisible: there is none of the actor's.
    """
    row = fetch(policies.SEE_OWN_ASSESSMENT, Assessment.objects.all(), actor, at, uuid=uuid)
    return _changed(row, decided_of(row))


def _changed(row: Assessment, decided: Mapping[int, Decided]) -> tuple[int, ...]:
    if row.state != rules.SIGNED_OFF:
        return ()
    answers = {skill: one.answer for skill, one in decided.items()}
    signed = {skill: (one.level, one.has_skill, one.saved_at) for skill, one in answers.items()}
    later = Judgement.objects.filter(
        person_id=row.person_id,
        skill_id__in=list(signed),
        assessment__withdrawal__isnull=True,
        revocation__isnull=True,
    ).exclude(assessment=row)
    found = {
        one.skill_id
        for one in later
        if one.made_at > signed[one.skill_id][2] and (one.level, one.has_skill) != signed[one.skill_id][:2]
    }
    return tuple(skill for skill in row.skills if skill in found)


def _waiting(actor: Actor, at: datetime) -> QuerySet[Assessment]:
    held = Hand.objects.filter(account_id=actor.account_id or 0, role=Hand.Role.ASSESSOR, ended_at__isnull=True)
    mine = Assessment.objects.filter(pk__in=held.values("assessment_id")).order_by().values("pk")
    seen = policies.deciding.ON_THEIR_DESK.rows(actor, at).order_by().values("pk")
    in_hands = policies.deciding.IN_THEIR_HANDS.rows(actor, at).filter(pk__in=mine).order_by().values("pk")
    rows = Assessment.objects.filter(pk__in=seen.union(in_hands, all=True), state__in=rules.WAITING)
    # What was chosen and has no panel yet waits for a moderator, and nobody can sign it off.
    return rows.exclude(pk__in=waiting_for_panel())


def is_held_by(uuid: UUID, account_id: int) -> bool:
    """Say whether an assessment is in the hands of an account now, for whoever tells of it. One query."""
    return Hand.objects.filter(assessment__uuid=uuid, account_id=account_id, ended_at__isnull=True).exists()


def waiting_for_panel() -> QuerySet[Any]:
    """Return the ids of what was chosen for moderation and has no panel yet: a query to embed."""
    return Sample.objects.filter(panel__isnull=True, assessment__state=rules.CONFIRMED).values("assessment_id")


def _place(after: str) -> tuple[date, int] | None:
    day, _, pk = after.rpartition(".")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def _cards(rows: list[Assessment], actor: Actor, at: datetime) -> tuple[Card, ...]:
    hands = {
        hand.assessment_id: hand.account_id
        for hand in Hand.objects.filter(
            assessment__in=[row.pk for row in rows], role=Hand.Role.ASSESSOR, ended_at__isnull=True
        )
    }
    today = localtime(at).date()
    return tuple(
        Card(
            uuid=row.uuid,
            person_id=row.person_id,
            role_level_id=row.role_level_id,
            version_id=row.version_id,
            kind=row.kind,
            state=row.state,
            submitted_at=row.submitted_at,
            due_on=row.due_on,
            overdue=row.due_on is not None and row.due_on < today,
            mine=row.pk in hands and hands[row.pk] == actor.account_id,
            is_appeal=row.appeal_of_id is not None,
        )
        for row in rows
    )


def _case(row: Assessment, actor: Actor, at: datetime, *, withheld: bool = False) -> Case:
    as_manager = row.goes_to == Assessment.GoesTo.MANAGER
    judgements: list[Judgement] = []
    steps: list[Step] = []
    if row.state != rules.WITHDRAWN:
        judgements = list(_said(row))
    if withheld:
        judgements = [one for one in judgements if one.source != Source.SELF]
    else:  # what was written when it was sent back, say, is for those who may still see the case
        steps = list(Step.objects.filter(assessment=row).order_by("pk"))
    people_named = people.names({row.person_id} | _makers(judgements, steps))
    (view,) = views.of_many([row], said=judgements)
    drafts = {
        one.skill_id: views.of_answer(one) for one in Answer.objects.filter(assessment=row, by_id=actor.account_id)
    }
    answered = {one.skill_id for one in view.answers}
    said = {pk for pk, one in drafts.items() if one.level is not None or one.has_skill is not None}
    sent = None if withheld else using.sent_with(row.uuid, actor, at)
    more: Any = row  # what ``_whole`` put beside it
    held_by: int | None = None if as_manager else more.held_by
    accounts = _nameless(steps) | (sent.accounts if sent else set())
    names = {pk: one.name for pk, one in access.account_names(accounts).items()} if accounts else {}
    evidence = using.by_skill(sent, names) if sent else {}
    asked_from = more.asks_evidence_from if more.terms_set else rules.DEFAULT_TERMS.evidence_from
    terms = replace(rules.DEFAULT_TERMS, evidence_from=asked_from)
    behind = {skill_id: len(some) for skill_id, some in evidence.items()}
    hidden = rules.kept_back(blind=row.blind, state=row.state, answered=answered, said=said) and not withheld
    return Case(
        view=view,
        person_id=row.person_id,
        name=people_named.get(row.person_id, ""),
        drafts=drafts,
        decided=_decided(judgements, people_named),
        steps=_steps(steps, people_named, names),
        mine=as_manager or (held_by is not None and held_by == actor.account_id),
        as_manager=as_manager,
        may=frozenset(
            move.name
            for move in rules.TABLE
            if not withheld
            and row.state in move.before
            and (move.by == rules.By.HOLDER or (move.by == rules.By.ASSESSOR and not as_manager))
        ),
        hidden=hidden,
        # What is weak depends on the level they put, so it would tell that.
        weaknesses=() if hidden else rules.weaknesses(view.answers, terms, behind),
        evidence=evidence,
        withheld=withheld,
    )


def decided_of(row: Assessment) -> dict[int, Decided]:
    """Return what was decided in an assessment, by skill; the caller has decided who may know. Two queries."""
    judgements = list(_said(row).exclude(source=Source.SELF))
    return _decided(judgements, people.names({one.maker_id for one in judgements if one.maker_id is not None}))


def steps_of(row: Assessment) -> tuple[StepView, ...]:
    """Return the steps of an assessment, the first first; the caller has decided who may know. Three queries."""
    steps = list(Step.objects.filter(assessment=row).order_by("pk"))
    return _steps(steps, people.names({one.maker_id for one in steps if one.maker_id is not None}))


def _said(row: Assessment) -> QuerySet[Judgement]:
    return Judgement.objects.filter(assessment=row).order_by("made_at", "pk")


def _decided(judgements: Iterable[Judgement], names: Mapping[int, str]) -> dict[int, Decided]:
    """Return the latest of judgements that come oldest first, by skill, the person's own left out."""
    return {
        one.skill_id: Decided(views.of_judgement(one), one.source, names.get(one.maker_id or 0, ""))
        for one in judgements
        if one.source != Source.SELF
    }


def _nameless(steps: Iterable[Step]) -> set[int]:
    """Return the accounts that made steps and belong to no person."""
    return {one.account_id for one in steps if one.maker_id is None and one.account_id is not None}


def _steps(
    steps: list[Step], names: Mapping[int, str], accounts: Mapping[int, str] | None = None
) -> tuple[StepView, ...]:
    """Return steps with the names of people, and of accounts where they were read already."""
    if accounts is None:
        nameless = _nameless(steps)
        accounts = {pk: one.name for pk, one in access.account_names(nameless).items()} if nameless else {}
    return tuple(
        StepView(
            move=one.move,
            before=one.before,
            after=one.after,
            name=names.get(one.maker_id or 0, "") or accounts.get(one.account_id or 0, ""),
            at=one.at,
            reason=one.reason,
            words=rules.phrases_in_words(one.words),
            declaration=one.declaration,
        )
        for one in steps
    )


def _makers(*rows: Iterable[Step | Judgement]) -> set[int]:
    return {one.maker_id for some in rows for one in some if one.maker_id is not None}


def accounts_in(steps: Iterable[Step]) -> set[int]:
    """Return the accounts whose names ``steps_with`` needs."""
    return _nameless(steps)


def steps_with(steps: list[Step], names: Mapping[int, str], accounts: Mapping[int, str]) -> tuple[StepView, ...]:
    """Return steps with the names of people and accounts that were read already."""
    return _steps(steps, names, accounts)
