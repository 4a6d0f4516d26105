"""How text, dates and numbers are written on pages."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

BULLET = re.compile(r"^\s*(?:[-*\u2022\u00b7\u2013\u25cf]|\uf0b7)\s+")


def prose(text: str) -> Markup:
    """Return framework text as escaped paragraphs and lists; nothing for text without words.

    Lines that begin with a bullet ("- ", "* ", "\u2022 ") are items of one list; other lines are paragraphs, and
    lines without an empty line between them belong to one paragraph.
    """
    html: list[str] = []
    items: list[str] = []
    lines: list[str] = []

    def end_paragraph() -> None:
        if lines:
            html.append(f"<p>{escape(' '.join(lines))}</p>")
            lines.clear()

    def end_list() -> None:
        if items:
            html.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>")
            items.clear()

    for raw in text.replace("\r\n", "\n").replace("\u00a0", " ").split("\n"):
        line = raw.strip()
        if BULLET.match(raw) and (words := BULLET.sub("", raw).strip()):
            end_paragraph()
            items.append(words)
        elif not line:
            end_paragraph()
            # An empty line between two bullets does not end their list.
        else:
            end_list()
            lines.append(line)
    end_paragraph()
    end_list()
    return Markup("\n".join(html))


def summary_line(text: str, length: int = 180) -> str:
    """Return the first sentence or two of ``text``, on one line, at most ``length`` characters."""
    lines = [line.strip() for line in text.replace("\u00a0", " ").splitlines()]
    first = lines.index("") if "" in lines and lines[0] else len(lines)
    words = ""
    for line in lines[:first]:
        item = BULLET.sub("", line)
        # Items of a list follow each other in a sentence: "You can: weave; dye".
        words += ("; " if words and item != line and not words.endswith(":") else " " if words else "") + item
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    cut = words[:length]
    end = max(cut.rfind(". "), cut.rfind("; "))
    return cut[: end + 1] if end > length // 2 else cut[: cut.rfind(" ")] + "\u2026"


def whole(text: str) -> Markup:
    """Return ``text`` in a piece that goes to the next line as a whole, and breaks only where a line is too short."""
    return Markup('<span class="wm-whole">{}</span>').format(text)


def date(value: dt.date | None) -> str:
    """Return "4 July 2026"; nothing for no date."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return date_format(value, "j F Y")


def moment(value: dt.datetime | None) -> str:
    """Return "4 July 2026, 14:05"; nothing for no moment."""
    return "" if value is None else date_format(timezone.localtime(value), "j F Y, H:i")


def date_and_time(value: dt.datetime | None) -> str:
    """Return "4 July 2026, 09:05:07", in the time of the site; nothing for no moment."""
    return "" if value is None else date_format(timezone.localtime(value), "j F Y, H:i:s")


def age(value: dt.datetime | dt.date | None, at: dt.datetime) -> str:
    """Return how long before ``at`` something was, in one unit: "today", "3 months ago"; nothing for no date."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    days = (timezone.localtime(at).date() - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 31:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    months = int(days / 30.44)
    if months < 12:
        return ngettext("%(count)d month ago", "%(count)d months ago", max(months, 1)) % {"count": max(months, 1)}
    years = max(int(days / 365.25), 1)
    return ngettext("%(count)d year ago", "%(count)d years ago", years) % {"count": years}


def number(value: int) -> str:
    """Return a whole number with commas: "1,808"."""
    return f"{value:,}"
