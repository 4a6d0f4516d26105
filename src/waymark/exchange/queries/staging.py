"""Imports on their way, for those who brought them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from waymark.exchange import policies
from waymark.exchange.models import StagedImport
from waymark.exchange.queries import files
from waymark.exchange.types import DifferenceView, ImportCard, ProblemPage, SheetView
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch
from waymark_formats.registry import FORMATS
from waymark_formats.sheets import Problem, headings, mapping_from_json, suggest, turned
from waymark_formats.sheets import template as our_template

PER_PAGE = 50
MOST_LISTED = 100
_FIELDS = (
    "uuid", "filename", "size", "state", "doing", "job", "format", "into", "title", "label", "owner_id", "replaces",
    "scale", "leave_out", "problems", "left_out", "counts", "seen", "problem", "at", "changed_at",
)  # fmt: skip


def card_of(row: StagedImport) -> ImportCard:
    """Return the card of a row."""
    return ImportCard(*(getattr(row, name) for name in _FIELDS))


def imports(actor: Actor, at: datetime) -> tuple[ImportCard, ...]:
    """Return the actor's imports of the last 30 days, those changed last first, at most 100. One query."""
    rows = StagedImport.objects.filter(pk__in=policies.SEE_IMPORT.visible(actor, at)).order_by("-changed_at", "-pk")
    return tuple(ImportCard(*row) for row in rows.values_list(*_FIELDS)[:MOST_LISTED])


def staged(uuid: UUID, actor: Actor, at: datetime) -> ImportCard:
    """Return one import. Two queries.

    Raises:
        NotVisible: there is none, or it is somebody else's.
    """
    return card_of(fetch(policies.SEE_IMPORT, StagedImport.objects.all(), actor, at, uuid=uuid))


def sheets(uuid: UUID, actor: Actor, at: datetime) -> tuple[SheetView, ...]:
    """Return the sheets of an import's file, with what each is taken to mean. Two queries.

    Raises:
        NotVisible: there is no such import, it is somebody else's, or its file has no sheets to map.
    """
    row = fetch(policies.SEE_IMPORT, StagedImport.objects.all(), actor, at, uuid=uuid)
    kept = files.read(uuid, files.SHEETS)
    if kept is None or len(kept) != len(row.mappings):
        raise NotVisible
    return tuple(
        SheetView(
            number=number,
            name=one["name"],
            rows=one["rows"],
            width=one["width"],
            beginning=files.beginning(one),
            use=said["use"],
            mapping=mapping_from_json(said["mapping"]),
            known_from=said["from"],
        )
        for number, (one, said) in enumerate(zip(kept, row.mappings, strict=True), start=1)
    )


def problems(uuid: UUID, actor: Actor, at: datetime, *, page: int = 1) -> ProblemPage:
    """Return one page of what is wrong with an import, in the order of the sheets. Two queries.

    Args:
        uuid: which import.
        actor: who asks.
        at: when.
        page: counted from 1; a page past the last is the last.

    Raises:
        NotVisible: there is no such import, or it is somebody else's.
    """
    found = all_problems(uuid, actor, at)
    pages = max(-(-len(found) // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    return ProblemPage(
        problems=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(found),
        rows=len({(one.sheet, row) for one in found for row in one.blocking_rows}),
        solvable=all(one.blocking_rows for one in found),
        page=page,
        pages=pages,
    )


def all_problems(uuid: UUID, actor: Actor, at: datetime) -> tuple[Problem, ...]:
    """Return everything that is wrong with an import. Two queries.

    Raises:
        NotVisible: there is no such import, or it is somebody else's.
    """
    fetch(policies.SEE_IMPORT, StagedImport.objects.all(), actor, at, uuid=uuid)
    return files.problems(uuid)


def difference(uuid: UUID, actor: Actor, at: datetime, *, page: int = 1) -> DifferenceView:
    """Return one page of what an import would change: what it removes stands first. Two queries.

    Args:
        uuid: which import.
        actor: who asks.
        at: when.
        page: counted from 1; a page past the last is the last.

    Raises:
        NotVisible: there is no such import, it is somebody else's, or it is not known yet what it would change.
    """
    fetch(policies.SEE_IMPORT, StagedImport.objects.all(), actor, at, uuid=uuid)
    kept = files.read(uuid, files.DIFFERENCE)
    if kept is None:
        raise NotVisible
    changes = files.changes(kept)
    pages = max(-(-len(changes) // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    return DifferenceView(
        compared_with=kept["compared_with"],
        counts=kept["counts"],
        changes=changes[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(changes),
        page=page,
        pages=pages,
        notes=files.notes(kept),
        left_out=tuple((sheet, tuple(rows)) for sheet, rows in kept["left_out"]),
    )


def as_read(sheet: SheetView) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the beginning of a sheet the way its mapping reads it, and the heading of each of its columns."""
    mapping = sheet.mapping
    rows = turned(sheet.beginning, sideways=mapping.sideways).rows
    return rows, headings(rows, mapping.header_row, mapping.header_rows)


def reasons(sheet: SheetView) -> dict[int, str]:
    """Return why columns are taken to mean what they do, by their index, where that is what would be suggested."""
    mapping = sheet.mapping
    guess = suggest(sheet.beginning, shape=(mapping.header_row, mapping.header_rows, mapping.sideways))
    said = {one.index: one for one in mapping.columns}
    return {one.index: one.why for one in guess.columns if said.get(one.index) == one}


def template() -> tuple[str, str, bytes]:
    """Return name, media type and content of our template, with examples."""
    return "framework-template.xlsx", FORMATS["xlsx"].media_type, our_template()
