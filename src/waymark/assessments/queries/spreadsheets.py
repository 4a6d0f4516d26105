"""Levels in spreadsheets: what a file would add, files as their owner sees them, and what is handed out as one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.models import Audience, Evidence, Judgement, LevelFile
from waymark.assessments.rules.spreadsheets import (
    FROM_FILES,
    Cells,
    Said,
    SkillHere,
    Wrong,
    judged,
    not_from_files,
    twice,
)
from waymark.assessments.types import FileState, LevelChange, LevelDifference, LevelFileCard, WrongRow
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people
from waymark_formats import levels as files
from waymark_formats.levels import COLUMNS, KEYS, day_of, read_levels

PLAN = "plan.json"
AT_ONCE = 5_000
"""People in one query."""
RECENT = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would add."""

    new: tuple[Said, ...]
    known: int
    """Rows that say what is on record."""
    wrong: tuple[Wrong, ...]
    before: dict[tuple[int, int], str]
    """What counts now, in words, by person and skill, of those that something is added to."""
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _There:
    """What is on record of the people of a file, as far as it counts and the actor may know of it."""

    words: dict[tuple[int, int, date], set[tuple[int | None, bool | None]]]
    latest: dict[tuple[int, int], tuple[int | None, bool | None]]


class TooManyForAWorkbook(Refusal):
    """There are more levels than a sheet of a workbook holds."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            _("These are %(count)s levels, and a sheet of a workbook holds %(most)s. Get them as CSV.")
            % {"count": f"{count:,}", "most": f"{most:,}"}
        )


def plan_of(
    path: Path,
    say: Callable[[str], None],
    actor: Actor,
    at: datetime,
    *,
    limit: int,
    hold: Callable[[list[int]], None] = lambda person_ids: None,
) -> Plan:
    """Return what a file would add, row by row, and what is wrong with it.

    Args:
        path: the file.
        say: told how far it is, in words.
        actor: whoever brings it.
        at: when.
        limit: bytes that it holds at most.
        hold: told whose record it is compared with, by their ids in order, before it is: to lock them.

    Raises:
        waymark_formats.framework.Unreadable: it cannot be read, or has no such columns.
    """
    say(_("Reading the file"))
    sheet = read_levels(path, limit=limit)
    rows = [Cells(row.number, *(getattr(row, key) for key in KEYS)) for row in sheet.rows]
    say(_("Finding the people"))
    called = people.people_by_keys({row.person.casefold() for row in rows})
    ids = sorted({pk for pk in called.values() if pk is not None})
    in_scope = frozenset(
        pk
        for start in range(0, len(ids), AT_ONCE)
        for pk in policies.MAY_BRING_LEVELS.visible(actor, at, pk__in=ids[start : start + AT_ONCE]).values_list(
            "pk", flat=True
        )
    )
    skills = {
        key: SkillHere(one.skill_id, one.version_id, one.name, one.levels)
        for key, one in frameworks.skills_by_slug({row.framework for row in rows}, at).items()
    }
    say(_("Comparing with the record"))
    hold(sorted(in_scope))
    there = _there(sorted(in_scope), actor, at)
    today = localtime(at).date()
    new: list[Said] = []
    wrong: list[Wrong] = []
    first_row: dict[tuple[int, int, date], int] = {}
    known = 0
    for row, formulas in zip(rows, (one.formulas for one in sheet.rows), strict=True):
        days = (day_of(row.judged_on), day_of(row.valid_until) if row.valid_until else None)
        said = judged(row, days=days, people=called, in_scope=in_scope, skills=skills, today=today, formulas=formulas)
        if isinstance(said, Wrong):
            wrong.append(said)
            continue
        key = (said.person_id, said.skill.skill_id, said.judged_on)
        if (said.level, said.has_skill) in there.words.get(key, ()):
            known += 1
        elif said.source not in FROM_FILES:
            wrong.append(not_from_files(said, row.source))
        elif key in first_row:
            wrong.append(twice(said, first_row[key]))
        else:
            first_row[key] = said.row
            new.append(said)
    before = {}
    for said in new:
        pair = (said.person_id, said.skill.skill_id)
        if pair in there.latest:
            level, has_skill = there.latest[pair]
            before[pair] = rules.answer_title(list(said.skill.levels), level=level, has_skill=has_skill)
    return Plan(tuple(new), known, tuple(wrong), before, sheet.ignored)


def _there(person_ids: list[int], actor: Actor, at: datetime) -> _There:
    """Read what is on record. An HR director brings levels and sees none: to them it is what came in files, no more."""
    words: dict[tuple[int, int, date], set[tuple[int | None, bool | None]]] = {}
    latest: dict[tuple[int, int], tuple[int | None, bool | None]] = {}
    for start in range(0, len(person_ids), AT_ONCE):
        some = person_ids[start : start + AT_ONCE]
        rows = Judgement.objects.filter(
            person_id__in=some, audience=Audience.SHARED, revocation__isnull=True, assessment__withdrawal__isnull=True
        )
        seen = None
        if not actor.operator:
            visible = policies.SEE_JUDGEMENT.visible(actor, at, person_id__in=some)
            seen = set(visible.values_list("pk", flat=True))
        columns = ("pk", "person_id", "skill_id", "made_at", "level", "has_skill", "imported")
        for pk, person_id, skill_id, made_at, level, has_skill, imported in rows.order_by("made_at", "pk").values_list(
            *columns
        ):
            open_to_them = seen is None or pk in seen
            if open_to_them or imported is not None:
                words.setdefault((person_id, skill_id, localtime(made_at).date()), set()).add((level, has_skill))
            if open_to_them:
                latest[person_id, skill_id] = (level, has_skill)
    return _There(words, latest)


def level_files(actor: Actor, at: datetime) -> tuple[LevelFileCard, ...]:
    """Return the files of levels that the actor brought, the latest first, 50 at most. One query."""
    seen = policies.SEE_LEVEL_FILE.visible(actor, at)
    return tuple(card_of(row) for row in LevelFile.objects.filter(pk__in=seen).order_by("-pk")[:RECENT])


def level_file(uuid: UUID, actor: Actor, at: datetime) -> LevelFileCard:
    """Return a file of levels.

    Raises:
        NotVisible: there is no such file of the actor's.
    """
    return card_of(fetch(policies.SEE_LEVEL_FILE, LevelFile.objects.all(), actor, at, uuid=uuid))


def level_difference(uuid: UUID, actor: Actor, at: datetime) -> LevelDifference:
    """Return what a file would do: its first 500 rows that add something, and the first 500 that are wrong.

    Raises:
        NotVisible: there is no such file of the actor's.
    """
    level_file(uuid, actor, at)
    try:
        kept = json.loads((folder(uuid) / PLAN).read_text())
    except FileNotFoundError:
        return LevelDifference((), (), ())
    headings = {key: heading for key, heading, *_rest in COLUMNS}
    return LevelDifference(
        changes=tuple(LevelChange(*one) for one in kept["changes"]),
        wrong=tuple(WrongRow(row, headings[column], why, value) for row, column, why, value in kept["wrong"]),
        ignored=tuple(kept["ignored"]),
    )


def brings_levels(actor: Actor) -> bool:
    """Say whether the actor brings levels of people at all. No query."""
    return policies.brings_levels(actor)


def exported_levels(actor: Actor, at: datetime, *, form: str = "csv") -> Iterator[tuple[str, ...]]:
    """Yield what counts of the levels of everybody in the actor's sight, a row each of ``waymark_formats.levels``.

    Only what was made for others to see, and only what the actor may see: to an operator, of everybody. What people
    keep to themselves is in no file, and neither is anything of whoever restricted their record.

    Args:
        actor: whoever gets it.
        at: when.
        form: ``csv``, or ``xlsx``: a sheet of a workbook, which holds so many rows and no more.

    Raises:
        NotVisible: the actor is neither an operator nor answers for anybody.
        TooManyForAWorkbook: said before the first row.

    Cost: one query for the judgements, one more to count them for a workbook, and four for each 2,000 of them.
    """
    if not policies.brings_levels(actor):
        raise NotVisible
    if form == "xlsx" and (count := _counting(actor, at).count()) > files.MOST_IN_A_SHEET:
        raise TooManyForAWorkbook(count, files.MOST_IN_A_SHEET)
    return _exported(actor, at)


def whose_levels(actor: Actor, at: datetime) -> tuple[int, ...]:
    """Return whose levels ``exported_levels`` hands out: for whoever notes that they were read. One query.

    Raises:
        NotVisible: the actor is neither an operator nor answers for anybody.
    """
    if not policies.brings_levels(actor):
        raise NotVisible
    return tuple(_counting(actor, at).order_by().values_list("person_id", flat=True).distinct())


def _counting(actor: Actor, at: datetime) -> QuerySet[Judgement]:
    rows = Judgement.objects.filter(
        ~Q(person_id__in=people.restricted(at)),
        audience=Audience.SHARED, revocation__isnull=True, assessment__withdrawal__isnull=True,
    )  # fmt: skip
    if not actor.operator:
        rows = rows.filter(
            person_id__in=people.in_sight(actor, at).values("pk"), pk__in=policies.SEE_JUDGEMENT.visible(actor, at)
        )
    return rows


def _exported(actor: Actor, at: datetime) -> Iterator[tuple[str, ...]]:
    found = _counting(actor, at).select_related("imported").order_by("person_id", "skill_id", "made_at", "pk")
    page: list[Judgement] = []
    for row in found.iterator(chunk_size=2_000):
        page.append(row)
        if len(page) == 2_000:
            yield from _lines(page)
            page = []
    yield from _lines(page)


def _lines(page: list[Judgement]) -> Iterator[tuple[str, ...]]:
    if not page:
        return
    skills = frameworks.skills_in_versions({(row.skill_id, row.version_id) for row in page})
    named = people.person_names({row.person_id for row in page})
    makers = people.names({row.maker_id for row in page if row.maker_id is not None})
    uuids = {row.imported.evidence for row in page if hasattr(row, "imported") and row.imported.evidence}
    evidence = {one.uuid: one for one in Evidence.objects.filter(uuid__in=uuids, removed_at=None)} if uuids else {}
    for row in page:
        skill, person = skills.get((row.skill_id, row.version_id)), named.get(row.person_id)
        if skill is None or person is None:
            continue
        imported = getattr(row, "imported", None)
        piece = evidence.get(imported.evidence) if imported else None
        level = {True: "yes", False: "no", None: ""}[row.has_skill] if row.level is None else _name(skill.levels, row)
        yield (
            person.staff_number or str(person.uuid), skill.framework, skill.slug, level, row.source,
            localtime(row.made_at).date().isoformat(),
            localtime(row.valid_until).date().isoformat() if row.valid_until else "",
            imported.judged_by if imported else makers.get(row.maker_id or 0, ""),
            piece.title if piece else "", piece.url if piece else "",
            row.note if imported else "",
        )  # fmt: skip


def _name(levels: tuple[str, ...], row: Judgement) -> str:
    assert row.level is not None
    return levels[row.level - 1] if 1 <= row.level <= len(levels) else str(row.level)


def folder(uuid: UUID) -> Path:
    """Return the folder of a file of levels."""
    return Path(settings.LEVELS_DIR) / uuid.hex


def file_of(uuid: UUID) -> Path:
    """Return the file itself. It may be gone."""
    return next(iter(sorted(folder(uuid).glob("levels.*"))), folder(uuid) / "levels.gone")


def card_of(row: LevelFile) -> LevelFileCard:
    """Return a file of levels as its owner sees it. No query."""
    return LevelFileCard(
        uuid=row.uuid, filename=row.filename, size=row.size, state=FileState(row.state), doing=row.doing,
        rows=row.rows, counts=dict(row.counts), seen=row.seen, problem=row.problem, at=row.at,
        changed_at=row.changed_at,
    )  # fmt: skip
