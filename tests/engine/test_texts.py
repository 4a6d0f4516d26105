"""How hard texts are to read, and how alike they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark_engine.likeness import LOWEST, Wording, alike, same_words
from waymark_engine.texts import reading_age, sentences, stem, stems, syllables, words

SENTENCE = "You explain to colleagues how the service keeps the records of its customers safe from loss"
names = st.lists(st.sampled_from(["data", "model", "plan", "risk", "budget", "cloud", "query"]), min_size=1, max_size=4)


def wording(name, summary="", *levels, labels=()):
    return Wording((name, *labels), summary, levels)


def score(one, other, least=LOWEST):
    found = alike([one], [other], least=least)
    return found[0].score if found else 0


@pytest.mark.parametrize(
    ("word", "count"),
    [("plan", 1), ("data", 2), ("make", 1), ("table", 2), ("wanted", 2), ("planned", 1), ("governance", 3), ("b", 1),
     ("accessibility", 6), ("agree", 2)],
)  # fmt: skip
def test_syllables_are_counted_by_ear(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("one", "other"),
    [("models", "modelling"), ("organise", "organizing"), ("policies", "policy"), ("plan", "planning"),
     ("communicate", "communication")],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


def test_words_are_read_without_case_accents_and_numbers():
    assert words("Café 42, the CAFE's!") == ["cafe", "the", "cafe's"]
    assert stems("the of and") == {"the", "of", "and"}


def test_a_point_of_a_list_is_a_sentence():
    assert sentences("You can:\n- weave\n- dye; spin. Sell") == ["You can", "- weave", "- dye", "spin", "Sell"]


def test_long_words_and_long_sentences_make_a_text_harder():
    easy = reading_age(["You weave cloth. You sell it."])
    longer = reading_age(["You weave cloth and you sell it to people who want it for a coat"])
    harder = reading_age(["You manufacture material. You commercialise production."])

    assert easy.age < longer.age < harder.age
    assert reading_age(["", " - "]) is None


def test_words_of_the_trade_count_as_easy():
    plain = reading_age(["You configure infrastructure observability."])
    known = reading_age(["You configure infrastructure observability."], known=stems("infrastructure observability"))

    assert known.age < plain.age
    assert known.syllables < plain.syllables


@given(names, names)
def test_likeness_is_the_same_from_both_sides_and_at_most_100(one, other):
    a, b = wording(" ".join(one)), wording(" ".join(other))

    assert score(a, b) == score(b, a) <= 100


@given(names)
def test_a_thing_is_like_itself(name):
    assert score(wording(" ".join(name), SENTENCE), wording(" ".join(name), SENTENCE)) == 100


@given(st.lists(names, min_size=2, max_size=9))
def test_every_pair_of_the_lowest_likeness_or_more_is_found(several):
    """Blocking by rare words loses no pair: comparing all with all finds no other."""
    ones = [wording(" ".join(name), SENTENCE if len(name) > 2 else "", *(" ".join(name),)) for name in several]
    found = {(pair.one, pair.other) for pair in alike(ones, least=LOWEST)}

    assert found == {(pair.one, pair.other) for pair in everything_with_everything(ones)}


def everything_with_everything(ones):
    from waymark_engine import likeness

    wanted = likeness._candidates
    try:
        likeness._candidates = lambda texts, against, *_: {
            (a, b) for a in range(len(ones)) for b in range(len(ones)) if a < b
        }
        return alike(ones, least=LOWEST)
    finally:
        likeness._candidates = wanted


def test_words_that_stand_everywhere_tell_nothing():
    others = [wording(f"Managing {thing}") for thing in ("cloth", "wool", "looms", "yarn", "dye", "felt")]

    assert alike(others, least=LOWEST) == []


def test_a_label_of_one_that_is_the_name_of_the_other_makes_them_alike():
    (pair,) = alike([wording("Loom work", labels=("weaving",))], [wording("Weaving")], least=LOWEST)

    assert (pair.score, pair.names) == (100, ("weaving", "Weaving"))


def test_a_copy_under_another_name_is_found_by_its_wording_alone():
    (pair,) = alike([wording("Weaving", "", SENTENCE)], [wording("Something else", "", SENTENCE)], least=LOWEST)

    assert (pair.score, [part.part for part in pair.parts]) == (100, ["levels"])


def test_a_likeness_opens_to_its_sum():
    one, other = wording("Weaving cloth", "About cloth.", SENTENCE), wording("Weaving", "About wool.", "You spin")
    (pair,) = alike([one], [wording("Weaving cloth", "About wool.", SENTENCE), other], least=LOWEST)[:1]

    assert pair.score == 100 * sum(part.points for part in pair.parts) // sum(part.most for part in pair.parts)
    assert [part.most for part in pair.parts] == [60, 15, 25]


def test_below_the_lowest_likeness_nothing_is_promised():
    with pytest.raises(ValueError, match="not all found"):
        alike([wording("a")], least=LOWEST - 1)


def test_same_words_looks_at_their_order():
    assert same_words("You weave plain cloth", "you weave plain CLOTH.") == 1
    assert same_words("a b c d", "d c b a") < 0.5
