"""What pages are called, for a log that has their paths."""

from __future__ import annotations

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAGES: dict[str, str | Promise] = {
    "people_in_sight": _("List of the people a duty covers"),
    "person_in_sight": _("Page about one person a duty covers"),
    "audit": _("Search of the record"),
    "audit_entry": _("An entry of the record"),
    "audit_accesses": _("Search of who looked"),
    "audit_export": _("Export of the record"),
}
"""By the name of the route."""

SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("/me", _("Pages about themselves")),
    ("/record", _("Records shown by a link")),
    ("/team", _("Team pages of a manager")),
    ("/assess/moderation", _("Pages of a moderator")),
    ("/assess", _("Pages of an assessor")),
    ("/operating", _("Pages for running the site")),
    ("/professions", _("Pages of a profession")),
    ("/departments", _("Pages of a department")),
)
"""By how the path begins, for pages without a name of their own."""


def page_called(what: str) -> str:
    """Return what the page at a path is called; what is no path of ours stays as it is ("waymark gap")."""
    if not what.startswith("/"):
        return what
    try:
        name = resolve(what).url_name or ""
    except Resolver404:
        name = ""
    if name in PAGES:
        return str(PAGES[name])
    for beginning, words in SECTIONS:
        if what == beginning or what.startswith(beginning + "/"):
            return str(words)
    return what
