"""The steps of an import that can take long: reading, checking, applying.

Each works everything out from the file and from what its owner said, and writes in one transaction at its end: whoever
kills it finds everything as it was, and it can simply be begun again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.exchange import policies, rules
from waymark.exchange.commands.staging import NotNow, SeenOtherwise
from waymark.exchange.models import SavedMapping, StagedImport
from waymark.exchange.queries import files
from waymark.exchange.queries.staging import card_of
from waymark.exchange.rules.sniffing import BEGINNING
from waymark.exchange.types import SHEET, Doing, ImportCard, ImportState
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as framework_queries
from waymark.frameworks.types import ImportedVersion
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.work import commands as work
from waymark_formats import registry
from waymark_formats.framework import FrameworkDocument, Note, ScaleDocument, ScaleLevel, Unreadable
from waymark_formats.sheets import (
    Meaning,
    Problem,
    Workbook,
    build,
    fits,
    good_part,
    mapping_from_json,
    mapping_to_json,
    read_workbook,
    suggest,
)

JOB = "exchange.import"
"""Kind of job that carries a step out."""

Say = Callable[[str], None]
MOST_TITLE, MOST_LABEL = 200, 60
"""Of what a file says of itself, as much as is offered to its owner, who may say something else."""
_BEFORE = {
    Doing.READ: (ImportState.UPLOADED,),
    Doing.CHECK: (ImportState.READ, ImportState.MAPPED, ImportState.CHECKED),
    Doing.APPLY: (ImportState.CHECKED,),
}


def _silent(words: str) -> None:
    """Say nothing: whoever waits for it sees what comes of it."""


def go_on(*, uuid: UUID, step: Doing, seen: str | None = None, actor: Actor, at: datetime) -> ImportCard:
    """Take the next step of an import: at once when it is quick, else by a worker.

    Args:
        uuid: which import.
        step: which.
        seen: of ``APPLY``, the digest of the difference that the actor was shown (``ImportCard.seen``).
        actor: its owner.
        at: when.

    Returns:
        The import after the step; or, where ``doing`` says so, while a worker is at it.

    Raises:
        NotVisible: there is no such import, or it is somebody else's.
        NotNow: another step is being taken, or this one is not due.
        SeenOtherwise: the difference was worked out again since.
    """
    card, quick = _ask(uuid, step, seen, actor, at)
    return _at_once(uuid, actor, at) if quick else card


def resume(*, uuid: UUID, actor: Actor, at: datetime) -> ImportCard:
    """Take a step again that was begun at once and not ended: the process that had it was stopped.

    Raises:
        NotVisible: there is no such import, or it is somebody else's.
        NotNow: it waits for its owner, has ended, or a worker is at it.
    """
    row = fetch(policies.MAY_STEER_IMPORT, StagedImport.objects.all(), actor, at, uuid=uuid)
    if not row.doing or row.job is not None:
        raise NotNow
    return _at_once(uuid, actor, at)


def _at_once(uuid: UUID, actor: Actor, at: datetime) -> ImportCard:
    try:
        return carry_out(uuid=uuid, actor=actor, at=at)
    except Exception:
        # Whoever runs the site finds it in the log; its owner must not be left with a step that nobody takes.
        row = StagedImport.objects.filter(uuid=uuid).first()
        if row is not None:
            _refused(row, _("Something went wrong on our side. Try again, or bring the file anew."), actor, at)
        raise


@transaction.atomic
def _ask(uuid: UUID, step: Doing, seen: str | None, actor: Actor, at: datetime) -> tuple[ImportCard, bool]:
    row = fetch(policies.MAY_STEER_IMPORT, StagedImport.objects.select_for_update(of=("self",)), actor, at, uuid=uuid)
    if row.doing or row.state not in _BEFORE[step] or (step is Doing.APPLY and row.problems):
        raise NotNow
    if step is Doing.APPLY and seen != row.seen:
        raise SeenOtherwise
    row.doing, row.problem, row.changed_at = step, "", at
    quick = not rules.takes_long(row.size, files.original(row.uuid).suffix)
    if not quick:
        key = f"{JOB}.{row.uuid.hex}.{step}.{at.timestamp():.6f}"
        row.job = work.start(kind=JOB, key=key, arguments={"uuid": str(row.uuid)}, actor=actor, at=at)
    row.save()
    return card_of(row), quick


def carry_out(*, uuid: UUID, actor: Actor, say: Say = _silent, at: datetime) -> ImportCard:
    """Take the step that an import waits for. Taken already, nothing happens: a worker may be told of it twice.

    Args:
        uuid: which import.
        actor: its owner.
        say: is told in words what is being done.
        at: when.

    Raises:
        NotVisible: there is no such import, or it is somebody else's by now.
    """
    row = fetch(policies.MAY_STEER_IMPORT, StagedImport.objects.all(), actor, at, uuid=uuid)
    try:
        if row.doing == Doing.READ:
            _read(row, say, actor, at)
        elif row.doing == Doing.CHECK:
            _check(row, say, actor, at)
        elif row.doing == Doing.APPLY:
            _apply(row, say, actor, at)
    except Unreadable as no:
        _refused(row, str(no), actor, at, state=ImportState.FAILED)
    except Refusal as no:
        _refused(row, str(no) or _("You may not do this any more."), actor, at)
    row.refresh_from_db()
    return card_of(row)


def _read(row: StagedImport, say: Say, actor: Actor, at: datetime) -> None:
    say(_("Reading the file"))
    path = files.original(row.uuid)
    workbook = _workbook(path)
    names = frozenset(one.name for one in workbook.sheets) if workbook and path.suffix != ".csv" else frozenset()
    format = rules.format_of(path, _beginning(path), names)
    mappings: list[dict[str, Any]] = []
    title = label = ""
    if format == SHEET and workbook is not None:
        mappings = _suggested(workbook, actor)
        _write(row.uuid, files.SHEETS, [files.cut(one) for one in workbook.sheets])
    else:
        document, _notes = _parse(path, format)
        title, label = document.title[:MOST_TITLE], document.version[:MOST_LABEL]
    with transaction.atomic():
        _still(row, Doing.READ)
        row.state, row.format, row.mappings, row.title, row.label = ImportState.READ, format, mappings, title, label
        _done(row, at)
        audit.record("exchange.import.read", actor=actor, at=at, staged_import=row.pk, source_format=format)


def _beginning(path: Path) -> bytes:
    if path.is_dir():
        return b""
    with path.open("rb") as file:
        return file.read(BEGINNING)


def _workbook(path: Path) -> Workbook | None:
    """Return a file's sheets; None where it has none."""
    return read_workbook(path) if path.suffix in {".xlsx", ".ods", ".csv"} and not rules.is_moodle(path) else None


def _suggested(workbook: Workbook, actor: Actor) -> list[dict[str, Any]]:
    """Return what each sheet is taken to mean: as a profession of the actor's has said before, else a guess."""
    mine = framework_queries.professions_of_author(actor)
    saved = [
        (one.name, mapping_from_json(one.mapping))
        for one in SavedMapping.objects.filter(profession__in=mine).order_by("-used_at", "-pk")
    ]
    found = []
    for sheet in workbook.sheets:
        known = next(((name, one) for name, one in saved if fits(one, sheet)), None)
        mapping = replace(known[1], sheet=sheet.name) if known else suggest(sheet)
        meanings = {one.meaning for one in mapping.columns}
        use = known is not None or bool(meanings & {Meaning.SKILL, Meaning.ROLE})
        found.append({"use": use, "mapping": mapping_to_json(mapping), "from": known[0] if known else ""})
    if found and not any(one["use"] for one in found):
        found[0]["use"] = True
    return found


def _parse(path: Path, format: str) -> tuple[FrameworkDocument, tuple[Note, ...]]:
    known = registry.FORMATS[format]
    assert known.read is not None, "no file is taken to be of a format that is only written"
    read = known.read(path, limit=settings.UPLOAD_MAX_BYTES)
    return read.document, read.notes


@dataclass(frozen=True, slots=True)
class _Made:
    """What a file says, or what is wrong with it."""

    document: FrameworkDocument | None
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...] = ()
    left_out: frozenset[tuple[str, int]] = frozenset()


def _made(row: StagedImport, actor: Actor, at: datetime) -> _Made:
    """Read the file of an import as its owner said."""
    path = files.original(row.uuid)
    if row.format != SHEET:
        document, notes = _parse(path, row.format)
        return _Made(replace(document, title=row.title or document.title), notes)
    workbook = read_workbook(path)
    mappings = [mapping_from_json(one["mapping"]) for one in row.mappings if one["use"]]
    building = good_part if row.leave_out else build
    built = building(workbook, mappings, title=row.title, scale=_scale(row, actor, at))
    made = built.document
    if made is not None and (version := framework_queries.newest_written(row.into, actor, at)) is not None:
        before = framework_queries.document(version.id)
        made = rules.with_what_no_sheet_says(made, before, same_version=row.replaces)
    return _Made(made, (*workbook.notes, *built.notes), built.problems, built.left_out)


def _scale(row: StagedImport, actor: Actor, at: datetime) -> ScaleDocument | None:
    """Return the scale that a spreadsheet's levels are looked up in; None: they make one of their own."""
    if row.scale == "usual":
        levels = tuple(ScaleLevel(rank, name) for rank, name in enumerate(frameworks.USUAL_LEVELS, start=1))
        return ScaleDocument("levels", _("Levels"), levels)
    if row.scale == "framework":
        version = framework_queries.newest_written(row.into, actor, at)
        if version is not None and (scales := framework_queries.document(version.id).scales):
            return scales[0]
    return None


def _check(row: StagedImport, say: Say, actor: Actor, at: datetime) -> None:
    say(_("Reading the file"))
    made = _made(row, actor, at)
    if made.document is None:
        kept = files.problems_kept(made.problems)
        _write(row.uuid, files.PROBLEMS, kept)
        with transaction.atomic():
            _still(row, Doing.CHECK)
            row.state, row.problems, row.left_out, row.counts = ImportState.CHECKED, len(kept), 0, {}
            row.seen = sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
            _done(row, at)
            audit.record("exchange.import.checked", actor=actor, at=at, staged_import=row.pk, problems=len(kept))
        return
    say(_("Working out what would change"))
    planned = framework_queries.plan_import(
        document=made.document, into=row.into, owner=_owner(row), version=row.label, licence="",
        replaces=row.replaces, actor=actor, at=at,
    )  # fmt: skip
    _write(row.uuid, files.DIFFERENCE, _kept_difference(planned, made))
    with transaction.atomic():
        _still(row, Doing.CHECK)
        row.state, row.problems, row.left_out = ImportState.CHECKED, 0, len(made.left_out)
        row.counts, row.seen = asdict(planned.counts), framework_queries.seen_of(planned)
        _done(row, at)
        audit.record("exchange.import.checked", actor=actor, at=at, staged_import=row.pk, problems=0)


def _owner(row: StagedImport) -> str:
    return "" if row.owner_id is None else organisation.profession_by_id(row.owner_id).slug


def _kept_difference(planned: ImportedVersion, made: _Made) -> dict[str, Any]:
    """Return what an import would change, to be kept: what it removes stands first, then what else it does."""
    order = {"removed": 0, "level_changed": 1, "reworded": 2, "added": 3, "spacing": 4, "hidden": 4}
    changes = sorted(planned.difference.changes, key=lambda one: order.get(one.what, 5))
    rows: dict[str, list[int]] = {}
    for sheet, number in sorted(made.left_out):
        rows.setdefault(sheet, []).append(number)
    return {
        "compared_with": planned.compared_with,
        "counts": planned.difference.counts,
        "changes": [[one.what, one.kind, one.name, one.slug, one.before, one.after] for one in changes],
        "notes": [
            *([one.file, one.row, one.what, one.done] for one in made.notes),
            *(["", None, one.what, one.done] for one in planned.remarks),
        ],
        "left_out": list(rows.items()),
    }


def _apply(row: StagedImport, say: Say, actor: Actor, at: datetime) -> None:
    say(_("Reading the file"))
    made = _made(row, actor, at)
    if made.document is None:
        raise SeenOtherwise
    say(_("Writing the draft"))
    reason = _("from the file %(name)s") % {"name": row.filename}
    given: dict[str, Any] = {
        "document": made.document,
        "licence": "",
        "source_format": row.format,
        "source_digest": row.digest,
        "seen": row.seen,
        "reason": reason,
        "actor": actor,
        "at": at,
    }
    with transaction.atomic():
        _still(row, Doing.APPLY)
        if row.replaces:
            draft = framework_queries.draft(row.into, row.label, actor, at)
            frameworks.replace_draft(version_id=draft.version.id, **given)
        else:
            frameworks.import_version(into=row.into, owner=_owner(row), version=row.label, publish=False, **given)
        _save_mappings(row, at)
        row.state = ImportState.APPLIED
        _done(row, at)
        audit.record("exchange.import.applied", actor=actor, at=at, staged_import=row.pk, framework=row.into)


def _save_mappings(row: StagedImport, at: datetime) -> None:
    """Keep what the sheets were said to mean, for the profession's next file of the kind."""
    if row.format != SHEET or row.owner_id is None:
        return
    for one in row.mappings:
        if not one["use"]:
            continue
        mapping = mapping_from_json(one["mapping"])
        told = json.dumps([text.casefold() for text in mapping.headings])
        SavedMapping.objects.update_or_create(
            profession_id=row.owner_id,
            headings=sha256(told.encode()).hexdigest(),
            defaults={
                "name": f"{row.filename}, {mapping.sheet}"[:160],
                "mapping": one["mapping"],
                "used_at": at,
            },
        )


def _refused(row: StagedImport, problem: str, actor: Actor, at: datetime, *, state: ImportState | None = None) -> None:
    """Give an import back to its owner, with the reason why the step was not taken."""
    with transaction.atomic():
        now = StagedImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if now.doing != row.doing:
            return  # somebody else has ended the step meanwhile
        audit.record("exchange.import.refused", actor=actor, at=at, staged_import=now.pk, step=now.doing)
        if state is None:
            state = ImportState.UPLOADED if now.state == ImportState.UPLOADED else ImportState.MAPPED
        now.state, now.problem = state, problem
        _done(now, at)


def _still(row: StagedImport, step: Doing) -> None:
    """Lock an import, and see that the step is still to be taken.

    Raises:
        NotNow: it was discarded, or another worker was faster.
    """
    now = StagedImport.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if now is None:
        raise NotVisible
    if now.doing != step:
        raise NotNow


def _done(row: StagedImport, at: datetime) -> None:
    row.doing, row.job, row.changed_at = "", None, at
    row.save()


def _write(uuid: UUID, name: str, value: Any) -> None:
    """Keep something beside the file, whole or not at all."""
    path = files.folder(uuid) / name
    arriving = path.with_suffix(f".{os.getpid()}")
    arriving.write_text(json.dumps(value, ensure_ascii=False))
    arriving.replace(path)
