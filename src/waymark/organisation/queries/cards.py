"""Bodies, professions, places and grades, for lists and links."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex, Substr

from waymark.kernel.errors import NotVisible
from waymark.organisation.models import (
    ChangePart,
    Grade,
    GradeBand,
    Organisation,
    OrganisationBefore,
    Profession,
    Region,
)
from waymark.organisation.models.reference import Dated
from waymark.organisation.types import BandCard, GradeCard, GradeName, Named, Place, ProfessionCard, UnitCard

D = TypeVar("D", bound=Dated)
_PROFESSION = ("id", "uuid", "slug", "name", "summary")


def professions(day: date | None = None) -> tuple[ProfessionCard, ...]:
    """Return the professions that are in the list on a day, A to Z; every one, whenever, for no day. One query.

    What is offered to be chosen is what holds; what is shown of the past is every one.
    """
    rows = _holding(Profession.objects.all(), day).order_by("sort_key", "pk").values_list(*_PROFESSION)
    return tuple(ProfessionCard(*row) for row in rows)


def _profession(rows: QuerySet[Profession]) -> ProfessionCard:
    row = rows.values_list(*_PROFESSION).first()
    if row is None:
        raise NotVisible
    return ProfessionCard(*row)


def profession(slug: str) -> ProfessionCard:
    """Return one profession.

    Raises:
        NotVisible: there is none of that slug.
    """
    return _profession(Profession.objects.filter(slug=slug).order_by("pk"))


def profession_by_id(profession_id: int) -> ProfessionCard:
    """Return one profession.

    Raises:
        NotVisible: there is none of that id.
    """
    return _profession(Profession.objects.filter(pk=profession_id).order_by("pk"))


def profession_id(slug: str) -> int | None:
    """Return the id of a profession, or None when there is none of that slug."""
    return Profession.objects.filter(slug=slug).values_list("pk", flat=True).first()


def grade_bands() -> tuple[BandCard, ...]:
    """Return the grade bands, most junior first."""
    return tuple(BandCard(*row) for row in GradeBand.objects.order_by("rank").values_list("id", "slug", "name", "rank"))


def grades() -> tuple[GradeCard, ...]:
    """Return the grades common to every organisation, most junior first."""
    rows = Grade.objects.filter(organisation=None).order_by("rank", "pk")
    return tuple(GradeCard(*row) for row in rows.values_list("id", "code", "name", "rank", "band__rank"))


def regions(day: date | None = None) -> tuple[Named, ...]:
    """Return the regions that are in the list on a day, in the order of the statistics; every one for no day."""
    rows = _holding(Region.objects.all(), day).order_by("pk").values_list("id", "slug", "name")
    return tuple(Named(*row) for row in rows)


def _holding(rows: QuerySet[D], day: date | None) -> QuerySet[D]:
    if day is None:
        return rows
    return rows.exclude(from_on__gt=day).exclude(until_on__lte=day)


def organisations(kind: str) -> tuple[Named, ...]:
    """Return the open organisations of one kind (department, agency, unit), A to Z."""
    rows = Organisation.objects.filter(kind=kind, until_on__isnull=True).values_list("id", "slug", "name")
    return tuple(Named(*row) for row in sorted(rows, key=lambda row: (row[2].casefold(), row[0])))


def places(kind: str) -> tuple[Place, ...]:
    """Return the open organisations of one kind (department, agency, unit) with their paths, A to Z."""
    rows = Organisation.objects.filter(kind=kind, until_on__isnull=True).values_list("id", "slug", "name", "path")
    return tuple(Place(*row) for row in sorted(rows, key=lambda row: (row[2].casefold(), row[0])))


def organisation(slug: str) -> Place:
    """Return one organisation with its path.

    Raises:
        NotVisible: there is none of that slug.
    """
    row = Organisation.objects.filter(slug=slug).values_list("id", "slug", "name", "path").first()
    if row is None:
        raise NotVisible
    return Place(*row)


def organisation_by_id(organisation_id: int) -> Place:
    """Return one organisation with its path.

    Raises:
        NotVisible: there is none of that id.
    """
    row = Organisation.objects.filter(pk=organisation_id).values_list("id", "slug", "name", "path").first()
    if row is None:
        raise NotVisible
    return Place(*row)


def within(path: str) -> QuerySet[Organisation, int]:
    """Return the ids of an organisation and everything below it: a query for other rooms to embed."""
    return Organisation.objects.filter(path__startswith=path).order_by().values_list("pk", flat=True)


def department_name(path: str) -> Subquery:
    """Return the name of the body at the top of an organisation's tree: an expression for other rooms to embed.

    Args:
        path: the lookup that leads from the outer query to the organisation's ``path``.
    """
    return Subquery(Organisation.objects.filter(path=_top(OuterRef(path))).order_by().values("name")[:1])


def department_path(path: str) -> Substr:
    """Return the path of the body at the top of an organisation's tree: an expression for other rooms to embed.

    Args:
        path: the lookup that leads from the query to the organisation's ``path``.
    """
    return _top(F(path))


def _top(path: F) -> Substr:
    return Substr(path, 1, StrIndex(Substr(path, 2), Value("/")) + 1)


def above() -> dict[int, tuple[int, ...]]:
    """Return for every organisation the ids of those it is part of, from the top down, itself last. One query."""
    by_path = dict(Organisation.objects.values_list("path", "pk"))
    found: dict[int, tuple[int, ...]] = {}
    for path, pk in by_path.items():
        steps = path.strip("/").split("/")
        tops = ("/" + "/".join(steps[:depth]) + "/" for depth in range(1, len(steps)))
        found[pk] = (*(by_path[top] for top in tops if top in by_path), pk)
    return found


def path_of(organisation_id: int) -> str:
    """Return the path of an organisation: the paths of all that is part of it begin with it. One query.

    Raises:
        NotVisible: there is none of that id.
    """
    path = Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first()
    if path is None:
        raise NotVisible
    return path


def parts_of(organisation_ids: Iterable[int]) -> tuple[Named, ...]:
    """Return open organisations and what they are directly made of, A to Z; every department for no ids. One query."""
    ids = list(organisation_ids)
    chosen = Q(pk__in=ids) | Q(parent_id__in=ids) if ids else Q(kind=Organisation.Kind.DEPARTMENT)
    rows = Organisation.objects.filter(chosen, until_on__isnull=True).values_list("id", "slug", "name")
    return tuple(Named(*row) for row in sorted(rows, key=lambda row: (row[2].casefold(), row[0])))


def units(path: str) -> tuple[UnitCard, ...]:
    """Return an organisation and everything below it, closed or not, from the top down. One query."""
    rows = Organisation.objects.filter(path__startswith=path).order_by("path")
    return tuple(UnitCard(*row) for row in rows.values_list("id", "code", "slug", "name", "from_on", "until_on"))


def grade_names(path: str) -> tuple[GradeName, ...]:
    """Return the grades that people of an organisation may have, whenever. At most four queries.

    The nearest first: those of the organisation and its parts; of what it is part of, from itself up; of what became
    part of it, and of what its parts were part of before, so that what a department calls its grades is understood
    after a merger as well; then everyone's.
    """
    rows = list(
        Grade.objects.order_by("rank", "pk").values_list(
            "organisation_id", "organisation__path", "id", "code", "name", "from_on", "until_on"
        )
    )
    owners = {row[0]: row[1] for row in rows if row[0] is not None}
    near: dict[int | None, tuple[int, int]] = {pk: (0, pk) for pk, own in owners.items() if own.startswith(path)}
    near |= {pk: (1, -len(own)) for pk, own in owners.items() if pk not in near and path.startswith(own)}
    if owners.keys() - near.keys():
        near |= {pk: (2, pk) for pk in _before(path) & owners.keys() if pk not in near}
    near[None] = (3, 0)
    found = sorted((row for row in rows if row[0] in near), key=lambda row: near[row[0]])
    return tuple(GradeName(*row[2:]) for row in found)


def _before(path: str) -> set[int]:
    """Return the ids of bodies that are part of an organisation now, or that parts of it were part of. Two queries."""
    ids = [int(step) for step in path.strip("/").split("/")]
    came: dict[int, list[int]] = {}
    went = ChangePart.objects.filter(whole=True, before__until_on__isnull=False, after__isnull=False)
    for before, after in went.exclude(before_id=F("after_id")).values_list("before_id", "after_id"):
        came.setdefault(after, []).append(before)
    rows = Organisation.objects.filter(path__startswith=path).values_list("pk", flat=True)
    look, found = [*ids, *rows] if came else [], set()
    while look:
        for pk in came.get(look.pop(), ()):
            if pk not in found:
                found.add(pk)
                look.append(pk)
    former = OrganisationBefore.objects.filter(organisation__path__startswith=path).order_by()
    for one in former.values_list("path", flat=True).distinct():
        found.update(int(step) for step in one.strip("/").split("/"))
    return found


def grade_ranks() -> dict[int, tuple[int, ...]]:
    """Return for each grade, by id, the ranks of the common grades that it stands beside. One query.

    A common grade stands beside itself, an organisation's own beside those of its band; without a band beside none.
    """
    rows = list(Grade.objects.order_by("rank", "pk").values_list("id", "organisation_id", "rank", "band_id"))
    of_band: dict[int | None, tuple[int, ...]] = {}
    for _pk, organisation_id, rank, band_id in rows:
        if organisation_id is None and band_id is not None:
            of_band[band_id] = (*of_band.get(band_id, ()), rank)
    return {
        pk: (rank,) if organisation_id is None else of_band.get(band_id, ())
        for pk, organisation_id, rank, band_id in rows
    }


def region_names() -> dict[str, int]:
    """Return the regions by name and by code. One query."""
    found: dict[str, int] = {}
    for pk, code, name in Region.objects.order_by("pk").values_list("id", "code", "name"):
        found[name] = pk
        if code:
            found[code] = pk
    return found


def department_of(organisation_id: int) -> Place:
    """Return the body at the top of the tree that an organisation is in: itself, when nothing is above it. Two queries.

    Raises:
        NotVisible: there is none of that id.
    """
    top = "/" + path_of(organisation_id).split("/")[1] + "/"
    row = Organisation.objects.filter(path=top).values_list("id", "slug", "name", "path").first()
    if row is None:
        raise NotVisible
    return Place(*row)


def codes_elsewhere(path: str) -> set[str]:
    """Return the codes of units outside an organisation. One query."""
    rows = Organisation.objects.exclude(path__startswith=path).exclude(code="")
    return set(rows.values_list("code", flat=True))
