"""An invented department's HR file, row by row, with what is true of each row kept apart.

Job titles are written as HR systems write them: shortened, misspelt, with teams, towns and grades in them. Some rows
are wrong on purpose. ``Truth`` says what each row really is, so that whatever reads the file can be measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from waymark.demo.rules.ladders import commonest_first, fitting
from waymark.demo.rules.names import NAME_GROUPS
from waymark.demo.rules.titles import team_name, titles

ERRORS = (
    "unknown grade", "unknown unit", "twice", "overlap", "dates backwards", "another department", "no such day",
    "circle of managers", "no name", "own manager", "two numbers", "shared post", "no number",
)  # fmt: skip
"""What may be done wrong to a row."""

PEOPLE_PER_UNIT = 14
UNITS_PER_UNIT = 8
"""Units stand in a tree: each has at most so many below it."""
WITH_FRAMEWORK = 0.65
"""Share of the posts whose profession has a framework, where there is one."""
GRADES = (("AO", 0.20), ("EO", 0.25), ("HEO", 0.20), ("SEO", 0.15), ("G7", 0.13), ("G6", 0.05), ("PB1", 0.02))
OTHERS = (
    "operational-delivery", "policy", "project-delivery", "finance", "human-resources", "commercial", "communications",
    "statistics", "security",
)  # fmt: skip
TOWNS = ("Leeds", "Cardiff", "Bristol", "Manchester", "York", "Glasgow", "London", "Darlington", "Newport")
REGIONS = ("London", "North West", "North East", "Yorkshire and The Humber", "South West", "Wales", "Scotland")
_SHORT = {
    "senior": ("Snr", "Sr", "Sen."), "manager": ("Mgr", "Mngr"), "developer": ("Dev", "Devr"),
    "engineer": ("Eng", "Engr"), "principal": ("Prin", "Princ."), "officer": ("Off", "Ofcr"),
    "assistant": ("Asst",), "director": ("Dir",), "associate": ("Assoc",), "junior": ("Jnr", "Jr"),
    "software": ("SW",), "analyst": ("Anlst",), "technical": ("Tech",), "business": ("Bus.",),
    "architect": ("Arch.",), "delivery": ("Deliv",), "operations": ("Ops",), "deputy": ("Dep",),
}  # fmt: skip


class Level(NamedTuple):
    """A role level that posts of the file are really in."""

    slug: str
    title: str
    profession: str
    """Slug."""
    rung: int
    grade_hint: str


class Unit(NamedTuple):
    """A unit that the file names, with the profession most of its people have. ``parent`` is another's code."""

    code: str
    name: str
    parent: str
    profession: str


class Truth(NamedTuple):
    """What a row really is."""

    row: int
    """As a spreadsheet counts, the heading being row 1."""
    staff_number: str
    post_number: str
    title: str
    """As the file writes it."""
    unit: str
    grade: str
    role_level: str
    """Slug; empty: the post is in no framework."""
    profession: str
    """Slug of the profession of the post."""
    error: str
    """One of ``ERRORS``; empty: the row is right."""
    change: str
    """What happened since the file before: joined, moved, renamed or left; empty: nothing."""


@dataclass(frozen=True, slots=True)
class HrFile:
    """An HR file to be written. The same values give the same rows."""

    people: int
    seed: int
    errors: float
    """Share of rows that are wrong, 0 to 1."""
    noise: float
    """Share of titles that are not written as the framework writes them."""
    changes: float
    """Share of the people of whom something else is said than in the same file without changes: a third of them left,
    a third moved, a third has another name, and as many as left joined."""
    only_changes: bool
    """Say nothing of the others: what changed since the file before."""
    department: str
    prefix: str
    """Of staff, post and unit numbers."""
    levels: Sequence[Level]
    names: Mapping[str, str]
    """Names of professions by slug."""
    today: date

    def units(self) -> list[Unit]:
        """Return the units, parents first."""
        count = max(1, self.people // PEOPLE_PER_UNIT)
        own = sorted({level.profession for level in self.levels})
        seen: dict[str, int] = {}
        found = []
        for number in range(count):
            rng = Random(f"{self.seed}/unit/{number}")
            pool = own if own and rng.random() < WITH_FRAMEWORK else list(OTHERS)
            profession = pool[int(len(pool) * rng.random())]
            turn = seen.get(profession, 0)
            seen[profession] = turn + 1
            parent = self._code((number - 1) // UNITS_PER_UNIT) if number else ""
            name = team_name(profession, self.names.get(profession, profession), turn)
            found.append(Unit(self._code(number), name, parent, profession))
        return found

    def rows(self) -> Iterator[tuple[tuple[str, ...], Truth]]:
        """Yield the cells of each row, in the order of the people feed's columns, and what is true of it."""
        units = self.units()
        suiting = self._suiting()
        joiners = round(self.people * self.changes / 3)
        row = 1
        for person in range(self.people + joiners):
            change = "joined" if person >= self.people else self._change(person)
            if (self.only_changes and not change) or (change == "left" and not self.only_changes):
                continue
            for cells, truth in self._person(person, change, units, suiting):
                row += 1
                yield cells, truth._replace(row=row)

    def _code(self, unit: int) -> str:
        return f"{self.prefix}U{unit + 1:05d}"

    def _suiting(self) -> dict[tuple[str, str], list[Level]]:
        """Return the role levels that suit a profession and grade, the commonest first."""
        found: dict[tuple[str, str], list[Level]] = {}
        for profession in {level.profession for level in self.levels}:
            ladder = [level for level in self.levels if level.profession == profession]
            for grade, _share in GRADES:
                places = fitting(grade, [(level.rung, level.grade_hint) for level in ladder])
                found[profession, grade] = sorted(
                    (ladder[i] for i in places), key=lambda one: commonest_first(one.slug)
                )
        return found

    def _change(self, person: int) -> str:
        if not self.changes or person == 0:
            return ""
        chance = Random(f"{self.seed}/change/{person}").random() / self.changes
        return ("left", "moved", "renamed")[int(chance * 3)] if chance < 1 else ""

    def _person(
        self, person: int, change: str, units: Sequence[Unit], suiting: Mapping[tuple[str, str], list[Level]]
    ) -> Iterator[tuple[tuple[str, ...], Truth]]:
        rng = Random(f"{self.seed}/person/{person}")
        names = rng.choices(NAME_GROUPS, [group.weight for group in NAME_GROUPS])[0]
        given, family = rng.choice(names.given), rng.choice(names.family)
        unit = units[
            min(person // PEOPLE_PER_UNIT, len(units) - 1) if person < self.people else rng.randrange(len(units))
        ]
        grade = rng.choices([code for code, _ in GRADES], [share for _, share in GRADES])[0]
        profession = unit.profession if rng.random() < 0.9 else rng.choice(OTHERS)
        start = self.today - timedelta(days=30 + int(3000 * rng.random() ** 1.5))
        post = f"{self.prefix}P{person + 1:07d}"
        if change == "moved":
            unit, post = rng.choice(units), f"{post}-2"
            start, grade = self.today - timedelta(days=1), rng.choices([code for code, _ in GRADES])[0]
        elif change == "renamed":
            family = f"{family}-{rng.choice(names.family)}"
        elif change == "joined":
            start = self.today - timedelta(days=rng.randrange(10))
        level = self._level(profession, grade, suiting, rng)
        plain = level.title if level else rng.choice(titles(profession, grade))
        title = disturbed(plain, grade, rng) if rng.random() < self.noise else plain
        number = self._staff(person)
        share = rng.choices(("1", "0.8", "0.6", "0.5"), (80, 9, 6, 5))[0]
        main = self.names.get(profession, "") if rng.random() < 0.95 else ""
        other = self.names.get(rng.choice(OTHERS), "") if rng.random() < 0.06 else ""
        mark = re.sub(r"[^a-z]", "", f"{given}{family}".lower())
        error = rng.choice(ERRORS) if rng.random() < self.errors and person > PEOPLE_PER_UNIT else ""
        cells = {
            "staff_number": number, "given_name": given, "family_name": family,
            "email": f"{mark}.{self.prefix.lower()}{person + 1}@department.example", "post_number": post,
            "job_title": title, "unit": unit.code, "department": self.department, "grade": grade,
            "location": rng.choice(REGIONS), "fte": share, "start": start.isoformat(), "end": "",
            "manager": self._manager(person), "main_profession": main,
            "post_profession": self.names.get(profession, ""), "other_professions": "" if other == main else other,
            "leaving": (self.today - timedelta(days=1)).isoformat() if change == "left" else "",
        }  # fmt: skip
        truth = Truth(
            0, number, post, title, unit.code, grade, level.slug if level else "", profession, error, change
        )  # fmt: skip
        for wrong in _spoilt(cells, error):
            yield (
                tuple(wrong.values()),
                truth._replace(post_number=wrong["post_number"], staff_number=wrong["staff_number"]),
            )

    def _level(
        self, profession: str, grade: str, suiting: Mapping[tuple[str, str], list[Level]], rng: Random
    ) -> Level | None:
        choices = suiting.get((profession, grade), [])
        return choices[int(len(choices) * rng.random() ** 2)] if choices else None

    def _staff(self, person: int) -> str:
        return f"{self.prefix}{person + 1:07d}"

    def _manager(self, person: int) -> str:
        """Return the head of the person's unit; of a head, the head of the unit above. Those who joined start there."""
        unit = min(person, self.people - 1) // PEOPLE_PER_UNIT
        last = max(1, self.people // PEOPLE_PER_UNIT) - 1
        unit = min(unit, last)
        head = unit * PEOPLE_PER_UNIT
        if person != head:
            return self._staff(head) if self._change(head) != "left" else ""
        above = (unit - 1) // UNITS_PER_UNIT * PEOPLE_PER_UNIT
        return self._staff(above) if unit and self._change(above) != "left" else ""


def _spoilt(cells: dict[str, str], error: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one person, wrong in the way that ``error`` names; one right row where it is empty."""
    changed: dict[str, dict[str, str]] = {
        "unknown grade": {"grade": "ZZ9"},
        "unknown unit": {"unit": "NOWHERE"},
        "dates backwards": {"end": (date.fromisoformat(cells["start"]) - timedelta(days=9)).isoformat()},
        "another department": {"department": "Ministry of Elsewhere"},
        "no such day": {"start": "31/02/2025"},
        "circle of managers": {"manager": f"{cells['staff_number']}-C"},
        "own manager": {"manager": cells["staff_number"]},
        "no number": {"staff_number": ""},
        "no name": {"family_name": ""},
    }
    yield {**cells, **changed.get(error, {})}
    if error == "twice":
        yield {**cells, "job_title": cells["job_title"].upper()}
    if error == "overlap":
        yield {**cells, "post_number": f"{cells['post_number']}-B", "fte": "1"}
    other = {**cells, "staff_number": f"{cells['staff_number']}-C", "post_number": f"{cells['post_number']}-C"}
    if error == "two numbers":
        yield other
    if error == "circle of managers":
        yield {**other, "given_name": "Robin", "email": f"robin.{cells['email']}", "manager": cells["staff_number"]}
    if error == "shared post":
        yield {
            **other, "given_name": "Robin", "email": f"robin.{cells['email']}", "post_number": cells["post_number"],
            "job_title": f"Deputy {cells['job_title']}",
        }  # fmt: skip


def disturbed(title: str, grade: str, rng: Random) -> str:
    """Return a title as an HR system may write it."""
    ways = rng.sample(("short", "place", "grade", "order", "typo", "case"), rng.choice((1, 1, 2)))
    for way in ways:
        if way == "short":
            title = " ".join(
                rng.choice(_SHORT[word.lower()]) if word.lower() in _SHORT else word for word in title.split()
            )
        elif way == "place":
            title = f"{title} {rng.choice((f'({rng.choice(TOWNS)})', f'- Team {rng.randrange(1, 9)}', '2'))}"
        elif way == "grade":
            title = f"{grade} {title}" if rng.random() < 0.5 else f"{title} ({grade})"
        elif way == "order" and " " in title:
            first, rest = title.split(" ", 1)
            title = f"{rest}, {first}" if rng.random() < 0.5 else f"{rest} - {first}"
        elif way == "typo":
            title = _misspelt(title, rng)
        elif way == "case":
            title = title.upper() if rng.random() < 0.5 else title.title()
    return title[:1].upper() + title[1:]


def _misspelt(title: str, rng: Random) -> str:
    words = title.split()
    long = [place for place, word in enumerate(words) if len(word) > 5]
    if not long:
        return title
    place = rng.choice(long)
    word, at = words[place], rng.randrange(1, len(words[place]) - 1)
    words[place] = rng.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))
    return " ".join(words)
