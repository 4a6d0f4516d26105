"""``waymark lint``: what a framework could do better."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from waymark.cli.groups import Subparsers, ready

if TYPE_CHECKING:
    from waymark.frameworks.types import Finding, VersionCard
    from waymark.reviews.types import Checks


def add_parsers(subparsers: Subparsers) -> None:
    """Add the command."""
    lint = subparsers.add_parser("lint", help="say what a framework could do better; nothing is refused")
    lint.add_argument("slug", metavar="SLUG", help="the framework's short name")
    lint.add_argument("--version", default="", metavar="LABEL", help="a draft or a published version; else the newest")
    lint.add_argument("--json", action="store_true", help="print one JSON object")
    lint.set_defaults(run=run_lint)


def run_lint(args: argparse.Namespace) -> int:
    """Print what lint finds about a version, as the operator of this machine."""
    ready()
    from waymark.frameworks import queries as frameworks
    from waymark.kernel.clock import now
    from waymark.kernel.errors import NotVisible, Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.reviews import queries as reviews

    at = now()
    try:
        card = frameworks.newest_version(args.slug, args.version, OPERATOR, at)
    except NotVisible:
        named = f"{args.slug} {args.version}".strip()
        raise Refusal(f"There is no framework version {named}.") from None
    found = reviews.checks(card.id, at)
    print(json.dumps(as_json(card, found), ensure_ascii=False) if args.json else "\n".join(_lines(card, found)))
    return 0


def as_json(card: VersionCard, found: Checks) -> dict[str, Any]:
    """Return the object that ``waymark lint --json`` prints."""
    return {
        "framework": card.framework_slug,
        "version": card.label,
        "state": card.state,
        "limits": {"most_skills": found.limits.most_skills, "reading_age": found.limits.reading_age},
        "counts": dict(Counter(one.kind for one in found.waiting)),
        "findings": [_finding(one) for one in found.waiting],
        "accepted": [
            {"kind": one.finding.kind, "slug": one.finding.slug, "reason": one.reason} for one in found.accepted
        ],
    }


def _finding(one: Finding) -> dict[str, Any]:
    from waymark.frameworks import queries as frameworks

    words = frameworks.in_words(one)
    like = (
        {"slug": one.match.slug, "framework": one.match.framework_slug or None, "score": one.match.score}
        if one.match
        else None
    )
    return {
        "kind": one.kind,
        "thing": one.thing,
        "slug": one.slug,
        "name": one.name,
        "level": one.rank,
        "sentence": words.sentence,
        "advice": words.advice,
        "text": one.shown,
        "like": like,
    }


def _lines(card: VersionCard, found: Checks) -> list[str]:
    from waymark.frameworks import queries as frameworks

    lines = [f"{card.title} {card.label}: {len(found.waiting)} findings, {len(found.accepted)} accepted."]
    kind = ""
    for one in found.waiting:
        words = frameworks.in_words(one)
        if one.kind != kind:
            kind = one.kind
            lines.append(f"\n{words.kind} ({sum(other.kind == kind for other in found.waiting)})")
        level = f", {one.level}" if one.level else ""
        lines.append(f"  {one.name}{level}: {words.sentence}")
    return lines
