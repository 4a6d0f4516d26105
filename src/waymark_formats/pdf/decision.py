"""The record of a decision about an assessment, to keep and to print: PDF/UA-1. It is written only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import typst

from waymark_formats.framework import Unwritable
from waymark_formats.pdf import printable, why_not

TEMPLATE = Path(__file__).resolve().parent / "decision.typ"


@dataclass(frozen=True, slots=True)
class SkillBlock:
    """What is said of one skill: its name, and lines of what each is and its text."""

    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionDocument:
    """A record as it is printed, every text already in the reader's words."""

    title: str
    publisher: str
    name: str
    """Whose assessment it is."""
    lines: tuple[str, ...]
    """What stands under the name."""
    skills_title: str
    skills: tuple[SkillBlock, ...]
    steps_title: str
    columns: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    """As many cells as columns."""
    declared_title: str
    declared: tuple[str, ...]
    page: str
    """The word before the number of a page."""
    language: str = "en"


def write_decision(document: DecisionDocument, *, made_at: datetime, fonts: Path | None = None) -> bytes:
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
