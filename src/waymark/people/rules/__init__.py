"""Decisions about dates, words and where people count, without a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from waymark.kernel.text import folded
from waymark.people.types import ListingRow, Main, Work

MOST_CORRECTION = 1000
"""Characters of what a person says is wrong, and of the answer."""
HIGHEST = 60
"""Managers above one another that are looked at: more is a loop that was there already."""
QUIET = timedelta(days=35)
"""A feed that said nothing for so long has stopped: the slowest say something once a month."""
EVERYWHERE = 0
ANY_PROFESSION = 0
ALWAYS = date.min


def day_of(at: datetime) -> date:
    """Return the day ``at`` falls on where the organisation works."""
    return timezone.localdate(at)


def full_name(given: str, family: str) -> str:
    """Return a name as pages show it."""
    return f"{given} {family}".strip()


def goes_round(person_id: int, manager_id: int, managers: Mapping[int, int]) -> bool:
    """Say whether ``manager_id`` works for ``person_id``, at whatever remove.

    Args:
        person_id: who is to be managed.
        manager_id: by whom.
        managers: the manager of each person on the way up from ``manager_id``; who is left out has none.
    """
    above: int | None = manager_id
    for _step in range(HIGHEST):
        if above is None:
            return False
        if above == person_id:
            return True
        above = managers.get(above)
    return False


def listed(works: Iterable[Work], mains: Iterable[Main]) -> list[ListingRow]:
    """Return where a person counts, as what, and when: what the duties that cover them are looked up by.

    Everyone counts everywhere, as one of any profession, always. While they hold a post they count in its organisation
    and in all it is part of. They count as one of their main profession, and as one of the profession of a post while
    they hold it. A secondary membership does not count: it gives nobody a say over a person.

    Args:
        works: their appointments, past and coming ones too.
        mains: their main professions, past and coming ones too.

    Returns:
        Periods that neither overlap nor touch, per organisation and profession, in order.
    """
    periods: dict[tuple[int, int], list[tuple[date, date | None]]] = {
        (EVERYWHERE, ANY_PROFESSION): [(ALWAYS, None)],
    }

    def count(organisation_id: int, profession_id: int, from_on: date, until_on: date | None) -> None:
        if until_on is None or from_on < until_on:
            periods.setdefault((organisation_id, profession_id), []).append((from_on, until_on))

    mains = list(mains)
    for main in mains:
        count(EVERYWHERE, main.profession_id, main.from_on, main.until_on)
    for work in works:
        if work.profession_id is not None:
            count(EVERYWHERE, work.profession_id, work.from_on, work.until_on)
        for organisation_id in work.organisation_ids:
            count(organisation_id, ANY_PROFESSION, work.from_on, work.until_on)
            if work.profession_id is not None:
                count(organisation_id, work.profession_id, work.from_on, work.until_on)
            for main in mains:
                until_on = _earlier(work.until_on, main.until_on)
                count(organisation_id, main.profession_id, max(work.from_on, main.from_on), until_on)
    return [
        ListingRow(*pair, from_on, until_on)
        for pair, found in sorted(periods.items())
        for from_on, until_on in _joined(found)
    ]


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _joined(periods: list[tuple[date, date | None]]) -> Iterator[tuple[date, date | None]]:
    """Yield the same days in periods that neither overlap nor touch."""
    if len(periods) == 1:
        yield from periods
        return
    ordered = sorted(periods, key=lambda period: (period[0], period[1] or date.max))
    from_on, until_on = ordered[0]
    for start, end in ordered[1:]:
        if until_on is not None and start > until_on:
            yield from_on, until_on
            from_on, until_on = start, end
        elif until_on is not None and (end is None or end > until_on):
            until_on = end
    yield from_on, until_on


def name_prefixes(query: str) -> tuple[str, ...]:
    """Return the beginnings of sort keys that a search for a name may mean: family name first, or last.

    "Okafor Ben", "ben okaf" and "okaf" all find Ben Okafor; "jan van dijk" finds Jan van Dijk. Empty for a search for
    nothing.
    """
    words = folded(query[:MOST_QUERY]).split()
    if not words:
        return ()
    given_first, family_of_one_word = [*words[1:], words[0]], [words[-1], *words[:-1]]
    return tuple(dict.fromkeys(" ".join(one) for one in (words, given_first, family_of_one_word)))


MOST_QUERY = 200


TELLING = 6
"""Characters from which on a text tells one person from others: shorter ones stand inside other words."""


def telling_names(*texts: str) -> tuple[str, ...]:
    """Return the texts that are long enough to mean one person, the longest first, each once."""
    return tuple(sorted({text for text in texts if len(text) >= TELLING}, key=lambda text: (-len(text), text)))
