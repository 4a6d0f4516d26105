"""What the walks look with: two pages are made alike only when axe would say the same of both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Walk, found_clean, visiting

PAGE = """<!doctype html><html lang="en"><head><title>Skills</title><style>li { margin: 1em }</style></head>
<body><main><h1>Skills</h1>
<form tabindex="0"><label for="level-3">Level</label> <input id="level-3" name="level" value="2"></form>
<ul><li><a href="/skills/weaving">Weaving</a></li><li><a href="/skills/dyeing">Dyeing</a></li></ul>
</main></body></html>"""


@pytest.fixture
def looking(browser: Browser) -> Iterator[Walk]:
    with visiting(browser, "", {}, javascript=True) as walk:
        walk.page.set_content(PAGE)
        yield walk


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Weaving", "Spinning"),
        ("/skills/weaving", "/skills/spinning"),
        ("level-3", "level-4"),
        ('value="2"', 'value="1"'),
        ("</ul>", '<li><a href="/skills/selling">Selling</a></li></ul>'),
    ],
)
def test_a_page_with_other_words_and_more_rows_is_made_alike(looking: Walk, one: str, other: str):
    before = looking.structure()

    looking.page.set_content(PAGE.replace(one, other))

    assert looking.structure() == before


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (">Level<", "><", "label"),
        ('for="level-3"', 'for="level"', "label"),
        ('id="level-3"', 'id="level-4"', "label"),
        ('tabindex="0"', 'tabindex="5"', "tabindex"),
        (">Weaving<", "><", "link-name"),
        ("<h1>Skills</h1>", "", "page-has-heading-one"),
        (' lang="en"', "", "html-has-lang"),
        ("<label", '<label style="color: #ccc"', "color-contrast"),
    ],
)
def test_a_page_that_axe_finds_wrong_is_made_otherwise(looking: Walk, one: str, other: str, rule: str):
    looking.check()
    assert looking.structure() in found_clean

    looking.page.set_content(PAGE.replace(one, other))

    assert looking.structure() not in found_clean
    with pytest.raises(AssertionError, match=rule):
        looking.check()
