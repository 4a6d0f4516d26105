"""Reference data that a site begins with, and many organisations at once: an operator's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.ids import derived_uuid, free_slug, slugify
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark.organisation import rules
from waymark.organisation.models import (
    Function,
    Grade,
    GradeBand,
    Location,
    Organisation,
    Profession,
    Region,
    Specialism,
)
from waymark.organisation.types import NewOrganisation


class ParentUnknown(Refusal):
    """An organisation names a parent that does not come before it."""

    def __init__(self, organisation: str, parent: str) -> None:
        super().__init__(
            _("“%(organisation)s” names “%(parent)s” as its parent, which does not come before it. Put parents first.")
            % {"organisation": organisation, "parent": parent}
        )


def _must_be_operator(actor: Actor) -> None:
    if not actor.operator:
        raise NotAllowed(_("Only an operator may change reference data. Ask whoever runs this site."))


@transaction.atomic
def ensure_reference(*, actor: Actor, at: datetime) -> None:
    """Add the professions, regions, bands, common grades, specialisms, functions and locations that are missing.

    Safe to repeat.

    What is there already is left as it is: names and summaries may have been changed since.

    Raises:
        NotAllowed: the actor is not an operator.
    """
    _must_be_operator(actor)
    professions, regions, bands, grades = _add_professions(), _add_regions(), _add_bands(), _add_grades()
    specialisms, functions, locations = _add_specialisms(), _add_functions(), _add_locations()
    if professions or regions or bands or grades or specialisms or functions or locations:
        audit.record(
            "organisation.reference.added",
            actor=actor,
            at=at,
            professions=professions,
            regions=regions,
            grade_bands=bands,
            grades=grades,
            specialisms=specialisms,
            functions=functions,
            locations=locations,
        )


def _add_professions() -> int:
    known = set(Profession.objects.values_list("slug", flat=True))
    new = [
        Profession(
            uuid=derived_uuid("profession", slugify(name)), slug=slugify(name), name=name, summary=summary,
            sort_key=sort_key(name),
        )
        for name, summary in rules.PROFESSIONS
        if slugify(name) not in known
    ]  # fmt: skip
    return len(Profession.objects.bulk_create(new))


def _add_regions() -> int:
    known = set(Region.objects.values_list("slug", flat=True))
    new = [
        Region(uuid=derived_uuid("region", slugify(name)), slug=slugify(name), code=code, name=name)
        for code, name in rules.REGIONS
        if slugify(name) not in known
    ]
    return len(Region.objects.bulk_create(new))


def _add_bands() -> int:
    known = set(GradeBand.objects.values_list("slug", flat=True))
    new = [
        GradeBand(slug=slug, name=name, rank=rank)
        for rank, (slug, name) in enumerate(rules.GRADE_BANDS, 1)
        if slug not in known
    ]
    return len(GradeBand.objects.bulk_create(new))


def _add_grades() -> int:
    known = set(Grade.objects.filter(organisation=None).values_list("code", flat=True))
    bands = dict(GradeBand.objects.values_list("rank", "pk"))
    new = [
        Grade(uuid=derived_uuid("grade", code), code=code, name=name, band_id=bands[band], rank=rank)
        for rank, (code, name, band) in enumerate(rules.GRADES, 1)
        if code not in known
    ]
    return len(Grade.objects.bulk_create(new))


def _add_specialisms() -> int:
    known = set(Specialism.objects.values_list("slug", flat=True))
    professions = dict(Profession.objects.values_list("slug", "pk"))
    new = []
    for profession, names in rules.SPECIALISMS:
        for name in names:
            slug = f"{slugify(profession)}-{slugify(name)}"[:120]
            if slug not in known and slugify(profession) in professions:
                new.append(
                    Specialism(
                        uuid=derived_uuid("specialism", slug), slug=slug, name=name,
                        profession_id=professions[slugify(profession)],
                    )
                )  # fmt: skip
    return len(Specialism.objects.bulk_create(new))


def _add_functions() -> int:
    known = set(Function.objects.values_list("slug", flat=True))
    new = [
        Function(uuid=derived_uuid("function", slugify(name)), slug=slugify(name), name=name)
        for name in rules.FUNCTIONS
        if slugify(name) not in known
    ]
    return len(Function.objects.bulk_create(new))


def _add_locations() -> int:
    known = set(Location.objects.values_list("slug", flat=True))
    regions = dict(Region.objects.exclude(code="").values_list("code", "pk"))
    new = [
        Location(
            uuid=derived_uuid("location", slugify(name)), slug=slugify(name), region_id=regions[region], code=code,
            name=name,
        )
        for region, code, name in rules.LOCATIONS
        if slugify(name) not in known and region in regions
    ]  # fmt: skip
    return len(Location.objects.bulk_create(new))


@transaction.atomic
def add_organisations(*, organisations: Sequence[NewOrganisation], actor: Actor, at: datetime) -> dict[str, int]:
    """Add organisations, parents before their parts, and return their ids by key.

    Raises:
        NotAllowed: the actor is not an operator.
        ParentUnknown: one names a parent that does not come before it.
    Cost: three reads and one bulk write, however many there are.
    """
    _must_be_operator(actor)
    taken = set(Organisation.objects.values_list("slug", flat=True))
    first = bulk.next_id(Organisation)
    ids: dict[str, int] = {}
    paths: dict[str, str] = {}
    there = dict(
        Organisation.objects.filter(pk__in={new.parent_id for new in organisations if new.parent_id}).values_list(
            "pk", "path"
        )
    )
    rows = []
    for pk, new in enumerate(organisations, first):
        if new.parent is not None and new.parent not in ids:
            raise ParentUnknown(new.name, new.parent)
        slug = free_slug(slugify(new.name), taken=taken, suffix=new.kind)
        taken.add(slug)
        parent_id = ids[new.parent] if new.parent is not None else new.parent_id
        above = paths[new.parent] if new.parent is not None else there.get(new.parent_id or 0, "/")
        ids[new.key], paths[new.key] = pk, f"{above}{pk}/"
        rows.append(
            (pk, derived_uuid("organisation", slug), slug, new.code, new.name, new.kind, parent_id, paths[new.key])
        )
    bulk.insert_rows(Organisation, ("id", "uuid", "slug", "code", "name", "kind", "parent_id", "path"), rows)
    bulk.move_sequence(Organisation)
    audit.record("organisation.organisations.added", actor=actor, at=at, organisations=len(rows))
    return ids
