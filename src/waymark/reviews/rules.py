"""Decisions about reviews, without a table or a clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.frameworks.types import COUNTED_AS, Change, Difference, Finding, Match
from waymark.reviews.types import PeopleShown

MOST_REMARK = 4_000
MOST_REASON = 400
MOST_MESSAGE = 1_000
MOST_NAME = 120
CHECKED_AT_ONCE = 1_500
"""Skills that are compared while somebody waits, with those of other frameworks: see docs/measurements.md."""


def finding_content(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values that have a form in JSON."""
    content = asdict(finding)
    content["uuid"] = finding.uuid.hex
    if finding.match is not None:
        content["match"]["uuid"] = finding.match.uuid.hex
    return content


def finding_from(content: Mapping[str, Any]) -> Finding:
    """Return the finding that ``finding_content`` wrote down."""
    match = content["match"]
    if match is not None:
        parts = tuple((part, points, most) for part, points, most in match["parts"])
        match = Match(**{**match, "uuid": UUID(match["uuid"]), "parts": parts})
    return Finding(**{**content, "uuid": UUID(content["uuid"]), "match": match})


def why_not_said(text: str, most: int = MOST_REMARK, *, needed: bool = True) -> str:
    """Return the sentence that says why a text cannot be said; empty when it can."""
    if needed and not text.strip():
        return _("Enter what you want to say")
    if len(text) > most:
        return _("Shorten it to %(most)s characters or fewer. It has %(length)s.") % {
            "most": f"{most:,}",
            "length": f"{len(text):,}",
        }
    if "\0" in text:
        return _("It holds a sign that nobody can read. Type it anew.")
    return ""


def why_not_due(due_on: date | None, today: date) -> str:
    """Return the sentence that says why a review cannot be due on a day; empty when it can."""
    if due_on is not None and due_on < today:
        return _("Choose a day that is still to come")
    return ""


FEWEST = 5
"""A smaller number of people is not shown, unless it is none."""
NAMED = 8
"""Names in one line of drafted notes."""


def shown(number: int) -> PeopleShown:
    """Return a number of people as a page may show it: from 1 to 4 only that there are some."""
    return PeopleShown(number if number == 0 or number >= FEWEST else None)


def total_shown(parts: Iterable[int], total: int | None = None) -> PeopleShown:
    """Return the sum of numbers of people that stand beside it, or a ``total`` in which nobody counts twice.

    Rounded to the nearest ten, and at least to ten, when one of them is hidden: the sum would give it away.
    """
    numbers = list(parts)
    whole = sum(numbers) if total is None else total
    found = shown(whole)
    if found.number is None or all(shown(number).number is not None for number in numbers):
        return found
    return PeopleShown(max(10, (whole + 5) // 10 * 10), rounded=True)


def drafted_notes(difference: Difference, before_label: str) -> str:
    """Return release notes to begin with: a line for each kind of change that readers care for.

    Spacing is left out: nobody is told of it. Empty when nothing else changed.
    """
    lines = [line for kind, what in _LINES if (line := _line(kind, what, difference.changes))]
    asked = [change for change in difference.changes if change.kind == "requirement"]
    harder = sum(change.effect == "harder" for change in asked)
    easier = sum(change.effect == "easier" for change in asked)
    if harder:
        lines.append(
            ngettext("%(num)d requirement asks more.", "%(num)d requirements ask more.", harder) % {"num": harder}
        )
    if easier:
        lines.append(
            ngettext("%(num)d requirement asks less.", "%(num)d requirements ask less.", easier) % {"num": easier}
        )
    if not lines:
        return ""
    return "\n".join(
        [_("What changed since version %(label)s:") % {"label": before_label}, ""] + [f"- {one}" for one in lines]
    )


_LINES = tuple((kind, what) for kind in ("role", "role_level", "skill") for what in ("added", "removed", "reworded"))


def _line(kind: str, what: str, changes: Sequence[Change]) -> str:
    found = [one for one in changes if one.kind == kind and COUNTED_AS.get(one.what, one.what) == what]
    if not found:
        return ""
    names = [_named(one) for one in found[:NAMED]]
    if len(found) > NAMED:
        names.append(_("and %(number)d more") % {"number": len(found) - NAMED})
    return f"{_title(kind, what, len(found))}: {', '.join(names)}."


def _named(change: Change) -> str:
    name = change.name.strip()
    if change.what == "renamed":
        return _("%(before)s, now %(after)s") % {"before": change.before.strip(), "after": change.after.strip()}
    if change.successors:
        return _("%(name)s, now %(successors)s") % {
            "name": name,
            "successors": _(" and ").join(one.name.strip() for one in change.successors),
        }
    return name


def _title(kind: str, what: str, number: int) -> str:
    words = {
        ("role", "added"): ngettext("%(num)d new role", "%(num)d new roles", number),
        ("role", "removed"): ngettext("%(num)d role goes", "%(num)d roles go", number),
        ("role", "reworded"): ngettext("%(num)d role reworded", "%(num)d roles reworded", number),
        ("role_level", "added"): ngettext("%(num)d new role level", "%(num)d new role levels", number),
        ("role_level", "removed"): ngettext("%(num)d role level goes", "%(num)d role levels go", number),
        ("role_level", "reworded"): ngettext("%(num)d role level reworded", "%(num)d role levels reworded", number),
        ("skill", "added"): ngettext("%(num)d new skill", "%(num)d new skills", number),
        ("skill", "removed"): ngettext("%(num)d skill goes", "%(num)d skills go", number),
        ("skill", "reworded"): ngettext("%(num)d skill reworded", "%(num)d skills reworded", number),
    }[kind, what]
    return words % {"num": number}
