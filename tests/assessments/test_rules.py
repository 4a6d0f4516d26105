"""Decisions of the record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import NOON
from waymark.assessments import rules
from waymark.assessments.models import Assessment
from waymark.assessments.types import QuickAnswer
from waymark.frameworks.types import ChoiceView, RequirementView

ASKED = RequirementView(
    skill_id=1, skill_slug="weaving", skill_name="Weaving", skill_summary="", kind="technical", level=2,
    level_name="Working", top=4, importance="essential", weight=1, choice=None, defined=True, text="",
    levels=("Awareness", "Working", "Practitioner", "Expert"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "top", "levels"),
    [
        (3, 4, [1, 2, 3, 4]),
        (4, 4, [2, 3, 4, 4]),
        (2, 4, [0, 1, 2, 3]),
        (1, 4, [0, 0, 1, 2]),
        (1, 1, [0, 0, 1, 1]),
        (7, 7, [5, 6, 7, 7]),
    ],
)
def test_quick_answers_stand_for_levels_around_the_one_asked_for(asked, top, levels):
    options = rules.quick_options(asked=asked, top=top)

    assert [(option.answer, option.level) for option in options] == list(zip(QuickAnswer, levels, strict=True))


def test_a_quick_check_asks_essential_skills_first_then_the_weightiest_then_as_listed():
    light = replace(ASKED, skill_id=1)
    heavy = replace(ASKED, skill_id=2, weight=9)
    desirable = replace(ASKED, skill_id=3, weight=99, importance="desirable")
    also_light = replace(ASKED, skill_id=4)

    assert rules.quick_check([desirable, light, heavy, also_light]) == (2, 1, 4, 3)


def test_a_quick_check_asks_five_skills_and_of_a_choice_only_what_it_needs():
    choice = ChoiceView(1, "Two of these", 2)
    members = [replace(ASKED, skill_id=number, choice=choice, weight=50) for number in (10, 11, 12)]
    plain = [replace(ASKED, skill_id=number) for number in (1, 2, 3)]
    unlevelled = replace(ASKED, skill_id=20, level=None)

    assert rules.quick_check([*members, unlevelled, *plain]) == (1, 2, 3, 20, 10)


@pytest.mark.parametrize("level", range(5))
def test_every_level_of_the_scale_and_none_of_them_may_be_chosen(level):
    undefined = replace(ASKED, defined=False)

    assert rules.why_not_this_answer(undefined, level=level, has_skill=None) == ""


@pytest.mark.parametrize(
    ("asked", "level", "has_skill", "words"),
    [
        (2, 5, None, "levels from 1 to 4"),
        (2, -1, None, "levels from 1 to 4"),
        (2, None, True, "at a level"),
        (2, None, None, "at a level"),
        (2, 1, True, "at a level"),
        (None, 2, None, "yes or no"),
        (None, None, None, "yes or no"),
    ],
)
def test_an_answer_that_is_not_offered_is_refused_with_a_sentence(asked, level, has_skill, words):
    assert words in rules.why_not_this_answer(replace(ASKED, level=asked), level=level, has_skill=has_skill)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (27, "27 days ago"),
        (28, "1 month ago"),
        (45, "1 month ago"),
        (90, "3 months ago"),
        (365, "12 months ago"),
        (740, "2 years ago"),
        (-3, "today"),
    ],
)
def test_age_in_words(days, words):
    assert rules.age(NOON - timedelta(days=days), NOON) == words


def test_a_date_is_the_day_where_the_people_are():
    assert rules.day(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == "4 July 2026"


def test_every_move_ends_in_a_state_that_is_known():
    assert {state for state, _ in rules.MOVES} - {""} <= set(rules.MOVES.values()) == set(rules.states())
    assert set(rules.states()) == set(Assessment.State)
    assert not any(state in {rules.WITHDRAWN, rules.LAPSED} for state, _ in rules.MOVES)


def test_what_has_ended_only_leads_to_an_appeal_or_to_being_shown():
    assert {name for state, name in rules.MOVES if state in rules.ENDED} == {"appeal", "share"}


def test_no_move_of_somebody_stands_in_the_table_twice_and_a_move_leads_to_one_state():
    lines = [(before, move.name, move.by) for move in rules.TABLE for before in move.before]

    assert len(lines) == len(set(lines))
    assert len({(before, move.name, move.to) for move in rules.TABLE for before in move.before}) == len(rules.MOVES)
