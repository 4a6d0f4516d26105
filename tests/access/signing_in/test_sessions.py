"""Where somebody is signed in."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.access.signing_in.conftest import EMAIL, account, kinds
from waymark.access import commands, queries
from waymark.access.models import Session
from waymark.access.rules import device
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC


@pytest.fixture
def sign_in(noon):
    def signed_in(actor, *, minutes=0, hours=12, browser="Firefox"):
        at = noon + timedelta(minutes=minutes)
        return Session.objects.create(
            session_key=uuid4().hex, session_data="", expire_date=noon + timedelta(hours=hours),
            account=account(actor), uuid=uuid4(), started_at=at, seen_at=at, user_agent=browser,
        )  # fmt: skip

    return signed_in


def test_one_sees_ones_own_sessions_that_are_not_over(ada, ben, noon, sign_in):
    first, second = sign_in(ada), sign_in(ada, minutes=5)
    sign_in(ada, hours=0)
    sign_in(ben)
    Session.objects.create(session_key="nobody", session_data="", expire_date=noon + timedelta(hours=1))

    assert [session.uuid for session in queries.sessions(ada, noon)] == [second.uuid, first.uuid]
    assert queries.sessions(PUBLIC, noon) == ()


def test_one_ends_ones_own_sessions_alone(ada, ben, noon, sign_in):
    session = sign_in(ada)
    for actor in (ben, PUBLIC):
        with pytest.raises(NotVisible):
            commands.end_session(session=session.uuid, actor=actor, at=noon)

    commands.end_session(session=session.uuid, actor=ada, at=noon)

    assert not Session.objects.exists()
    assert kinds()[-1] == "access.session.ended"
    with pytest.raises(NotVisible):
        commands.end_session(session=session.uuid, actor=ada, at=noon)


def test_all_others_end_at_once(ada, ben, noon, sign_in):
    here, _there, theirs = sign_in(ada), sign_in(ada), sign_in(ben)

    assert commands.end_other_sessions(keep=here.uuid, actor=ada, at=noon) == 1

    assert set(Session.objects.values_list("uuid", flat=True)) == {here.uuid, theirs.uuid}
    with pytest.raises(NotVisible):
        commands.end_other_sessions(keep=theirs.uuid, actor=ada, at=noon)


def test_closing_an_account_ends_its_sessions(ada, noon, sign_in):
    sign_in(ada)
    sign_in(ada)

    assert commands.close_account(email=EMAIL, reason="left", actor=OPERATOR, at=noon) == 2

    assert not Session.objects.exists()
    assert (account(ada).is_active, account(ada).closed_at) == (False, noon)


def test_sessions_that_are_over_go(ada, noon, sign_in):
    sign_in(ada, hours=1)
    sign_in(ada, hours=3)

    assert commands.forget_old_sessions(at=noon + timedelta(hours=2)) == 1


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),  # noqa: E501
        ("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1", "Safari on iPhone"),  # noqa: E501
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15", "Safari on Mac"),  # noqa: E501
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)  # fmt: skip
def test_a_browser_is_named_in_words(user_agent, words):
    assert device(user_agent) == words
