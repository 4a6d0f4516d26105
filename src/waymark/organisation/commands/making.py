"""Making a change of the tree: how each body was is appended, then its row is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Substr

from waymark.kernel import bulk
from waymark.kernel.ids import derived_uuid, free_slug, slugify
from waymark.organisation import rules
from waymark.organisation.models import ChangePart, Organisation, OrganisationBefore, OrganisationChange
from waymark.organisation.types import Body, Change, ChangeKind, Made, Moved

_STATE = ("code", "name", "kind", "parent_id", "path", "until_on")


def make(row: OrganisationChange, change: Change, bodies: Mapping[int, Body]) -> Made:
    """Make a change that was checked, inside the command that records it.

    Args:
        row: the change as it was written down.
        change: what it asks for.
        bodies: every body it names.

    Cost: a fixed number of queries for each body it names; what moves along is written set-based.
    """
    return _Making(row, change, bodies).made()


class _Making:
    """One change while it is made."""

    def __init__(self, row: OrganisationChange, change: Change, bodies: Mapping[int, Body]) -> None:
        self.row, self.change, self.bodies = row, change, bodies
        self.moved: list[Moved] = []
        self.emptied: list[tuple[int, int]] = []
        self.opened: int | None = None

    def made(self) -> Made:
        change = self.change
        first = self.bodies[change.organisation_ids[0]] if change.organisation_ids else None
        match change.kind:
            case ChangeKind.OPEN:
                self._open(first)
            case ChangeKind.RENAME if first is not None:
                self._keep(Organisation.objects.filter(pk=first.id))
                Organisation.objects.filter(pk=first.id).update(name=change.name.strip(), code=change.code.strip())
                self._part(first.id, first.id)
            case ChangeKind.MOVE if first is not None:
                parent = self.bodies[change.parent_id] if change.parent_id is not None else None
                self._keep(Organisation.objects.filter(path__startswith=first.path))
                self._move(first, parent.id if parent else None, parent.path if parent else "/")
                self._part(first.id, first.id)
            case ChangeKind.MERGE:
                self._merge(self.bodies[change.into_id or 0])
            case ChangeKind.SPLIT if first is not None:
                self._split(first)
            case ChangeKind.CLOSE if first is not None:
                self._keep(Organisation.objects.filter(pk=first.id))
                Organisation.objects.filter(pk=first.id).update(until_on=change.on)
                self._part(first.id, None)
        return Made(
            self.row.pk, self.row.uuid, change.kind, change.on, tuple(self.moved), tuple(self.emptied), self.opened,
            change.posts,
        )  # fmt: skip

    def _open(self, again: Body | None) -> Body:
        """Open a new body, or one that was closed, where the change says, and return it as it stands now."""
        change = self.change
        if again is None:
            body = self._new()
        else:
            moves = change.kind is ChangeKind.OPEN and change.parent_id != again.parent_id
            itself = Organisation.objects.filter(pk=again.id)
            self._keep(Organisation.objects.filter(path__startswith=again.path) if moves else itself)
            itself.update(until_on=None)
            if moves:
                parent = self.bodies[change.parent_id] if change.parent_id is not None else None
                self._move(again, parent.id if parent else None, parent.path if parent else "/")
            body = again
        self.opened = body.id
        if change.kind is ChangeKind.OPEN:
            self._part(None, body.id)
        return body

    def _new(self) -> Body:
        change = self.change
        parent = self.bodies[change.parent_id] if change.parent_id is not None else None
        name = change.name.strip()
        taken = set(Organisation.objects.filter(slug__startswith=slugify(name)).values_list("slug", flat=True))
        slug = free_slug(slugify(name), taken=taken, suffix=change.body_kind)
        row = Organisation.objects.create(
            uuid=derived_uuid("organisation", slug), slug=slug, name=name, code=change.code.strip(),
            kind=change.body_kind, parent_id=parent.id if parent else None, path=f"new-{self.row.pk}",
            from_on=change.on,
        )  # fmt: skip
        row.path = f"{parent.path if parent else '/'}{row.pk}/"
        row.save(update_fields=["path"])
        return Body(row.pk, slug, row.code, name, row.kind, row.parent_id, row.path, change.on, None)

    def _merge(self, into: Body) -> None:
        for pk in self.change.organisation_ids:
            body = self.bodies[pk]
            self._keep(Organisation.objects.filter(path__startswith=body.path))
            Organisation.objects.filter(parent_id=pk).update(parent_id=into.id)
            self._carry(Organisation.objects.filter(path__startswith=body.path).exclude(pk=pk), body.path, into.path)
            Organisation.objects.filter(pk=pk).update(until_on=self.change.on)
            self.emptied.append((pk, into.id))
            self._part(pk, into.id)

    def _split(self, source: Body) -> None:
        target = self._open(self.bodies[self.change.into_id] if self.change.into_id is not None else None)
        for pk in self.change.units:
            unit = self.bodies[pk]
            self._keep(Organisation.objects.filter(path__startswith=unit.path))
            self._move(unit, target.id, target.path)
            self._part(pk, pk)
        goes = self.change.units or self.change.posts  # what is undone may have nothing left to give back
        self._part(source.id if goes else None, target.id, whole=not goes)

    def _move(self, body: Body, parent_id: int | None, parent_path: str) -> None:
        after = f"{parent_path}{body.id}/"
        # What undoes a move says what the body was before it; else that follows from where it stands.
        again = self.change.body_kind if self.change.kind is ChangeKind.MOVE else ""
        kind = rules.kind_under(again or body.kind, parent_id)
        Organisation.objects.filter(pk=body.id).update(parent_id=parent_id, kind=kind)
        self._carry(Organisation.objects.filter(path__startswith=body.path), body.path, after)

    def _carry(self, rows: QuerySet[Organisation], before: str, after: str) -> None:
        """Let every path that begins with ``before`` begin with ``after``: one write, however many there are."""
        if before != after:
            rows.update(path=Concat(Value(after), Substr(F("path"), len(before) + 1)))
            self.moved.append(Moved(before, after))

    def _keep(self, rows: QuerySet[Organisation]) -> None:
        """Append how bodies are, before they are overwritten."""
        columns = ("organisation_id", "on", "change_id", *_STATE)
        found: Iterable[tuple[object, ...]] = rows.order_by("pk").values_list("pk", *_STATE)
        bulk.insert_rows(
            OrganisationBefore, columns, [(pk, self.change.on, self.row.pk, *state) for pk, *state in found]
        )

    def _part(self, before: int | None, after: int | None, *, whole: bool = True) -> None:
        ChangePart.objects.create(change=self.row, before_id=before, after_id=after, whole=whole)
