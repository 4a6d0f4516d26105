"""What becomes of a message: claimed once, sent once, and nothing about it left unsaid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.notifications.build import account, claim
from tests.shared import together
from waymark.access.models import Account
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.notifications import commands, queries
from waymark.notifications.models import Item, Message

ADMINISTRATOR = Actor(account_id=99, duties=(Duty("administrator", 1),))


@pytest.fixture
def ada(db, noon):
    who = account("ada")
    commands.notify(accounts=[who], topic="people", key="news", title="News", at=noon)
    return who


def state():
    return Message.objects.get().state


def test_a_message_is_claimed_by_one_sender(ada, noon):
    assert claim(noon).to == "ada@example.test"
    assert claim(noon, "there") is None
    assert state() == "sending"


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_claim_different_messages(noon):
    everyone = [account(f"reader{n}") for n in range(12)]
    commands.notify(accounts=everyone, topic="people", key="news", title="News", at=noon)

    def take():
        taken = []
        while letter := claim(noon, "here"):
            taken.append(letter.to)
        return taken

    one, other = together(take, take)

    assert sorted(one + other) == sorted(f"reader{n}@example.test" for n in range(12))


def test_what_the_mail_server_took_is_sent_for_good(ada, noon):
    letter = claim(noon)

    assert commands.mark_sent(reference=letter.reference, answer="250 ok", at=noon)
    assert not commands.mark_sent(reference=letter.reference, answer="250 ok", at=noon)
    assert not commands.put_back(reference=letter.reference, answer="", at=noon)

    assert (state(), claim(noon)) == ("sent", None)
    assert queries.sent_lately(noon + timedelta(seconds=59)) == 1
    assert queries.sent_lately(noon + timedelta(seconds=61)) == 0


def test_a_message_that_may_be_taken_later_waits_longer_each_time_and_is_given_up(ada, noon):
    at, waits = noon, []
    for attempt in range(1, 13):
        letter = claim(at)
        assert letter.attempts == attempt
        waits_on = commands.put_back(reference=letter.reference, answer="450 busy", at=at)
        waits.append(Message.objects.get().send_after - at)
        at += waits[-1]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert not waits_on
    assert state() == "refused"
    assert Message.objects.get().answer == "Given up: 450 busy"


def test_a_server_that_is_not_there_uses_up_no_attempt(ada, noon):
    for _time in range(30):
        commands.put_back(reference=claim(noon).reference, answer="refused", counts=False, at=noon)

    assert claim(noon).attempts == 1


def test_a_refused_address_is_told_to_its_reader_on_the_site_and_never_by_e_mail(ada, noon):
    commands.mark_refused(reference=claim(noon).reference, answer="550 no such user", at=noon)

    assert state() == "refused"
    told = Item.objects.get(topic="security")
    assert (told.account_id, told.title, told.message) == (ada, "We could not email you", None)
    assert queries.mail(ADMINISTRATOR, noon).troubled[0].answer == "550 no such user"


def test_what_a_sender_left_behind_is_unknown_and_not_sent_again(ada, noon):
    reference = claim(noon, "here").reference

    assert commands.give_up_claims(sender="there", before=noon, at=noon) == ()
    assert commands.give_up_claims(sender="here", before=noon, at=noon) == (reference,)

    assert (state(), claim(noon)) == ("unknown", None)


def test_what_another_machine_left_behind_is_unknown_after_a_while(ada, noon):
    claim(noon, "there")

    assert len(commands.give_up_claims(sender="here", before=noon + timedelta(seconds=1), at=noon)) == 1


def test_an_answer_that_comes_late_after_all_counts(ada, noon):
    reference = claim(noon, "here").reference
    commands.give_up_claims(sender="here", before=noon, at=noon)

    assert commands.mark_sent(reference=reference, answer="250", at=noon)
    assert state() == "sent"


def test_whoever_runs_the_site_sends_one_in_doubt_again_under_the_same_reference(ada, noon):
    reference = claim(noon).reference
    commands.mark_unknown(reference=reference, answer="silence", at=noon)

    with pytest.raises(NotVisible):
        commands.send_again(reference=reference, actor=Actor(account_id=ada), at=noon)
    commands.send_again(reference=reference, actor=ADMINISTRATOR, at=noon)
    with pytest.raises(commands.NotSendable):
        commands.send_again(reference=reference, actor=OPERATOR, at=noon)

    assert claim(noon).reference == reference
    assert Entry.objects.get(kind="notifications.message.sent_again").facts["was"] == "unknown"


def test_what_was_done_meanwhile_is_not_sent(db, noon):
    commands.notify(accounts=[account("ada")], topic="people", key="todo", title="Do it", todo=True, at=noon)
    commands.settle(key="todo", at=noon)

    assert claim(noon) is None
    assert state() == "dropped"


def test_nothing_is_sent_to_an_account_that_may_not_sign_in(ada, noon):
    Account.objects.update(is_active=False)

    assert claim(noon) is None
    assert state() == "dropped"


def test_old_messages_are_deleted_and_what_could_not_leave_in_a_week_is_dropped(ada, noon):
    commands.forget_messages(at=noon + timedelta(days=6))
    assert state() == "waiting"

    commands.forget_messages(at=noon + timedelta(days=8))
    assert state() == "dropped"
    assert commands.forget_messages(at=noon + timedelta(days=91)) == 1
    assert not Message.objects.exists()


def test_how_e_mail_fares_is_for_whoever_runs_the_site(ada, noon):
    assert queries.mail(ADMINISTRATOR, noon).waiting == 1
    assert queries.mail(Actor(account_id=ada), noon).waiting == 0
    assert queries.due(noon)
    assert not queries.due(noon - timedelta(seconds=1))


def test_a_claim_takes_a_fixed_number_of_queries(ada, noon, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        claim(noon)
    assert not connection.needs_rollback
