"""``waymark gap`` and ``waymark match``: what is between a person and a role level, and where they would fit.

Whoever runs them operates the machine. Reading somebody's levels is noted in the access log before anything is shown.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from waymark.cli.groups import Subparsers, ready

if TYPE_CHECKING:
    from waymark.gaps.types import RoleGapView, SkillLine
    from waymark.people.types import PersonCard


def add_parsers(subparsers: Subparsers) -> None:
    """Add the two commands."""
    gap = subparsers.add_parser("gap", help="say what is between a person and a role level")
    _add_person(gap)
    gap.add_argument("--role-level", required=True, metavar="SLUG", help="role/level, or the role of a lone level")
    gap.set_defaults(run=run_gap)

    match = subparsers.add_parser("match", help="rank the role levels that fit a person best")
    _add_person(match)
    match.add_argument("--top", type=_count, default=10, metavar="N", help="how many at most (10)")
    match.set_defaults(run=run_match)


def run_gap(args: argparse.Namespace) -> int:
    """Print the gap between a person and a role level."""
    ready()
    from waymark.frameworks import queries as frameworks
    from waymark.gaps import queries as gaps
    from waymark.kernel.clock import now
    from waymark.kernel.errors import NotVisible, Refusal
    from waymark.kernel.policy import OPERATOR

    at = now()
    person = _person(args.person, at)
    try:
        role_level = frameworks.role_level(args.role_level, at).ref
    except NotVisible:
        raise Refusal(f"There is no role level {args.role_level} in any published framework.") from None
    # Integrators compare what they get: the standard alone, without what a department asks for beside it.
    found = gaps.gap(person.id, role_level.id, OPERATOR, at, path="")
    _note("waymark gap", person, at, role_level=role_level.slug)
    print(json.dumps(gap_json(args.person, found)) if args.json else "\n".join(_gap_lines(person, found)))
    return 0


def run_match(args: argparse.Namespace) -> int:
    """Print the role levels that fit a person best."""
    ready()
    from waymark.gaps import queries as gaps
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    at = now()
    person = _person(args.person, at)
    found = gaps.match(person.id, OPERATOR, at, top=args.top)
    _note("waymark match", person, at, top=args.top)
    print(json.dumps(match_json(args.person, found)) if args.json else "\n".join(_match_lines(person, found)))
    return 0


def gap_json(key: str, gap: RoleGapView) -> dict[str, Any]:
    """Return the object that ``waymark gap --json`` prints."""
    return {
        "person": key,
        "role_level": gap.role_level.slug,
        "version": gap.version_label,
        "fit": _fit(gap),
        "met": gap.met,
        "asked": gap.asked,
        "assessed": gap.assessed,
        "skills": [_skill(line) for line in gap.skills],
    }


def match_json(key: str, matches: tuple[RoleGapView, ...]) -> dict[str, Any]:
    """Return the object that ``waymark match --json`` prints."""
    return {
        "person": key,
        "matches": [
            {
                "role_level": gap.role_level.slug,
                "fit": _fit(gap),
                "met": gap.met,
                "asked": gap.asked,
                "skills": [_skill(line) for line in gap.skills],
            }
            for gap in matches
        ],
    }


def _fit(gap: RoleGapView) -> dict[str, float] | None:
    """Return the ends of a fit as shares with two decimals; None without a fit."""
    return {"low": gap.fit.low_percent / 100, "high": gap.fit.high_percent / 100} if gap.fit else None


def _skill(line: SkillLine) -> dict[str, Any]:
    from django.utils.timezone import localtime

    return {
        "skill": line.skill_slug,
        "required": line.required,
        "held": line.held,
        "gap": line.gap,
        "source": line.source or None,
        "on": localtime(line.on).date().isoformat() if line.on else None,
    }


def _gap_lines(person: PersonCard, gap: RoleGapView) -> Iterator[str]:
    yield f"{person.name} beside {_named(gap)} ({gap.role_level.framework_title}, version {gap.version_label})"
    yield gap.sentence
    if gap.fit:
        yield f"Fit {gap.fit_words}: {_sum(gap)}."
    for line in gap.skills:
        counted = f". {line.counted_from}" if line.counted_from else ""
        yield f"  {line.skill_name}. {line.words}{_said(line)}{counted}"


def _match_lines(person: PersonCard, matches: tuple[RoleGapView, ...]) -> Iterator[str]:
    if not matches:
        yield f"No role level asks for a skill that {person.name} has been assessed in."
        return
    yield f"Role levels that fit {person.name} best:"
    for place, gap in enumerate(matches, 1):
        yield f"{place:3}. {_named(gap)}: {gap.fit_words}, meets {gap.met} of {gap.asked} skills. {_sum(gap)}."
        yield f"     {gap.sentence}"


def _named(gap: RoleGapView) -> str:
    return f"{gap.role_level.title} [{gap.role_level.slug}]"


def _sum(gap: RoleGapView) -> str:
    known = f"{gap.known_sum} of the {gap.asked_sum} levels asked for are held"
    return f"{known}; assessing the rest could add up to {gap.unknown_sum}" if gap.unknown_sum else known


def _said(line: SkillLine) -> str:
    from django.utils.formats import date_format
    from django.utils.timezone import localtime

    return f" ({line.source}, {date_format(localtime(line.on), 'j F Y')})" if line.on else ""


def _person(key: str, at: datetime) -> PersonCard:
    from waymark.kernel.errors import NotVisible, Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.people import queries as people

    try:
        return people.person(key, at, OPERATOR)
    except NotVisible:
        raise Refusal(f"There is no person {key}. Give a staff number, a UUID or a demo key.") from None


def _note(what: str, person: PersonCard, at: datetime, **narrowed_by: Any) -> None:
    """Note that a person's levels were read, before they are shown."""
    from waymark.audit import commands as audit
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR

    try:
        audit.note_access(
            actor=OPERATOR, at=at, what=what, subjects=[person.id], ground="they operate the site", filter=narrowed_by
        )
    except OSError as error:
        raise Refusal(f"The access log cannot be written ({error}), so nothing is shown.") from error
    audit.flush_access()


def _add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", required=True, metavar="KEY", help="a staff number, a UUID or a demo key")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("ask for at least 1")
    return count
