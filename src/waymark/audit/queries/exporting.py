"""The entries of an export, and the two forms they are written in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from waymark.audit.models import Subject
from waymark.audit.policies import Ids
from waymark.audit.queries.entries import SUBJECTS_OF_ONE, matching
from waymark.audit.queries.pages import beyond, place
from waymark.audit.types import EXPORT_CSV, ExportedEntry, RecordExport
from waymark.kernel import kinds
from waymark.kernel.policy import Actor
from waymark_formats.tables import csv_line

CHUNK = 1_000
NameThem = Callable[[Iterable[int]], Mapping[int, str]]
"""What ids stand for outside this site: staff numbers, e-mail addresses. Rooms above this one know."""

COLUMNS = (
    "entry", "at", "kind", "what", "by", "by_operator", "about", "people", "reason", "facts", "erased", "seal", "digest"
)  # fmt: skip


def exported(
    export: RecordExport,
    *,
    actor: Actor,
    at: datetime,
    accounts: NameThem,
    people: NameThem,
    within: Ids | None = None,
    seen: Callable[[Iterable[int]], object] = lambda ids: None,
) -> Iterator[str]:
    """Give an export line by line, newest first: CSV with a first line of names, or one JSON object a line.

    Args:
        export: what ``export_record`` granted.
        actor: who asked for it.
        at: when.
        accounts: names accounts.
        people: names people.
        within: the people within the actor's duty, when that is limited (see ``bounds``).
        seen: told the ids of the people whom the lines given so far are about.

    Cost: two queries and two of the names for each thousand entries; no more than these are held at a time.
    """
    plain = export.form == EXPORT_CSV
    if plain:
        yield csv_line(COLUMNS)
    for chunk in _chunks(export, actor, at, within):
        subjects = sorted({person for entry in chunk for person in entry.subjects})
        seen(subjects)
        who = accounts({entry.actor_account_id for entry in chunk if entry.actor_account_id is not None})
        whom = people(subjects)
        for entry in chunk:
            row = _row(entry, who, whom)
            if plain:
                row["people"] = " ".join(row["people"])  # type: ignore[arg-type]
                row["facts"] = json.dumps(row["facts"], ensure_ascii=False, sort_keys=True) if row["facts"] else ""
                row["erased"], row["by_operator"] = _yes(entry.erased), _yes(entry.by_operator)
                yield csv_line(row[column] for column in COLUMNS)
            else:
                yield json.dumps(row, ensure_ascii=False) + "\n"


def _row(entry: ExportedEntry, who: Mapping[int, str], whom: Mapping[int, str]) -> dict[str, object]:
    account = entry.actor_account_id
    return {
        "entry": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "kind": entry.kind,
        "what": kinds.words(entry.kind),
        "by": "" if account is None else who.get(account, f"account {account}"),
        "by_operator": entry.by_operator,
        "about": entry.about,
        "people": [whom.get(person, f"person {person}") for person in entry.subjects],
        "reason": entry.reason,
        "facts": entry.facts,
        "erased": entry.erased,
        "seal": entry.seal,
        "digest": entry.digest,
    }


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _chunks(export: RecordExport, actor: Actor, at: datetime, within: Ids | None) -> Iterator[list[ExportedEntry]]:
    rows = matching(export.wanted, actor=actor, at=at, people=within).select_related("seal").order_by("-at", "-pk")
    after, left = "", export.entries
    while left > 0 and (entries := list(beyond(rows, after)[: min(CHUNK, left)])):
        after, left = place(entries[-1]), left - len(entries)
        subjects: dict[int, list[int]] = {}
        about = Subject.objects.filter(entry__in=[entry.pk for entry in entries]).order_by("pk")
        for entry_id, person_id in about.values_list("entry_id", "person_id"):
            subjects.setdefault(entry_id, []).append(person_id)
        yield [
            ExportedEntry(
                id=entry.pk,
                at=entry.at,
                kind=entry.kind,
                actor_account_id=entry.actor_account_id,
                by_operator=entry.by_operator,
                reason=entry.reason,
                facts=entry.facts,
                erased=entry.erased,
                seal=entry.seal.number if entry.seal else None,
                digest=entry.digest,
                about=len(subjects.get(entry.pk, ())),
                subjects=tuple(subjects.get(entry.pk, ())[:SUBJECTS_OF_ONE]),
            )
            for entry in entries
        ]
