"""What the site does by itself, for whoever runs it, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.notifications.build import claim
from tests.web import as_administrator
from tests.web.test_me.conftest import ada, browser, crafts, weaver  # noqa: F401 - fixtures
from tests.web.test_me.pages import Walk, words
from waymark.audit import commands as audit
from waymark.audit.models import OutboxEvent
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications.models import Message
from waymark.work import commands as work
from waymark.work.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(browser, settings):  # noqa: F811
    as_administrator.given(settings)
    return browser


@pytest.fixture
def failed(db):
    job = work.start(kind="work.tidy", key="tidy", actor=OPERATOR, at=now())
    work.claim(job=job, worker="w", at=now())
    work.progress(job=job, worker="w", done=2, total=8, words="Sweeping", at=now())
    work.fail(job=job, worker="w", problem="the broom broke", final=True, at=now())
    return job


def tell(who):
    notifications.notify(accounts=[who.account], topic="people", key="news", title="A secret", at=now())


def test_whoever_does_not_run_the_site_finds_no_such_page(browser, failed):  # noqa: F811
    for path in ("/operating/jobs", f"/operating/jobs/{failed}", f"/operating/jobs/{uuid4()}"):
        assert browser.get(path).status_code == 404
    for job in (failed, uuid4()):
        for sent in ({"action": "again"}, {}):
            assert browser.post(f"/operating/jobs/{job}", sent).status_code == 404
    assert browser.post(f"/operating/jobs/mail/{uuid4()}").status_code == 404
    assert Job.objects.get().state == "failed"


def test_nothing_to_see_is_said_kindly(administrator):
    audit.deliver(handlers=(), at=now())  # that there are frameworks is news

    said = words(administrator.get("/operating/jobs"))

    for sentence in ("No email has a problem.", "Every event has been told.", "No job has been asked for yet."):
        assert sentence in said


def test_a_failed_job_says_why_and_is_tried_again(administrator, failed):
    walk = Walk(administrator, "/operating/jobs")
    assert "the broom broke" in walk.words
    assert "2 of 8" in walk.words

    walk.follow(f"Tidying up of {now():%-d %B %Y}")
    assert "2 of 8 steps" in walk.words
    walk.press("Try again")

    assert "The job waits for a worker again." in walk.words
    walk.press("Cancel this job")
    assert Job.objects.get().state == "cancelled"


def test_a_step_that_no_longer_makes_sense_is_refused_in_words(administrator, failed):
    answer = administrator.post(f"/operating/jobs/{failed}", {"action": "cancel"})

    assert answer.status_code == 409
    assert "has ended already" in words(answer)
    assert administrator.post(f"/operating/jobs/{failed}", {"action": "steal"}).status_code == 400


def test_jobs_are_narrowed_by_state(administrator, failed):
    assert "Tidying up" in words(administrator.get("/operating/jobs?state=failed"))
    assert "No job is in that state." in words(administrator.get("/operating/jobs?state=done"))
    assert "Tidying up" in words(administrator.get("/operating/jobs?state=nonsense&page=-1"))


def test_an_e_mail_in_doubt_is_sent_again_without_showing_what_it_says(ada, administrator):  # noqa: F811
    tell(ada)
    letter = claim(now())
    notifications.mark_unknown(reference=letter.reference, answer="nobody answered", at=now())
    walk = Walk(administrator, "/operating/jobs")
    assert "nobody answered" in walk.words
    assert "A secret" not in walk.words
    assert letter.to not in walk.words

    walk.press(f"Send again to account {ada.account}, written on {now():%-d %B %Y}")

    assert "The email waits to be sent again." in walk.words
    assert Message.objects.get().state == "waiting"
    again = administrator.post(f"/operating/jobs/mail/{letter.reference}", follow=True)
    assert "Only one that was refused or is in doubt is sent again." in words(again)


def test_without_mail_settings_the_page_says_so(administrator, settings):
    settings.EMAIL_HOST = ""
    assert "Email is not set up" in words(administrator.get("/operating/jobs"))

    settings.EMAIL_HOST = "mail.example.test"
    assert "the mail server mail.example.test" in words(administrator.get("/operating/jobs"))


def test_an_event_that_nobody_knows_stands_there(administrator):
    OutboxEvent.objects.create(
        uuid=uuid4(), kind="other.thing.happened", at=now(), next_at=now(), problem="Nothing here knows it."
    )

    assert "other.thing.happened" in words(administrator.get("/operating/jobs"))


def test_the_page_takes_a_fixed_number_of_queries(administrator, django_assert_max_num_queries):
    for number in range(60):
        work.start(kind="work.tidy", key=str(number), actor=OPERATOR, at=now() + timedelta(seconds=number))

    with django_assert_max_num_queries(12):
        assert administrator.get("/operating/jobs").status_code == 200
