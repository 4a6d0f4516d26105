"""A small tree of organisations, and changes to it, told in few words."""

from datetime import UTC, date, datetime

from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands, queries
from waymark.organisation.models import Organisation
from waymark.organisation.types import Change, ChangeKind, NewOrganisation

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = NOW.date()


def day(number, month=6):
    return date(2026, month, number)


def plant():
    """Two departments: Farms (with Rivers, which has Locks, and with Seeds) and Trade (with Ports)."""
    return commands.add_organisations(
        organisations=[
            NewOrganisation("farms", "Department for Farms", "department", code="F"),
            NewOrganisation("rivers", "Rivers Agency", "agency", "farms", code="F1"),
            NewOrganisation("locks", "Locks", "unit", "rivers", code="F11"),
            NewOrganisation("seeds", "Seeds", "unit", "farms", code="F2"),
            NewOrganisation("trade", "Department for Trade", "department", code="T"),
            NewOrganisation("ports", "Ports", "unit", "trade", code="T1"),
        ],
        actor=OPERATOR,
        at=NOW,
    )


def asked(kind, *ids, on=TODAY, **more):
    return Change(ChangeKind(kind), on, more.pop("reason", "The machinery changes."), tuple(ids), **more)


def make(kind, *ids, on=TODAY, actor=OPERATOR, at=NOW, **more):
    return commands.make_change(change=asked(kind, *ids, on=on, **more), counted={}, actor=actor, at=at)


def body(pk):
    return queries.bodies([pk])[pk]


def shape():
    """Return the tree by names: of each open body the names above it and its own."""
    names = dict(Organisation.objects.values_list("pk", "name"))
    return {
        name: " / ".join(names[int(step)] for step in path.strip("/").split("/"))
        for name, path in Organisation.objects.filter(until_on=None).values_list("name", "path")
    }
