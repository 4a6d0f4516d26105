"""Writing an exercise: begun, saved as often as one likes, published for each skill it shows, or thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.commands.calibrating import add_exercises
from waymark.assessments.models import ExerciseDraft, ExerciseDraftWord
from waymark.assessments.queries import drafting as reading
from waymark.assessments.types import DraftWord, ExerciseDraftView, ExercisesAdded, ExerciseWords
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel import errors
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch

MOST_TITLE = 200


class DraftWithoutTitle(errors.Refusal):
    """Nobody could find it again."""

    def __init__(self) -> None:
        super().__init__(_("Give the exercise a title of 1 to %(most)s characters.") % {"most": MOST_TITLE})


class DraftChanged(errors.Stale):
    """Somebody saved the draft since it was opened here. ``there`` is what it says now."""

    def __init__(self, there: ExerciseDraftView) -> None:
        super().__init__(
            _(
                "%(name)s saved this draft at %(time)s on %(day)s, after you opened it, so nothing was done. What you "
                "typed is still here. Look at theirs in another tab; save again to put yours in its place."
            )
            % {
                "name": there.changed_by or _("An operator"),
                "time": rules.time_of_day(there.changed_at),
                "day": rules.day(there.changed_at),
            }
        )
        self.there = there


class NoSuchSkillHere(errors.Refusal):
    """A skill stands twice, or the framework has none such."""

    def __init__(self) -> None:
        super().__init__(_("Choose skills of this framework, each once."))


class DraftNotReady(errors.Refusal):
    """Something has to be written first; ``missing`` says what."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(_("It cannot be published yet. %(first)s") % {"first": missing[0]})
        self.missing = missing


@transaction.atomic
def begin_exercise_draft(*, framework: str, title: str, actor: Actor, at: datetime) -> UUID:
    """Begin the draft of an exercise, which all moderators of the profession write together. Return its id.

    Args:
        framework: short name of the framework whose skills the work shows.
        title: what assessors see it called, up to 200 characters.
        actor: an operator, or a moderator of the profession that owns the framework.
        at: when.

    Raises:
        NotVisible: the framework has no version that holds, or the actor may not write exercises about it.
        DraftWithoutTitle: there is no title, or it does not fit.
    """
    version = frameworks.framework(framework, at)
    row = ExerciseDraft.objects.create(
        uuid=new_uuid(), framework_id=version.framework_id, profession_id=version.profession_id, title=_title(title),
        begun_by_id=actor.account_id, changed_by_id=actor.account_id, changed_at=at,
    )  # fmt: skip
    if not policies.MAY_WRITE_EXERCISE.decide(actor, row, at).allowed:
        raise errors.NotVisible
    audit.record(
        "assessments.exercise_draft.begun", actor=actor, at=at, draft=str(row.uuid), framework=version.framework_id
    )
    return row.uuid


@transaction.atomic
def keep_exercise_draft(
    *, draft: UUID, title: str, sample: str, words: Sequence[DraftWord], seen_revision: int, actor: Actor, at: datetime
) -> None:
    """Save a draft as it stands, finished or not. Skills that are not among the words are taken out.

    Args:
        draft: which.
        title: up to 200 characters.
        sample: the piece of work, up to 20,000 characters.
        words: the skills it shows, each once, of the framework; with the panel's level and reason as far as written.
        seen_revision: the revision of the draft that was open.
        actor: an operator, or a moderator of the profession.
        at: when.

    Raises:
        NotVisible: there is none, or the actor does not write it.
        DraftWithoutTitle: there is no title, or it does not fit.
        DraftChanged: somebody saved it meanwhile.
        NoSuchSkillHere: a skill stands twice, or is of another framework.
        NotOnScale: the scale of a skill has no such level.
        TooLong: a text does not fit.

    Cost: about fifteen queries, whatever the number of skills.
    """
    row = fetch(policies.MAY_WRITE_EXERCISE, ExerciseDraft.objects.select_for_update(), actor, at, uuid=draft)
    there = _unchanged(row, seen_revision, at)
    title, sample = _title(title), sample.strip()
    words = [DraftWord(word.skill_id, word.level, word.reason.strip()) for word in words]
    for text, most in [(sample, rules.MOST_SAMPLE), *((word.reason, rules.MOST_NOTE) for word in words)]:
        if len(text) > most:
            raise refusals.TooLong(length=len(text), most=most)
    known = {one.skill_id for one in there.skills} | {pk for pk, _name in there.others}
    ids = [word.skill_id for word in words]
    if len(set(ids)) < len(ids) or not set(ids) <= known:
        raise NoSuchSkillHere
    pages = frameworks.skills_now(ids, at)
    if any(word.level is not None and not 0 <= word.level <= pages[word.skill_id].scale.top for word in words):
        raise refusals.NotOnScale(_("Choose one of the levels."))
    before = [DraftWord(one.skill_id, one.level, one.reason) for one in there.skills]
    if (title, sample, words) == (row.title, row.sample, before):
        return
    row.title, row.sample = title, sample
    row.revision, row.changed_by_id, row.changed_at = row.revision + 1, actor.account_id, at
    row.save()
    row.words.all().delete()
    ExerciseDraftWord.objects.bulk_create(
        ExerciseDraftWord(draft=row, skill_id=word.skill_id, panel_level=word.level, panel_reason=word.reason)
        for word in words
    )
    audit.record("assessments.exercise_draft.kept", actor=actor, at=at, draft=str(draft), revision=row.revision)


@transaction.atomic
def publish_exercise_draft(*, draft: UUID, seen_revision: int, actor: Actor, at: datetime) -> ExercisesAdded:
    """Ask assessors from now on: an exercise for each skill of the draft, in its words. The draft goes.

    Args:
        draft: which.
        seen_revision: the revision that was looked through.
        actor: whoever may add exercises: an operator, or a moderator of the profession.
        at: when.

    Raises:
        NotVisible: there is none (any more), or the actor does not write it.
        DraftChanged: somebody saved it since it was looked through.
        DraftNotReady: something has to be written first.
        Refusal: whatever ``add_exercises`` refuses.
    """
    row = fetch(policies.MAY_WRITE_EXERCISE, ExerciseDraft.objects.select_for_update(), actor, at, uuid=draft)
    there = _unchanged(row, seen_revision, at)
    if there.missing:
        raise DraftNotReady(there.missing)
    version = reading.version_now(row.framework_id, at)
    assert version is not None, "or something would be missing"
    pages = frameworks.skills_now([one.skill_id for one in there.skills], at)
    words = []
    for place, one in enumerate(there.skills, 1):
        assert one.level is not None, "or something would be missing"
        slug = pages[one.skill_id].slug
        key = rules.exercise_key(row.title, slug, f"{row.uuid.hex[-8:]}-{place}")
        words.append(ExerciseWords(key, slug, row.title, row.sample, one.level, one.reason))
    done = add_exercises(framework=version.framework_slug, exercises=words, actor=actor, at=at)
    row.delete()
    keys = [one.key for one in words]
    audit.record("assessments.exercise_draft.published", actor=actor, at=at, draft=str(draft), exercises=keys)
    return done


@transaction.atomic
def throw_away_exercise_draft(*, draft: UUID, actor: Actor, at: datetime) -> None:
    """Delete a draft. What was published of others stays.

    Args:
        draft: which.
        actor: an operator, or a moderator of the profession.
        at: when.

    Raises:
        NotVisible: there is none (any more), or the actor does not write it.
    """
    row = fetch(policies.MAY_WRITE_EXERCISE, ExerciseDraft.objects.select_for_update(), actor, at, uuid=draft)
    audit.record("assessments.exercise_draft.thrown_away", actor=actor, at=at, draft=str(draft), title=row.title)
    row.delete()


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not 1 <= len(title) <= MOST_TITLE:
        raise DraftWithoutTitle
    return title


def _unchanged(row: ExerciseDraft, seen_revision: int, at: datetime) -> ExerciseDraftView:
    there = reading.draft_view(row, at)
    if row.revision != seen_revision:
        raise DraftChanged(there)
    return there
