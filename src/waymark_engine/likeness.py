"""How alike two things are by their words, and which of many are alike. See docs/algorithms/texts.md.

Words count by how rare they are: what stands in every text tells none from the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from waymark_engine.texts import stems, words

NAMES, SUMMARY, LEVELS = "names", "summary", "levels"
POINTS = {NAMES: 60, SUMMARY: 15, LEVELS: 25}
"""What each part is worth."""
LOWEST = 60
"""Every pair of this likeness or more is found."""
COPY, COPY_WORDS = 0.9, 8
"""From what share of the wording in common, and of how many different words at least, one thing is a copy of another
whatever its name."""
COMPARED = 100
"""With how many others that share a rare word one thing is compared, at most: many like texts would take for ever."""

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """What there is to compare of one thing."""

    names: tuple[str, ...]
    """Its name first, then other labels."""
    summary: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one part adds to a likeness: ``points`` of ``most``."""

    part: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two things are, from 0 to 100, with the sum that makes it."""

    one: int
    other: int
    """Places in what was compared."""
    score: int
    """The points as a share of the most there could be, in percent, rounded down."""
    parts: tuple[Part, ...]
    """Those that were compared, in the order of ``POINTS``. A part of which one of the two says nothing is left out,
    and so are the names of a copy under another name."""
    names: tuple[str, str]
    """The two names, or labels, that are most alike."""


@dataclass(frozen=True, slots=True)
class _Known:
    names: tuple[Words, ...]
    summary: Words
    levels: Words

    @property
    def wording(self) -> Words:
        return self.summary | self.levels


class _Weights:
    """How much each word counts: the logarithm of how many times as many texts there are as texts with the word."""

    def __init__(self, texts: Iterable[Words]) -> None:
        found: Counter[str] = Counter()
        count = 0
        for text in texts:
            found.update(text)
            count += 1
        self.of = {word: log((count + 1) / number) + 0.1 for word, number in found.items()}

    def total(self, text: Words) -> float:
        of = self.of
        return sum([of[word] for word in text])

    def overlap(self, one: Words, other: Words) -> float:
        """Return the share of their words that two texts have in common, by weight, from 0 to 1."""
        if one == other:
            return 1.0
        of = self.of
        both = sum([of[word] for word in one & other])
        return both / (self.total(one) + self.total(other) - both) if both else 0.0


def alike(ones: Sequence[Wording], others: Sequence[Wording] | None = None, *, least: int = 75) -> list[Likeness]:
    """Return the pairs that are alike, the most alike first.

    Args:
        ones: what is compared.
        others: with what; None: with each other, each pair once (``one`` is then the earlier).
        least: lowest likeness that is returned, ``LOWEST`` or more.

    Returns:
        Every pair of ``least`` or more, and every copy under another name; but of more than ``COMPARED`` things that
        share a rare word, only those that stand nearest in order are compared.

    Cost: grows with the words of all things and the pairs that share rare ones; see docs/measurements.md.
    """
    known = [_known(one) for one in ones]
    against = known if others is None else [_known(one) for one in others]
    everything = known if others is None else [*known, *against]
    if least < LOWEST:
        raise ValueError(f"pairs below {LOWEST} are not all found")
    weights = {
        NAMES: _Weights(name for one in everything for name in one.names),
        SUMMARY: _Weights(one.summary for one in everything if one.summary),
        LEVELS: _Weights(one.levels for one in everything if one.levels),
    }
    within = others is None
    # Summary and levels are worth 40 of 100 at most: without this share of the names no pair comes up to ``least``.
    by_name = (least - POINTS[SUMMARY] - POINTS[LEVELS]) / POINTS[NAMES]
    pairs = _candidates(_names(known), _names(against), weights[NAMES], by_name, within)
    copies = _Weights(one.wording for one in everything)
    pairs |= _candidates(_wordings(known), _wordings(against), copies, COPY, within)
    found = []
    for one, other in pairs:
        likeness = _likeness(one, other, known[one], against[other], weights, least)
        if likeness is not None:
            score, parts, (first, second) = likeness
            names = (ones[one].names[first], (ones if others is None else others)[other].names[second])
            found.append(Likeness(one, other, score, parts, names))
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def same_words(one: str, other: str) -> float:
    """Return how much of two texts is the same words in the same order, from 0 to 1: 1 for the same words.

    Twice the words of the longest common sequence over the words of both; 1 for two texts without words.
    """
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(words(one), words(other)))


def _known(one: Wording) -> _Known:
    return _Known(tuple(map(stems, one.names)), stems(one.summary), stems(" ".join(one.levels)))


def _names(known: Sequence[_Known]) -> list[tuple[int, Words]]:
    """Return names with the place of the thing each is of; a thing has several."""
    return [(place, name) for place, one in enumerate(known) for name in one.names if name]


def _wordings(known: Sequence[_Known]) -> list[tuple[int, Words]]:
    return [(place, text) for place, one in enumerate(known) if len(text := one.wording) >= COPY_WORDS]


def _candidates(
    texts: list[tuple[int, Words]], against: list[tuple[int, Words]], weights: _Weights, share: float, within: bool
) -> set[tuple[int, int]]:
    """Return pairs of things of which a text could overlap by ``share``: those that share one of their rarest words.

    Two texts that overlap by the share s have s of the weight of each in common. Order the words of both from the
    rarest to the commonest, and cut each text where what follows is less than s of its weight: then what they have in
    common cannot lie behind the cuts, so they share a word before them.
    """
    index: dict[str, list[int]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    if not within:
        for place, text in against:
            for word in _rarest(text, weights, share):
                index[word].append(place)
    for place, text in texts:
        rarest = _rarest(text, weights, share)
        for word in rarest:
            pairs.update([(other, place) if within else (place, other) for other in index[word][-COMPARED:]])
        if within:
            for word in rarest:
                if not index[word] or index[word][-1] != place:
                    index[word].append(place)
    return {pair for pair in pairs if pair[0] != pair[1]} if within else pairs


def _rarest(text: Words, weights: _Weights, share: float) -> list[str]:
    of = weights.of
    ordered = sorted(text, key=lambda word: (-of[word], word))
    rest = weights.total(text)
    least = share * rest - 1e-9
    for number, word in enumerate(ordered):
        rest -= of[word]
        if rest < least:
            return ordered[: number + 1]
    return ordered


def _likeness(
    one: int, other: int, first: _Known, second: _Known, weights: dict[str, _Weights], least: int
) -> tuple[int, tuple[Part, ...], tuple[int, int]] | None:
    name, named = max(
        (weights[NAMES].overlap(a, b), (-i, -j)) for i, a in enumerate(first.names) for j, b in enumerate(second.names)
    )
    shares = {NAMES: name}
    for part in (SUMMARY, LEVELS):
        a, b = getattr(first, part), getattr(second, part)
        if a and b:
            shares[part] = weights[part].overlap(a, b)
    sums = [_sum(shares)]
    rest = {part: share for part, share in shares.items() if part != NAMES}
    if rest and min(rest.values()) >= COPY and len(first.wording) >= COPY_WORDS:
        sums.append(_sum(rest))
    score, parts = max(sums, key=lambda found: found[0])
    return (score, parts, (-named[0], -named[1])) if score >= least else None


def _sum(shares: dict[str, float]) -> tuple[int, tuple[Part, ...]]:
    parts = tuple(Part(part, int(share * POINTS[part] + 1e-9), POINTS[part]) for part, share in shares.items())
    return 100 * sum(part.points for part in parts) // sum(part.most for part in parts), parts
