"""What a title says, and which role level its posts are in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark_engine.mapping import (
    DECIDED,
    GRADE,
    LIKELY,
    POINTS,
    PROFESSION,
    STRONG,
    TITLE,
    UNIT,
    WEAK,
    Ranking,
    Rung,
    Titled,
    band,
    usual_grades,
)
from waymark_engine.titles import Titles

NAMES = ("Data engineer", "Senior data engineer", "Delivery manager", "User researcher", "IT service manager")
HEARD = {
    "Data engineer": 40, "Senior data engineer": 12, "Planning officer": 30, "Statistical officer": 9,
    "Caseworker (Leeds)": 20, "Caseworker": 60, "Office manager": 5, "Decision maker": 7,
}  # fmt: skip
DIGITAL, POLICY = 1, 2
titles = Titles(NAMES, HEARD, grades=["HEO", "G7"])


def rung(pk, name, **more):
    return Rung(pk, (titles.words(name),), more.pop("framework", "real"), more.pop("profession", DIGITAL), **more)


RUNGS = [
    rung(pk, name, said_grades=frozenset({grade}))
    for pk, (name, grade) in enumerate(zip(NAMES, (3, 4, 3, 3, 5), strict=True), 1)
]
ranking = Ranking(RUNGS)


def titled(title, **more):
    return Titled(titles.words(title), **more)


def first(title, **more):
    return ranking.suggest(titled(title, **more))[0]


@pytest.mark.parametrize(
    "written",
    [
        "Senior data engineer", "SENIOR DATA ENGINEER", "Snr Data Eng", "Sr. data engr", "Data engineer, senior",
        "Data engineer - Senior", "Senior data engineer (Leeds)", "Senior data engineer - Team 4",
        "Senior data engineer 2", "G7 Senior data engineer", "Senior data engineer (HEO)", "Senoir data engineer",
        "Senior data enginere", "Senior data enginer", "Data engineer (Senior)",
    ],
)  # fmt: skip
def test_titles_that_say_the_same_have_one_key(written):
    assert titles.key(written) == titles.key("Senior data engineer")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Data engineer", "Senior data engineer"), ("Office manager", "Officer manager"),
        ("Planning officer", "Statistical officer"), ("IT service manager", "Service manager"),
        ("Officer - Planning", "Officer - Statistical"),
    ],
)  # fmt: skip
def test_titles_that_say_something_else_stay_apart(one, other):
    assert titles.key(one) != titles.key(other)


def test_a_short_word_nobody_listed_is_read_by_its_letters():
    assert titles.words("Rsrchr user") == ("researcher", "user")
    assert titles.words("Deliv manager") == ("delivery", "manager")


def test_words_in_brackets_are_kept_where_titles_are_made_of_them():
    assert titles.words("Officer (planning)") == ("officer", "planning")
    assert titles.words("Caseworker (Aberystwyth)") == ("caseworker",)


def test_a_title_of_which_nothing_is_left_is_what_it_was():
    assert titles.words("HEO") == ("heo",)
    assert titles.words("?") == ()
    assert titles.key("?") == ""


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    assert titles.key(text) == titles.key(text)
    assert titles.key(text) == titles.key(f"  {text} ")


def test_the_same_words_are_the_best_there_is():
    found = first("Senior data engineer", profession=DIGITAL, grades={4: 3})

    assert (found.rung, found.score) == (2, 100)
    assert {part.part: part.points for part in found.parts} == {TITLE: 50, PROFESSION: 20, GRADE: 10}


def test_a_score_is_the_share_of_what_could_be_compared():
    for found in ranking.suggest(titled("Senior data engineer", profession=DIGITAL, grades={4: 3}, around={"real": 3})):
        assert found.score == 100 * sum(part.points for part in found.parts) // sum(part.most for part in found.parts)
        assert all(part.most == POINTS[part.part] and 0 <= part.points <= part.most for part in found.parts)


def test_posts_of_a_profession_without_role_levels_are_in_no_framework():
    found = ranking.suggest(titled("Programme delivery lead", profession=POLICY))

    assert found[0].rung is None
    assert first("Delivery manager", profession=DIGITAL).rung == 3


def test_the_very_words_win_over_a_profession_that_says_otherwise_and_are_not_sure():
    found = ranking.suggest(titled("Delivery manager", profession=POLICY))

    assert found[0].rung == 3
    assert band(found) == LIKELY


def test_what_was_decided_for_the_same_title_counts_more_with_every_post():
    once = ranking.suggest(titled("Engineer of data", decided={2: 1}))
    often = ranking.suggest(titled("Engineer of data", decided={2: 40}))

    points = [
        next(p.points for s in found if s.rung == 2 for p in s.parts if p.part == DECIDED) for found in (once, often)
    ]
    assert points == [30, 58]


def test_a_title_that_was_said_to_be_in_no_framework_is_suggested_so():
    found = ranking.suggest(titled("Data service engineer", profession=DIGITAL, decided={None: 30}))

    assert found[0].rung is None


def test_a_decided_role_level_is_suggested_whatever_it_is_called():
    assert first("Spice wrangler", profession=DIGITAL, decided={4: 9}).rung == 4


def test_between_two_of_the_same_name_the_framework_around_and_the_grade_decide():
    both = Ranking([rung(1, "Data engineer", framework="one"), rung(2, "Data engineer", framework="two")])
    graded = Ranking([rung(1, "Data engineer", grades={3: 9}), rung(2, "Data engineer", grades={5: 9})])

    assert both.suggest(titled("Data engineer", around={"two": 30}))[0].rung == 2
    assert graded.suggest(titled("Data engineer", grades={5: 2}))[0].rung == 2
    assert band(both.suggest(titled("Data engineer"))) == LIKELY


def test_between_a_name_of_its_own_and_the_same_name_elsewhere_its_own_stands_first():
    both = Ranking(
        [
            Rung(1, (titles.words("Delivery manager"), titles.words("Project manager")), "digital", None),
            Rung(2, (titles.words("Project manager"), titles.words("Delivery manager")), "projects", None),
        ]
    )

    assert [one.rung for one in both.suggest(titled("Project manager"))[:2]] == [2, 1]
    assert [one.rung for one in both.suggest(titled("Delivery manager"))[:2]] == [1, 2]


def test_grades_of_posts_stand_before_what_the_framework_says_when_there_are_enough():
    assert usual_grades(rung(1, "x", said_grades=frozenset({3}), grades={5: 4})) == {3}
    assert usual_grades(rung(1, "x", said_grades=frozenset({3}), grades={5: 4, 4: 1})) == {4, 5}
    assert usual_grades(rung(1, "x", grades={5: 90, 4: 1})) == {5}


def test_how_sure_a_suggestion_is():
    assert band(ranking.suggest(titled("Senior data engineer", profession=DIGITAL))) == STRONG
    assert band(ranking.suggest(titled("Data wrangler", profession=DIGITAL))) == WEAK


def test_without_role_levels_everything_is_in_no_framework():
    found = Ranking([]).suggest(titled("Data engineer", profession=DIGITAL))

    assert [(one.rung, one.score) for one in found] == [(None, 100)]


@given(
    st.lists(st.sampled_from(["data", "senior", "engineer", "service", "clerk"]), max_size=4),
    st.dictionaries(st.sampled_from([None, 1, 2, 99]), st.integers(1, 50)),
    st.dictionaries(st.integers(1, 8), st.integers(1, 9)),
    st.sampled_from([None, DIGITAL, POLICY]),
)
def test_scores_are_shares_and_fall(words, decided, grades, profession):
    found = ranking.suggest(Titled(tuple(words), profession, grades, decided, {"real": 1}))

    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    assert len({one.rung for one in found}) == len(found)
    assert all(part.part != UNIT or part.points == 2 for one in found for part in one.parts)
