"""What somebody said a sheet means, kept for the next time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from waymark_formats.framework import Unreadable
from waymark_formats.sheets.shapes import Column, Layout, Mapping, Meaning, Sheet

FORMAT = "waymark-mapping/1"


def mapping_to_json(mapping: Mapping) -> str:
    """Return a mapping as JSON text; ``mapping_from_json`` reads it back equal."""
    return json.dumps(
        {
            "format": FORMAT,
            "sheet": mapping.sheet,
            "header_row": mapping.header_row,
            "header_rows": mapping.header_rows,
            "sideways": mapping.sideways,
            "layout": mapping.layout.value,
            "role": mapping.role,
            "family": mapping.family,
            "ladder": mapping.ladder,
            "headings": list(mapping.headings),
            "columns": [
                {
                    "index": one.index,
                    "meaning": one.meaning.value,
                    "name": one.name,
                    "level": one.level,
                    "role": one.role,
                }
                for one in mapping.columns
            ],
        },
        ensure_ascii=False,
    )


def mapping_from_json(text: str) -> Mapping:
    """Read a mapping that ``mapping_to_json`` wrote.

    Raises:
        Unreadable: it is something else.
    """
    try:
        value: dict[str, Any] = json.loads(text)
        if value["format"] != FORMAT:
            raise ValueError
        return Mapping(
            sheet=_text(value["sheet"]),
            header_row=_count(value["header_row"], 0),
            header_rows=_count(value["header_rows"], 1),
            sideways=_flag(value["sideways"]),
            layout=Layout(value["layout"]),
            role=_text(value["role"]),
            family=_text(value["family"]),
            ladder=_flag(value["ladder"]),
            headings=tuple(map(_text, value["headings"])),
            columns=tuple(
                Column(
                    _count(one["index"], 0),
                    Meaning(one["meaning"]),
                    _text(one["name"]),
                    _text(one["level"]),
                    _text(one["role"]),
                )
                for one in value["columns"]
            ),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable("This is no saved mapping of a sheet; say anew what its columns mean.") from None


def turned(sheet: Sheet, *, sideways: bool) -> Sheet:
    """Return the sheet as it is read: itself, or with its columns as rows."""
    if not sideways:
        return sheet
    return Sheet(sheet.name, tuple(zip(*sheet.rows, strict=True)), len(sheet.rows))


def headings(rows: tuple[tuple[str, ...], ...], header_row: int, header_rows: int) -> tuple[str, ...]:
    """Return each column's heading on one line; two rows of them are joined by " / ", gaps in the upper filled.

    Without a heading row, empty texts.
    """
    width = len(rows[0]) if rows else 0
    if not header_row or header_row > len(rows):
        return ("",) * width
    lower = rows[header_row - 1]
    if header_rows < 2 or header_row < 2:
        return tuple(" ".join(cell.split()) for cell in lower)
    return tuple(_joined(pair) for pair in zip(spread(rows[header_row - 2], lower), lower, strict=True))


def spread(upper: Iterable[str], lower: Iterable[str]) -> list[str]:
    """Return the upper of two heading rows with its texts carried to the right over named columns."""
    found: list[str] = []
    current = ""
    for above, below in zip(upper, lower, strict=True):
        current = above if above.strip() else current if below.strip() else ""
        found.append(current)
    return found


def _joined(parts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _count(value: object, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ValueError(value)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value
