"""What a manager has to look at one by one."""

import pytest

from waymark.assessments.rules.reviewing import JUMP, counts_in_words, look_at
from waymark.assessments.types.reviewing import Look, Said, Stand, Why

NOTE_ALONE = Said(None, None)


def at(level: int) -> Said:
    return Said(level, None)


def test_what_nothing_speaks_against_need_not_be_opened():
    assert look_at(Look(theirs=at(2), asked=2)) == (Stand.AGREE, ())
    assert look_at(Look(theirs=at(1), asked=3, before=at(2), evidence_from=3)) == (Stand.AGREE, ())
    assert look_at(Look(theirs=Said(None, True), asked=None)) == (Stand.AGREE, ())


@pytest.mark.parametrize(
    ("why", "look"),
    [
        (Why.DRAFT, {"drafted": at(1)}),
        (Why.NOTED, {"drafted": NOTE_ALONE}),
        (Why.MINE, {"mine": at(1)}),
        (Why.ASSESSED, {"assessed": at(3), "before": at(3)}),
        (Why.JUMP, {"before": at(2 - JUMP)}),
        (Why.JUMP, {"before": at(2 + JUMP)}),
        (Why.ABOVE, {"asked": 1}),
    ],
)
def test_a_difference_opens_a_skill_and_says_which(why, look):
    assert look_at(Look(**{"theirs": at(2), "asked": 2, **look})) == (Stand.DISCUSS, (why,))


def test_the_managers_own_word_settles_it_whatever_else_is_on_record():
    against = {"asked": 1, "assessed": at(4), "before": at(4)}

    assert look_at(Look(theirs=at(2), mine=at(2), **against)) == (Stand.AGREE, ())
    assert look_at(Look(theirs=at(2), drafted=at(2), mine=at(4), **against)) == (Stand.AGREE, ())


def test_missing_evidence_opens_what_the_manager_has_put_no_level_for():
    asks = {"theirs": at(3), "asked": 3, "evidence_from": 3}

    assert look_at(Look(**asks)) == (Stand.EVIDENCE, (Why.EVIDENCE,))
    assert look_at(Look(**asks, mine=at(3))) == (Stand.EVIDENCE, (Why.EVIDENCE,))
    assert look_at(Look(**asks, mine=at(2))) == (Stand.DISCUSS, (Why.MINE, Why.EVIDENCE))
    assert look_at(Look(**asks, drafted=at(3))) == (Stand.AGREE, ())
    assert look_at(Look(**asks, evidence=1)) == (Stand.AGREE, ())
    assert look_at(Look(**{**asks, "evidence_from": None})) == (Stand.AGREE, ())


def test_a_yes_or_no_differs_too_and_has_no_steps():
    assert look_at(Look(theirs=Said(None, True), asked=None, mine=Said(None, False)))[0] == Stand.DISCUSS
    assert look_at(Look(theirs=Said(None, True), asked=None, before=at(4)))[0] == Stand.AGREE


def test_the_line_of_the_queue_leaves_out_what_is_not_there():
    assert counts_in_words(7, 1, 2) == "agree 7, discuss 1, evidence missing 2"
    assert counts_in_words(3, 0, 0) == "agree 3"
