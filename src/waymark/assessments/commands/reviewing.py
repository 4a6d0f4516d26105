"""Confirming together what a manager need not open, for a whole team at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals, standings
from waymark.assessments.events import ManyConfirmed
from waymark.assessments.models import Answer, Assessment, Audience, Hand, Judgement, Source, Step
from waymark.assessments.queries import reviewing
from waymark.assessments.types.reviewing import Left, RestConfirmed, Review, Ticked
from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, Purpose
from waymark.people import queries as people


@transaction.atomic
def confirm_rest(*, assessments: Sequence[Ticked], actor: Actor, at: datetime) -> RestConfirmed:
    """Confirm what a manager need not open in several assessments, as of ``at``: all of it, or none where it changed.

    An assessment of which nothing has to be opened is confirmed whole, at the levels its person put. Where something
    stays open, what the manager agrees with is kept as their draft, and confirmed with the rest of it by ``confirm``.
    Nothing is done to one that was withdrawn, decided or submitted anew since the manager looked: it is named, and
    the others go on. What has to be opened is worked out anew, so that nothing is confirmed that was never seen.

    Args:
        assessments: which, each with when it had been submitted as the manager saw it; 100 at most are looked at.
        actor: the manager.
        at: when.

    Raises:
        NothingTicked: there is none.

    Cost: some twenty queries and four streamed inserts, however many there are.
    """
    if not assessments:
        raise refusals.NothingTicked
    ticked = {one.assessment: one.submitted_at for one in assessments[: reviewing.MOST]}
    rows = _locked(list(ticked), actor, at)
    changed = {row: why for row in rows if (why := _why_not(row, ticked[row.uuid], actor, at))}
    names = people.names({row.person_id for row in changed}) if changed else {}
    left = [Left(names.get(row.person_id, ""), why) for row, why in changed.items()]
    waiting = [row for row in rows if row not in changed]
    looked = dict(zip(waiting, reviewing.of_rows(waiting, actor, at), strict=True))
    whole = {row: one for row, one in looked.items() if not one.opened and one.lines}
    part = {row: one for row, one in looked.items() if one.opened and one.rest}
    left += [
        Left(one.name, _("Nothing can be confirmed without opening it. Open it, and say the levels there."))
        for row, one in looked.items()
        if row not in whole and row not in part
    ]
    kept = _keep_as_drafts(part, actor, at)
    _confirm(whole, actor, at)
    if whole or part:
        audit.record(
            "assessments.rest.confirmed", actor=actor, at=at, subjects=[row.person_id for row in (*whole, *part)],
            assessments=[str(row.uuid) for row in whole], judgements=sum(len(one.lines) for one in whole.values()),
            kept_open=[str(row.uuid) for row in part], drafts=kept,
        )  # fmt: skip
    return RestConfirmed(
        confirmed=tuple(one.name for one in whole.values()),
        kept=tuple(one.name for one in part.values()),
        left=tuple(left),
        gone=len(ticked) - len(rows),
    )


def _locked(uuids: Sequence[UUID], actor: Actor, at: datetime) -> list[Assessment]:
    """Return the rows that the actor may confirm, locked behind their people, the most urgent first."""
    visible = policies.MAY_CONFIRM_REST.visible(actor, at, uuid__in=uuids)
    whose = people.rows_of(Assessment.objects.filter(pk__in=visible).values("person_id"))
    locked = list(whose.select_for_update(no_key=True).values_list("pk", flat=True))
    rows = Assessment.objects.filter(pk__in=visible, person_id__in=locked).order_by("due_on", "pk")
    return list(rows.select_for_update())


def _why_not(row: Assessment, seen: datetime, actor: Actor, at: datetime) -> str:
    """Return why nothing can be confirmed in an assessment, as a sentence; empty when it can."""
    if row.person_id == actor.person_id:
        return str(refusals.YourOwn())
    if row.state == rules.WITHDRAWN:
        return str(refusals.TheyWithdrew(row.withdrawn_at or at))
    if row.state in rules.WITH_PERSON:
        return str(refusals.WithItsPerson())
    if row.state != rules.SUBMITTED:
        return _("It was decided meanwhile, so nothing was changed.")
    if row.submitted_at != seen:
        return _("It was submitted again since you looked. Look at it once more.")
    return ""


def _keep_as_drafts(part: Mapping[Assessment, Review], actor: Actor, at: datetime) -> int:
    """Keep what a manager agrees with as their drafts, where they put none; return how many."""
    columns = ["assessment_id", "skill_id", "by_id", "level", "has_skill", "quick", "note", "revision", "saved_at"]
    drafts = [
        (row.pk, line.theirs.skill_id, actor.account_id, line.theirs.level, line.theirs.has_skill, "", "", 1, at)
        for row, one in part.items()
        for line in one.rest
        if line.draft is None
    ]
    return bulk.insert_rows(Answer, columns, drafts) if drafts else 0


def _confirm(whole: Mapping[Assessment, Review], actor: Actor, at: datetime) -> None:
    """Confirm assessments at the levels their people put: words, states, steps, hands and what is held."""
    if not whole:
        return
    columns = [
        "uuid", "person_id", "skill_id", "version_id", "assessment_id", "source", "maker_id", "level", "has_skill",
        "note", "made_at", "valid_until", "audience",
    ]  # fmt: skip
    judgements = (
        (
            new_uuid(), row.person_id, line.theirs.skill_id, line.version_id, row.pk, Source.MANAGER.value,
            actor.person_id, line.theirs.level, line.theirs.has_skill, line.draft.note if line.draft else "", at, None,
            Audience.SHARED.value,
        )
        for row, one in whole.items()
        for line in one.lines
    )  # fmt: skip
    bulk.insert_rows(Judgement, columns, judgements)
    # What is signed off stays as it is: a manager's word is none of those that recruitment goes by.
    standings.derive_of({row.person_id for row in whole}, (Purpose.DEVELOPMENT, Purpose.STATISTICS))
    pks = [row.pk for row in whole]
    Answer.objects.filter(assessment__in=pks, by_id=actor.account_id).delete()
    after = rules.MOVES[rules.SUBMITTED, "confirm"]
    steps = [
        "assessment_id",
        "move",
        "before",
        "after",
        "account_id",
        "maker_id",
        "at",
        "reason",
        "words",
        "declaration",
    ]
    bulk.insert_rows(
        Step,
        steps,
        ((pk, "confirm", rules.SUBMITTED, after, actor.account_id, actor.person_id, at, "", [], "") for pk in pks),
    )
    Assessment.objects.filter(pk__in=pks).update(state=after, due_on=None)
    Hand.objects.filter(assessment__in=pks, ended_at__isnull=True).update(
        ended_at=Greatest(F("from_at"), Value(at, output_field=DateTimeField())), ended_why=Hand.Ended.DECIDED
    )
    audit.announce(ManyConfirmed([str(row.uuid) for row in whole]), at=at)
