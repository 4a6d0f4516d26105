"""What a file of people would change, and why rows are set aside, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.people.rules.feeding import Reason
from waymark_formats.people_feed import COLUMNS

_HEADINGS = {column.key: column.heading for column in COLUMNS}


def in_words(reason: Reason) -> str:
    """Return a difference, or a reason why a row is set aside, as a sentence or "what: before, then after"."""
    code, one, other = reason
    if code in _CHANGES:
        return _CHANGES[code]() + ": " + _("%(before)s, now %(after)s") % {
            "before": one or _("nothing"), "after": other or _("nothing"),
        }  # fmt: skip
    if code.startswith("cell_"):
        return _cell(code.removeprefix("cell_"), _HEADINGS.get(one, one), other)
    if code == "circle" and one == other:
        return _("The row says that they manage themselves. Name who does, or leave the manager empty.")
    values = {"one": one, "other": other}
    return _REASONS[code]() % values if code in _REASONS else code


def _cell(fault: str, heading: str, value: str) -> str:
    values = {"column": heading, "value": value}
    if fault == "missing":
        return _("%(column)s is empty. It is needed.") % values
    if fault == "long":
        return _("%(column)s is too long: %(value)s…") % values
    if fault == "date" and value.replace(".", "", 1).isdecimal():
        return _("%(column)s: “%(value)s” is a number. Format the column as dates in the spreadsheet.") % values
    if fault == "date":
        return _("%(column)s: “%(value)s” is no day. Write it as 2026-09-30 or 30/09/2026.") % values
    if fault == "share":
        return _("%(column)s: “%(value)s” is no share of full time. Write a number above 0 and at most 1.") % values
    return _("The row has too few cells: %(value)s.") % values


_CHANGES = {
    "name": lambda: _("Name"),
    "email": lambda: _("Email"),
    "title": lambda: _("Job title"),
    "unit": lambda: _("Unit"),
    "grade": lambda: _("Grade"),
    "region": lambda: _("Location"),
    "post_profession": lambda: _("Profession of the post"),
    "start": lambda: _("First day in the post"),
    "end": lambda: _("First day not in the post any more"),
    "fte": lambda: _("Share of full time"),
    "manager": lambda: _("Manager"),
    "main_profession": lambda: _("Main profession"),
    "other_professions": lambda: _("Other professions"),
    "post_new": lambda: _("New post"),
    "post_over": lambda: _("Post that ends"),
}

_REASONS = {
    "absent": lambda: _("The file does not name them any more."),
    "no_manager": lambda: _("The manager %(one)s is nobody on record, and is left out."),
    "no_email": lambda: _("“%(one)s” is no address, and is left out. Leave the cell empty, or put it right."),
    "no_unit": lambda: _("There is no unit “%(one)s” in this department. Add it, or put the row right."),
    "unit_twice": lambda: _("More than one unit is called “%(one)s”. Use its code."),
    "department": lambda: _("The row names another department, “%(one)s”."),
    "no_grade": lambda: _("There is no grade “%(one)s” here. Add it, or put the row right."),
    "unit_over": lambda: _("“%(one)s” is closed since %(other)s. Name the unit that its people are part of now."),
    "unit_later": lambda: _("“%(one)s” opens on %(other)s. Bring the row from that day on."),
    "grade_over": lambda: _("The grade “%(one)s” holds no more since %(other)s. Name the one that came after it."),
    "grade_later": lambda: _("The grade “%(one)s” holds from %(other)s. Bring the row from that day on."),
    "backwards": lambda: _(
        "The last day in the post, %(other)s, is before the first, %(one)s. Put one of the two right."
    ),
    "leaves_before": lambda: _(
        "The last day at work, %(other)s, is before the first day in the post, %(one)s. Put one of the two right, or "
        "leave the row out."
    ),
    "twice": lambda: _(
        "The person is named twice, and the rows do not agree (see row %(other)s). Say the same in both, or leave one "
        "of them out."
    ),
    "many": lambda: _(
        "The staff number “%(one)s” stands in %(other)s rows, so it is nobody’s. Give each person their own number."
    ),
    "post_twice": lambda: _(
        "Rows that name the post %(one)s do not agree on its title, unit or grade. Say the same in all of them, or "
        "give each post a number of its own."
    ),
    "post_held": lambda: _(
        "Somebody else stays in the post %(one)s, and the row says another title, unit or grade of it. Name everybody "
        "who is in the post, or give the person’s post a number of its own."
    ),
    "overlap": lambda: _(
        "The posts of this person overlap and come to more than full time (see row %(other)s). Give one of them a last "
        "day, or a smaller share."
    ),
    "circle": lambda: _(
        "The managers go round in a circle: %(other)s works for %(one)s, at whatever remove. Put the manager of one of "
        "them right."
    ),
    "merged": lambda: _("%(one)s and %(other)s were merged into one person. Leave one of the two out of the file."),
}


def kind_in_words(kind: str) -> str:
    """Return what a file does to people of one kind, as a heading."""
    return {
        "new": _("New"),
        "moved": _("Moved"),
        "changed": _("Changed"),
        "left": _("Leavers"),
        "aside": _("Set aside"),
        "same": _("Unchanged"),
        "known": _("Unchanged"),
        "twin": _("Possible duplicates"),
    }[kind]


def unusual_in_words(what: str, share: int, most: int) -> str:
    """Return what is unusual about a file."""
    if what == "unnamed":
        words = ngettext(
            "%(share)d row names nobody, and people there are not in the file: it may be theirs, and they would go.",
            "%(share)d rows name nobody, and people there are not in the file: they may be theirs, and they would go.",
            share,
        )
    else:
        words = {
            "leavers": _("%(share)d %% of the people there leave by this file; up to %(most)d %% is usual."),
            "joiners": _(
                "The people who join by this file are %(share)d %% of those there; up to %(most)d %% is usual."
            ),
            "moved": _("%(share)d %% of the people there move by this file; up to %(most)d %% is usual."),
            "renamed": _(
                "%(share)d %% of the people there get another name or address by this file; up to %(most)d %% is usual."
            ),
            "aside": _("The rows that are set aside are %(share)d %% of the people there; up to %(most)d %% is usual."),
        }[what]
    return words % {"share": share, "most": most}


def state_in_words(state: str, doing: str, waits: bool) -> str:
    """Return how far a file is."""
    if doing:
        return {"check": _("Being checked"), "apply": _("Being applied")}[doing]
    if waits:
        return _("Waits for a second person")
    return {
        "brought": _("Not checked yet"),
        "shown": _("Ready to apply"),
        "applied": _("Applied"),
        "discarded": _("Discarded"),
        "refused": _("Refused"),
    }[state]
