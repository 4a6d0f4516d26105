"""Words, pictures and colours, without a page."""

import datetime as dt
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as some

from waymark.web.base.pagination import page_number, paginate
from waymark.web.design import brand, charts, text

NOW = datetime(2026, 7, 4, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    skill_name: str
    required: int | None
    held: int | None
    top: int = 4
    words: str = ""


def test_lines_become_paragraphs_and_bullets_one_list():
    assert str(text.prose("One.\nMore.\n\nTwo:\n- a\n- b\n\n- c\nAfter")) == (
        "<p>One. More.</p>\n<p>Two:</p>\n<ul><li>a</li><li>b</li><li>c</li></ul>\n<p>After</p>"
    )


@given(some.text())
def test_prose_never_lets_markup_of_a_framework_through(words):
    html = str(text.prose(words))

    for tag in ("<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>"):
        html = html.replace(tag, "")
    assert "<" not in html
    assert ">" not in html


def test_a_summary_line_ends_at_a_sentence_or_says_that_there_is_more():
    assert text.summary_line("Short.") == "Short."
    assert text.summary_line("A first sentence that is long enough. And one that is not", 45) == (
        "A first sentence that is long enough."
    )
    assert text.summary_line("word " * 60, 30).endswith("…")
    assert text.summary_line("You can:\n- weave\n- dye") == "You can: weave; dye"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (12, "12 days ago"), (45, "1 month ago"), (100, "3 months ago"),
     (364, "11 months ago"), (366, "1 year ago"), (1200, "3 years ago")],
)  # fmt: skip
def test_age_is_said_in_one_unit(days, words):
    assert text.age(NOW - timedelta(days=days), NOW) == words


def test_dates_and_numbers_are_written_as_people_write_them():
    assert text.date(NOW) == "4 July 2026"
    assert text.date(None) == ""
    assert text.number(1808) == "1,808"


def test_a_date_is_written_the_same_way_where_no_format_is_named():
    assert date_format(dt.date(2026, 8, 29)) == text.date(dt.date(2026, 8, 29)) == "29 August 2026"


def test_a_level_bar_draws_one_step_per_level_and_names_itself():
    drawn = ElementTree.fromstring(charts.level_bar(2, 3, 4, 'Held "working" & asked practitioner'))

    kinds = [rect.get("class") for rect in drawn.iter("rect")]
    assert [kind.rpartition("--")[2] for kind in kinds] == ["held", "held", "short", "wm-bar__step"]
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == 'Held "working" & asked practitioner'


@pytest.mark.parametrize(
    ("held", "required", "kinds"),
    [(None, 2, "asked asked none none"), (4, 2, "held held over over"), (0, 1, "short none none none"),
     (3, None, "held held held none"), (None, None, "none none none none")],
)  # fmt: skip
def test_what_is_held_asked_short_and_over_look_different(held, required, kinds):
    drawn = ElementTree.fromstring(charts.level_bar(held, required, 4, "x"))

    found = [(rect.get("class") or "").rpartition("--")[2] for rect in drawn.iter("rect")]
    assert " ".join("none" if kind == "wm-bar__step" else kind for kind in found) == kinds


def test_a_bar_beside_its_words_is_left_out_for_screen_readers():
    drawn = ElementTree.fromstring(charts.level_bar(1, 2, 3, ""))

    assert drawn.get("aria-hidden") == "true"
    assert drawn.find("title") is None


def test_the_gap_chart_leaves_out_what_has_no_level_and_escapes_names():
    drawn = charts.gap_chart([Line("A & <b>", 3, 1), Line("No level", None, None), Line("Not assessed", 2, None)])
    tree = ElementTree.fromstring(drawn)

    words = [node.text for node in tree.iter("text")]
    assert words == ["A & <b>", "Not assessed"]
    assert len([node for node in tree.iter("circle") if node.get("class") == "wm-chart__held"]) == 1
    assert len([node for node in tree.iter("line") if node.get("class") == "wm-chart__gap"]) == 1
    assert charts.gap_chart([]) == ""


def test_the_rung_grid_draws_a_circle_where_there_is_something():
    tree = ElementTree.fromstring(
        charts.rung_grid([("Cloth", (1, 0, 4)), ("Trade", (0, 2, 0))], ("1", "2", "3"), "Title", "In words")
    )

    assert len(list(tree.iter("circle"))) == 3
    assert tree.find("desc").text == "In words"
    assert charts.rung_grid([], (), "", "") == ""


def test_a_fit_known_in_full_has_no_pale_part():
    assert "wm-fit__maybe" not in charts.fit_bar(0.5, 0.5)
    assert "wm-fit__maybe" in charts.fit_bar(0.5, 0.75)


@given(some.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_whatever_the_brand_colour_links_and_the_header_can_be_read(colour):
    css = brand.brand_css(colour)
    values = dict(part.split(":") for part in css.removeprefix(":root{").removesuffix("}\n").split(";") if part)

    assert brand.contrast(values["--govuk-link-colour"], "#ffffff") >= 4.5
    assert brand.contrast(values["--wm-brand"], values["--wm-on-brand"]) >= 4.5
    assert brand.contrast(values["--wm-brand-dark"], "#ffffff") >= 4.5


def test_pagination_keeps_the_rest_of_the_address_and_leaves_gaps():
    pages = paginate(5, 9, QueryDict("q=weaver&page=5"))

    assert [link.number for link in pages.links] == [1, 0, 4, 5, 6, 0, 9]
    assert pages.next_url == "?q=weaver&page=6"
    assert pages.links[3].current
    assert paginate(1, 1, QueryDict("")).links == ()


@pytest.mark.parametrize(("asked", "page"), [("", 1), ("page=3", 3), ("page=0", 1), ("page=-2", 1), ("page=x", 1)])
def test_nonsense_in_place_of_a_page_number_is_page_one(asked, page):
    assert page_number(QueryDict(asked)) == page


def test_a_label_goes_to_the_next_line_as_a_whole_and_is_escaped():
    assert str(text.whole("2025-09-25")) == '<span class="wm-whole">2025-09-25</span>'
    assert "<b>" not in text.whole("<b>")
