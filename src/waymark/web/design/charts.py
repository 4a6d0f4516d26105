"""Pictures drawn on the server, as SVG without style or script: site.css gives the shapes their colours.

Every picture has a name for those who do not see it, and a table or words beside it on the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

STEP, SPACE, HEIGHT = 22, 4, 12


class GapLine(Protocol):
    """What the gap chart reads of a skill line."""

    @property
    def skill_name(self) -> str: ...
    @property
    def required(self) -> int | None: ...
    @property
    def held(self) -> int | None: ...
    @property
    def top(self) -> int: ...
    @property
    def words(self) -> str: ...


def level_bar(held: int | None, required: int | None, top: int, label: str) -> Markup:
    """Draw one level as steps: what is held filled, what is still to gain in amber, what is only asked in pale.

    Args:
        held: level held, 0 to ``top``; None when it is not known or there is nobody to compare with.
        required: level asked for, 1 to ``top``; None when none is asked.
        top: number of levels of the scale.
        label: what the bar says, in words; the accessible name. Empty when the words stand right beside it, and the
            picture is then left out for screen readers.
    """
    if top < 1:
        return Markup("")
    width = top * STEP + (top - 1) * SPACE
    shapes = []
    for rank in range(1, top + 1):
        kind = _step_kind(rank, held, required)
        x = (rank - 1) * (STEP + SPACE)
        shapes.append(
            f'<rect class="wm-bar__step{kind}" x="{x}.5" y="4.5" width="{STEP - 1}" height="{HEIGHT}" rx="2"/>'
        )
    if required is not None and held is not None:
        middle = (required - 1) * (STEP + SPACE) + STEP // 2
        shapes.append(f'<path class="wm-bar__mark" d="M{middle - 4} 0h8l-4 5z"/>')
    if label:
        name = f' role="img" aria-label="{escape(label)}"'
        shapes.insert(0, f"<title>{escape(label)}</title>")
    else:
        name = ' aria-hidden="true" focusable="false"'
    return Markup(
        f'<svg class="wm-bar"{name} viewBox="0 0 {width} {HEIGHT + 6}" width="{width}" height="{HEIGHT + 6}">'
        f"{''.join(shapes)}</svg>"
    )


def _step_kind(rank: int, held: int | None, required: int | None) -> str:
    if held is not None and rank <= held:
        return " wm-bar__step--over" if required is not None and rank > required else " wm-bar__step--held"
    if required is not None and rank <= required:
        return " wm-bar__step--asked" if held is None else " wm-bar__step--short"
    return ""


def fit_bar(low: float, high: float, label: str = "") -> Markup:
    """Draw a fit: full up to ``low``, pale from there to ``high``, both shares from 0 to 1.

    Without a ``label`` the words stand beside it, and screen readers skip the picture.
    """
    name = f' role="img" aria-label="{escape(label)}"' if label else ' aria-hidden="true" focusable="false"'
    title = f"<title>{escape(label)}</title>" if label else ""
    maybe = (
        f'<rect class="wm-fit__maybe" x="{100 * low:.1f}%" y="1" width="{100 * (high - low):.1f}%" height="10"/>'
        if high > low
        else ""
    )
    return Markup(
        f'<svg class="wm-fit"{name} width="100%" height="12">{title}'
        f'<rect class="wm-fit__all" x="0" y="1" width="100%" height="10" rx="2"/>{maybe}'
        f'<rect class="wm-fit__known" x="0" y="1" width="{100 * low:.1f}%" height="10" rx="2"/></svg>'
    )


def rung_grid(rows: Sequence[tuple[str, Sequence[int]]], columns: Sequence[str], title: str, desc: str) -> Markup:
    """Draw how many role levels each row (a family) has on each column (a rung): larger circles for more.

    Args:
        rows: name and one number per column; 0 leaves the place empty.
        columns: names of the columns, junior first.
        title: short accessible name.
        desc: the picture in a sentence. The numbers themselves stand in a table beside it.
    """
    if not rows or not columns:
        return Markup("")
    most = max((max(counts, default=0) for _name, counts in rows), default=0) or 1
    gutter = min(max(len(name) for name, _counts in rows) * 8 + 16, 240)
    cell, line = 58, 44
    head = 30
    width = gutter + cell * len(columns)
    height = head + line * len(rows)
    shapes = [
        f'<text class="wm-chart__quiet" x="{gutter + cell * i + cell / 2:g}" y="16" text-anchor="middle">'
        f"{escape(column)}</text>"
        for i, column in enumerate(columns)
    ]
    for j, (name, counts) in enumerate(rows):
        y = head + line * j
        shapes.append(f'<line class="wm-chart__line" x1="0" y1="{y}" x2="{width}" y2="{y}"/>')
        short = textwrap.shorten(name, 30, placeholder="…")
        shapes.append(f'<text x="0" y="{y + line / 2 + 5:g}">{escape(short)}</text>')
        for i, count in enumerate(counts):
            if count:
                x, middle = gutter + cell * i + cell / 2, y + line / 2
                radius = 9 + 10 * (count / most) ** 0.5
                shapes.append(f'<circle class="wm-chart__dot" cx="{x:g}" cy="{middle:g}" r="{radius:.1f}"/>')
                shapes.append(f'<text x="{x:g}" y="{middle + 5:g}" text-anchor="middle">{count}</text>')
    return Markup(
        f'<svg class="wm-chart wm-chart--fixed" role="img" aria-label="{escape(title)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><title>{escape(title)}</title><desc>{escape(desc)}</desc>'
        f"{''.join(shapes)}</svg>"
    )


def gap_chart(lines: Sequence[GapLine]) -> Markup:
    """Draw what is held (filled) and what is asked (ring) for each skill that asks for a level, in the order given.

    Positions across are shares of the width, so that the picture fits a phone while its letters keep their size.
    Skills without a level, and skills not assessed, have no line of their own meaning here: the first are left out,
    the second show the ring alone. Empty when nothing is left to draw.
    """
    shown = [line for line in lines if line.required is not None]
    if not shown:
        return Markup("")
    shapes: list[str] = []
    y = 0
    for line in shown:
        required = line.required or 0
        names = textwrap.wrap(line.skill_name, 36) or [""]
        for name in names:
            y += 20
            shapes.append(f'<text x="0" y="{y}">{escape(name)}</text>')
        middle = y + 18

        def across(level: int, top: int = line.top) -> str:
            return f"{3 + 94 * level / max(top, 1):.2f}%"

        level = f'y1="{middle}" y2="{middle}"'
        shapes.append(f'<line class="wm-chart__line" x1="{across(0)}" x2="{across(line.top)}" {level}/>')
        shapes.extend(
            f'<circle class="wm-chart__track" cx="{across(rank)}" cy="{middle}" r="4"/>' for rank in range(line.top + 1)
        )
        if line.held is not None and line.held < required:
            shapes.append(f'<line class="wm-chart__gap" x1="{across(line.held)}" x2="{across(required)}" {level}/>')
        shapes.append(f'<circle class="wm-chart__asked" cx="{across(required)}" cy="{middle}" r="9"/>')
        if line.held is not None:
            shapes.append(f'<circle class="wm-chart__held" cx="{across(line.held)}" cy="{middle}" r="6"/>')
        y = middle + 22
    title = _("Level held and level asked, skill by skill")
    desc = ngettext(
        "%(count)d skill. The words for each stand in the table.",
        "%(count)d skills. The words for each stand in the table.",
        len(shown),
    ) % {"count": len(shown)}
    return Markup(
        f'<svg class="wm-chart" role="img" aria-label="{escape(title)}" width="100%" height="{y}">'
        f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>{''.join(shapes)}</svg>"
    )
