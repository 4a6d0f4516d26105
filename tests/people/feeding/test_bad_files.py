"""What is wrong with a row sets that person aside; what is wrong with a file refuses it whole."""

from __future__ import annotations

import pytest

from tests.people.feeding.conftest import AT, later, reasons, row, usual, works
from waymark.kernel.policy import OPERATOR
from waymark.people import commands, queries
from waymark.people.models import FeedRun, Identifier, Movement, Person, Post
from waymark.people.rules.feeding import circles
from waymark.people.types import FeedStep
from waymark_formats.people_feed import END

GOOD = (row("1"), row("2", manager="1"))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row("3", grade="ZZ9")], ["no_grade"]),
        ([row("3", unit="U99")], ["no_unit"]),
        ([row("3", department="Ministry of Elsewhere")], ["department"]),
        ([row("3", end="2024-09-01")], ["backwards"]),
        ([row("3", leaving="2024-08-01")], ["leaves_before"]),
        ([row("3", start="31/02/2024")], ["cell_date"]),
        ([row("3", start="")], ["cell_missing"]),
        ([row("3", family_name="")], ["cell_missing"]),
        ([row("3", fte="2")], ["cell_share"]),
        ([row("3", manager="3")], ["circle"]),
        ([row("3"), row("3")], ["twice"]),
        ([row("3"), row("3", post_number="P9", family_name="Else")], ["twice", "overlap"]),
        ([row("3"), row("3", post_number="P9", fte="0.1")], ["overlap"]),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, list) and isinstance(value[0], str) else "rows",
)
def test_a_person_with_a_wrong_row_is_set_aside_and_the_others_come(bring, rows, why):
    run = bring(*GOOD, *rows)

    assert run.state == "applied"
    assert reasons(run) == {"3": why}
    assert set(works()) == {"1", "2"}


def test_who_is_set_aside_has_not_left(bring):
    bring(*GOOD, row("3"))
    before = works()

    run = bring(*GOOD, row("3", grade="ZZ9"), at=later(1))

    assert run.counts == {"same": 2, "aside": 1}
    assert works(later(1)) == before


def test_a_circle_of_managers_is_set_aside_whole(bring):
    run = bring(*GOOD, row("3", manager="5"), row("4", manager="3"), row("5", manager="4"), row("6", manager="5"))

    assert set(reasons(run)) == {"3", "4", "5"}
    assert works()["6"][1] == []


def test_a_circle_that_a_file_of_changes_would_close_is_set_aside(bring):
    bring(*GOOD, row("3", manager="2"))

    run = bring(row("1", manager="3"), full=False, at=later(1))

    assert reasons(run) == {"1": ["circle"]}
    assert works(later(1))["1"][1] == []


def test_circles_are_found_and_what_leads_to_them_is_not():
    managers = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "d", "x": "y", "s": "s"}

    assert circles(managers) == {"a", "b", "c", "s"}
    assert circles({}) == set()


def test_a_manager_whom_nobody_knows_is_left_out_and_looked_for_again(bring):
    run = bring(*GOOD, row("3", manager="77"))
    assert reasons(run, "new")["3"] == ["no_manager"]
    assert works()["3"][1] == []

    bring(*GOOD, row("3", manager="77"), row("77"), at=later(1))

    assert works(later(1))["3"][1] == ["77"]


def test_what_is_no_address_is_left_out_with_a_word(bring):
    run = bring(*GOOD, row("3", email="n/a"), row("4", email="Ada@example.org"))

    assert reasons(run, "new") == {"1": [], "2": [], "3": ["no_email"], "4": []}
    assert dict(Person.objects.filter(staff_number__in=("3", "4")).values_list("staff_number", "email")) == {
        "3": "", "4": "ada@example.org"
    }  # fmt: skip


def test_a_day_that_is_kept_as_a_number_says_what_to_do(bring):
    run = bring(*GOOD, row("3", start="45536"), apply=False)

    (change,) = queries.feed_changes(run.uuid, OPERATOR, AT, kind="aside").changes
    assert "Format the column as dates" in queries.reason_in_words(change.words[0])


def test_a_name_that_two_units_have_is_no_name(bring, department):
    from waymark.organisation import commands as organisation
    from waymark.organisation.types import NewOrganisation

    organisation.add_organisations(
        organisations=[NewOrganisation("x", "Casework", "unit", parent_id=department.ids["d"], code="U7")],
        actor=OPERATOR, at=AT,
    )  # fmt: skip

    run = bring(*GOOD, row("3", unit="casework"), row("4", unit="appeals"))

    assert reasons(run) == {"3": ["unit_twice"]}
    assert works()["4"][0] == ["P4"]


def rows_in_tables():
    return [model.objects.count() for model in (Person, Post, Identifier, Movement)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([row("1", unit="E1"), row("2", unit="E1"), row("3")], "another department"),
        ([row("1", unit="E1"), row("2", unit="X9")], "another department"),
        ([row(str(n), department="Ministry of Elsewhere") for n in range(3)] + [row("9")], "another department"),
        ([row("9", start="2020-01-01", end="2020-02-01")], "would end the work of all 2"),
    ],
)
def test_a_file_that_is_not_this_departments_is_refused_whole(bring, content, words):
    bring(*GOOD)
    before = rows_in_tables()

    run = bring(*content, at=later(1))

    assert run.state == "refused"
    assert words in run.problem
    assert rows_in_tables() == before
    assert works(later(1)) == works()


def brought(department, text, **more):
    run = commands.bring_feed(
        feed=department.feed.uuid, filename="hr.csv", chunks=[text.encode()], full=True, actor=OPERATOR, at=later(1)
    )
    return commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=later(1), **more)


HEADINGS = "Staff number,Given name,Family name,Post number,Job title,Unit,Start date"
LINE = "1,Ada,Ox,P1,Caseworker,U1,2024-09-02"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEADINGS}\n{LINE}\n{END},2\n", "not whole"),
        (f"{HEADINGS}\n{LINE}\n2,Be", "breaks off"),
        (f"{HEADINGS}\n{LINE}\n", "no column for"),
        ("Staff number,Given name\n1,Ada\n", "no column for"),
    ],
    ids=["fewer rows than promised", "cut", "fewer columns than last time", "needed columns"],
)
def test_half_a_file_is_refused_whole_and_not_kept(
    bring, department, text, words, settings, django_capture_on_commit_callbacks
):
    bring(*GOOD)
    before = rows_in_tables()

    with django_capture_on_commit_callbacks(execute=True):
        run = brought(department, text)

    assert run.state == "refused"
    assert words in run.problem
    assert rows_in_tables() == before
    assert not (settings.FEEDS_DIR / run.uuid.hex).exists()


def test_a_feed_may_ask_for_the_row_that_ends_a_file(department):
    usual(department.feed, 100, 100, needs_end=True)

    assert "whole" in brought(department, f"{HEADINGS}\n{LINE}\n").problem
    assert brought(department, f"{HEADINGS}\n{LINE}\n{END},1\n").state == "shown"


def test_a_file_that_is_too_large_is_not_kept(department, settings):
    settings.FEED_MAX_BYTES = 10

    with pytest.raises(commands.FileTooLarge):
        brought(department, HEADINGS)

    assert not any(settings.FEEDS_DIR.iterdir())
    assert not FeedRun.objects.exists()


def test_files_are_taken_in_one_by_one(bring):
    bring(*GOOD, apply=False)

    with pytest.raises(commands.RunUnderWay):
        bring(*GOOD)


def test_what_is_applied_is_what_was_shown(bring, department):
    run = bring(*GOOD, apply=False)

    with pytest.raises(commands.SeenOtherwise):
        commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen="otherwise", actor=OPERATOR, at=AT)

    assert not Person.objects.exists()
    commands.discard_feed(uuid=run.uuid, actor=OPERATOR, at=AT)
    assert queries.run_card(run.uuid, OPERATOR, AT).ended
    with pytest.raises(commands.NotNow):
        commands.discard_feed(uuid=run.uuid, actor=OPERATOR, at=AT)


def test_columns_are_called_what_the_feed_says(department):
    usual(department.feed, 100, 100, mapping={"unit": "Kst", "nonsense": "x", "grade": " "})

    run = brought(department, f"{HEADINGS},Shoe size\n{LINE},7\n".replace("Unit", "Kst"))

    assert run.columns["ignored"] == [["Shoe size"]]
    assert ["Kst", "Unit"] in run.columns["read"]
    assert run.counts == {"same": 0, "new": 1}
    assert queries.feed_card(department.feed.uuid, OPERATOR, AT).mapping == {"unit": "Kst"}
