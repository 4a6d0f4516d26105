"""Which confirmed assessments a panel looks at. No table, no clock: who knows the seed can repeat a draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments.types import SamplingTerms

CHANCE = "chance"
FIRST = "first"
DIFFERENCE = "difference"
APPEAL = "appeal"

MOST_FIRST = 50
"""Of how many of somebody's first a rule may ask at most."""
MOST_DIFFERENCE = 10


def chosen(
    terms: SamplingTerms, *, uuid: UUID, seed: str, before: int, differences: Sequence[int], is_appeal: bool
) -> tuple[str, ...]:
    """Return what of a rule chooses an assessment, as keys; empty when nothing does.

    Args:
        terms: the rule.
        uuid: the assessment's, which nobody chooses.
        seed: what chance starts from, of the rule.
        before: how many the assessor had assessed in the profession before this one.
        differences: levels between the person's own word and the assessor's, of each skill that has both.
        is_appeal: whether it is another look.
    """
    found = []
    if is_appeal and terms.appeals:
        found.append(APPEAL)
    if before < terms.first:
        found.append(FIRST)
    if terms.difference is not None and max(differences, default=0) >= terms.difference:
        found.append(DIFFERENCE)
    if drawn(uuid, seed, terms.share):
        found.append(CHANCE)
    return tuple(found)


def drawn(uuid: UUID, seed: str, share: int) -> bool:
    """Say whether chance picks an assessment, ``share`` of a hundred: always the same for one seed.

    The first eight bytes of SHA-256 of the seed and the UUID, as a number, stand in the lowest ``share`` of a hundred.
    """
    digest = sha256(f"{seed}:{uuid}".encode()).digest()
    return int.from_bytes(digest[:8], "big") * 100 < share * 2**64


def sampling_in_words(terms: SamplingTerms) -> tuple[str, ...]:
    """Return what a rule chooses, a sentence each; one that says so when it chooses nothing."""
    found = []
    if terms.share:
        found.append(_("%(share)d in a hundred, by chance") % {"share": terms.share})
    if terms.first:
        found.append(
            ngettext(
                "The first assessment of each new assessor", "The first %(num)d assessments of each new assessor",
                terms.first,
            )
            % {"num": terms.first}
        )  # fmt: skip
    if terms.difference is not None:
        found.append(
            ngettext(
                "Where the assessor differs from the person by a level or more",
                "Where the assessor differs from the person by %(num)d levels or more",
                terms.difference,
            )
            % {"num": terms.difference}
        )
    if terms.appeals:
        found.append(_("Every other look that somebody asks for"))
    return tuple(found) or (_("Nothing: assessors sign off without a panel"),)


def chosen_in_words(keys: Iterable[str]) -> tuple[str, ...]:
    """Return why something was chosen, as sentences."""
    words = {
        CHANCE: _("By chance"),
        FIRST: _("One of the first of a new assessor"),
        DIFFERENCE: _("The assessor and the person differ widely"),
        APPEAL: _("It is another look"),
    }
    return tuple(words.get(key, key) for key in keys)


def why_not_these_terms(terms: SamplingTerms) -> bool:
    """Say whether a rule says something that cannot be."""
    return (
        not 0 <= terms.share <= 100
        or not 0 <= terms.first <= MOST_FIRST
        or (terms.difference is not None and not 1 <= terms.difference <= MOST_DIFFERENCE)
    )
