"""How reference data and its changes are said on pages."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.organisation.types import BodyLine, Change, ChangeCard, ChangeKind, ListKind, Named, OutcomeKind


def kind_of_body(kind: str) -> str:
    """Return what kind a body is of, in words."""
    return {"department": _("Department"), "agency": _("Agency"), "unit": _("Unit")}[kind]


def act(kind: str) -> str:
    """Return what a change does, as the heading of its form."""
    return {
        "rename": _("Rename it"),
        "move": _("Move it to another organisation"),
        "merge": _("Merge it into another organisation"),
        "split": _("Split some of it off"),
        "close": _("Close it"),
        "open": _("Open it again"),
    }[kind]


def list_title(kind: ListKind) -> str:
    """Return what a list of reference data is called."""
    return {
        ListKind.PROFESSION: _("Professions"),
        ListKind.SPECIALISM: _("Specialisms"),
        ListKind.FUNCTION: _("Functions"),
        ListKind.REGION: _("Regions"),
        ListKind.LOCATION: _("Locations"),
        ListKind.GRADE: _("Grades"),
    }[kind]


def outcome(kind: OutcomeKind | None) -> str:
    """Return what became of a change."""
    if kind is None:
        return _("Waits for its day")
    return {
        OutcomeKind.MADE: _("Made"),
        OutcomeKind.CALLED_OFF: _("Called off"),
        OutcomeKind.STOPPED: _("Could not be made"),
    }[kind]


def said_of(card: ChangeCard) -> str:
    """Return a change that was written down, as a sentence."""
    about = _names(card.bodies)
    target = card.into.name if card.into else ""
    parent = card.parent.name if card.parent else ""
    return _sentence(card.kind, about, card.name, target, parent, bool(card.bodies), card.opened)


def said_before(change: Change, known: dict[int, str]) -> str:
    """Return a change that is asked for, as a sentence; ``known`` are the names of the bodies it names."""
    about = [known[pk] for pk in change.organisation_ids if pk in known]
    return _sentence(
        change.kind,
        _listed(about),
        change.name,
        known.get(change.into_id or 0, ""),
        known.get(change.parent_id or 0, ""),
        bool(about),
        None,
    )


def _sentence(
    kind: ChangeKind, about: str, name: str, target: str, parent: str, named: bool, opened: Named | None
) -> str:
    words = {"about": about, "name": name or (opened.name if opened else ""), "target": target, "parent": parent}
    match kind:
        case ChangeKind.OPEN:
            if named:
                return _("%(about)s opens again") % words
            return _("%(name)s opens as part of %(parent)s") % words if parent else _("%(name)s opens") % words
        case ChangeKind.RENAME:
            return _("%(about)s is called %(name)s") % words
        case ChangeKind.MOVE:
            return (
                _("%(about)s becomes part of %(parent)s") % words if parent else _("%(about)s stands by itself") % words
            )
        case ChangeKind.MERGE:
            return _("%(about)s: merged into %(target)s") % words
        case ChangeKind.SPLIT:
            words["name"] = target or words["name"]
            return _("Part of %(about)s becomes %(name)s") % words
        case ChangeKind.CLOSE:
            return _("%(about)s closes") % words


def _names(bodies: tuple[Named, ...]) -> str:
    return _listed([body.name for body in bodies])


def _listed(names: list[str]) -> str:
    return ", ".join(names)


def there(line: BodyLine) -> str:
    """Return from when until when a body is there; empty for one that always was and still is."""
    return period(line.from_on, line.until_on)


def period(from_on: date | None, until_on: date | None) -> str:
    """Return from which day until which (exclusive) something is there, in words."""
    first = date_format(from_on, "j F Y") if from_on else ""
    last = date_format(until_on, "j F Y") if until_on else ""
    if first and last:
        return _("from %(first)s, until %(last)s") % {"first": first, "last": last}
    if first:
        return _("from %(first)s") % {"first": first}
    return _("until %(last)s") % {"last": last} if last else ""
