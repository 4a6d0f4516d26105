"""Feeds and changes of organisations: where posts were stays known, and nobody is put into what is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.people.feeding.conftest import AT, later, reasons, row, usual, works
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation import queries as organisations
from waymark.organisation.models import Grade
from waymark.organisation.types import Change, ChangeKind, ListKind, NewGrade
from waymark.people import commands, queries
from waymark.people.models import Appointment, Feed, Person, Post, PostMove
from waymark.people.types import FeedStep, PersonSaid, Seat

START = date(2024, 9, 2)


TODAY = AT.date()


def reorganise(kind, *ids, on=TODAY, at=AT, **more):
    change = Change(ChangeKind(kind), on, "The machinery changes.", tuple(ids), **more)
    return commands.reorganise(change=change, actor=OPERATOR, at=at)


def moves():
    return list(
        PostMove.objects.order_by("pk").values_list("post__number", "before_id", "after_id", "on", "change__kind")
    )


def heads(body, *days):
    return [queries.headcount(body, [day], later(60))[0].as_it_was for day in days]


def test_a_file_that_moves_posts_keeps_where_they_were(department, bring, django_assert_max_num_queries):
    u1, u2, day = department.ids["u1"], department.ids["u2"], later(1).date()
    bring(*(row(str(number)) for number in range(1, 41)))
    assert moves() == []

    with django_assert_max_num_queries(160):
        bring(*(row(str(number), unit="U2" if number <= 30 else "U1") for number in range(1, 41)), at=later(1))

    assert len(moves()) == 30
    assert moves()[0] == ("P1", u1, u2, day, None)
    assert heads(u1, AT.date(), day) == [40, 10]
    assert heads(u2, AT.date(), day) == [0, 30]


def test_a_post_may_go_there_and_back_on_one_day(department, bring):
    u1, u2 = department.ids["u1"], department.ids["u2"]
    bring(row("1"))

    bring(row("1", unit="U2"), at=later(1))
    bring(row("1"), at=later(1) + timedelta(hours=1))

    assert [move[1:3] for move in moves()] == [(u1, u2), (u2, u1)]
    assert heads(u1, AT.date(), later(1).date()) == [1, 1]
    assert heads(u2, AT.date(), later(1).date()) == [0, 0]


def test_a_change_for_a_day_gone_by_follows_what_feeds_did_since(department, bring):
    u1, u2, other = department.ids["u1"], department.ids["u2"], department.ids["other"]
    bring(row("1"), row("2", unit="U2"))
    bring(row("1", unit="U2"), row("2", unit="U2"), at=later(10))

    reorganise("merge", u2, into_id=other, on=later(5).date(), at=later(20))

    days = [later(number).date() for number in (4, 5, 9, 10)]
    assert heads(u1, *days) == [1, 1, 1, 0]
    assert heads(u2, *days) == [1, None, None, None]
    assert heads(other, *days) == [0, 1, 1, 2]
    assert [move[3] for move in moves()] == [later(10).date(), later(10).date(), later(5).date()]


def test_who_is_put_into_a_closed_unit_is_set_aside_and_has_not_left(department, bring):
    bring(row("1"), row("2", unit="U2"))
    reorganise("merge", department.ids["u2"], into_id=department.ids["u1"], at=later(1))

    run = bring(row("1"), row("2", unit="U2", job_title="Judge"), row("3", unit="Appeals"), at=later(2))

    assert reasons(run) == {"2": ["unit_over"], "3": ["unit_over"]}
    assert run.counts.get("left", 0) == 0
    assert works(later(2))["2"][0] == ["P2"]
    assert Post.objects.get(number="P2").title == "Caseworker"
    (change,) = (one for one in queries.feed_changes(run.uuid, OPERATOR, AT, kind="aside").changes if one.value == "2")
    assert queries.reason_in_words(change.words[0]) == (
        "“Appeals” is closed since 2026-03-02. Name the unit that its people are part of now."
    )


def test_a_unit_of_the_same_name_that_is_open_is_meant(department, bring):
    reorganise("close", department.ids["u2"])
    reorganise("open", name="Appeals", code="U2", body_kind="unit", parent_id=department.ids["d"], at=later(1))

    run = bring(row("1", unit="U2"), row("2", unit="Appeals"), at=later(1))

    assert run.counts["new"] == 2
    assert reasons(run) == {}


def test_grades_that_hold_no_more_or_not_yet_set_a_row_aside(department, bring):
    organisation.end_item(
        reason="It is so now.", kind=ListKind.GRADE,
        item_id=Grade.objects.get(code="HEO", organisation=None).pk, until_on=AT.date(),
        actor=OPERATOR, at=AT,
    )  # fmt: skip
    Grade.objects.filter(code="SEO", organisation=None).update(from_on=later(9).date())

    run = bring(row("1", grade="HEO"), row("2", grade="SEO"), row("3", grade="EO"))

    assert reasons(run) == {"1": ["grade_over"], "2": ["grade_later"]}
    assert run.counts["new"] == 1


def test_a_profession_and_a_region_that_ended_are_left_out(department, bring):
    region = organisations.items(ListKind.REGION)[0]
    for kind, pk in ((ListKind.PROFESSION, department.policy), (ListKind.REGION, region.id)):
        organisation.end_item(reason="It is so now.", kind=kind, item_id=pk, until_on=AT.date(), actor=OPERATOR, at=AT)

    bring(row("1", main_profession="Policy", location=region.name))

    assert works()["1"] == (["P1"], [], [])
    assert Post.objects.get().region_id is None


def test_a_file_that_was_checked_before_a_change_is_checked_again(department, bring):
    bring(row("1"), row("2", unit="U2"))
    run = bring(row("1", unit="U2"), row("2", unit="U2"), at=later(1), apply=False)
    reorganise("merge", department.ids["u2"], into_id=department.ids["u1"], on=later(1).date(), at=later(1))

    run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=later(1))

    assert run.state == "shown"
    assert "Check it again" in run.problem
    assert set(Post.objects.values_list("organisation_id", flat=True)) == {department.ids["u1"]}
    run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=later(1))
    assert reasons(run) == {"1": ["unit_over"], "2": ["unit_over"]}


@pytest.fixture
def merged(department, bring):
    """The ministry, with two people, became part of the department, with one."""
    usual(department.other, 100, 100)
    bring(row("1"))
    bring(row("7", unit="E1"), row("8", unit="E1"), feed=department.other)
    reorganise("merge", department.ids["other"], into_id=department.ids["d"], on=later(1).date(), at=later(1))
    return department


def said(department, value="7", **more):
    seat = Seat(
        more.pop("number", "P7"), "Caseworker", more.pop("unit", department.ids["u1"]), more.pop("grade", None), None,
        None, START, None, Decimal(1),
    )  # fmt: skip
    return PersonSaid(value, "Ada", f"Ox {value}", seats=(seat,), **more)


ENDED = "“Ministry of Elsewhere” is part of “Department for Tests” now, so its feed takes nothing more"


def test_the_feed_of_a_merged_department_takes_nothing_more(merged, bring):
    with pytest.raises(commands.FeedEnded, match=ENDED):
        bring(row("7", unit="E1"), feed=merged.other, at=later(2))
    given = {"feed": merged.other.uuid, "actor": OPERATOR, "at": later(2)}
    with pytest.raises(commands.FeedEnded, match=ENDED):
        commands.put(said=said(merged), **given)
    with pytest.raises(commands.FeedEnded, match=ENDED):
        commands.leave(value="7", on=later(2).date(), **given)
    with pytest.raises(commands.FeedEnded, match=ENDED):
        commands.add_feed(organisation_id=merged.ids["other"], name="New", actor=OPERATOR, at=later(2))

    assert sorted(works(later(2))) == ["1", "7", "8"]


def test_a_feed_of_a_department_that_is_closed_says_so(department):
    reorganise("close", department.ids["o1"])
    reorganise("close", department.ids["other"])

    with pytest.raises(commands.FeedEnded, match="“Ministry of Elsewhere” is closed, so its feed"):
        commands.put(feed=department.other.uuid, said=said(department), actor=OPERATOR, at=AT)


def test_a_file_under_way_ends_with_its_department(department, bring):
    usual(department.other, 100, 100)
    run = bring(row("7", unit="E1"), feed=department.other, apply=False)
    reorganise("merge", department.ids["other"], into_id=department.ids["d"], on=later(1).date(), at=later(1))

    run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=later(1))

    assert ENDED in run.problem
    assert not Person.objects.exists()
    commands.discard_feed(uuid=run.uuid, actor=OPERATOR, at=later(1))


def test_the_successors_files_name_the_same_people(merged, bring):
    ids = dict(Person.objects.values_list("staff_number", "pk"))

    # Its first file after the merger says nothing of them yet: they have not left.
    assert bring(row("1"), at=later(2)).counts == {"same": 1}
    run = bring(row("1"), row("7", unit="E1"), row("8", unit="U2", manager="7"), at=later(3))

    assert dict(Person.objects.values_list("staff_number", "pk")) == ids
    assert run.counts == {"same": 1, "known": 1, "moved": 1}
    assert works(later(3))["8"] == (["P8"], ["7"], ["policy"])
    assert Appointment.objects.count() == 3
    # From now on they are the successor's.
    assert bring(row("1"), row("8", unit="U2", manager="7"), at=later(4)).counts["left"] == 1


def test_a_number_that_both_departments_gave_is_two_people(merged, bring):
    run = bring(row("1"), row("7", family_name="Somebody else", post_number="P70"), at=later(2))

    assert run.counts == {"same": 1, "new": 1}
    # A number alone says nothing: both systems count from 1.
    assert queries.twins_of_run(run.uuid, OPERATOR, later(2)) == 0
    assert Person.objects.get(staff_number="7").family_name == "Ox 7"
    assert works(later(2))[f"7~{_pk(merged.feed)}"][0] == ["P70"]
    with pytest.raises(commands.NobodyCalledSo):
        commands.leave(feed=merged.feed.uuid, value="8", on=later(3).date(), actor=OPERATOR, at=later(3))


def _pk(feed):
    return Feed.objects.get(uuid=feed.uuid).pk


def test_posts_that_both_departments_number_alike_stay_two(department, bring):
    usual(department.other, 100, 100)
    bring(row("1"))
    bring(row("7", unit="E1", post_number="P1"), feed=department.other)
    reorganise("merge", department.ids["d"], into_id=department.ids["other"], on=later(1).date(), at=later(1))

    bring(row("7", unit="E1", post_number="P1", job_title="Judge"), feed=department.other, at=later(2))

    titles = dict(Post.objects.values_list("number", "title"))
    assert titles == {"P1": "Caseworker", f"P1~{_pk(department.other)}": "Judge"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"unit": "o1"}, "The unit of post P7 is not this department’s."),
        ({"unit": "u2"}, "“Appeals” is closed since 2026-03-02."),
        ({"grade": "own"}, "The grade of post P7 is not one of this department."),
        ({"grade": "ended"}, "The grade “HEO” holds no more since 2026-03-02."),
    ],
)
def test_one_person_is_put_into_what_is_there_alone(department, wrong, words):
    reorganise("close", department.ids["u2"])
    heo = Grade.objects.get(code="HEO", organisation=None)
    own = Grade.objects.create(
        uuid=department.feed.uuid, organisation_id=department.ids["other"], code="X1", name="X", rank=1
    )
    Grade.objects.filter(pk=heo.pk).update(until_on=AT.date())
    ids = {"own": own.pk, "ended": heo.pk, **department.ids}
    one = said(department, **{key: ids[value] for key, value in wrong.items()})

    with pytest.raises(commands.SaidWrongly, match=words):
        commands.put(feed=department.feed.uuid, said=one, actor=OPERATOR, at=AT)

    assert not Person.objects.exists()
    assert commands.put(feed=department.feed.uuid, said=replace(said(department)), actor=OPERATOR, at=AT).what == "new"


def test_a_merger_counts_the_feeds_that_end(department):
    change = Change(ChangeKind.MERGE, AT.date(), "x", (department.ids["other"],), into_id=department.ids["d"])

    assert queries.impact_of_change(change).feeds == 1
    assert queries.impact_of_change(replace(change, kind=ChangeKind.MOVE, into_id=None)).feeds == 0


def test_a_file_of_the_successor_names_the_grades_of_what_it_took_in(department, bring):
    ids = department.ids
    organisation.add_grades(
        organisation_id=ids["d"], grades=[NewGrade("B1", "Band 1", None)], from_on=START, actor=OPERATOR, at=AT
    )
    bring(row("1", grade="B1"))
    grade = Post.objects.get(number="P1").grade_id
    reorganise("merge", ids["d"], into_id=ids["other"], at=later(1))

    run = bring(row("1", grade="B1"), row("2", grade="B1", unit="E1"), feed=department.other, at=later(2))

    assert reasons(run) == {}
    assert set(Post.objects.values_list("grade_id", flat=True)) == {grade}
