"""Who looked at whom, and who was refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.audit.helpers import ADA, BEN, NOON
from tests.audit.test_searching import AUDITOR, HOUR, OF_ONE_BODY
from waymark.audit import commands as audit
from waymark.audit import queries
from waymark.audit.commands import accesses
from waymark.audit.models import RefusedRequest
from waymark.audit.types import Search, Why
from waymark.kernel.policy import PUBLIC, Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_new_minute(monkeypatch):
    monkeypatch.setattr(accesses, "_refused", {})


@pytest.fixture
def looked():
    """Ben looks at two people, then Ada at Ben, then Ben at Ada again."""
    audit.note_access(actor=BEN, at=NOON, what="/team", subjects=[1, 3], ground="their manager", filter={"grade": "G7"})
    audit.note_access(actor=ADA, at=NOON + HOUR, what="/team/2", subjects=[2])
    audit.flush_access()
    audit.note_access(actor=BEN, at=NOON + 2 * HOUR, what="/team/1", subjects=[1])
    audit.flush_access()


def test_a_person_sees_who_looked_at_them_newest_first_and_nothing_of_others(looked, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = queries.accesses_of(1, actor=ADA, at=NOON)

    assert [(line.what, line.actor_account_id, line.ground) for line in page.lines] == [
        ("/team/1", 12, ""),
        ("/team", 12, "their manager"),
    ]
    assert all((line.filter, line.about, line.subjects) == ({}, 0, ()) for line in page.lines)
    assert page.after == ""


def test_who_looked_is_read_page_by_page(looked):
    first = queries.accesses_of(1, actor=ADA, at=NOON, size=1)
    second = queries.accesses_of(1, actor=ADA, at=NOON, size=1, after=first.after)

    assert [line.what for line in (*first.lines, *second.lines)] == ["/team/1", "/team"]
    assert (bool(first.after), second.after) == (True, "")


def test_somebody_else_does_not_see_who_looked_and_the_duty_does(looked):
    three = Actor(account_id=13, person_id=3)

    assert [line.what for line in queries.accesses_of(1, actor=three, at=NOON).lines] == ["/team"]
    assert queries.accesses_of(1, actor=PUBLIC, at=NOON).lines == ()
    assert queries.accesses_of(1, actor=OF_ONE_BODY, at=NOON).lines == ()
    assert len(queries.accesses_of(1, actor=AUDITOR, at=NOON).lines) == 2


@pytest.mark.parametrize(
    ("wanted", "whats"),
    [
        ({}, ["/team/1", "/team/2", "/team"]),
        ({"person_id": 1}, ["/team/1", "/team"]),
        ({"actor_account_id": 11}, ["/team/2"]),
        ({"by_operator": True}, []),
        ({"since": NOON + HOUR, "until": NOON + 2 * HOUR}, ["/team/2"]),
    ],
)
def test_an_auditor_searches_who_looked(looked, wanted, whats, django_assert_num_queries):
    with django_assert_num_queries(3, exact=False):
        page = queries.search_accesses(Search(**wanted), actor=AUDITOR, at=NOON)

    assert [line.what for line in page.lines] == whats


def test_an_auditor_sees_whom_and_by_which_filter(looked):
    team = queries.search_accesses(Search(), actor=AUDITOR, at=NOON).lines[-1]

    assert (team.filter, team.about, team.subjects) == ({"grade": "G7"}, 2, (1, 3))


def refuse(actor=ADA, *, at=NOON, what="/team/2", why=Why.NOT_THERE):
    return audit.note_refused(actor=actor, at=at, what=what, why=why)


def test_noting_a_refused_request_adds_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert refuse()


def test_a_refused_request_is_kept_and_found():
    refuse()
    refuse(BEN, at=NOON + HOUR, what="/me/role", why=Why.FORGED_FORM)
    audit.note_access(actor=BEN, at=NOON, what="/team", subjects=[1])

    assert audit.flush_access() == 3

    page = queries.refused_requests(Search(), actor=AUDITOR, at=NOON)
    assert [(line.actor_account_id, line.what, line.why, line.more) for line in page.lines] == [
        (12, "/me/role", "forged-form", False),
        (11, "/team/2", "not-there", False),
    ]
    (only,) = queries.refused_requests(Search(actor_account_id=11), actor=AUDITOR, at=NOON).lines
    assert only.what == "/team/2"
    assert queries.refused_requests(Search(since=NOON + 2 * HOUR), actor=AUDITOR, at=NOON).lines == ()


def test_refused_requests_are_for_the_duty_alone():
    refuse()
    audit.flush_access()

    for actor in (ADA, PUBLIC, OF_ONE_BODY):
        assert queries.refused_requests(Search(), actor=actor, at=NOON).lines == ()


def test_guessing_is_noted_so_often_a_minute_and_the_last_one_says_so():
    written = [refuse(at=NOON + timedelta(seconds=n / 10), what=f"/team/{n}") for n in range(100)]
    assert sum(written) == accesses.REFUSED_A_MINUTE
    assert refuse(BEN), "another account has a minute of its own"
    assert refuse(at=NOON + timedelta(minutes=2))

    audit.flush_access()

    marked = RefusedRequest.objects.filter(more=True)
    assert [row.what for row in marked] == [f"/team/{accesses.REFUSED_A_MINUTE - 1}"]
    assert RefusedRequest.objects.count() == accesses.REFUSED_A_MINUTE + 2


def test_a_refused_request_cannot_be_changed_or_deleted():
    refuse()
    audit.flush_access()

    for change in (lambda: RefusedRequest.objects.update(what="x"), lambda: RefusedRequest.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_line_with_a_reason_nobody_knows_is_kept_aside(settings):
    settings.AUDIT_SPOOL_DIR.mkdir()
    (settings.AUDIT_SPOOL_DIR / "access-1-x.jsonl").write_text(
        '{"uuid": "00000000-0000-0000-0000-000000000001", "actor": 1, "at": "2026-03-02T12:00:00+00:00",'
        ' "what": "/x", "refused": "bored", "more": false}\n'
    )

    assert audit.flush_access() == 0

    assert len(list(settings.AUDIT_SPOOL_DIR.glob("broken-*"))) == 1
