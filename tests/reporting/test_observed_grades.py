"""Which grades a role level is seen to have, and what of it anybody is told."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.reporting.conftest import START, employ, grade, path_of, snapshot
from waymark.kernel.policy import OPERATOR
from waymark.organisation.models import Grade, GradeBand
from waymark.people.models import Restriction
from waymark.reporting import commands, queries

JANUARY = datetime(2026, 1, 20, 12, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 3, 12, tzinfo=UTC)


def seen(role_level, at=JANUARY, path=""):
    return queries.observed_grades([role_level], at, path)[role_level]


def lines(shown):
    return [(line.name, line.posts, line.portion) for line in shown.lines]


@pytest.mark.parametrize(
    ("posts", "usual"),
    [
        ({"G7": 86, "SEO": 14}, ("Grade 7",)),
        ({"G7": 84, "SEO": 16}, ("Senior executive officer", "Grade 7")),
        ({"G7": 85, "SEO": 15}, ("Senior executive officer", "Grade 7")),
        ({"G7": 70, "SEO": 20, "HEO": 10}, ("Senior executive officer", "Grade 7")),
    ],
)
def test_the_rule_is_that_of_the_framework_s_own_site(weaver, departments, posts, usual):
    for code, number in posts.items():
        employ(number, weaver, departments["hall"], grade(code))
    snapshot(JANUARY)

    assert seen(weaver).everywhere.usual == usual


def test_numbers_are_rounded_and_small_ones_stand_together_under_a_marker(weaver, departments):
    employ(21, weaver, departments["hall"], grade("SEO"))
    employ(2, weaver, departments["hall"], grade("G6"))
    snapshot(JANUARY)

    shown = seen(weaver).everywhere

    assert lines(shown) == [("Senior executive officer", "20", "nearly-all")]
    assert (shown.posts, shown.others) == ("25", "[c]")
    assert (shown.counted_on, shown.profile) == (JANUARY.date(), "csstats-2023")


def test_the_marker_stands_also_where_there_is_no_other_grade(weaver, departments):
    employ(21, weaver, departments["hall"], grade("SEO"))
    snapshot(JANUARY)

    assert seen(weaver).everywhere.others == "[c]"


def test_a_usual_grade_with_too_few_posts_is_not_named(weaver, departments):
    employ(8, weaver, departments["hall"], grade("SEO"))
    employ(2, weaver, departments["hall"], grade("G7"))
    snapshot(JANUARY)

    assert seen(weaver).everywhere.usual == ("Senior executive officer",)


@pytest.mark.parametrize("posts", [{}, {"SEO": 4}, {"HEO": 4, "SEO": 4, "G7": 4}])
def test_too_few_posts_say_nothing(weaver, departments, posts):
    for code, number in posts.items():
        employ(number, weaver, departments["hall"], grade(code))
    employ(30, None, departments["hall"], grade("SEO"))
    snapshot(JANUARY)

    shown = seen(weaver).everywhere

    assert (shown.usual, shown.lines, shown.posts) == ((), (), "")


def test_small_grades_are_shown_together_where_they_are_not_small_together(weaver, departments):
    employ(21, weaver, departments["hall"], grade("SEO"))
    employ(4, weaver, departments["hall"], grade("G7"))
    employ(4, weaver, departments["hall"], grade("G6"))
    snapshot(JANUARY)

    assert seen(weaver).everywhere.others == "10"


def test_only_posts_with_a_grade_and_somebody_in_them_count(weaver, departments):
    employ(10, weaver, departments["hall"], grade("SEO"))
    employ(40, weaver, departments["hall"], grade("G7"), vacant=True)
    employ(40, weaver, departments["hall"], None)
    snapshot(JANUARY)

    assert seen(weaver).everywhere.posts == "10"
    assert seen(weaver).everywhere.usual == ("Senior executive officer",)


def test_the_post_of_somebody_who_restricted_their_record_does_not_count(weaver, departments):
    first = employ(5, weaver, departments["hall"], grade("SEO"))
    Restriction.objects.create(uuid=uuid4(), person_id=first, from_at=START)
    snapshot(JANUARY)

    assert seen(weaver).everywhere.usual == ()


def test_a_department_s_own_grade_counts_as_the_one_of_everybody_s_code_else_as_its_band(weaver, departments):
    middle = GradeBand.objects.get(slug="higher-and-senior-executive-officer")

    def own(code, band):
        return Grade.objects.create(
            uuid=uuid4(), organisation_id=departments["mill"], code=code, name=f"Mill {code}", band=band, rank=1
        ).pk

    employ(20, weaver, departments["hall"], grade("SEO"))
    employ(20, weaver, departments["mill"], own("seo", middle))
    employ(20, weaver, departments["mill"], own("M2", middle))
    employ(20, weaver, departments["mill"], own("Z", None))
    snapshot(JANUARY)

    shown = seen(weaver).everywhere

    assert lines(shown) == [
        ("Higher and senior executive officer", "20", "enough"),
        ("Senior executive officer", "40", "enough"),
    ]
    assert (shown.posts, shown.others) == ("80", "20")
    in_mill = seen(weaver, path=path_of(departments["mill"])).own
    assert {line.name for line in in_mill.lines} == {"Mill seo", "Mill M2", "Mill Z"}


def test_a_department_s_own_figures_are_for_those_who_work_in_any_part_of_it(weaver, departments):
    employ(20, weaver, departments["loom"], grade("SEO"))
    employ(60, weaver, departments["mill"], grade("G7"))
    snapshot(JANUARY)

    from_hall = seen(weaver, path=path_of(departments["loom"]))

    assert (from_hall.own_name, from_hall.own.usual) == ("Weavers’ Hall", ("Senior executive officer",))
    assert seen(weaver).own is None
    assert seen(weaver, path=path_of(departments["mill"])).own.usual == ("Grade 7",)


@pytest.mark.parametrize(("elsewhere", "told"), [(0, False), (4, False), (5, True)])
def test_a_department_s_own_figures_are_not_shown_beside_a_small_rest(weaver, departments, elsewhere, told):
    employ(20, weaver, departments["hall"], grade("SEO"))
    if elsewhere:
        employ(elsewhere, weaver, departments["mill"], grade("SEO"))
    snapshot(JANUARY)

    own = seen(weaver, path=path_of(departments["hall"])).own

    assert bool(own.usual) is told
    assert seen(weaver).everywhere.usual == ("Senior executive officer",)


def test_a_department_s_own_figures_are_not_shown_where_one_grade_would_say_who_else_has_it(weaver, departments):
    employ(5, weaver, departments["hall"], grade("G6"))
    employ(20, weaver, departments["hall"], grade("SEO"))
    employ(2, weaver, departments["mill"], grade("G6"))
    employ(60, weaver, departments["mill"], grade("SEO"))
    snapshot(JANUARY)

    shown = seen(weaver, path=path_of(departments["hall"]))

    assert ("Grade 6", "5") in [(line.name, line.posts) for line in shown.everywhere.lines]
    assert shown.own.usual == ()


def test_a_department_without_a_post_in_the_role_reads_as_one_with_few(weaver, departments):
    employ(40, weaver, departments["hall"], grade("SEO"))
    snapshot(JANUARY)
    none = seen(weaver, path=path_of(departments["mill"]))
    employ(3, weaver, departments["mill"], grade("SEO"))
    snapshot(FEBRUARY)
    few = seen(weaver, FEBRUARY, path_of(departments["mill"]))

    assert none.own is not None
    assert (
        (none.own.usual, none.own.lines, none.own_name) == (few.own.usual, few.own.lines, few.own_name) == ((), (), "")
    )


def test_a_department_s_own_figures_are_not_shown_where_nothing_is_rounded(weaver, departments):
    employ(20, weaver, departments["hall"], grade("SEO"))
    employ(60, weaver, departments["mill"], grade("G7"))
    snapshot(JANUARY)
    commands.put_in_force(slug="survey-10", version=1, reason="A survey", actor=OPERATOR, at=JANUARY)
    snapshot(FEBRUARY)

    shown = seen(weaver, FEBRUARY, path_of(departments["hall"]))

    assert lines(shown.everywhere) == [("Senior executive officer", "20", "enough"), ("Grade 7", "60", "enough")]
    assert (shown.everywhere.posts, shown.everywhere.others) == ("80", "")
    assert shown.own.usual == ()


def test_what_is_mapped_between_two_snapshots_is_seen_in_the_next_month(weaver, departments):
    employ(20, weaver, departments["hall"], grade("SEO"))
    snapshot(JANUARY)
    employ(80, weaver, departments["hall"], grade("G7"))

    assert snapshot(JANUARY + timedelta(days=5)) is None
    assert seen(weaver, JANUARY + timedelta(days=5)).everywhere.usual == ("Senior executive officer",)
    snapshot(FEBRUARY)
    assert seen(weaver, FEBRUARY).everywhere.usual == ("Senior executive officer", "Grade 7")


def test_without_a_profile_in_force_nothing_is_shown(weaver, departments):
    employ(20, weaver, departments["hall"], grade("SEO"))
    snapshot(JANUARY)

    assert seen(weaver, JANUARY - timedelta(minutes=1)).everywhere.usual == ()


@pytest.mark.parametrize("levels", [1, 40])
def test_it_takes_one_query_whatever_the_number_of_role_levels(weaver, departments, levels):
    employ(20, weaver, departments["hall"], grade("SEO"))
    snapshot(JANUARY)

    with CaptureQueriesContext(connection) as asked:
        found = queries.observed_grades([weaver, *range(10_000, 10_000 + levels)], JANUARY, path_of.__name__)

    assert len(asked) == 1
    assert len(found) == levels + 1
