"""Which role level posts of one title are in, ranked, each with the sum behind it. See docs/algorithms/mapping.md."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from waymark_engine.texts import stem

TITLE, DECIDED, PROFESSION, GRADE, UNIT = "title", "decided", "profession", "grade", "unit"
POINTS: Mapping[str, int] = {TITLE: 50, DECIDED: 60, PROFESSION: 20, GRADE: 10, UNIT: 5}
"""What each part is worth."""
STRONG, LIKELY, WEAK = "strong", "likely", "weak"
BANDS: Mapping[str, int] = {STRONG: 85, LIKELY: 60}
"""From what score a suggestion is in a band."""
AHEAD = 5
"""How far a strong suggestion is ahead of the next."""
SHOWN = 5
"""How many are suggested for a title, at most."""
FROM = 5
"""From how many posts the grades of a role level are known from its posts, rather than from what its framework says."""
USUAL = 0.15
"""From what share of its posts a grade is usual for a role level."""
ELSEWHERE = 0.5
"""How much the likeness to role levels of other professions says against "not in any framework"."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A role level that posts may be mapped to."""

    id: int
    names: tuple[tuple[str, ...], ...]
    """Its titles, each as words: its own first, then what it is called elsewhere."""
    framework: str
    profession: int | None
    """None: its framework is of no profession, so that it tells nothing."""
    said_grades: frozenset[int] = frozenset()
    """Ranks of the grades that its framework names."""
    grades: Mapping[int, float] = field(default_factory=dict)
    """How many posts of each grade are in it, by rank; a post whose grade stands beside several counts in parts."""


@dataclass(frozen=True, slots=True)
class Titled:
    """The posts of one title that are to be mapped."""

    words: tuple[str, ...]
    profession: int | None = None
    """Of the posts; None where nobody has said."""
    grades: Mapping[int, float] = field(default_factory=dict)
    """How many of them are in each grade, by rank; see ``Rung.grades``."""
    decided: Mapping[int | None, int] = field(default_factory=dict)
    """How many other posts of the title were mapped to what; None: to no role level of any framework."""
    around: Mapping[str, int] = field(default_factory=dict)
    """How many posts in the same units are in which framework."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part adds: ``points`` of ``most``."""

    part: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """A role level, with the sum that speaks for it."""

    rung: int | None
    """None: in no framework."""
    score: int
    """The points as a share of what could be compared, in percent, rounded down."""
    parts: tuple[Part, ...]
    """In the order of ``POINTS``; what nothing is known about is left out."""


class Ranking:
    """Ranks the role levels of a site for titles, one after the other.

    Cost: grows with the role levels that have a word of the title in them.
    """

    def __init__(self, rungs: Sequence[Rung]) -> None:
        self._rungs = {rung.id: rung for rung in rungs}
        self._names = {rung.id: [_stems(name) for name in rung.names if name] for rung in rungs}
        self._professions = {rung.profession for rung in rungs}
        self._usual = {rung.id: usual_grades(rung) for rung in rungs}
        self._having: dict[str, list[int]] = defaultdict(list)
        texts: Counter[str] = Counter()
        for pk, names in self._names.items():
            for word in sorted(set().union(*names)):
                self._having[word].append(pk)
            for name in set(names):
                texts.update(name)
        count = len({name for names in self._names.values() for name in names})
        self._weight = {word: log((count + 1) / number) + 0.1 for word, number in texts.items()}
        self._rarest = log(count + 1) + 0.1

    def suggest(self, titled: Titled, *, most: int = SHOWN) -> tuple[Suggested, ...]:
        """Return the likeliest role levels for posts of one title, and "in no framework" among them, likeliest first.

        Of equal scores the one that more is known about comes first, then the one whose own title is likest, not what
        it is called elsewhere, then the one that was known to the site first.
        """
        title = _stems(titled.words)
        likeness = {
            pk: max(self._overlap(title, name) for name in self._names[pk])
            for pk in {pk for word in title for pk in self._having.get(word, ())}
        }
        for rung in titled.decided:
            if rung is not None and rung in self._rungs:
                likeness.setdefault(rung, 0.0)
        found = [self._for(rung, share, titled) for rung, share in likeness.items()]
        found.append(self._for_none(likeness, titled))
        found.sort(
            key=lambda one: (
                -one.score, -sum(part.points for part in one.parts), -self._own(title, one.rung), one.rung or 0
            )
        )  # fmt: skip
        return tuple(found[:most])

    def _for(self, pk: int, likeness: float, titled: Titled) -> Suggested:
        rung = self._rungs[pk]
        shares = {TITLE: likeness}
        if titled.decided:
            shares[DECIDED] = _smoothed(titled.decided.get(pk, 0), sum(titled.decided.values()))
        if titled.profession is not None and rung.profession is not None:
            shares[PROFESSION] = float(rung.profession == titled.profession)
        usual = self._usual[pk]
        if usual and titled.grades:
            shares[GRADE] = _fitting(titled.grades, usual)
        if titled.around:
            shares[UNIT] = _smoothed(titled.around.get(rung.framework, 0), sum(titled.around.values()))
        return _sum(pk, shares)

    def _for_none(self, likeness: Mapping[int, float], titled: Titled) -> Suggested:
        """Say what speaks for "in no framework": that no role level is called so, and that the profession has none."""
        own = titled.profession
        near = max(
            (
                share if own is None or self._rungs[pk].profession == own else share * ELSEWHERE
                for pk, share in likeness.items()
            ),
            default=0.0,
        )
        shares = {TITLE: 1 - near}
        if titled.decided:
            shares[DECIDED] = _smoothed(titled.decided.get(None, 0), sum(titled.decided.values()))
        if own is not None:
            shares[PROFESSION] = float(own not in self._professions)
        return _sum(None, shares)

    def _own(self, title: frozenset[str], pk: int | None) -> float:
        return self._overlap(title, self._names[pk][0]) if pk is not None and self._names[pk] else 0.0

    def _overlap(self, one: frozenset[str], other: frozenset[str]) -> float:
        if one == other:
            return 1.0
        both = sum(self._weight.get(word, self._rarest) for word in one & other)
        either = sum(self._weight.get(word, self._rarest) for word in one | other)
        return both / either


def band(suggestions: Sequence[Suggested]) -> str:
    """Return how sure the first of some suggestions is: strong when nothing else comes near it."""
    first = suggestions[0]
    ahead = first.score - suggestions[1].score if len(suggestions) > 1 else first.score
    if first.score >= BANDS[STRONG] and ahead >= AHEAD:
        return STRONG
    return LIKELY if first.score >= BANDS[LIKELY] else WEAK


def usual_grades(rung: Rung) -> frozenset[int]:
    """Return the ranks of the grades that are usual for a role level; none when nothing is known."""
    posts = sum(rung.grades.values())
    if posts < FROM:
        return rung.said_grades
    return frozenset(rank for rank, number in rung.grades.items() if number >= USUAL * posts)


def _fitting(grades: Mapping[int, float], usual: frozenset[int]) -> float:
    """Return the share of posts whose grade is usual; one grade beside it counts half."""
    fit = sum(
        number * (1.0 if rank in usual else 0.5 if rank - 1 in usual or rank + 1 in usual else 0.0)
        for rank, number in grades.items()
    )
    return fit / sum(grades.values())


def _smoothed(number: int, of: int) -> float:
    """Return a share as if one more had been decided otherwise: a single post is no proof."""
    return number / (of + 1)


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _sum(rung: int | None, shares: Mapping[str, float]) -> Suggested:
    parts = tuple(Part(part, int(shares[part] * most + 1e-9), most) for part, most in POINTS.items() if part in shares)
    return Suggested(rung, 100 * sum(part.points for part in parts) // sum(part.most for part in parts), parts)
