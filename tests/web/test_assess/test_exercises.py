"""Exercises and agreement, page by page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import desk
from tests.assessments.calibration import exercise, words
from tests.conftest import NOON
from waymark.access.models import Grant
from waymark.assessments import commands
from waymark.assessments.models import ExerciseAnswer
from waymark.kernel.policy import OPERATOR
from waymark.reporting import commands as reporting

MOST = 20


@pytest.fixture
def moderator(who):
    """Somebody who moderates the profession and assesses nothing."""
    someone = desk.with_account("M", "Mo", "Derate")
    give(someone.account, "moderator", who.profession_id)
    return someone


def give(account, kind, profession_id):
    Grant.objects.create(
        uuid=uuid4(), account=account, kind=kind, profession_id=profession_id, two_people=False,
        from_at=NOON - timedelta(days=9), until_at=NOON + timedelta(days=900), reason="x", created_at=NOON,
    )  # fmt: skip


def add(number):
    exercises = [words(f"we-{place}", panel_level=place % 3 + 1) for place in range(number)]
    commands.add_exercises(framework="crafts", exercises=exercises, actor=OPERATOR, at=NOON)


def answer(who, number, level=2):
    for place in range(number):
        commands.answer_exercise(
            exercise=exercise(f"we-{place}").uuid, level=level, reason="Plain.", actor=who, at=NOON
        )


def counted(client, url):
    with CaptureQueriesContext(connection) as asked:
        found = client.get(url)
    assert found.status_code == 200, found.status_code
    return len(asked), found.content.decode()


def test_the_list_says_what_is_to_do_and_what_is_done(browser, who):
    client = browser(who.first)
    assert "There are no exercises for your profession yet" in counted(client, "/assess/exercises")[1]
    add(3)
    answer(who.first, 1)

    few, page = counted(client, "/assess/exercises")
    add(12)
    many, _ = counted(client, "/assess/exercises")

    assert "Shown once you answer" in page
    assert "You said" in page
    assert few == many <= MOST


def test_the_panel_is_kept_back_until_somebody_answers(browser, who):
    add(1)
    client, url = browser(who.first), f"/assess/exercises/{exercise('we-0').uuid}"

    _, before = counted(client, url)
    wrong = client.post(url, {"then": "answer", "level": "", "reason": ""})
    kept = client.post(url, {"then": "answer", "level": "9", "reason": "I typed this."})
    done = client.post(url, {"then": "answer", "level": "3", "reason": "Plain work."})
    queries, after = counted(client, url)
    again = client.post(url, {"then": "answer", "level": "1", "reason": "On second thought."})

    assert "One colour only." not in before
    assert "You can weave plain cloth." in before
    assert wrong.status_code == kept.status_code == again.status_code == 422
    assert "Choose the level it shows" in wrong.content.decode()
    assert "I typed this." in kept.content.decode()
    assert done["Location"] == url
    assert "One colour only." in after
    assert "You are 2 levels above the panel." in after
    assert "Your first answer stands" in again.content.decode()
    assert ExerciseAnswer.objects.get().level == 3
    assert queries <= MOST


def test_levels_are_shown_by_their_names(browser, who):
    """On the page of an exercise, in the list and in the arithmetic; also the place below the first level."""
    add(1)
    client, url = browser(who.first), f"/assess/exercises/{exercise('we-0').uuid}"

    assert "Not yet at awareness" in counted(client, url)[1]
    commands.answer_exercise(exercise=exercise("we-0").uuid, level=0, reason="Loose.", actor=who.first, at=NOON)

    assert "You: Not yet at awareness" in counted(client, url)[1]
    assert "The panel: Awareness" in counted(client, url)[1]
    page = counted(client, "/assess/exercises")[1]
    assert '<td data-label="You said">Not yet at awareness</td>' in page
    assert '<td data-label="The panel says">Awareness</td>' in page


def test_a_moderator_sees_the_panel_at_once_and_retires(browser, who, moderator):
    add(1)
    client, url = browser(desk.record.acting(moderator)), f"/assess/exercises/{exercise('we-0').uuid}"

    assert "One colour only." in counted(client, url)[1]
    assert client.post(url, {"then": "retire"})["Location"] == "/assess/exercises"
    assert "Retired" in counted(client, "/assess/exercises")[1]
    assert client.post(url, {"then": "something"}).status_code == 400
    assert client.get("/assess/agreement").status_code == 404


def test_nobody_else_has_these_pages(browser, who):
    add(1)
    url = f"/assess/exercises/{exercise('we-0').uuid}"
    for somebody in (who.ada, who.boss):
        client = browser(somebody)
        for path in ("/assess/exercises", url, "/assess/agreement", "/assess/comparability/weaving"):
            assert client.get(path).status_code == 404, path


def test_my_agreement_opens_its_arithmetic(browser, who):
    client = browser(who.first)
    assert "Nothing to compare yet" in counted(client, "/assess/agreement")[1]
    add(12)
    answer(who.first, 3)
    _, few = counted(client, "/assess/agreement")
    assert "Figures stand here from 10 answers on" in few
    for place in range(3, 12):
        commands.answer_exercise(
            exercise=exercise(f"we-{place}").uuid, level=2, reason="Plain.", actor=who.first, at=NOON
        )

    queries, page = counted(client, "/assess/agreement")

    # The panel gave 1, 2, 3 in turn and they always 2: a third the same, none two apart, no difference on the whole.
    assert "Of 12 answers, 4 are at the panel’s level and 12 at most one level away." in page
    assert "4 of 12" in page
    assert "33 %" in page
    assert "100 %" in page
    assert "+0.00" in page
    assert "The moderators of the profession see your figures" in page
    assert queries <= MOST


def test_comparability_is_asked_for_and_shown_with_its_sums(browser, who, moderator):
    client = browser(desk.record.acting(moderator))
    url = "/assess/comparability/weaving"
    assert client.get("/assess/comparability")["Location"] == url
    reporting.ensure_profiles(actor=OPERATOR, at=NOON)
    assert "Nothing has been worked out yet" in counted(client, url)[1]
    add(12)
    answer(who.first, 12)
    answer(who.second, 12, level=3)

    asked = client.post(url)
    reporting.compute_comparability(profession_id=who.profession_id, actor=OPERATOR, at=NOON)
    queries, page = counted(client, url)
    _, own = counted(browser(who.first), "/assess/agreement")

    assert asked.status_code == 303
    assert asked["Location"].startswith(f"{url}?job=")
    assert "See how far the work is" in counted(client, asked["Location"])[1]
    assert "Finn Assay" in page
    assert "Sol Assay" in page
    assert "The sums behind them" in page
    assert "changes nobody’s level" in page
    assert "Worked out on" in own
    assert queries <= MOST


def test_a_head_finds_how_departments_compare_marked_there_and_nowhere_else(browser, who):
    head = desk.with_account("H", "Hanna", "Head")
    give(head.account, "head-of-profession", who.profession_id)
    client = browser(desk.record.acting(head))

    def marked(url):
        page = counted(client, url)[1]
        items = page.split('class="govuk-service-navigation__item')[1:]
        return [item.startswith(" govuk-service-navigation__item--active") for item in items
                if "How departments compare" in item.split("</li>")[0]]  # fmt: skip

    assert marked("/assess/comparability/weaving") == [True]
    assert marked("/assess/panels") == marked("/assess/sampling/weaving") == [False]
