"""People as they are on record, for comparing what a feed says with it. No writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from waymark.organisation import queries as organisation
from waymark.organisation.types import ListKind
from waymark.people import policies
from waymark.people.models import Appointment, Feed, Identifier, Membership, Person, PersonAlias, Post, ReportingLine
from waymark.people.rules import feeding as rules
from waymark.people.rules.feeding import OnRecord, Place, Reason, Standing
from waymark.people.types import PersonSaid, Seat

T = TypeVar("T")

AT_ONCE = 10_000
"""People looked up in one query: SQLite takes at most 32,766 parameters."""


class Here(NamedTuple):
    """Where a feed speaks of people, and under which name."""

    source: str
    organisation_id: int
    path: str
    mark: str
    """What numbers are told apart by that another department has as well."""


class Past(NamedTuple):
    """An appointment that has ended."""

    id: int
    post_id: int
    from_on: date
    until_on: date


class Known(NamedTuple):
    """Somebody a feed speaks of, as the site knows them."""

    person_id: int
    said: str
    """Digest of what was said last; empty when that is to be looked at again."""
    identified: bool
    """Whether the feed is known to call them so."""


def place_of(here: Here, department_name: str, day: date) -> Place:
    """Return what the words of a department's files mean on a day. Seven queries."""
    every = organisation.units(here.path)
    over = {unit.id: rules.not_now("unit", unit.name, unit.from_on, unit.until_on, day) for unit in every}
    units = [unit for unit in every if over[unit.id] is None]
    names = rules.taken_apart((text, unit.id) for unit in units for text in {unit.name, unit.slug})
    codes = rules.taken_apart((unit.code, unit.id) for unit in units)
    professions = {}
    holding = {item.id for item in organisation.items(ListKind.PROFESSION, day=day)}
    for card in organisation.professions():
        if card.id in holding:
            professions[rules.key(card.name)] = professions[rules.key(card.slug)] = card.id
    grades: dict[str, int] = {}
    ended: dict[str, Reason] = {}
    schemes = organisation.grade_names(here.path)
    for text, grade in [(one.code, one) for one in schemes] + [(one.name, one) for one in schemes]:
        reason = rules.not_now("grade", text, grade.from_on, grade.until_on, day)
        if reason is None:
            grades.setdefault(rules.key(text), grade.id)
        else:
            ended.setdefault(rules.key(text), reason)
    regions = {}
    for place in organisation.items(ListKind.REGION, day=day):
        for text in filter(None, (place.name, place.code)):
            regions[rules.key(text)] = place.id
    own = every[0]
    # A name may be common to units everywhere; a code that another department has, and this one has not, tells.
    others = {rules.key(code) for code in organisation.codes_elsewhere(here.path)} - set(codes)
    return Place(
        units=names | codes,
        grades=grades,
        regions=regions,
        professions=professions,
        department=frozenset(rules.key(text) for text in (department_name, own.slug, own.code, own.name) if text),
        others=frozenset(others),
        closed={
            rules.key(text): reason
            for unit in every
            if (reason := over[unit.id]) is not None
            for text in filter(None, (unit.code, unit.slug, unit.name))
        },
        ended=ended,
    )


def names_of(here: Here) -> dict[str, dict[str, str]]:
    """Return what units, grades, regions and professions are called, by the code of a difference and their id."""
    grades = {str(one.id): one.code for one in organisation.grade_names(here.path)}
    regions: dict[str, str] = {}
    for name, pk in organisation.region_names().items():
        regions.setdefault(str(pk), name)
    professions = {str(card.id): card.name for card in organisation.professions()}
    units = {str(unit.id): unit.name for unit in organisation.units(here.path)}
    return {
        "unit": units, "grade": grades, "region": regions, "post_profession": professions,
        "main_profession": professions, "other_professions": professions,
    }  # fmt: skip


def aliases() -> dict[int, int]:
    """Return who is kept of those on record twice. One query."""
    return dict(PersonAlias.objects.filter(until_at=None).values_list("person_id", "kept_id"))


def known(
    here: Here, values: Collection[str], kept: dict[int, int], said: Mapping[str, PersonSaid | None] | None = None
) -> dict[str, Known]:
    """Return whom the site knows of those a feed names, by what it calls them.

    Somebody whom the feed has not named yet is known by their staff number, when they work or worked in this
    department, or nowhere yet: the same number elsewhere is somebody else's. The address or the name has to agree as
    well of whoever has an account, works nowhere yet, or was named by another feed, of a department that merged into
    this one: a number alone is soon guessed, and two systems count from 1.

    Args:
        here: whose words they are.
        values: what it calls them; at most ``AT_ONCE``.
        kept: who is kept of those on record twice.
        said: what is said of them, for that comparison; None of somebody: nothing, so that they do not agree. Whoever
            is not in it, as a manager is, is known by the number when they work or worked here.

    Cost: two queries.
    """
    found = {
        value: Known(kept.get(person_id, person_id), said, True)
        for value, person_id, said in Identifier.objects.filter(source=here.source, value__in=list(values)).values_list(
            "value", "person_id", "said"
        )
    }
    left = [value for value in values if value not in found]
    if left:
        named = Exists(Identifier.objects.filter(person_id=OuterRef("pk")))
        for value, person_id, is_named, works, account_id, *called in (
            _by_number(here, left)
            .annotate(named=named, works=Exists(_work(here)))
            .values_list("staff_number", "pk", "named", "works", "account_id", "given_name", "family_name", "email")
        ):
            if said is not None and value in said:
                if (is_named or account_id or not works) and not _agrees(said[value], *called):
                    continue
            elif not works:
                continue
            found[value] = Known(kept.get(person_id, person_id), "", False)
    return found


def _agrees(said: PersonSaid | None, given_name: str, family_name: str, email: str) -> bool:
    """Say whether somebody on record is whom a feed speaks of: by the address, or by the whole name."""
    if said is None:
        return False
    if email and email.lower() == said.email.lower():
        return True
    return rules.key(f"{given_name} {family_name}") == rules.key(f"{said.given_name} {said.family_name}")


def _by_number(here: Here, values: list[str]) -> QuerySet[Person]:
    called = Identifier.objects.filter(person_id=OuterRef("pk"))
    return Person.objects.filter(
        ~Exists(called.filter(source=here.source)),
        # Whoever works nowhere yet and another feed speaks of is that feed's.
        Exists(_work(here)) | (~Exists(Appointment.objects.filter(person_id=OuterRef("pk"))) & ~Exists(called)),
        staff_number__in=values,
    )


def _work(here: Here) -> QuerySet[Appointment]:
    return Appointment.objects.filter(person_id=OuterRef("pk"), post__organisation__path__startswith=here.path)


def numbers_taken(numbers: Collection[str]) -> set[str]:
    """Return which of these staff numbers somebody has already. One query."""
    return set(Person.objects.filter(staff_number__in=list(numbers)).values_list("staff_number", flat=True))


def on_record(person_ids: Collection[int], day: date, here: Here) -> dict[int, OnRecord]:
    """Return people as they are in a department on a day, by id; of a post's profession what the feed said.

    What was decided about a post since is not what the feed said. At most ``AT_ONCE`` people. Four queries.
    """
    ids = list(person_ids)
    found = {
        pk: OnRecord(given, family, email, [])
        for pk, given, family, email in Person.objects.filter(pk__in=ids).values_list(
            "pk", "given_name", "family_name", "email"
        )
    }
    for (
        person_id, path, pk, post_id, number, title, unit_id, grade_id, region_id, profession_id, from_on, until_on,
        fte,
    ) in (
        Appointment.objects.filter(going_on(day), person_id__in=ids)
        .order_by("pk")
        .values_list(
            "person_id", "post__organisation__path", "pk", "post_id", "post__number", "post__title",
            "post__organisation_id", "post__grade_id", "post__region_id",
            Coalesce("post__fed_profession_id", "post__profession_id"), "from_on", "until_on", "fte",
        )
    ):  # fmt: skip
        if not path.startswith(here.path):
            found[person_id].elsewhere = True
            continue
        seat = Seat(
            rules.plain_number(number), title, unit_id, grade_id, region_id, profession_id, from_on, until_on, fte
        )
        found[person_id].seats.append(Standing(pk, post_id, seat))
    lines = ReportingLine.objects.filter(going_on(day), person_id__in=ids).order_by("pk")
    for pk, person_id, manager_id, until_on in lines.values_list("pk", "person_id", "manager_id", "until_on"):
        found[person_id].line_id, found[person_id].manager_id = pk, manager_id
        _note_ending(found[person_id], "line", pk, until_on)
    members = Membership.objects.filter(going_on(day), person_id__in=ids).order_by("pk")
    for pk, person_id, profession_id, main, until_on in members.values_list(
        "pk", "person_id", "profession_id", "main", "until_on"
    ):
        one = found[person_id]
        _note_ending(one, "membership", pk, until_on)
        if main:
            one.main_id, one.main_profession_id = pk, profession_id
        else:
            one.others = {**(one.others or {}), profession_id: pk}
    return found


def going_on(day: date) -> Q:
    """Return the condition on periods that they are open on a day, or begin later: a feed may take that back."""
    return Q(until_on__isnull=True) | (Q(until_on__gt=day) & Q(until_on__gt=F("from_on")))


def past(here: Here, person_ids: Collection[int], day: date) -> dict[int, list[Past]]:
    """Return in which posts of a department people were, by id. At most ``AT_ONCE`` of them. One query."""
    found: dict[int, list[Past]] = {}
    rows = Appointment.objects.filter(person_id__in=list(person_ids), post__organisation__path__startswith=here.path)
    for person_id, pk, post_id, from_on, until_on in rows.exclude(going_on(day)).values_list(
        "person_id", "pk", "post_id", "from_on", "until_on"
    ):
        assert until_on is not None, "it has ended"
        found.setdefault(person_id, []).append(Past(pk, post_id, from_on, until_on))
    return found


def came_from(here: Here, person_ids: Collection[int], day: date) -> dict[int, int]:
    """Return the post that people come to a department from, by id: the one they are in elsewhere, or were in last.

    Whoever was in no post, or last in one of this department, is left out. At most ``AT_ONCE`` people. One query.
    """
    last: dict[int, tuple[date, date, int, bool]] = {}
    for person_id, post_id, path, from_on, until_on in (
        Appointment.objects.filter(person_id__in=list(person_ids), from_on__lte=day)
        .exclude(until_on__lte=F("from_on"))
        .values_list("person_id", "post_id", "post__organisation__path", "from_on", "until_on")
    ):
        one = (until_on or date.max, from_on, post_id, path.startswith(here.path))
        last[person_id] = max(one, last.get(person_id, one))
    return {person_id: post_id for person_id, (_until, _from, post_id, own) in last.items() if not own}


def _note_ending(one: OnRecord, what: str, pk: int, until_on: date | None) -> None:
    if until_on is not None:
        one.ending = (one.ending or set()) | {(what, pk)}


def posts_called(here: Here, numbers: Collection[str]) -> dict[str, tuple[int, Seat]]:
    """Return the posts of a department by number, with what is on record of each, the profession as the feed said it.

    At most ``AT_ONCE`` numbers.

    A number that another department uses stands for a post of this one under a number of its own
    (``rules.own_number``), or for none yet; it stays so when the other became part of this one. So does a number of a
    post in which there are, or were, only people whom another feed speaks of: an agency with a feed of its own numbers
    its posts by itself. Three queries.
    """
    wanted = {text for number in numbers for text in (number, rules.own_number(number, here.mark))}
    rows = Post.objects.filter(number__in=wanted, organisation__path__startswith=here.path)
    others = other_sources(here)
    if others:
        there = Appointment.objects.filter(post_id=OuterRef("pk"))
        called = Identifier.objects.filter(person_id=OuterRef("person_id"))
        theirs = Exists(called.filter(source__in=others)) & ~Exists(called.filter(source=here.source))
        rows = rows.exclude(Exists(there.filter(theirs)) & ~Exists(there.filter(~theirs)))
    found = {}
    for pk, number, title, unit_id, grade_id, region_id, profession_id in rows.order_by("pk").values_list(
        "pk", "number", "title", "organisation_id", "grade_id", "region_id",
        Coalesce("fed_profession_id", "profession_id"),
    ):  # fmt: skip
        plain = rules.plain_number(number)
        if number == plain and plain in found:
            continue
        found[plain] = pk, Seat(plain, title, unit_id, grade_id, region_id, profession_id, date.min)
    return found


def other_sources(here: Here) -> list[str]:
    """Return the sources of other feeds that still speak. Two queries."""
    feeds = list(Feed.objects.exclude(source=here.source).values_list("source", "organisation_id"))
    bodies = organisation.bodies({organisation_id for _source, organisation_id in feeds})
    return [
        source
        for source, organisation_id in feeds
        if (body := bodies[organisation_id]).is_open
        and (body.path.startswith(here.path) or here.path.startswith(body.path))
    ]


def post_numbers_taken(numbers: Collection[str]) -> set[str]:
    """Return which of these numbers some post has. One query."""
    return set(Post.objects.filter(number__in=list(numbers)).values_list("number", flat=True))


def holders(post_ids: Collection[int], day: date) -> Iterator[tuple[int, int]]:
    """Yield post and person of the appointments that are open or begin later. At most ``AT_ONCE`` posts. One query."""
    yield from Appointment.objects.filter(_going_on(day), post_id__in=post_ids).values_list("post_id", "person_id")


def managers_of(person_ids: Collection[int], day: date) -> Iterator[tuple[int, int]]:
    """Yield people with whoever manages them, on a day or later. At most ``AT_ONCE`` of them. One query."""
    lines = ReportingLine.objects.filter(_going_on(day), person_id__in=person_ids)
    yield from lines.values_list("person_id", "manager_id")


def gone(person_ids: set[int], day: date) -> set[int]:
    """Return who of these worked once, and does not any more. At most ``AT_ONCE`` of them. One query."""
    if not person_ids:
        return set()
    work = Appointment.objects.filter(person_id__in=person_ids)
    staying = set(work.filter(_going_on(day)).values_list("person_id", flat=True))
    return set(work.values_list("person_id", flat=True)) - staying


def _going_on(day: date) -> Q:
    """Match what is open on a day or begins later: what begins later is on record as well, a feed may take it back."""
    return Q(until_on__isnull=True) | (Q(until_on__gt=day) & Q(until_on__gt=F("from_on")))


def there(here: Here, day: date, kept: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
    """Return who works in a department on a day, and all that the feed calls them: nothing when it never named them.

    Whom only another source names is left out: a file of one agency says nothing of another's people. ``kept`` says who
    was merged into whom. Two queries, and one for each ``AT_ONCE`` who were merged.
    """
    work = Appointment.objects.filter(
        policies.open_on(day), post__organisation__path__startswith=here.path
    ).values_list("person_id", flat=True)
    found: dict[int, tuple[str, ...]] = dict.fromkeys(work.iterator(chunk_size=20_000), ())
    elsewhere = set()
    for person_id, source, value in (
        Identifier.objects.filter(person_id__in=work).values_list("person_id", "source", "value").iterator(20_000)
    ):
        if source == here.source:
            found[person_id] += (value,)
        else:
            elsewhere.add(person_id)
    for merged in chunks(pk for pk, into in kept.items() if into in found):
        for person_id, value in Identifier.objects.filter(source=here.source, person_id__in=merged).values_list(
            "person_id", "value"
        ):
            found[kept[person_id]] += (value,)
    return {pk: values for pk, values in found.items() if values or pk not in elsewhere}


def said_of(here: Here, values: Collection[str]) -> dict[str, tuple[int, str]]:
    """Return whom a feed calls so, and the digest of what it said of them last. At most ``AT_ONCE``. One query."""
    rows = Identifier.objects.filter(source=here.source, value__in=list(values))
    return {value: (person_id, said) for value, person_id, said in rows.values_list("value", "person_id", "said")}


def count_there(here: Here, day: date) -> int:
    """Return how many people work in a department on a day, whoever names them. One query."""
    work = Appointment.objects.filter(policies.open_on(day), post__organisation__path__startswith=here.path)
    return work.values("person_id").distinct().count()


def known_numbers(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return staff number and name of people, by id. At most ``AT_ONCE`` of them. One query."""
    rows = Person.objects.filter(pk__in=list(ids)).values_list("pk", "staff_number", "given_name", "family_name")
    return {pk: (number, f"{given} {family}".strip()) for pk, number, given, family in rows}


def chunks(rows: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Yield rows in lists of at most ``size``."""
    batch: list[T] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
