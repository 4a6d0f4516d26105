"""How reference data and its changes are said on pages."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.organisation.types import BodyLine, Change, ChangeCard, ChangeKind, ListItem, ListKind, Named, OutcomeKind


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


def said_of_item(kind: ListKind, item: ListItem, name: str, code: str, band: str) -> tuple[str, ...]:
    """Return what changes when one thing of a list is put right, as sentences; the first says when nothing does."""
    said = []
    if name != item.name:
        said.append(_("It is called “%(after)s” instead of “%(before)s”.") % {"after": name, "before": item.name})
    if code != item.code:
        before = item.code or _("none")
        said.append(_("Its code is %(after)s instead of %(before)s.") % {"after": code or _("none"), "before": before})
    if kind is ListKind.GRADE and band != item.band_name:
        said.append(
            _("Its band is “%(after)s” instead of “%(before)s”: other grades are equivalent to it.")
            % {"after": band or _("None"), "before": item.band_name or _("None")}
        )
    if not said:
        return (_("Nothing changes."),)
    said.append(_("It counts for all its time, days gone by as well."))
    if kind in _FED and (name, code) != (item.name, item.code):
        said.append(_("Files have to name it as it is called now. %(what)s") % {"what": _of_files(kind)})
    return tuple(said)


def said_of_end(kind: ListKind, item: ListItem, until_on: date | None) -> tuple[str, ...]:
    """Return what changes when one thing of a list is in it until a day, or for good, as sentences."""
    if until_on == item.until_on:
        return (_("Nothing changes."),)
    if until_on is None:
        return (_("“%(name)s” is in the list for good.") % {"name": item.name},)
    said = [
        _("“%(name)s” is not in the list any more from %(day)s on. Whoever has it keeps it.")
        % {"name": item.name, "day": date_format(until_on, "j F Y")}
    ]
    if kind in _FED:
        said.append(_("From that day on it is not understood in files. %(what)s") % {"what": _of_files(kind)})
    return tuple(said)


_FED = frozenset({ListKind.GRADE, ListKind.REGION, ListKind.PROFESSION})
"""Lists that files of people name things of."""


def _of_files(kind: ListKind) -> str:
    """Return what becomes of rows that name something which is not in its list."""
    if kind is ListKind.GRADE:
        return _("Rows that name what is not in the list are set aside: their people stay as they are.")
    return _("Of rows that name what is not in the list, this is left empty; the rest of the row counts.")


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
