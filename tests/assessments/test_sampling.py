"""Which confirmed assessments the rules choose, and what a panel comes to."""

from uuid import UUID

import pytest

from waymark.assessments import rules
from waymark.assessments.types import SamplingTerms, Word

NOTHING = SamplingTerms(share=0, first=0, difference=None, appeals=False)
SOME = UUID("8c0c3a52-0000-4000-8000-00000000000a")


def chosen(terms, **said):
    plain = {"uuid": SOME, "seed": "seed", "before": 0, "differences": [], "is_appeal": False}
    return rules.chosen(terms, **(plain | said))


def test_a_rule_with_everything_off_chooses_nothing():
    assert chosen(NOTHING, differences=[4], is_appeal=True) == ()
    assert rules.sampling_in_words(NOTHING) == ("Nothing: assessors sign off without a panel",)


def test_each_ground_chooses_by_itself_and_all_are_named():
    first = SamplingTerms(share=0, first=3, difference=None, appeals=False)
    apart = SamplingTerms(share=0, first=0, difference=2, appeals=False)
    appeals = SamplingTerms(share=0, first=0, difference=None, appeals=True)
    everything = SamplingTerms(share=100, first=1, difference=1, appeals=True)

    assert [chosen(first, before=before) for before in (0, 2, 3)] == [("first",), ("first",), ()]
    assert [chosen(apart, differences=[0, wide]) for wide in (1, 2, 3)] == [(), ("difference",), ("difference",)]
    assert [chosen(appeals, is_appeal=it_is) for it_is in (True, False)] == [("appeal",), ()]
    assert chosen(everything, differences=[1], is_appeal=True) == ("appeal", "first", "difference", "chance")
    assert len(rules.sampling_in_words(everything)) == len(rules.chosen_in_words(chosen(everything))) + 2 == 4


@pytest.mark.parametrize("share", [1, 10, 35, 90])
def test_chance_draws_about_the_share_that_is_written(share):
    drawn = sum(rules.drawn(UUID(int=number), "seed", share) for number in range(20_000))

    # Four standard deviations: one seed in sixteen thousand would fall outside, and this one does not change.
    assert abs(drawn - 200 * share) < 4 * (20_000 * share / 100 * (1 - share / 100)) ** 0.5


def test_a_draw_is_the_same_again_and_another_with_another_seed():
    ids = [UUID(int=number) for number in range(500)]
    once, again, other = ([rules.drawn(one, seed, 20) for one in ids] for seed in ("one", "one", "other"))

    assert once == again != other
    assert all(rules.drawn(one, "x", 100) for one in ids)
    assert not any(rules.drawn(one, "x", 0) for one in ids)


def test_a_larger_share_draws_what_a_smaller_one_did_and_more():
    ids = [UUID(int=number) for number in range(500)]
    few, more = ({one for one in ids if rules.drawn(one, "seed", share)} for share in (10, 30))

    assert few < more


def test_a_member_takes_part_once_they_said_something_of_every_skill():
    said = {1: {7: Word(7, level=2), 8: Word(8, level=2)}, 2: {7: Word(7, level=3)}}

    assert {pk: (one.spoken, one.agreed) for pk, one in rules.came_to(said, [7, 8]).items()} == {
        7: (1, False), 8: (1, False),
    }  # fmt: skip


def test_of_a_yes_or_no_all_must_say_the_same():
    said = {1: {7: Word(7, has_skill=True)}, 2: {7: Word(7, has_skill=True)}}
    divided = said | {3: {7: Word(7, has_skill=False)}}

    assert rules.came_to(said, [7])[7].has_skill is True
    assert rules.came_to(divided, [7])[7] == rules.came_to(divided, [7])[7].__class__(None, None, False, 3)
