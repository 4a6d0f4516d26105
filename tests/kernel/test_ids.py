"""Identities and slugs."""

import pytest

from waymark.kernel import ids


def test_a_derived_identity_is_the_same_everywhere_and_forever():
    assert str(ids.derived_uuid("skill", "digital-and-data", "costing")) == "536d33d4-bef4-569e-9c8b-fc19f8137677"


def test_parts_of_a_derived_identity_cannot_run_into_each_other():
    assert ids.derived_uuid("ab", "c") != ids.derived_uuid("a", "bc")


def test_new_identities_differ():
    assert ids.new_uuid() != ids.new_uuid()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Data architect", "data-architect"),
        ("  Café, naïve & co. ", "cafe-naive-co"),
        ("IT operations (24/7)", "it-operations-24-7"),
        ("非常", "item"),
        ("---", "item"),
    ],
)
def test_a_slug_is_plain_lower_case_words(text, slug):
    assert ids.slugify(text) == slug


def test_a_slug_is_cut_at_eighty_characters_and_never_ends_in_a_hyphen():
    slug = ids.slugify("a" * 79 + " " + "b" * 20)

    assert slug == "a" * 79


def test_a_free_slug_is_taken_as_it_is():
    assert ids.free_slug("costing", taken=set(), suffix="finance") == "costing"


def test_a_slug_that_is_taken_gets_the_suffix_and_then_a_number():
    assert ids.free_slug("costing", taken={"costing"}, suffix="finance") == "costing-finance"
    assert ids.free_slug("costing", taken={"costing", "costing-finance"}, suffix="finance") == "costing-finance-2"
    taken = {"costing", "costing-finance", "costing-finance-2"}
    assert ids.free_slug("costing", taken=taken, suffix="finance") == "costing-finance-3"


@pytest.mark.parametrize("word", sorted(ids.RESERVED_SLUGS))
def test_a_word_that_a_route_uses_is_never_a_slug(word):
    assert ids.free_slug(word, taken=set(), suffix="finance") == f"{word}-finance"
