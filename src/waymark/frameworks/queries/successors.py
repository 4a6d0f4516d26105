"""What becomes of things that a version leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from waymark.frameworks import models
from waymark.frameworks.models import RoleLevelWording, RoleWording, SkillWording, Version
from waymark.frameworks.queries.addresses import address
from waymark.frameworks.queries.drafts import version_before
from waymark.frameworks.rules import seen
from waymark.frameworks.types import LeftOut, Replacement, Successor
from waymark.kernel.errors import NotVisible
from waymark.kernel.text import sort_key


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that has successors: its table of wordings, and what its name is made of."""

    name: str
    wording: type[Model]
    role_name: str = ""
    """Where a role level without a name of its own takes one from."""

    def called(self, row: Any) -> str:
        """Return what a wording calls the thing: its own name, or its role's."""
        return str(row["name"] or row[self.role_name])

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of a wording that say who it is and what it is called."""
        more = (self.role_name,) if self.role_name else ()
        return (f"{self.name}_id", f"{self.name}__slug", f"{self.name}__uuid", "name", "version_id", *more)


KINDS = {
    "skill": Kind("skill", SkillWording),
    "role": Kind("role", RoleWording),
    "role_level": Kind("role_level", RoleLevelWording, "role_wording__name"),
}


def replacements(kind: str, ids: Iterable[int], at: datetime) -> dict[int, Replacement]:
    """Return what became of things that are in no current version, by id: what the latest version in force says.

    A thing of which nothing was said is absent. Whether a thing is still there is for the caller to know. Two queries.
    """
    rows = models.Replacement.objects.filter(
        ~Q(version__state=Version.State.WITHDRAWN, version__ends_at__lte=at),
        version__published_at__isnull=False,
        version__effective_from__lte=at,
        **{f"{kind}_id__in": set(ids)},
    ).order_by("-version__effective_from", "-version_id", "-pk")
    return {thing_id: said for thing_id, said in _said(kind, rows)}


def replacements_said(version_id: int) -> tuple[Replacement, ...]:
    """Return everything a version, draft or not, says of things that it leaves out. Six queries at most."""
    return tuple(said for kind in KINDS for _id, said in _of_version(kind, version_id))


def left_out(version_id: int) -> tuple[LeftOut, ...]:
    """Return what a version leaves out of what the published version before it has: roles first, then skills, by name.

    Levels of a role that is left out go with it, and are listed behind it. Empty for a first version. Ten queries at
    most.
    """
    older = version_before(version_id)
    if older is None:
        return ()
    return tuple(thing for kind in ("role", "role_level", "skill") for thing in _left_out(kind, older, version_id))


def left_out_one(version_id: int, kind: str, uuid: UUID) -> LeftOut:
    """Return one of the things that a version leaves out.

    Raises:
        NotVisible: it leaves out no such thing.
    """
    older = version_before(version_id)
    if older is None or kind not in KINDS:
        raise NotVisible
    found = next(iter(_left_out(kind, older, version_id, uuid=uuid)), None)
    if found is None:
        raise NotVisible
    return found


def successor_options(version_id: int, kind: str) -> tuple[Successor, ...]:
    """Return everything of a kind that a version has, by name: what can replace something that it leaves out."""
    known = KINDS[kind]
    rows = known.wording._default_manager.filter(version_id=version_id).values(*known.columns)
    found = [_successor(known, row) for row in rows]
    return tuple(sorted(found, key=lambda one: (sort_key(one.name), one.slug)))


def _left_out(kind: str, older_id: int, version_id: int, **only: Any) -> Iterator[LeftOut]:
    known = KINDS[kind]
    kept = known.wording._default_manager.filter(version_id=version_id).values(f"{kind}_id")
    rows = (
        known.wording._default_manager.filter(version_id=older_id, **{f"{kind}__{name}": v for name, v in only.items()})
        .exclude(**{f"{kind}_id__in": kept})
        .values(*known.columns)
    )
    said = dict(_of_version(kind, version_id))
    found = []
    for row in rows:
        name, role = known.called(row), row[known.role_name] if known.role_name else ""
        found.append(
            LeftOut(
                kind=kind, id=row[f"{kind}_id"], uuid=row[f"{kind}__uuid"], slug=row[f"{kind}__slug"], name=name,
                part_of=role if role != name else "", said=said.get(row[f"{kind}_id"]),
                seen=_seen(said.get(row[f"{kind}_id"])),
            )
        )  # fmt: skip
    yield from sorted(found, key=lambda one: (sort_key(one.part_of or one.name), sort_key(one.name), one.slug))


def _seen(said: Replacement | None) -> str:
    if said is None:
        return seen({"said": ""})
    return seen({"successors": [one.id for one in said.successors], "reason": said.reason})


def _of_version(kind: str, version_id: int) -> Iterator[tuple[int, Replacement]]:
    rows = models.Replacement.objects.filter(version_id=version_id, **{f"{kind}__isnull": False}).order_by("-pk")
    return _said(kind, rows)


def _said(kind: str, rows: QuerySet[models.Replacement]) -> Iterator[tuple[int, Replacement]]:
    """Yield the first statement of each thing, of statements in order. Two queries."""
    columns = ("pk", f"{kind}_id", f"{kind}__slug", "reason", "version_id", "version__label")
    first: dict[int, tuple[Any, ...]] = {}
    for row in rows.values_list(*columns):
        first.setdefault(row[1], row)
    if not first:
        return
    known = KINDS[kind]
    chosen = models.Successor.objects.filter(replacement_id__in=[row[0] for row in first.values()])
    taking: dict[int, list[int]] = defaultdict(list)
    for replacement_id, successor_id in chosen.order_by("position", "pk").values_list("replacement_id", f"{kind}_id"):
        taking[replacement_id].append(successor_id)
    wordings = known.wording._default_manager.filter(
        version_id__in={row[4] for row in first.values()},
        **{f"{kind}_id__in": {one for some in taking.values() for one in some}},
    )
    named = {
        (row["version_id"], row[f"{kind}_id"]): _successor(known, row)
        for row in (wordings.values(*known.columns) if taking else ())
    }
    for pk, thing_id, slug, reason, version_id, label in first.values():
        successors = tuple(
            named[version_id, successor_id] for successor_id in taking[pk] if (version_id, successor_id) in named
        )
        yield thing_id, Replacement(kind, slug, successors, reason, label)


def _successor(kind: Kind, row: Any) -> Successor:
    slug = row[f"{kind.name}__slug"]
    return Successor(row[f"{kind.name}_id"], slug, kind.called(row), address(kind.name, slug))
