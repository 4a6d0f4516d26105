"""What was done: a page of it, and one entry."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Left

from waymark.audit import policies, rules
from waymark.audit.models import Entry, EntryObject, Subject
from waymark.audit.policies import Ids
from waymark.audit.queries.pages import beyond, place, subjects_of
from waymark.audit.types import EntryLine, EntryView, RecordPage, SealLine, Search
from waymark.kernel import kinds
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor

SUBJECTS_OF_ONE = 100
SUBJECTS_CHECKED = 20_000
"""An entry about more people is checked with the whole record only."""


def entries_about(person_id: int, *, actor: Actor, at: datetime, limit: int = 50) -> tuple[EntryLine, ...]:
    """Return what was done about a person, newest first, as far as the actor may see it.

    The person sees all of it; somebody else sees nothing, which looks the same as a person with no entries. Facts are
    left out: they can be about others as well.

    Args:
        person_id: whom the entries are about.
        actor: who asks.
        at: when they ask.
        limit: entries at most.

    Cost: one query.
    """
    rows = policies.entries_open(_matching(Search(person_id=person_id)), actor, at, None)
    return tuple(_line(entry) for entry in rows.order_by("-at", "-pk")[:limit])


def search(
    wanted: Search, *, actor: Actor, at: datetime, after: str = "", size: int = 50, people: Ids | None = None
) -> RecordPage:
    """Return one page of the entries that match, newest first, as far as the actor may read the record.

    A thing that an entry names is found once the entry is sealed: a few seconds after it was done.

    Args:
        wanted: what is looked for.
        actor: who asks.
        at: when they ask.
        after: ``RecordPage.after`` of the page before; empty for the first.
        size: entries on a page.
        people: the people within the actor's duty, when that is limited (see ``bounds``).

    Cost: three queries, each read off an index.
    """
    rows = beyond(policies.entries_open(_matching(wanted), actor, at, people), after)
    found = list(_newest(rows, wanted, size + 1).order_by("-at", "-pk")[: size + 1])
    entries = found[:size]
    counts, subjects = subjects_of(Subject.objects.all(), "entry_id", [entry.pk for entry in entries])
    return RecordPage(
        lines=tuple(_line(entry, counts.get(entry.pk, 0), subjects.get(entry.pk, [])) for entry in entries),
        after=place(entries[-1]) if len(found) > size else "",
    )


def entry(entry_id: int, *, actor: Actor, at: datetime, people: Ids | None = None) -> EntryView:
    """Return one entry with its facts, and say whether it matches its digest.

    Raises:
        NotVisible: there is no such entry, or the actor may not read it.

    Cost: three queries; the people it is about are counted.
    """
    rows = policies.entries_open(Entry.objects.filter(pk=entry_id), actor, at, people)
    found = rows.select_related("seal").first()
    # The facts can be about others: being one of the subjects does not open them.
    if found is None or not policies.reads_by_duty(actor, people):
        raise NotVisible
    about = Subject.objects.filter(entry_id=entry_id).order_by("pk")
    count = about.count()
    checked = not found.erased and count <= SUBJECTS_CHECKED
    subjects = list(about.values_list("person_id", flat=True)[: None if checked else SUBJECTS_OF_ONE])
    seal = found.seal
    return EntryView(
        line=_line(found, count, subjects[:SUBJECTS_OF_ONE]),
        facts=found.facts,
        things=rules.objects_in(found.facts),
        subjects=tuple(subjects[:SUBJECTS_OF_ONE]),
        digest=found.digest,
        seal=SealLine(seal.number, seal.sealed_at, seal.entries) if seal else None,
        matches=rules.digest_of(found, subjects) == found.digest if checked else None,
    )


def last_to_touch(noun: str, object_id: int | str) -> int | None:
    """Return the account that last did something to a thing, as the record's facts name it; None when it is not known.

    For whoever works on the same thing: the caller has decided that they may know. What was done in the last seconds
    is not sealed yet, and not found. One query, read off an index.
    """
    named = EntryObject.objects.filter(object_id=str(object_id), noun=noun).order_by("-entry_id")
    return named.values_list("entry__actor_account_id", flat=True).first()


def matching(wanted: Search, *, actor: Actor, at: datetime, people: Ids | None) -> QuerySet[Entry]:
    """Return the entries that match and that the actor may read, in no order: for this room's own use."""
    rows = policies.entries_open(_matching(wanted), actor, at, people)
    return rows.filter(kind__in=_kinds(wanted)) if wanted.kind else rows


def _matching(wanted: Search) -> QuerySet[Entry]:
    """Return the entries of a search but for its kinds."""
    rows = Entry.objects.all()
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    if wanted.actor_account_id is not None:
        rows = rows.filter(actor_account_id=wanted.actor_account_id)
    if wanted.by_operator:
        rows = rows.filter(by_operator=True)
    if wanted.person_id is not None:
        rows = rows.filter(pk__in=Subject.objects.filter(person_id=wanted.person_id).values("entry_id"))
    if wanted.thing:
        noun, thing = rules.thing_asked(wanted.thing)
        named = EntryObject.objects.filter(object_id=thing)
        rows = rows.filter(pk__in=(named.filter(noun=noun) if noun else named).values("entry_id"))
    return rows


def _kinds(wanted: Search) -> tuple[str, ...]:
    return kinds.under(wanted.kind) or (wanted.kind,)


def _newest(rows: QuerySet[Entry], wanted: Search, limit: int) -> QuerySet[Entry]:
    """Narrow rows to the kinds asked for, without losing any of the newest ``limit``.

    Of several kinds the newest are taken kind by kind, each off the index of kinds: a condition on many kinds at once
    would read the record backwards until it has met enough of them, and rare kinds are met late. The entries about one
    person, or naming one thing, are few: there the index of kinds is kept out of it (by a function that changes
    nothing), or a database drives the search from the kinds, which are many.
    """
    if not wanted.kind:
        return rows
    asked = _kinds(wanted)
    if wanted.person_id is not None or wanted.thing:
        return rows.annotate(kind_itself=Left("kind", 80)).filter(kind_itself__in=asked)
    if len(asked) == 1:
        return rows.filter(kind=asked[0])
    first, *others = (
        Entry.objects.filter(pk__in=rows.filter(kind=kind).order_by("-at", "-pk").values("pk")[:limit])
        .order_by()
        .values("pk")
        for kind in asked
    )
    return Entry.objects.filter(pk__in=first.union(*others, all=True))


def _line(entry: Entry, about: int = 0, subjects: list[int] | None = None) -> EntryLine:
    return EntryLine(
        id=entry.pk,
        kind=entry.kind,
        at=entry.at,
        actor_account_id=entry.actor_account_id,
        by_operator=entry.by_operator,
        reason=entry.reason,
        sealed=entry.seal_id is not None,
        erased=entry.erased,
        about=about,
        subjects=tuple(subjects or ()),
    )
