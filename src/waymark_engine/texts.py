"""How hard a text is to read, and how alike texts are. See docs/algorithms/texts.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?;:]+(?=\s|$)|\n+|(?:^|\s)[*•·-]\s")
_VOWELS = re.compile(r"[aeiouy]+")
_SUFFIXES = (
    ("isations", "is"), ("izations", "is"), ("isation", "is"), ("ization", "is"), ("ising", "is"), ("izing", "is"),
    ("ises", "is"), ("izes", "is"), ("ised", "is"), ("ized", "is"), ("ise", "is"), ("ize", "is"),
    ("ations", ""), ("ation", ""), ("ating", ""), ("ates", ""), ("ated", ""), ("ate", ""),
    ("ments", ""), ("ment", ""), ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("ed", ""), ("es", ""),
    ("s", ""), ("e", ""),
)  # fmt: skip
"""Endings and what stands instead, longest first: what is left has four letters or more."""

_STOP_WORDS = """
a an and any are as at be been being by can do does for from has have how if in into is it its may more most not of on
or other our out over own so such than that the their them then there these they this those through to under up use was
we were what when where which who why will with within you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that say nothing of what a text is about."""


@dataclass(frozen=True, slots=True)
class ReadingAge:
    """How old a reader is for whom a text is easy, and what it was worked out from."""

    age: float
    """In years: Flesch-Kincaid grade plus five; at least 5."""
    words: int
    sentences: int
    syllables: int
    """Of the words as counted: words of the trade count as one of two syllables at most."""
    longest: str
    """The sentence with the most words."""


def words(text: str) -> list[str]:
    """Return the words of a text in order, in lower case and without accents; numbers are none."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return _WORD.findall(plain)


def sentences(text: str) -> list[str]:
    """Return the sentences and the points of lists, without the empty ones.

    A sentence ends at a full stop, a question or exclamation mark, a semicolon, a colon or the end of a line.
    """
    return [part for part in (part.strip() for part in _SENTENCE_END.split(text)) if _WORD.search(part)]


def syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels; at least one."""
    found = len(_VOWELS.findall(word))
    silent_e = word.endswith("e") and not word.endswith(("le", "ee", "ye")) and found > 1
    silent_ed = word.endswith("ed") and not word.endswith(("ted", "ded", "eed", "ied")) and found > 1
    return max(1, found - silent_e - silent_ed)


def reading_age(texts: Iterable[str], *, known: Container[str] = ()) -> ReadingAge | None:
    """Return how hard texts are to read, taken together; None when there is no word in them.

    Args:
        texts: what is read, in order. Each begins a sentence.
        known: stems of words that its readers know, such as the names of their trade: a long one counts as a word of
            two syllables.
    """
    parts = [part for text in texts for part in sentences(text)]
    counted = [words(part) for part in parts]
    total = sum(len(found) for found in counted)
    if not total:
        return None
    heard = 0
    for found in counted:
        for word in found:
            count = syllables(word)
            heard += min(count, 2) if count > 2 and stem(word) in known else count
    grade = 0.39 * total / len(parts) + 11.8 * heard / total - 15.59
    longest = max(zip(counted, parts, strict=True), key=lambda pair: len(pair[0]))[1]
    return ReadingAge(max(5.0, grade + 5), total, len(parts), heard, longest)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what is left of a word without its ending: "modelling" and "models" give "model"."""
    word = word.split("'")[0].split("’")[0]
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) + len(instead) >= 4:
            word = word[: len(word) - len(suffix)] + instead
            break
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def stems(text: str) -> frozenset[str]:
    """Return the stems of what a text is about: its words without stop words; all of them when no other is left."""
    found = words(text)
    return frozenset(stem(word) for word in found if word not in STOP_WORDS) or frozenset(map(stem, found))
