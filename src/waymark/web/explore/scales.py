"""What the levels of one scale count as on another, explained to everyone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import EquivalenceView
from waymark.kernel.text import spoken
from waymark.web.base.access import public
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class ScaleTablePage:
    """A table, what came before and after it, and an example."""

    table: EquivalenceView
    rows: tuple[tuple[str, str], ...]
    """Level of the first scale, what it counts as."""
    example: str
    holds: bool
    newest: EquivalenceView
    said: tuple[EquivalenceView, ...]


@public
def scale_table(request: Request, uuid: UUID) -> HttpResponse:
    """Show one table, whether it holds still, and an example worked out."""
    table, said = frameworks.equivalence(uuid, request.actor, request.at)
    titles, others = frameworks.level_titles(table.from_ladder), frameworks.level_titles(table.to_ladder)
    rows = tuple(
        (title, _("No counterpart") if rank is None else others[rank - 1] if rank else _("Not yet at the first level"))
        for title, rank in zip(titles, table.counts_as, strict=True)
    )
    page = ScaleTablePage(
        table=table,
        rows=rows,
        example=_example(table, rows, others),
        holds=said[0].uuid == table.uuid and table.holds,
        newest=said[0],
        said=said,
    )
    return render(request, "explore/scale_table.html", page)


def _example(table: EquivalenceView, rows: tuple[tuple[str, str], ...], others: tuple[str, ...]) -> str:
    """Return what becomes of somebody at the level in the middle of those that count for something."""
    counting = [(title, counts, rank) for (title, counts), rank in zip(rows, table.counts_as, strict=True) if rank]
    if not counting:
        return ""
    title, counts, rank = counting[len(counting) // 2]
    words = {
        "held": spoken(title), "from": table.from_title, "counts": spoken(counts), "to": table.to_title,
        "top": spoken(others[-1]),
    }  # fmt: skip
    said = _("Somebody judged %(held)s in %(from)s counts as %(counts)s in %(to)s.") % words
    if rank == table.to_ladder.top:
        return said
    return said + " " + _("A role there that asks for %(top)s shows what is between %(counts)s and %(top)s.") % words
