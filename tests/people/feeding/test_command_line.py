"""``waymark feed``."""

from __future__ import annotations

import json

import pytest

from tests.people.feeding.conftest import row, usual, works
from waymark import cli
from waymark.people import queries
from waymark.people.models import FeedRun, Person
from waymark_formats.people_feed import write_csv

TEN = tuple(row(str(number)) for number in range(1, 11))


@pytest.fixture
def feed(department, tmp_path, capsys):
    """Give a function that runs the command on rows and returns status, standard output and standard error."""

    def run(rows, *more):
        path = tmp_path / "hr.csv"
        write_csv(path, rows)
        status = cli.main(["feed", str(path), "--department", "department-for-tests", "--feed", "HR", *more])
        return status, *capsys.readouterr()

    return run


def test_a_plan_says_what_would_change_and_changes_nothing(feed):
    status, out, _err = feed([*TEN, row("11", grade="ZZ9")], "--plan", "--json")

    said = json.loads(out)
    assert status == 0
    assert said["state"] == "planned"
    assert said["counts"] == {"new": 10, "moved": 0, "changed": 0, "left": 0, "aside": 1, "unchanged": 0}
    assert not Person.objects.exists()
    assert FeedRun.objects.get().state == "discarded"


def test_a_file_is_applied_and_what_is_set_aside_is_said(feed):
    status, out, _err = feed([*TEN, row("11", grade="ZZ9")])

    assert status == 0
    assert "10 new" in out
    assert "row 12: There is no grade “ZZ9” here." in out
    assert len(works()) == 10
    assert "10 unchanged" in feed(TEN)[1]


def test_an_unusual_file_waits_for_an_administrator(feed, department):
    feed(TEN)
    usual(department.feed, 10, 20)

    status, _out, err = feed(TEN[:7])

    assert status == 1
    assert "administrator" in err
    assert Person.objects.filter(appointments__until_on=None).count() == 10
    FeedRun.objects.filter(state="shown").update(approved_at="2026-03-02T12:00:00Z")
    assert feed(TEN[:7])[0] == 0
    assert Person.objects.filter(appointments__until_on=None).count() == 7


def test_what_is_refused_is_said(feed, tmp_path):
    assert feed([row("1", unit="E1"), row("2", unit="E1")])[0] == 1
    assert cli.main(["feed", str(tmp_path / "gone.csv"), "--department", "department-for-tests"]) == 1
    assert cli.main(["feed", str(tmp_path / "hr.csv"), "--department", "nowhere"]) == 1


def test_every_reason_and_difference_has_words():
    from waymark.people.rules.feed_words import _CHANGES, _REASONS

    for code in (*_CHANGES, *_REASONS, "cell_missing", "cell_long", "cell_date", "cell_share", "cell_short"):
        words = queries.reason_in_words((code, "grade", "x"))
        assert words != code
        assert "%(" not in words
