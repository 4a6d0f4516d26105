"""What a file of levels adds is worked out, shown, written in one go, and taken back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import get_default_timezone

from waymark.assessments import policies, rules
from waymark.assessments.commands import standings
from waymark.assessments.commands.counting.exempting import reason_of
from waymark.assessments.commands.spreadsheets.refusals import (
    LevelFileNotNow,
    LevelFileSeenOtherwise,
    NothingToAdd,
)
from waymark.assessments.models import (
    Audience,
    Evidence,
    EvidenceSkill,
    ImportedLevel,
    Judgement,
    LevelFile,
    Revocation,
)
from waymark.assessments.queries.spreadsheets import AT_ONCE, PLAN, Plan, file_of, folder, plan_of
from waymark.assessments.rules.spreadsheets import Said
from waymark.assessments.types import FileState
from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.kernel.text import sort_key
from waymark.people import queries as people

Say = Callable[[str], None]
MOST_SHOWN = 500


def check(row: LevelFile, say: Say, actor: Actor, at: datetime) -> None:
    """Work out what a file would add, and keep it to be shown."""
    plan = plan_of(file_of(row.uuid), say, actor, at, limit=settings.UPLOAD_MAX_BYTES)
    row.rows = len(plan.new) + plan.known + len(plan.wrong)
    row.counts = {"new": len(plan.new), "known": plan.known, "wrong": len(plan.wrong)}
    row.seen, row.state = _digest(plan), FileState.SHOWN
    names = people.names({said.person_id for said in plan.new[:MOST_SHOWN]})
    kept = {
        "changes": [
            [
                said.row, names.get(said.person_id, ""), said.skill.name,
                plan.before.get((said.person_id, said.skill.skill_id), ""), _level(said), said.judged_on.isoformat(),
            ]
            for said in plan.new[:MOST_SHOWN]
        ],
        "wrong": [list(one) for one in plan.wrong[:MOST_SHOWN]],
        "ignored": list(plan.ignored),
    }  # fmt: skip
    (folder(row.uuid) / PLAN).write_text(json.dumps(kept, ensure_ascii=False))
    read = {said.person_id for said in plan.new[:MOST_SHOWN] if (said.person_id, said.skill.skill_id) in plan.before}
    audit.record(
        "assessments.level_file.checked", actor=actor, at=at, subjects=read, file=str(row.uuid), **row.counts
    )  # fmt: skip


def apply(row: LevelFile, say: Say, actor: Actor, at: datetime) -> None:
    """Write what was shown: judgements, where each came from, evidence, and what everybody holds, in one go.

    Raises:
        LevelFileSeenOtherwise: it would add something else now.
        NothingToAdd: it adds nothing.
    """
    plan = plan_of(file_of(row.uuid), say, actor, at, limit=settings.UPLOAD_MAX_BYTES, hold=_hold)
    if _digest(plan) != row.seen:
        raise LevelFileSeenOtherwise
    if not plan.new:
        raise NothingToAdd
    first, evidence_id = bulk.next_id(Judgement), bulk.next_id(Evidence)
    made = [(first + place, said, new_uuid() if said.evidence_title else None) for place, said in enumerate(plan.new)]
    columns = (
        "id", "uuid", "person_id", "skill_id", "version_id", "source", "maker_id", "level", "has_skill", "note",
        "made_at", "valid_until", "audience",
    )  # fmt: skip
    bulk.insert_rows(
        Judgement,
        columns,
        (
            (
                pk, new_uuid(), said.person_id, said.skill.skill_id, said.skill.version_id, said.source,
                actor.person_id, said.level, said.has_skill, said.note, min(_noon(said.judged_on), at),
                _noon(said.valid_until) if said.valid_until else None, Audience.SHARED.value,
            )
            for pk, said, _evidence in made
        ),
    )  # fmt: skip
    bulk.move_sequence(Judgement)
    _add_evidence(made, evidence_id, at)
    bulk.insert_rows(
        ImportedLevel,
        ("judgement_id", "file_id", "row", "judged_by", "evidence"),
        ((pk, row.pk, said.row, said.judged_by, evidence) for pk, said, evidence in made),
    )
    subjects = {said.person_id for said in plan.new}
    standings.derive_since(first, subjects)
    row.state = FileState.APPLIED
    audit.record(
        "assessments.level_file.applied", actor=actor, at=at, subjects=subjects, file=str(row.uuid), levels=len(made),
    )  # fmt: skip
    transaction.on_commit(lambda: shutil.rmtree(folder(row.uuid), ignore_errors=True))


def _hold(person_ids: list[int]) -> None:
    """Lock people as a decision about one of them does, and the tables: before a file is compared with the record.

    Without the first, what somebody holds would be worked out beside a revocation that is not there yet. Without the
    second, two files that say the same would both be new.
    """
    for start in range(0, len(person_ids), AT_ONCE):
        some = people.rows_of(person_ids[start : start + AT_ONCE])
        list(some.select_for_update(no_key=True).values_list("pk"))
    bulk.alone(Judgement, Evidence)


def _add_evidence(made: list[tuple[int, Said, UUID | None]], first: int, at: datetime) -> None:
    """Make a piece of evidence for each row that names one."""
    with_title = [(said, uuid) for _pk, said, uuid in made if uuid is not None]
    columns = (
        "id", "uuid", "person_id", "kind", "title", "situation", "task", "action", "result", "url", "by_name", "words",
        "audience", "sought", "revision", "saved_at",
    )  # fmt: skip

    def rows() -> Iterator[tuple[object, ...]]:
        for pk, (said, uuid) in enumerate(with_title, first):
            link = said.evidence_link
            yield (
                pk, uuid, said.person_id, "link" if link else "account", said.evidence_title, "", "", "", "", link,
                said.judged_by, "", Audience.SHARED.value,
                sort_key(f"{said.evidence_title} {link} {said.judged_by}"), 1, at,
            )  # fmt: skip

    bulk.insert_rows(Evidence, columns, rows())
    bulk.move_sequence(Evidence)
    bulk.insert_rows(
        EvidenceSkill,
        ("evidence_id", "skill_id"),
        ((pk, said.skill.skill_id) for pk, (said, _uuid) in enumerate(with_title, first)),
    )


@transaction.atomic
def undo_level_file(*, uuid: UUID, reason: str, actor: Actor, at: datetime) -> int:
    """Take back what a file added, and return how many levels that are: they are revoked, and stay in histories.

    Evidence that it made and that nobody changed since goes out of people's libraries.

    Args:
        uuid: a file that was applied.
        reason: why, up to 400 characters; the people whose levels it are read it.
        actor: whoever brought it.
        at: when.

    Raises:
        NotVisible: there is no such file of theirs.
        LevelFileNotNow: it was not applied, or taken back before.
        WhyNeeded, TooLong: there is no reason, or it does not fit.

    Cost: some ten queries, whatever its size.
    """
    reason = reason_of(reason)
    rows = LevelFile.objects.select_for_update(of=("self",))
    row = fetch(policies.MAY_STEER_LEVEL_FILE, rows, actor, at, uuid=uuid)
    if row.state != FileState.APPLIED or row.doing:
        raise LevelFileNotNow
    levels = ImportedLevel.objects.filter(file=row, judgement__revocation__isnull=True)
    # People before tables, as every command about one of them: what they hold is worked out anew below.
    list(people.rows_of(levels.values("judgement__person_id")).select_for_update(no_key=True).values_list("pk"))
    bulk.alone(Judgement)
    found = list(levels.values_list("judgement_id", "judgement__person_id"))
    bulk.insert_rows(
        Revocation,
        ("judgement_id", "account_id", "reason", "at"),
        ((judgement_id, actor.account_id, reason, at) for judgement_id, _person_id in found),
    )
    subjects = {person_id for _judgement_id, person_id in found}
    made = ImportedLevel.objects.filter(file=row, evidence__isnull=False).values("evidence")
    Evidence.objects.filter(uuid__in=made, revision=1, removed_at=None).update(removed_at=at)
    if found:
        standings.derive_since(min(pk for pk, _person_id in found), subjects)
    row.state, row.changed_at = FileState.UNDONE, at
    row.save()
    audit.record(
        "assessments.level_file.undone", actor=actor, at=at, subjects=subjects, reason=reason, file=str(row.uuid),
        levels=len(found),
    )  # fmt: skip
    return len(found)


def _digest(plan: Plan) -> str:
    told = [[said.row, said.person_id, said.skill.skill_id, said.skill.version_id, said.level, said.has_skill,
             said.source, said.judged_on.isoformat(), str(said.valid_until)] for said in plan.new]  # fmt: skip
    # Not why: those are words, and a worker may say them in another language than the page.
    return sha256(json.dumps([told, [[one.row, one.column] for one in plan.wrong]]).encode()).hexdigest()


def _level(said: Said) -> str:
    return rules.answer_title(list(said.skill.levels), level=said.level, has_skill=said.has_skill)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), get_default_timezone())
