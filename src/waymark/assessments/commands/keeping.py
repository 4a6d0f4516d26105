"""What whoever decides has put so far: drafts, which count for nothing until they decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.commands.deciding import asked_in, must_fit, row_to_decide
from waymark.assessments.models import Answer, Assessment
from waymark.assessments.queries import views
from waymark.assessments.types import AnswerView, Word
from waymark.frameworks.types import RequirementView
from waymark.kernel.policy import Actor


@transaction.atomic
def save_draft(
    *, assessment: UUID, word: Word, seen_revision: int | None = None, actor: Actor, at: datetime
) -> AnswerView:
    """Keep what whoever decides puts for one skill so far. Not a judgement, not audited; nobody else sees it.

    Drafts of several people stand beside each other. A draft may have a reason and no level yet.

    Args:
        assessment: one that waits for the actor.
        word: the skill, and the level or the reason, or both.
        seen_revision: revision of the draft they saw; None: they did not look, and the later save wins.
        actor: whoever decides.
        at: when.

    Raises:
        NotVisible, YourOwn, YouManageThem, YouDecidedBefore, TheyWithdrew, WithItsPerson, AlreadyDecided: as ``take``.
        NotAsked, NotOnScale, TooLong: the draft does not fit what was asked.
        Stale: they saved something else in another tab; nothing is changed.
    """
    row, there, asked = _opened(assessment, [word], actor, at)
    draft = there.get(word.skill_id)
    if draft is None:
        draft = _new(row, word, actor)
    elif _says(draft, word):
        return views.of_answer(draft)
    elif seen_revision is not None and draft.revision != seen_revision:
        said = rules.answer_in_words(asked[word.skill_id], level=draft.level, has_skill=draft.has_skill)
        raise refusals.Stale(views.of_answer(draft), words=said)
    _put(draft, word, at)
    draft.save()
    return views.of_answer(draft)


@transaction.atomic
def save_drafts(*, assessment: UUID, words: Sequence[Word], actor: Actor, at: datetime) -> int:
    """Keep what whoever decides puts for several skills so far, all of it or none; return how many drafts changed.

    The later save wins. Of one skill the last word counts.

    Raises:
        NotVisible, YourOwn, YouManageThem, YouDecidedBefore, TheyWithdrew, WithItsPerson, AlreadyDecided: as ``take``.
        NotAsked, NotOnScale, TooLong: a draft does not fit what was asked.

    Cost: some fifteen queries, however many there are.
    """
    row, there, _asked = _opened(assessment, words, actor, at)
    changed = []
    for word in {word.skill_id: word for word in words}.values():
        draft = there.get(word.skill_id) or _new(row, word, actor)
        if draft.pk is None or not _says(draft, word):
            _put(draft, word, at)
            changed.append(draft)
    Answer.objects.bulk_create([draft for draft in changed if draft.pk is None])
    Answer.objects.bulk_update(
        [draft for draft in changed if draft.skill_id in there], ["level", "has_skill", "note", "revision", "saved_at"]
    )
    return len(changed)


def _opened(
    assessment: UUID, words: Sequence[Word], actor: Actor, at: datetime
) -> tuple[Assessment, dict[int, Answer], Mapping[int, RequirementView]]:
    """Return the row, locked, the actor’s drafts and what it asks, each by skill, if ``words`` can be kept."""
    row = row_to_decide(policies.MAY_DECIDE, "draft", assessment, actor, at)
    asked = asked_in(row)
    for word in words:
        if word.skill_id not in asked:
            raise refusals.NotAsked
        if len(word.reason) > rules.MOST_NOTE:
            raise refusals.TooLong(length=len(word.reason), most=rules.MOST_NOTE)
        if word.level is not None or word.has_skill is not None:
            must_fit(asked[word.skill_id], word)
    drafts = Answer.objects.filter(assessment=row, by_id=actor.account_id)
    return row, {draft.skill_id: draft for draft in drafts}, asked


def _new(row: Assessment, word: Word, actor: Actor) -> Answer:
    return Answer(assessment=row, skill_id=word.skill_id, by_id=actor.account_id, revision=0)


def _says(draft: Answer, word: Word) -> bool:
    return (draft.level, draft.has_skill, draft.note) == (word.level, word.has_skill, word.reason)


def _put(draft: Answer, word: Word, at: datetime) -> None:
    draft.level, draft.has_skill, draft.note = word.level, word.has_skill, word.reason
    draft.revision += 1
    draft.saved_at = at
