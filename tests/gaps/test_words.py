"""The gap in words."""

import pytest

from waymark.gaps import rules
from waymark_engine.gaps import Asked, Fit, role_gap

FOUR = ("Awareness", "Working", "Practitioner", "Expert")


def line(required, held, *, has_skill=None, you=True, levels=FOUR):
    gap = role_gap([Asked("weaving", required)], {} if held is None else {"weaving": held})
    return rules.line_words(gap.skills[0], has_skill, levels, choose=0, you=you)


@pytest.mark.parametrize(
    ("required", "held", "words"),
    [
        (3, 2, "One level to go: you are at working, the role asks for practitioner"),
        (4, 1, "Three levels to go: you are at awareness, the role asks for expert"),
        (1, 0, "One level to go: you are not yet at awareness, the role asks for awareness"),
        (2, 0, "Two levels to go: you are not yet at awareness, the role asks for working"),
        (2, 2, "Met"),
        (2, 4, "Above: you are at expert, the role asks for working"),
        (2, None, "Not assessed yet"),
    ],
)
def test_a_line_says_how_far_it_is_in_the_names_of_the_scale(required, held, words):
    assert line(required, held) == words


def test_a_line_about_somebody_else_says_they():
    assert line(3, 2, you=False) == "One level to go: they are at working, the role asks for practitioner"


def test_an_acronym_keeps_its_capitals_and_a_level_off_the_scale_its_number():
    assert line(2, 1, levels=("SFIA 1", "SFIA 2")) == "One level to go: you are at SFIA 1, the role asks for SFIA 2"
    assert line(1, 7, levels=("Able",)) == "Above: you are at level 7, the role asks for able"


@pytest.mark.parametrize(
    ("has_skill", "held", "words"),
    [
        (True, None, "Asked without a level: you said yes"),
        (False, None, "Asked without a level: you said no"),
        (None, None, "Asked without a level: not answered yet"),
        (None, 2, "Asked without a level: you are at working"),
    ],
)
def test_a_skill_asked_without_a_level_is_a_yes_or_a_no(has_skill, held, words):
    assert line(None, held, has_skill=has_skill) == words


def test_a_member_of_a_choice_that_is_not_counted_says_why():
    asked = [Asked("a", 2, group=1), Asked("b", 2, group=1), Asked("c", 2, group=1)]
    gap = role_gap(asked, {"a": 2, "b": 2, "c": 1}, choose={1: 1})

    words = {one.skill: rules.line_words(one, None, FOUR, choose=1, you=True) for one in gap.skills}

    assert words == {
        "a": "Met",
        "b": "Met (the role asks for one of these skills, and another counts)",
        "c": "One level to go: you are at awareness, the role asks for working "
        "(not counted: the role asks for one of these skills, and another is closer)",
    }


def whole(held, you=True, **asked):
    return rules.sentence(role_gap([Asked(skill, level) for skill, level in asked.items()], held), you=you)


def test_the_whole_gap_counts_what_is_met_then_what_is_between():
    nine = {f"s{number}": 2 for number in range(9)}
    held = {f"s{number}": 2 for number in range(6)} | {"s6": 1, "s7": 1}

    assert whole(held, **nine) == ("You meet 6 of 9 skills. Two need one level each and one has not been assessed yet.")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({"a": 2, "b": 2, "c": 2}, "You meet all 3 skills."),
        ({"a": 2, "b": 1, "c": 2}, "You meet 2 of 3 skills. One needs one level."),
        ({"a": 2, "b": 0, "c": 2}, "You meet 2 of 3 skills. One needs two levels."),
        ({"a": 0, "b": 0, "c": 2}, "You meet 1 of 3 skills. Two need two levels each."),
        ({"a": 1, "b": 0, "c": 2}, "You meet 1 of 3 skills. One needs one level and one needs two levels."),
        ({"a": 1, "b": 0}, "You meet none of the 3 skills yet. One needs one level, one needs two levels and one has "
         "not been assessed yet."),
        ({"a": 2}, "You meet 1 of 3 skills. Two have not been assessed yet."),
        ({}, "None of the 3 skills has been assessed yet."),
    ],
)  # fmt: skip
def test_singular_and_plural_are_right(held, words):
    assert whole(held, a=2, b=2, c=2) == words


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({}, "The one skill asked for has not been assessed yet."),
        ({"a": 1}, "You do not meet the one skill asked for yet. One needs one level."),
        ({"a": 3}, "You meet the one skill asked for."),
    ],
)
def test_a_role_level_may_ask_for_one_skill(held, words):
    assert whole(held, a=2) == words


def test_a_role_level_may_ask_for_nothing_that_counts():
    assert whole({}) == "This role level does not ask for any skills."
    assert whole({}, a=None) == "This role level names skills without levels, so there is no fit to work out."


def test_about_somebody_else_it_says_they():
    assert whole({"a": 2}, you=False, a=2, b=2) == "They meet 1 of 2 skills. One has not been assessed yet."


def test_from_ten_on_numbers_are_figures():
    asked = {f"s{number:02}": 2 for number in range(11)}

    assert whole({"s00": 2}, **asked) == "You meet 1 of 11 skills. 10 have not been assessed yet."


@pytest.mark.parametrize(
    ("fit", "words"),
    [
        (Fit(6 / 9, 8 / 9), "at least 67 %, at most 89 %"),
        (Fit(2 / 3, 2 / 3), "67 %"),
        (Fit(0, 1), "at least 0 %, at most 100 %"),
        (Fit(0.999, 0.999), "99 %"),
        (None, ""),
    ],
)
def test_a_fit_in_words_is_a_percentage_or_a_range(fit, words):
    assert rules.fit_words(fit) == words
