"""A copy as a document to read: PDF/UA-1, tagged, with a title and a language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from waymark.privacy import rules
from waymark.privacy.types import CopyTable, PersonalCopy

TEMPLATE = Path(__file__).resolve().parent.parent / "copy.typ"
_WIDEST = 7
"""Columns that fit beside each other on a page; a row with more becomes a list."""
_FOR_PROGRAMS = {"uuid", "assessment_uuid"}
"""Columns that say nothing to somebody who reads; the file for programs has them."""


def as_pdf(copy: PersonalCopy) -> bytes:
    """Return a copy as a PDF. Everything in it reaches the template as data, never as markup.

    Cost: about half a second, and some milliseconds per row.
    """
    # The fonts of the build, then those inside the typesetter: the same on every machine, so none of the machine's.
    found: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        font_paths=[str(settings.FONTS_DIR)] if settings.FONTS_DIR.is_dir() else [],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(copy))},
        pdf_standards="ua-1",
        timestamp=int(copy.made_at.timestamp()),
    )
    return found


def _data(copy: PersonalCopy) -> dict[str, Any]:
    """Return what the template shows, every value already in words."""
    about = [table for table in copy.tables if table.rows or table.withheld or table.mentions]
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": _("Everything %(site)s holds about you") % {"site": copy.site},
        "name": copy.name,
        "made": _("Staff number %(number)s. Made on %(moment)s for %(organisation)s.")
        % {
            "number": copy.staff_number,
            "moment": rules.value("made_at", copy.made_at),
            "organisation": copy.organisation,
        },
        "intro": _(
            "Each part says what is held, why and for how long. Other people stand here by what they did, not by "
            "name. Where a row of somebody else’s record names you, for example because you assessed them, only its "
            "date stands here."
        ),
        "contents": _("What is in this document"),
        "why": _("Why"),
        "kept": _("Kept"),
        "nothing_title": _("Nothing is held of these kinds"),
        "page": _("Page"),
        "sections": [_section(table) for table in about],
        "nothing": [table.title for table in copy.tables if table not in about],
    }


def _section(table: CopyTable) -> dict[str, Any]:
    filled = {name for row in table.rows for name, found in row.items() if rules.value(name, found)}
    columns = [name for name in (table.rows[0] if table.rows else ()) if name in filled - _FOR_PROGRAMS]
    return {
        "title": table.title,
        "why": table.why,
        "kept": table.keep,
        "withheld": table.withheld,
        "rows_said": ngettext("%(count)d entry", "%(count)d entries", len(table.rows)) % {"count": len(table.rows)}
        if table.rows
        else "",
        "columns": [rules.column(name) for name in columns],
        "as_table": len(columns) <= _WIDEST,
        "rows": [[rules.value(name, row[name]) for name in columns] for row in table.rows],
        "mentions_title": _("Entries about somebody else that name you, by date") if table.mentions else "",
        "mentions": list(_dates(table.mentions)),
    }


def _dates(found: Iterable[Any]) -> Iterable[str]:
    for moment in found:
        yield rules.value("at", moment) or _("No date")
