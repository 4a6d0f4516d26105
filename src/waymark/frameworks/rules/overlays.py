"""Whether something can be added to a standard, and whether it still fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waymark.frameworks.types import ComparedPart, OverlayFault, OverlayKind, RequirementView
from waymark.kernel.text import same_but_for_spacing

SAID = frozenset({OverlayKind.NOTE, OverlayKind.EXAMPLE, OverlayKind.LOCAL_NAME})
"""Kinds that say something and ask for nothing."""
ASKED = frozenset({OverlayKind.EXTRA_SKILL, OverlayKind.HIGHER_LEVEL})
"""Kinds by which a role level asks for more."""


def overlay_fault(
    kind: OverlayKind, *, text: str, level: int | None, top: int, standard: RequirementView | None
) -> OverlayFault | None:
    """Say why something cannot be added to a standard; None when it can. A department raises, and never lowers.

    Args:
        kind: of what is added.
        text: what it says.
        level: what it asks for.
        top: number of levels of the skill's scale; 0 for a skill without levels.
        standard: what the role level asks of the skill by itself; None when it does not ask for it.
    """
    if kind in SAID:
        return None if text.strip() else OverlayFault.NOTHING_SAID
    if kind is OverlayKind.EXTRA_SKILL:
        if standard is not None:
            return OverlayFault.ASKED_ALREADY
        wrong = level is not None if top == 0 else level is None or not 1 <= level <= top
        return OverlayFault.NO_SUCH_LEVEL if wrong else None
    if standard is None or standard.level is None:
        return OverlayFault.NOT_ASKED
    if level is None or not 1 <= level <= top:
        return OverlayFault.NO_SUCH_LEVEL
    return OverlayFault.NOT_HIGHER if level <= standard.level else None


def context_key(version_id: int, organisation_id: int, *, withdrawn: bool = False) -> str:
    """Return the key under which an organisation's heads are asked to check what it added, because of a version.

    ``withdrawn``: because the version was withdrawn, and not because it was published.
    """
    return f"frameworks.version.{version_id}.{'withdrawn' if withdrawn else 'context'}.{organisation_id}"


def compared(then: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> tuple[ComparedPart, ...]:
    """Set what a standard said beside what it says, part by part, in today's order and then what is left out.

    A part that differs in white space and punctuation alone has not changed: nobody is asked to look at it.
    """
    before, after = _by_label(then), _by_label(now)
    return tuple(
        ComparedPart(
            label,
            before.get(label, ""),
            after.get(label, ""),
            not same_but_for_spacing(before.get(label, ""), after.get(label, "")),
        )
        for label in {**after, **before}
    )


def _by_label(parts: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    return dict(parts)
