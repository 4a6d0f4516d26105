"""Which grades are usual for a role level."""

from hypothesis import given
from hypothesis import strategies as st

from waymark_engine.observed import Portion, usual_grades

any_posts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 200), max_size=8)


@given(any_posts, st.integers(0, 50))
def test_where_there_are_posts_some_grade_is_usual(posts, apart):
    found = usual_grades(posts, apart=apart)

    assert bool(found.usual) == any(posts.values())
    assert found.posts == sum(posts.values()) + apart


@given(any_posts)
def test_a_usual_grade_has_as_many_posts_as_any_that_is_not(posts):
    found = usual_grades(posts)

    left_out = [number for grade, number in posts.items() if grade not in found.usual]
    assert min((posts[grade] for grade in found.usual), default=0) >= max(left_out, default=0)


@given(any_posts)
def test_a_grade_that_stands_for_all_stands_alone(posts):
    found = usual_grades(posts)

    if Portion.NEARLY_ALL in found.portions.values():
        assert len(found.usual) == 1


def test_posts_that_cannot_be_named_count_among_all():
    assert usual_grades({"G7": 90}, apart=0).portions == {"G7": Portion.NEARLY_ALL}
    assert usual_grades({"G7": 90}, apart=20).portions == {"G7": Portion.ENOUGH}


def test_the_largest_stands_in_where_none_has_enough():
    assert usual_grades({"G7": 10, "SEO": 10}, apart=100).usual == ("G7", "SEO")
