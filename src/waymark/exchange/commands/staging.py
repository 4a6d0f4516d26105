"""What the owner of an import does, step by step. Reading, checking and applying stand in ``carrying``."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.exchange import policies, rules
from waymark.exchange.models import StagedImport
from waymark.exchange.queries import files
from waymark.exchange.queries.staging import card_of
from waymark.exchange.rules.sniffing import BEGINNING
from waymark.exchange.types import ImportCard, ImportState
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.ids import new_uuid, slugify
from waymark.kernel.policy import Actor, fetch
from waymark_formats.folders import unpack
from waymark_formats.framework import Unreadable
from waymark_formats.sheets import (
    Column,
    Layout,
    Mapping,
    headings,
    mapping_from_json,
    mapping_to_json,
    read_workbook,
    suggest,
    turned,
)

KEPT = timedelta(days=30)
SCALES = ("sheet", "usual", "framework")
_OPEN = (ImportState.READ, ImportState.MAPPED, ImportState.CHECKED)


class TooLarge(Refusal):
    """The file holds more than may be uploaded."""

    def __init__(self) -> None:
        super().__init__(
            _("The file is larger than %(most)d MB. Leave out sheets or pictures that are not needed, and try again.")
            % {"most": settings.UPLOAD_MAX_BYTES // 1024**2}
        )


class TooMany(Refusal):
    """The actor has as many imports under way as one account may have."""

    def __init__(self) -> None:
        super().__init__(
            _("You have %(most)d imports under way. Discard those you do not need first.") % {"most": MOST_OPEN}
        )


class NotNow(Refusal):
    """The import is at another step: it is being worked on, or it has ended."""

    def __init__(self) -> None:
        super().__init__(_("This import is at another step now. Open it again from the list of your imports."))


class NothingChosen(Refusal):
    """No sheet is used, or no column of one means anything."""


class SlugTaken(Refusal):
    """Another framework has the name already."""


class SeenOtherwise(Stale):
    """What the actor was shown has been worked out anew since."""

    def __init__(self) -> None:
        super().__init__(_("This was worked out again since you opened the page. Look at it once more."))


MOST_OPEN = 20


@transaction.atomic
def stage(*, filename: str, chunks: Iterable[bytes], actor: Actor, at: datetime) -> ImportCard:
    """Keep a file that somebody brings, in a folder of its own outside the web root.

    Args:
        filename: what its owner calls it.
        chunks: its bytes.
        actor: an author of frameworks.
        at: when.

    Raises:
        NotVisible: the actor writes no frameworks.
        TooLarge, TooMany: see each.
        NotAFramework: no framework is brought in from such a file; nothing is kept of it.
    """
    if actor.account_id is None or not frameworks.professions_of_author(actor):
        raise NotVisible
    if StagedImport.objects.filter(account_id=actor.account_id, state__in=(*_OPEN, ImportState.UPLOADED)).count() >= (
        MOST_OPEN
    ):
        raise TooMany
    uuid, name = new_uuid(), rules.safe_name(filename)
    place = rules.folder(Path(settings.IMPORTS_DIR), uuid)
    try:
        size, digest, path = _keep(place, name, chunks)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    row = StagedImport.objects.create(
        uuid=uuid, account_id=actor.account_id, filename=path.name, size=size, digest=digest,
        state=ImportState.UPLOADED, at=at, changed_at=at,
    )  # fmt: skip
    audit.record("exchange.import.staged", actor=actor, at=at, staged_import=row.pk, size=size)
    return card_of(row)


def _keep(place: Path, name: str, chunks: Iterable[bytes]) -> tuple[int, str, Path]:
    """Write a file, and return its size, its digest, and where it lies."""
    inside = place / "file"
    inside.mkdir(parents=True, mode=0o700)
    arriving = inside / "arriving"
    size, found = 0, hashlib.sha256()
    with arriving.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                raise TooLarge
            found.update(chunk)
            file.write(chunk)
    with arriving.open("rb") as file:
        suffix = rules.kind_of(file.read(BEGINNING), name)
    path = inside / rules.suffix_for(name, suffix)
    if suffix == rules.ZIP:
        return size, found.hexdigest(), _unpack(arriving, path)
    arriving.rename(path)
    return size, found.hexdigest(), path


def _unpack(archive: Path, folder: Path) -> Path:
    """Unpack a folder of CSV files in the place of its archive; a single file stands for itself."""
    folder.mkdir(mode=0o700)
    try:
        number = unpack(archive, folder, name=folder.name, limit=settings.UPLOAD_MAX_BYTES)
    except Unreadable as no:
        raise rules.NotAFramework(str(no)) from None
    archive.unlink()
    if number > 1:
        return folder
    (only,) = folder.iterdir()
    file = folder.with_name(rules.suffix_for(rules.safe_name(only.name), ".csv"))
    only.rename(file)
    folder.rmdir()
    return file


@transaction.atomic
def choose_sheets(*, uuid: UUID, used: frozenset[int], actor: Actor, at: datetime) -> ImportCard:
    """Say which sheets are used.

    Args:
        uuid: which import.
        used: numbers of the sheets, counted from 1.
        actor: its owner.
        at: when.

    Raises:
        NotVisible, NotNow: see each.
        NothingChosen: none is.
    """
    row = _mine(uuid, actor, at)
    if not any(number in used for number, _one in enumerate(row.mappings, start=1)):
        raise NothingChosen(_("Choose at least one sheet to use."))
    row.mappings = [{**one, "use": number in used} for number, one in enumerate(row.mappings, start=1)]
    return _mapped(row, actor, at)


@transaction.atomic
def shape_sheet(
    *, uuid: UUID, number: int, header_row: int, header_rows: int, sideways: bool, actor: Actor, at: datetime
) -> ImportCard:
    """Say where a sheet's headings are and which way it is read; what its columns mean is suggested anew.

    Args:
        uuid: which import.
        number: of the sheet, counted from 1.
        header_row: the row that names the columns, the lower of two; 0: none does.
        header_rows: how many do, 1 or 2.
        sideways: its columns are read as rows.
        actor: its owner.
        at: when.

    Raises:
        NotVisible, NotNow: see each.
        NothingChosen: there is no such row.

    Cost: the file is read again where the sheet has more columns than ``files.MOST_COLUMNS``.
    """
    row = _mine(uuid, actor, at)
    kept = _kept(row, number)
    sheet = files.beginning(kept)
    rows = turned(sheet, sideways=sideways).rows
    if not 0 <= header_row < len(rows) or (header_rows == 2 and header_row < 2):
        raise NothingChosen(_("There is no such row above the contents. Choose a row that is shown below."))
    if (kept["rows"] if sideways else kept["width"]) > files.MOST_COLUMNS:
        # More columns than are kept to be shown: every one of them is to mean something.
        sheet = read_workbook(files.original(row.uuid)).sheets[_index(row, number)]
    _set(row, number, suggest(sheet, shape=(header_row, header_rows, sideways)))
    return _mapped(row, actor, at)


@transaction.atomic
def map_sheet(
    *,
    uuid: UUID,
    number: int,
    layout: Layout,
    columns: Iterable[Column],
    role: str = "",
    family: str = "",
    ladder: bool = False,
    actor: Actor,
    at: datetime,
) -> ImportCard:
    """Say what the columns of a sheet mean.

    Args:
        uuid: which import.
        number: of the sheet, counted from 1.
        layout: how the sheet says what it says.
        columns: those that mean something.
        role: the role the whole sheet is about, where no column says it.
        family: likewise.
        ladder: each level is also a rung of the role.
        actor: its owner.
        at: when.

    Raises:
        NotVisible, NotNow: see each.
        NothingChosen: no column means anything.
    """
    row = _mine(uuid, actor, at)
    chosen = tuple(columns)
    if not chosen:
        raise NothingChosen(_("Say of at least one column what it means."))
    now = mapping_from_json(row.mappings[_index(row, number)]["mapping"])
    rows = turned(files.beginning(_kept(row, number)), sideways=now.sideways).rows
    shown = headings(rows, now.header_row, now.header_rows)
    _set(
        row,
        number,
        replace(
            now,
            layout=layout,
            columns=chosen,
            headings=(*shown, *now.headings[len(shown) :]),
            role=role,
            family=family,
            ladder=ladder,
        ),
    )
    return _mapped(row, actor, at)


@transaction.atomic
def aim(
    *,
    uuid: UUID,
    owner_id: int | None,
    into: str,
    title: str,
    label: str,
    replaces: bool,
    scale: str,
    actor: Actor,
    at: datetime,
) -> ImportCard:
    """Say what an import is to become: a new framework, the next version of one, or the content of its open draft.

    Args:
        uuid: which import.
        owner_id: the profession of a new framework.
        into: slug of the framework there is; empty for a new one, whose slug is made from the title.
        title: of the framework.
        label: of the version.
        replaces: the draft of that label gets this content in place of its own.
        scale: where the levels of a spreadsheet come from, one of ``SCALES``.
        actor: its owner.
        at: when.

    Raises:
        NotVisible: there is no such import, or the actor does not write for that profession.
        NotNow: see it.
        SlugTaken: a new framework has the name of another.
    """
    row = _mine(uuid, actor, at)
    if scale not in SCALES or (owner_id not in frameworks.professions_of_author(actor)):
        raise NotVisible
    if not into:
        into = slugify(title)[:60].strip("-")
        if frameworks.slug_taken(into):
            raise SlugTaken(_("There is a framework of this name already. Give the new one another name."))
    row.owner_id, row.into, row.title, row.label = owner_id, into, title, label
    row.replaces, row.scale = replaces, scale
    row.state, row.leave_out, row.problem, row.seen = ImportState.MAPPED, False, "", ""
    _save(row, at)
    audit.record("exchange.import.aimed", actor=actor, at=at, staged_import=row.pk, framework=into, label=label)
    return card_of(row)


@transaction.atomic
def leave_out(*, uuid: UUID, seen: str, actor: Actor, at: datetime) -> ImportCard:
    """Go on without the rows that are wrong, and without what hangs on them. It is to be checked again after that.

    Args:
        uuid: which import.
        seen: digest of the problems that the actor was shown (``ImportCard.seen``).
        actor: its owner.
        at: when.

    Raises:
        NotVisible, NotNow: see each.
        SeenOtherwise: it was checked again since.
    """
    row = _mine(uuid, actor, at)
    if row.state != ImportState.CHECKED or not row.problems:
        raise NotNow
    if seen != row.seen:
        raise SeenOtherwise
    row.leave_out, row.state = True, ImportState.MAPPED
    _save(row, at)
    audit.record("exchange.import.trimmed", actor=actor, at=at, staged_import=row.pk, problems=row.problems)
    return card_of(row)


@transaction.atomic
def discard(*, uuid: UUID, actor: Actor, at: datetime) -> None:
    """Give an import up. Its file and what was worked out from it go. A worker that is at it writes nothing more.

    Raises:
        NotVisible: there is none, or it is somebody else's.
        NotNow: it has ended.
    """
    row = fetch(policies.MAY_STEER_IMPORT, StagedImport.objects.select_for_update(of=("self",)), actor, at, uuid=uuid)
    if row.state in {ImportState.APPLIED, ImportState.DISCARDED}:
        raise NotNow
    row.state, row.doing, row.mappings, row.problem = ImportState.DISCARDED, "", [], ""
    _save(row, at)
    audit.record("exchange.import.discarded", actor=actor, at=at, staged_import=row.pk)
    transaction.on_commit(lambda: forget_files(row.uuid))


def forget_files(uuid: UUID) -> None:
    """Delete what lies on disk of an import. Nothing to delete is fine."""
    shutil.rmtree(files.folder(uuid), ignore_errors=True)


@transaction.atomic
def tidy_imports(*, actor: Actor, at: datetime) -> int:
    """Delete imports that nobody touched for 30 days, with their files, and return how many; drafts they made stay.

    Folders without a row go as well: those of accounts that were erased. Whoever calls this is the program itself.
    """
    # A step that a worker gave up is still said to be under way; nobody is at it after thirty days.
    rows = StagedImport.objects.filter(changed_at__lt=at - KEPT)
    count = rows.count()
    rows.delete()
    known = {one.hex for one in StagedImport.objects.values_list("uuid", flat=True)}
    root = Path(settings.IMPORTS_DIR)
    for place in root.iterdir() if root.is_dir() else ():
        if place.name not in known and place.stat().st_mtime < (at - timedelta(hours=1)).timestamp():
            shutil.rmtree(place, ignore_errors=True)
    if count:
        audit.record("exchange.import.tidied", actor=actor, at=at, imports=count)
    return count


def _mine(uuid: UUID, actor: Actor, at: datetime) -> StagedImport:
    """Return an import that waits for its owner, locked until the transaction ends."""
    row = fetch(policies.MAY_STEER_IMPORT, StagedImport.objects.select_for_update(of=("self",)), actor, at, uuid=uuid)
    if row.doing or row.state not in _OPEN:
        raise NotNow
    return row


def _index(row: StagedImport, number: int) -> int:
    if not 1 <= number <= len(row.mappings):
        raise NotVisible
    return number - 1


def _kept(row: StagedImport, number: int) -> dict[str, Any]:
    kept = files.read(row.uuid, files.SHEETS)
    if kept is None:
        raise NotNow
    found: dict[str, Any] = kept[_index(row, number)]
    return found


def _set(row: StagedImport, number: int, mapping: Mapping) -> None:
    mappings = list(row.mappings)
    mappings[_index(row, number)] = {"use": True, "mapping": mapping_to_json(mapping), "from": ""}
    row.mappings = mappings


def _mapped(row: StagedImport, actor: Actor, at: datetime) -> ImportCard:
    """Save what was said of the sheets: whatever was worked out from what was said before counts no more."""
    row.state, row.leave_out, row.problem, row.seen = ImportState.READ, False, "", ""
    _save(row, at)
    audit.record("exchange.import.mapped", actor=actor, at=at, staged_import=row.pk)
    return card_of(row)


def _save(row: StagedImport, at: datetime) -> None:
    row.changed_at = at
    row.save()
