"""What a search means, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.search import rules


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Data  Engineer", "data engineer"),
        ("Café_keeping", "cafe keeping"),
        ("C++ / .NET (web)", "c net web"),
        ("don’t", "don t"),
        ("", ""),
        ("\u00a0\n\t", ""),
    ],
)
def test_text_becomes_folded_words_parted_by_one_space(text, expected):
    assert rules.words(text) == expected


@given(st.text())
def test_words_hold_only_letters_and_digits_and_are_a_fixed_point(text):
    found = rules.words(text)

    assert all(word.isalnum() for word in found.split())
    assert "  " not in found
    assert found == found.strip()


@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ("loom", ("loom", ""), ("loom keeper", "loom")),
        ("loom", ("loomer", ""), ("keeper", "loom")),
        ("loom", ("keeper", "shuttle\nloom"), ("old loom", "")),
        ("lead data", ("data ethics lead", ""), ("data analyst", "lead")),
        ("data lead", ("ethics lead for data", ""), ("ethics leader for data", "")),
        ("lead data", ("lead of the data", ""), ("the lead of data", "")),
        ("data mesh", ("data weaver", "mesh"), ("data weaver", "")),
        ("data", ("a data weaver", ""), ("another weaver", "data weaver")),
    ],
)
def test_what_comes_first(query, before, after):
    asked = rules.asked_words(query)

    assert rules.rank(asked, *before) < rules.rank(asked, *after)


def test_a_label_that_only_repeats_the_title_does_not_count():
    asked = rules.asked_words("data")

    assert rules.rank(asked, "weaver of data", "data weaver") == rules.rank(asked, "weaver of data", "")


def test_a_line_that_only_leads_up_to_a_list_is_no_reason():
    assert rules.reason(["you", "weave"], "Cloth", (), "", "You can:\n- weave what you like") == "weave what you like"


def test_a_long_reason_is_cut_around_the_word():
    line = "wool " * 60 + "heddle " + "silk " * 60

    found = rules.reason(["heddle"], "Weaving", (), "", line)

    assert "heddle" in found
    assert len(found) <= 190
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_word_without_any_gap_is_still_shown():
    found = rules.reason(["x"], "Weaving", (), "", "x" * 1000)

    assert found


def test_a_suggestion_does_not_depend_on_case_or_accents():
    assert rules.nearest("CAFE KEPING", ["Weaving", "Café keeping"]) == "Café keeping"
