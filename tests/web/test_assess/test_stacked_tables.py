"""On a phone a cell is its label beside one content: what holds several elements holds them in one."""

import re
from pathlib import Path

import pytest

from waymark import web

TEMPLATES = Path(web.__file__).parent / "jinja/assess"
CELL = re.compile(r"<td data-label=\"\{\{.*?\}\}\">(.*?)</td>", re.DOTALL)
STACKED = sorted(
    one.relative_to(TEMPLATES).as_posix()
    for one in TEMPLATES.rglob("*.html")
    if "wm-table--stack" in one.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", STACKED)
def test_a_cell_with_several_elements_has_them_in_one(name):
    cells = CELL.findall((TEMPLATES / name).read_text(encoding="utf-8"))

    assert cells
    for content in cells:
        assert "<" not in content or re.fullmatch(r"<(div|a)\b.*</\1>", content.strip(), re.DOTALL), content


def test_the_pages_that_stack_are_looked_at():
    assert {"queue.html", "exercises.html", "comparability.html", "moderation/queue.html", "moderation/case.html"} <= {
        *STACKED
    }
