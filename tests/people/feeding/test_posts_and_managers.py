"""What hangs on somebody else: a post that two are in, and managers that come, go and are set aside."""

from __future__ import annotations

from tests.people.feeding.conftest import later, reasons, row, works
from waymark.people.models import Post

GOOD = (row("1"), row("2", manager="1"))


def post(number):
    return Post.objects.values_list("organisation__slug", "grade__code", "title").get(number=number)


def test_rows_that_say_otherwise_of_one_post_are_set_aside(bring, department):
    bring(*GOOD, row("3", post_number="TBC"))
    before = post("TBC")

    run = bring(*GOOD, row("3", post_number="TBC"), row("4", post_number="TBC", unit="U2", grade="G7"), at=later(1))

    assert reasons(run) == {"3": ["post_twice"], "4": ["post_twice"]}
    assert post("TBC") == before
    assert works(later(1))["3"][0] == ["TBC"]


def test_a_post_is_told_by_what_its_words_mean(bring):
    run = bring(
        *GOOD, row("3", post_number="S", unit="U1"), row("4", post_number="S", unit="casework", grade=""),
        row("5", post_number="S", unit="U2", grade="G7", end="2025-01-01"),
    )  # fmt: skip

    assert "aside" not in run.counts
    assert post("S") == ("casework", "HEO", "Caseworker")


def test_a_post_is_not_changed_under_somebody_who_stays_in_it(bring):
    bring(*GOOD, row("3", post_number="S"), row("4", post_number="S"))
    before = post("S")

    changes = bring(row("4", post_number="S", unit="U2"), full=False, at=later(1))
    whole = bring(*GOOD, row("3", post_number="S", grade="ZZ9"), row("4", post_number="S", unit="U2"), at=later(2))

    assert reasons(changes) == {"4": ["post_held"]}
    assert reasons(whole) == {"3": ["no_grade"], "4": ["post_held"]}
    assert post("S") == before


def test_a_post_changes_when_all_who_stay_in_it_are_named(bring):
    bring(*GOOD, row("3", post_number="S"), row("4", post_number="S"), row("5", post_number="S"))

    run = bring(*GOOD, row("3", post_number="S", unit="U2"), row("4", post_number="P4"), at=later(1))

    assert run.counts == {"same": 2, "moved": 2, "left": 1}
    assert reasons(run, "moved")["3"] == ["unit"]
    assert post("S")[0] == "appeals"


def test_a_circle_with_what_stays_on_record_is_set_aside(bring):
    bring(*GOOD, row("A", manager="B"), row("B"), row("C"))

    run = bring(*GOOD, row("A", manager="C", grade="ZZ9"), row("B", manager="A"), row("C"), at=later(1))

    assert reasons(run) == {"A": ["no_grade"], "B": ["circle"]}
    assert works(later(1))["A"][1] == ["B"]
    assert works(later(1))["B"][1] == []


def test_what_one_in_a_circle_keeps_may_close_another(bring):
    """A is set aside and keeps B, so B may not work for A and keeps C, so C may not work for B."""
    bring(*GOOD, row("A", manager="B"), row("B", manager="C"), row("C"))

    run = bring(
        *GOOD, row("A", manager="", grade="ZZ9"), row("B", manager="A"), row("C", manager="B"), at=later(1)
    )  # fmt: skip

    assert reasons(run) == {"A": ["no_grade"], "B": ["circle"], "C": ["circle"]}
    assert [works(later(1))[number][1] for number in "ABC"] == [["B"], ["C"], []]


def test_managers_may_change_places(bring):
    bring(*GOOD, row("A", manager="B"), row("B"))

    run = bring(*GOOD, row("A"), row("B", manager="A"), at=later(1))

    assert "aside" not in run.counts
    assert [works(later(1))[number][1] for number in "AB"] == [[], ["A"]]


def test_a_manager_who_is_set_aside_is_looked_for_again(bring):
    team = (row("3", manager="9"), row("4", manager="1"))
    first = bring(*GOOD, *team, row("9", grade="ZZ9"))
    assert reasons(first, "new")["3"] == ["no_manager"]
    assert first.counts == {"same": 0, "new": 4, "aside": 1}

    bring(*GOOD, *team, row("9"), at=later(1))

    assert works(later(1))["3"][1] == ["9"]


def test_whoever_was_left_out_by_mistake_has_their_people_again(bring):
    team = (row("3", manager="2"), row("4", manager="3"))
    bring(*GOOD, *team)
    bring(GOOD[0], *team, at=later(1))
    assert works(later(1))["3"][1] == []
    # Meanwhile nothing is said to change, however often it is looked at.
    assert bring(GOOD[0], *team, at=later(2)).counts == {"same": 2, "known": 1}

    run = bring(*GOOD, *team, at=later(3))

    assert run.counts == {"same": 2, "new": 1, "changed": 1}
    assert works(later(3))["3"][1] == ["2"]
