"""Levels that somebody holds, to hand over and to print: PDF/UA-1, with how to verify it. It is written only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import typst

from waymark_formats.framework import Unwritable
from waymark_formats.pdf import printable, why_not

TEMPLATE = Path(__file__).resolve().parent / "record.typ"


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """A record as it is printed, every text already in the reader's words."""

    title: str
    publisher: str
    name: str
    """Whose levels they are."""
    lines: tuple[str, ...]
    """What stands under the name: who issued it, when, and until when it can be verified."""
    levels_title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """As many cells as columns."""
    verify_title: str
    verify: tuple[str, ...]
    """How to verify it."""
    code: str
    page: str
    """The word before the number of a page."""
    language: str = "en"


def write_record(document: RecordDocument, *, made_at: datetime, fonts: Path | None = None) -> bytes:
    """Return the PDF. The same document of the same moment gives the same bytes.

    Args:
        document: what to set.
        made_at: when it was made, as the file says.
        fonts: a folder of fonts to use before those of the typesetter; never the machine's own.

    Raises:
        Unwritable: the typesetter cannot make an accessible PDF of it; the sentence says why.

    Cost: about half a second.
    """
    try:
        found: bytes = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            format="pdf",
            font_paths=[str(fonts)] if fonts is not None and fonts.is_dir() else [],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(printable(asdict(document)))},
            pdf_standards="ua-1",
            timestamp=int(made_at.timestamp()),
        )
    except RuntimeError as error:
        raise Unwritable(f"The PDF cannot be made: {why_not(str(error))}.") from error
    return found
