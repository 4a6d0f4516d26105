"""What a job title says when it is written plainly. See docs/algorithms/mapping.md.

HR systems shorten words, misspell them, turn their order round, and add towns, teams, numbers and grades. Which words
there are is learnt from names that are known to be right and from the other titles of the same place; no list of towns
or of titles is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from waymark_engine.texts import stem

SHORT: Mapping[str, str] = {
    "acct": "accountant", "admin": "administrative", "arch": "architect", "assoc": "associate", "asst": "assistant",
    "ba": "business analyst", "bus": "business", "comms": "communications", "coord": "coordinator", "dep": "deputy",
    "dev": "developer", "dir": "director", "dpty": "deputy", "eng": "engineer", "engr": "engineer",
    "exec": "executive", "fe": "frontend", "fin": "finance", "hd": "head", "hr": "human resources",
    "infra": "infrastructure", "ixd": "interaction designer", "jnr": "junior", "jr": "junior", "mgmt": "management",
    "mgr": "manager", "ml": "machine learning", "off": "officer", "ofcr": "officer", "ops": "operations",
    "perf": "performance", "princ": "principal", "prin": "principal", "prog": "programme", "proj": "project",
    "qa": "quality assurance", "sec": "security", "sen": "senior", "snr": "senior", "spec": "specialist",
    "sr": "senior", "stats": "statistics", "sw": "software", "tech": "technical", "ur": "user researcher",
}  # fmt: skip
"""Usual short forms in job titles, where no known word is written so."""
_SMALL = frozenset(["a", "an", "and", "at", "for", "in", "of", "on", "or", "the", "to", "with"])
"""Words that make no difference."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_ASIDES = re.compile(r"[(\[{]([^)\]}]*)(?:[)\]}]|$)")
_TURN = re.compile(r"\s[-–—|/:]+\s|\s*[,;|/]\s*|[-–—:]\s")
_GRADE = re.compile(r"(?:aa|ao|eo|heo|seo|g[67]|grade|pb\d|scs\d?|band)\Z")
RARER = 4
"""A word that is found so many times as often as another that is spelt nearly the same is what the other means."""
OFTEN = 2
"""Words found in so many posts, outside asides, are words of titles here."""


class Titles:
    """Reads the titles of one place.

    Args:
        right: names whose words are right, such as those of role levels.
        heard: titles as they are written, with how many posts have each.
        grades: codes of grades; they say nothing about what the work is.
        places: names of towns, regions and units that may stand in titles.
    """

    def __init__(
        self,
        right: Iterable[str],
        heard: Mapping[str, int],
        *,
        grades: Collection[str] = (),
        places: Collection[str] = (),
    ) -> None:
        self._grades = frozenset(code.casefold() for code in grades)
        self._places = frozenset(word for place in places for word in _tokens(place))
        self._right = frozenset(word for name in right for word in _tokens(name))
        self._places -= self._right
        self._count: Counter[str] = Counter()
        first: Counter[str] = Counter()
        for title, posts in heard.items():
            for aside, part in _parts(title):
                for word in part:
                    self._count[word] += posts
                    if not aside:
                        first[word] += posts
        self._meant: dict[str, tuple[str, ...]] = {}
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._right | set(self._count)):
            self._by_letter[word[0]].append(word)
        self._known = set(self._right)
        for word, posts in first.items():
            if posts >= OFTEN and not self._says_nothing(word):
                self._known.update(self._read(word))

    def words(self, title: str) -> tuple[str, ...]:
        """Return the words of a title, whole, in order, without what says nothing about the work.

        Words in brackets and after a dash or a comma are left out when titles of this place are not made of them. When
        nothing is left, all words are returned as they are written; of a title without letters, none.
        """
        found: list[str] = []
        for aside, part in _parts(title):
            read = [word for one in _without_numbers(part) if not self._says_nothing(one) for word in self._read(one)]
            if not aside or any(word in self._known for word in read):
                found += [word for word in read if word not in _SMALL]
        return tuple(found) or tuple(_tokens(title))

    def key(self, title: str) -> str:
        """Return what titles that say the same have in common: the stems of their words, in order of the alphabet."""
        return " ".join(sorted({stem(word) for word in self.words(title)}))

    def _says_nothing(self, word: str) -> bool:
        if word in self._grades or word in self._places:
            return True
        return word.isdigit() or (word not in self._right and _GRADE.match(word) is not None)

    def _read(self, word: str) -> tuple[str, ...]:
        """Return the word or words that a word stands for."""
        if word not in self._meant:
            self._meant[word] = self._whole(word)
        return self._meant[word]

    def _whole(self, word: str) -> tuple[str, ...]:
        if word in self._right or word in _SMALL:
            return (word,)
        if word in SHORT:
            return tuple(SHORT[word].split())
        near = [one for one in self._by_letter[word[0]] if self._may_mean(word, one)]
        misspelt = [one for one in near if len(word) >= 5 and _one_slip(word, one)]
        shortened = misspelt or [one for one in near if len(one) >= len(word) + 2 and _shortens(word, one)]
        if not shortened:
            return (word,)
        return (max(shortened, key=lambda one: (one in self._right, self._count[one], one)),)

    def _may_mean(self, word: str, other: str) -> bool:
        if word == other or other in SHORT:
            return False
        return other in self._right or self._count[other] >= RARER * max(1, self._count[word])


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(one for one in plain if not unicodedata.combining(one)))


def _parts(title: str) -> Iterator[tuple[bool, list[str]]]:
    """Yield the words of a title part by part, with whether the part stands aside: in brackets or after a dash."""
    outside = _ASIDES.sub(" ", title)
    for number, part in enumerate(one for one in _TURN.split(outside) if one.strip()):
        yield number > 0, _tokens(part)
    for part in _ASIDES.findall(title):
        yield True, _tokens(part)


def _without_numbers(part: list[str]) -> Iterator[str]:
    """Yield words without numbers and what they count: of "team 7" nothing is left."""
    for place, word in enumerate(part):
        following = part[place + 1] if place + 1 < len(part) else ""
        if not (word in {"team", "group", "section", "unit", "floor", "site", "grade", "band"} and following.isdigit()):
            yield word


def _one_slip(word: str, other: str) -> bool:
    """Say whether one slip of the pen makes one word of the other, inside it or in the order of its last letters.

    The ends are rarely misspelt, and "office" is not a misspelt "officer".
    """
    ends = word[-1] == other[-1] or word[-2:] == other[:-3:-1]
    if word[0] != other[0] or not ends or abs(len(word) - len(other)) > 1:
        return False
    from rapidfuzz.distance import OSA

    return int(OSA.distance(word, other, score_cutoff=1)) <= 1


def _shortens(word: str, other: str) -> bool:
    """Say whether one word is a short form of another: its beginning, or letters of it in order with both ends."""
    if other.startswith(word):
        return len(word) >= 3
    if word[-1] != other[-1] or len(word) < 3:
        return False
    letters = iter(other)
    return all(letter in letters for letter in word)
