"""What makes guessing slow, and leaves a trace."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from tests.access.signing_in.conftest import EMAIL, kinds
from waymark.access import commands
from waymark.access.commands import LockedOut
from waymark.access.models import Attempts
from waymark.access.types import Try
from waymark.audit.models import Entry
from waymark.kernel.policy import OPERATOR

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


def attempt(noon, *, whose=EMAIL, where=HERE, minutes=0.0, what=Try.PASSWORD):
    return commands.count_try(what=what, whose=whose, where=where, at=noon + timedelta(minutes=minutes))


def test_the_fifth_wrong_password_is_the_last_for_a_quarter_of_an_hour(db, noon):
    assert [attempt(noon) for _ in range(5)] == [False, False, False, False, True]

    with pytest.raises(LockedOut, match="Wait 15 minutes, then try again, or sign in with a passkey"):
        attempt(noon)
    with pytest.raises(LockedOut, match="Wait 1 minute,"):
        attempt(noon, minutes=14.5)

    assert attempt(noon, minutes=15) is False


def test_trying_while_locked_makes_nobody_wait_longer(db, noon):
    for _ in range(5):
        attempt(noon)
    for minute in range(15):
        with pytest.raises(LockedOut):
            attempt(noon, minutes=minute)

    assert attempt(noon, minutes=15) is False


def test_five_wrong_passwords_over_a_long_time_lock_nothing(db, noon):
    assert not any(attempt(noon, minutes=10 * time) for time in range(6))


def test_an_address_is_the_same_in_any_case_and_another_place_has_its_own_count(db, noon):
    for _ in range(5):
        attempt(noon, whose=EMAIL.upper())

    with pytest.raises(LockedOut):
        attempt(noon)
    assert attempt(noon, where=ELSEWHERE) is False


def test_fifty_wrong_passwords_from_everywhere_lock_an_account(db, noon):
    for place in range(50):
        attempt(noon, where=f"192.0.2.{place}")

    with pytest.raises(LockedOut):
        attempt(noon, where="198.51.100.7")
    assert attempt(noon, whose="other@example.test", where="198.51.100.7") is False


def test_one_password_on_a_hundred_accounts_locks_the_place(db, noon):
    for number in range(100):
        attempt(noon, whose=f"person{number}@example.test")

    with pytest.raises(LockedOut):
        attempt(noon, whose="person100@example.test")


def test_a_right_password_takes_back_its_own_tries_and_one_of_the_place(db, noon):
    for number in range(99):
        attempt(noon, whose=f"person{number}@example.test")
    attempt(noon)
    commands.forget_try(what=Try.PASSWORD, whose=EMAIL, where=HERE)

    assert [attempt(noon, whose="last@example.test")] == [True]
    with pytest.raises(LockedOut):
        attempt(noon)


def test_setting_a_password_or_an_operator_unlocks_an_account(ada, noon):
    for _ in range(5):
        attempt(noon)
        attempt(noon, what=Try.CODE, whose=str(ada.account_id))

    commands.unlock_account(email=EMAIL, actor=OPERATOR, at=noon)

    assert attempt(noon) is False
    assert attempt(noon, what=Try.CODE, whose=str(ada.account_id)) is False
    assert kinds()[-1] == "access.account.unlocked"


def test_nothing_that_was_typed_is_kept(db, noon):
    attempt(noon)
    commands.note_failed_sign_in(email="hunter2 is my password", how="password", locked=False, at=noon)

    row = Attempts.objects.first()
    assert EMAIL not in f"{row.key}{row.whose}"
    entry = Entry.objects.get()
    assert entry.facts == {"account": None, "how": "password", "locked": False}


def test_a_failure_is_on_record_by_its_account(ada, noon):
    commands.note_failed_sign_in(email=EMAIL.upper(), how="password", locked=True, at=noon)

    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.actor_account_id) == ("access.sign_in.failed", None)
    assert entry.facts == {"account": ada.account_id, "how": "password", "locked": True}


def test_old_counts_go(db, noon):
    attempt(noon)

    assert commands.forget_old_attempts(at=noon + timedelta(hours=23)) == 0
    assert commands.forget_old_attempts(at=noon + timedelta(hours=25)) == 3
    assert not Attempts.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_guesses_at_once_are_no_more_than_five(noon):
    def guess(_number):
        try:
            return attempt(noon) is not None
        except LockedOut:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        let = sum(pool.map(guess, range(40)))

    assert let == 5
