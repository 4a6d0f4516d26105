"""Text compared the same way on both databases."""

from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel import text


def test_accents_case_and_spaces_do_not_tell_names_apart():
    assert text.folded("  Zoë\u00a0 ÅNGSTRÖM ") == text.folded("zoe angstrom") == "zoe angstrom"


def test_a_sort_key_puts_accented_words_among_the_others():
    assert sorted(["Zoo", "Économie", "economy", "Ebb"], key=text.sort_key) == ["Ebb", "Économie", "economy", "Zoo"]


def test_a_sort_key_is_cut_at_two_hundred_characters():
    assert len(text.sort_key("x" * 500)) == 200


def test_spaces_and_punctuation_do_not_make_another_text():
    assert text.same_but_for_spacing("You can:\u00a0- plan  work.", "You can: plan work")
    assert not text.same_but_for_spacing("You can plan work", "You can plan the work")


@given(st.text())
def test_folding_what_is_folded_changes_nothing(anything):
    once = text.folded(anything)

    assert text.folded(once) == once
