"""Decisions about evidence. No table, no clock, no network: everything needed is in the arguments."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.assessments.types.evidence import EvidenceKind, EvidenceWords
from waymark.kernel.text import folded
from waymark_formats.uploads import KINDS, Why

MOST_TITLE, MOST_NAME, MOST_URL, MOST_TEXT, MOST_MESSAGE = 200, 200, 2000, 4000, 400
MOST_SKILLS, MOST_FILES, MOST_WITNESSES = 20, 10, 5
PAGE = 20
"""Pieces of evidence on a page."""

TEXTS: dict[EvidenceKind, tuple[str, ...]] = {
    EvidenceKind.ACCOUNT: ("situation", "task", "action", "result"),
    EvidenceKind.FILE: ("words",),
    EvidenceKind.LINK: ("url", "words"),
    EvidenceKind.OBSERVATION: ("by_name", "words"),
    EvidenceKind.TESTIMONY: ("words",),
    EvidenceKind.QUALIFICATION: ("by_name", "words"),
    EvidenceKind.LEARNING: ("by_name", "words"),
}
"""What each kind asks for beside a title, a day and skills."""
NEEDED: dict[EvidenceKind, tuple[str, ...]] = {
    EvidenceKind.ACCOUNT: ("action",),
    EvidenceKind.LINK: ("url",),
    EvidenceKind.OBSERVATION: ("by_name", "words"),
    EvidenceKind.QUALIFICATION: ("by_name",),
}
"""What has to be there, of that."""
MOST: dict[str, int] = {"title": MOST_TITLE, "by_name": MOST_NAME, "url": MOST_URL}
"""Characters of a text; any other: ``MOST_TEXT``."""

LABELS: dict[str, str | Promise] = {
    "title": gettext_lazy("title"),
    "situation": gettext_lazy("situation"),
    "task": gettext_lazy("task"),
    "action": gettext_lazy("what you did"),
    "result": gettext_lazy("result"),
    "url": gettext_lazy("address"),
    "by_name": gettext_lazy("name"),
    "words": gettext_lazy("description"),
}

_NOT_TAKEN: dict[Why, str | Promise] = {
    Why.EMPTY: gettext_lazy("The file is empty. Choose one that has something in it."),
    Why.PROGRAM: gettext_lazy("The file is a program, whatever its name says. Programs are not taken."),
    Why.ARCHIVE: gettext_lazy("The file is an archive. Unpack it, and bring what matters as a file of its own."),
    Why.MACROS: gettext_lazy("The file has macros. Save it without them, for example as PDF, and bring that."),
    Why.LOCKED: gettext_lazy("The file is locked with a password. Bring it without one: nobody could open it."),
    Why.OLD_OFFICE: gettext_lazy("The file is in an old format. Save it as PDF, .docx, .xlsx or .pptx and bring that."),
    Why.BOMB: gettext_lazy("The file unpacks to far more than it should. Save it again as PDF, and bring that."),
    Why.TWO_THINGS: gettext_lazy(
        "Something else is hidden in the file, behind its end. Open it, save it anew, and bring that. "
        "For a moving photo, save the still picture."
    ),
    Why.BROKEN: gettext_lazy("The file is damaged or not complete. Open it, save it anew, and bring that."),
    Why.UNKNOWN: gettext_lazy("We do not take files of that kind. Bring a PDF, a picture, an office file or text."),
}


def file_in_words(why: Why, found: str) -> str:
    """Return why a file is not taken, as a sentence that says what to do."""
    if why == Why.MISNAMED:
        return _(
            "The name of the file does not go with what is in it: its content is %(kind)s. Give it the ending "
            "%(ending)s, or choose another file."
        ) % {"kind": found.upper(), "ending": KINDS[found].endings[0]}
    return str(_NOT_TAKEN[why])


def why_not_these_words(kind: EvidenceKind, put: EvidenceWords) -> dict[str, str]:
    """Return what is wrong with what was put, as a sentence by column; empty when nothing is."""
    wrong: dict[str, str] = {}
    for column in ("title", *NEEDED.get(kind, ())):
        if not getattr(put, column).strip():
            wrong[column] = _missing(kind, column)
    for column in LABELS:
        most, length = MOST.get(column, MOST_TEXT), len(getattr(put, column))
        if length > most:
            wrong[column] = _("The %(name)s has %(length)s characters. Shorten it to %(most)s or fewer.") % {
                "name": LABELS[column],
                "length": f"{length:,}",
                "most": f"{most:,}",
            }
    if kind == EvidenceKind.LINK and "url" not in wrong and (why := why_not_this_link(put.url)):
        wrong["url"] = why
    return wrong


def why_not_this_link(url: str) -> str:
    """Return why an address is not kept as a link, as a sentence; empty when it is.

    Nothing is ever fetched from it: it is for a reader's own browser, so one that leads into the reader's own machine
    or network is no evidence and could be a trap.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return _("Enter a whole address, like https://www.example.org/page.")
    del port
    if parts.scheme not in {"http", "https"} or not host or any(sign.isspace() or sign < " " for sign in url.strip()):
        return _("Enter a whole address, like https://www.example.org/page.")
    if parts.username is not None or parts.password is not None:
        return _("The address has a name or a password in it. Leave out what stands before the @.")
    if "\\" in url or _is_internal(host):
        return _(
            "The address leads into a private network or to the reader’s own machine. Use one that others can open, "
            "or bring the page as a file."
        )
    return ""


def _is_internal(host: str) -> bool:
    host = host.lower()
    last = host.rpartition(".")[2]
    address = _address(host)
    if address is not None:
        return not address.is_global or address.is_multicast
    # A name that ends in a number is read as an address by browsers, in forms that nobody writes in good faith.
    return (
        "." not in host
        or last in {"local", "localhost", "internal", "lan", "home", "corp", "intranet", "arpa"}
        or (last.isdigit() or last.startswith("0x"))
    )


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        return found.ipv4_mapped or found.sixtofour or found
    return found


def sought(put: EvidenceWords, *more: str) -> str:
    """Return what a search looks through: every word of a piece of evidence, folded."""
    return folded(" ".join((*(getattr(put, column) for column in LABELS), *more)))


def plain(put: EvidenceWords, kind: EvidenceKind) -> dict[str, Any]:
    """Return what is kept of what was put, by column: without what the kind does not ask for."""
    kept: dict[str, Any] = {
        column: (getattr(put, column).replace("\x00", "").strip() if column in ("title", *TEXTS[kind]) else "")
        for column in LABELS
    }
    return {**kept, "happened_on": put.happened_on, "audience": put.audience}


def changed(before: EvidenceWords, after: EvidenceWords) -> tuple[str, ...]:
    """Return which columns differ, in words."""
    return tuple(str(words) for column, words in LABELS.items() if getattr(before, column) != getattr(after, column))


def in_order(skill_ids: Iterable[int]) -> tuple[int, ...]:
    """Return skills, each once, in an order that is always the same."""
    return tuple(sorted(set(skill_ids)))


def _missing(kind: EvidenceKind, column: str) -> str:
    match kind, column:
        case _, "title":
            return _("Enter a title")
        case EvidenceKind.ACCOUNT, _:
            return _("Enter what you did")
        case EvidenceKind.LINK, _:
            return _("Enter the address of the link")
        case EvidenceKind.OBSERVATION, "words":
            return _("Enter what they saw")
        case EvidenceKind.OBSERVATION, _:
            return _("Enter the name of whoever saw it")
        case _:
            return _("Enter who awarded it")
