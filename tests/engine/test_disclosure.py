"""What may be shown of counts, and that nothing hidden can be worked out."""

from collections import defaultdict
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark_engine.disclosure import (
    HIDDEN,
    Cell,
    Marker,
    Rules,
    UnfitRules,
    count,
    mean,
    no_looser,
    rest_is_safe,
    rest_stays_hidden,
    row,
)

CSSTATS = Rules(fewest=5, fewest_for_mean=10, hide_zero=True, round_to=5, secondary=False)
EXACT = Rules(fewest=5, fewest_for_mean=10, hide_zero=True, round_to=1, secondary=False)

any_rules = st.builds(
    Rules, fewest=st.integers(3, 30), fewest_for_mean=st.integers(3, 50), hide_zero=st.booleans(),
    round_to=st.sampled_from([1, 5, 10]), secondary=st.booleans(),
)  # fmt: skip
any_counts = st.lists(st.integers(0, 60), min_size=1, max_size=8)


@given(any_counts, any_rules)
def test_no_small_count_is_shown(counts, rules):
    shown = row(counts, rules)

    for number, cell in zip(counts, shown.cells, strict=True):
        if 0 < number < rules.fewest or (number == 0 and rules.hide_zero):
            assert cell == HIDDEN
    if 0 < sum(counts) < rules.fewest:
        assert shown.total == HIDDEN


@given(any_counts, any_rules)
def test_what_is_shown_is_off_by_half_of_what_it_is_rounded_to_at_most(counts, rules):
    shown = row(counts, rules)

    for number, cell in zip([*counts, sum(counts)], [*shown.cells, shown.total], strict=True):
        if cell.number is not None:
            assert abs(cell.number - number) * 2 <= rules.round_to
            assert cell.number % rules.round_to == 0


@given(any_counts, any_rules)
def test_the_order_changes_nothing(counts, rules):
    shown = row(counts, rules)

    assert row(counts[::-1], rules).cells == shown.cells[::-1]
    for number, cell in zip(counts, shown.cells, strict=True):
        assert cell == shown.cells[counts.index(number)], "counts of one size are shown alike"


@pytest.mark.parametrize("hide_zero", [True, False])
@pytest.mark.parametrize("fewest", [3, 4, 5])
@pytest.mark.parametrize(("places", "most"), [(1, 24), (2, 24), (3, 20), (4, 14)])
def test_nothing_hidden_can_be_worked_out_by_somebody_who_knows_the_rules(places, most, fewest, hide_zero):
    """Whoever sees a table runs the rules over every table that could lie behind it, and looks what fits."""
    rules = Rules(fewest=fewest, fewest_for_mean=10, hide_zero=hide_zero, round_to=1, secondary=True)
    behind = defaultdict(list)
    for counts in product(range(most + 1), repeat=places):
        if sum(counts) <= most:
            shown = row(counts, rules)
            behind[shown.cells, shown.total].append(counts)

    for (cells, _), tables in behind.items():
        for place, cell in enumerate(cells):
            if cell == HIDDEN:
                assert len({table[place] for table in tables}) > 1, tables


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8), st.integers(3, 20), st.booleans())
def test_a_total_that_is_shown_leaves_no_count_hidden_alone(counts, fewest, hide_zero):
    rules = Rules(fewest=fewest, fewest_for_mean=10, hide_zero=hide_zero, round_to=1, secondary=True)

    shown = row(counts, rules)

    hidden = [number for number, cell in zip(counts, shown.cells, strict=True) if cell == HIDDEN]
    if shown.total.shown and hidden:
        assert len(hidden) > 1
        assert sum(hidden) >= fewest


@given(any_counts)
def test_without_a_small_count_nothing_is_hidden(counts):
    large = [number + EXACT.fewest for number in counts]

    assert [cell.number for cell in row(large, EXACT).cells] == large


def test_secondary_suppression_can_be_switched_on_beside_rounding():
    both = Rules(fewest=5, fewest_for_mean=10, hide_zero=True, round_to=5, secondary=True)

    assert sum(cell == HIDDEN for cell in row([4, 50, 70, 12], CSSTATS).cells) == 1
    assert sum(cell == HIDDEN for cell in row([4, 50, 70, 12], both).cells) == 2


def test_markers_are_kept():
    shown = row([12, Marker.UNAVAILABLE, Marker.NOT_APPLICABLE], CSSTATS)

    assert [cell.marker for cell in shown.cells] == [None, "[x]", "[z]"]
    assert count(Marker.UNAVAILABLE, CSSTATS) == Cell(None, Marker.UNAVAILABLE)


@pytest.mark.parametrize(("number", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10)])
def test_a_count_alone(number, shown):
    assert count(number, CSSTATS).number == shown


def test_a_mean_over_too_few_is_not_shown():
    assert mean(27.0, 9, CSSTATS) is None
    assert mean(30.0, 10, CSSTATS) == 3.0


def test_a_part_is_shown_only_when_the_rest_is_not_small():
    assert rest_is_safe(20, 25, CSSTATS)
    assert not rest_is_safe(21, 25, CSSTATS)
    assert not rest_is_safe(25, 25, CSSTATS)


@given(st.integers(0, 60), st.integers(0, 60), any_rules)
def test_a_part_beside_its_whole_says_no_more_of_a_small_rest_than_a_hidden_count(part, rest, rules):
    def shown(of_part, of_rest):
        return count(of_part, rules), count(of_part + of_rest, rules)

    small = rest < rules.fewest and (rest or rules.hide_zero)
    if small and part >= rules.fewest and rest_stays_hidden(part, part + rest, rules):
        alike = {
            other
            for of_part, other in product(range(100), range(rules.fewest))
            if shown(of_part, other) == shown(part, rest)
        }
        assert alike >= set(range(0 if rules.hide_zero else 1, rules.fewest))


@pytest.mark.parametrize(("part", "whole", "hidden"), [(5, 7, False), (5, 10, True), (20, 20, True), (4, 6, True)])
def test_the_smallest_counts_beside_each_other_say_too_much(part, whole, hidden):
    """5 of 7 are shown as 5 of 5: at most two are elsewhere. 5 of 10 leaves 5, which may be known."""
    assert rest_stays_hidden(part, whole, CSSTATS) is hidden


def test_rules_that_give_everything_away_are_refused():
    for rules in (Rules(2, 10, True, 5, False), Rules(5, 10, True, 0, False)):
        with pytest.raises(UnfitRules):
            row([1, 2], rules)


def test_which_rules_are_no_looser():
    coarse = Rules(fewest=30, fewest_for_mean=50, hide_zero=True, round_to=10, secondary=False)

    assert no_looser(coarse, CSSTATS)
    assert not no_looser(CSSTATS, coarse)
    assert no_looser(CSSTATS, CSSTATS)
    assert not any(no_looser(one, other) for one, other in permutations([CSSTATS, EXACT], 2))
