"""What may be shown of departments, and how a severity is said."""

import pytest

from waymark.reporting.rules import showing as rules
from waymark_engine.disclosure import Rules

TEN = Rules(fewest=5, fewest_for_mean=10, hide_zero=True, round_to=5, secondary=False)


@pytest.mark.parametrize(
    ("assessors", "outside", "shown"),
    [
        ({1: 12, 2: 15}, 1, {1, 2}),
        ({1: 9, 2: 15}, 1, {2}),  # the mean of nine and the panel follows, and that is of ten
        ({1: 9, 2: 15}, 0, set()),  # it would be of nine alone
        ({1: 4, 2: 14, 3: 20}, 1, {3}),
        ({1: 4, 2: 14, 3: 14}, 1, set()),  # of two alike none is told from the other
        ({1: 6, 2: 7, 3: 20}, 0, {3}),
        ({}, 1, set()),
    ],
)
def test_departments_are_shown_where_no_small_rest_follows(assessors, outside, shown):
    assert rules.departments_shown(assessors, outside, TEN) == shown


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (0.31, "a third of a level"), (-0.48, "half a level"), (0.02, "next to nothing"), (1.1, "one level"),
        (3.0, "3.0 levels"),
    ],
)  # fmt: skip
def test_amounts_are_said_as_people_say_them(levels, said):
    assert rules.amount(levels) == said


def test_a_severity_is_said_with_its_interval():
    strict = rules.severity_in_words("Assessors in Health", 0.33, 0.1, 0.5)
    mild = rules.severity_in_words("Assessors in Health", -0.33, -0.5, -0.1)
    neither = rules.severity_in_words("Assessors in Health", 0.1, -0.1, 0.33)

    assert strict == (
        "Assessors in Health judge about a third of a level more strictly than the average; the interval runs from a "
        "tenth of a level to half a level."
    )
    assert "more generously than the average; the interval runs from a tenth of a level to half a level" in mild
    assert neither == (
        "No difference from the average can be told for assessors in Health: it may be anything from a tenth of a "
        "level more generous to a third of a level stricter."
    )


def test_a_department_of_few_cases_is_hidden_like_one_of_few_assessors():
    cases = {1: 4, 2: 30, 3: 30}

    assert rules.departments_shown({1: 12, 2: 15, 3: 20}, 1, TEN, cases) == {2, 3}
    assert rules.departments_shown({1: 5, 2: 15}, 1, TEN, {1: 30, 2: 4}) == set()
