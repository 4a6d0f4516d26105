"""Telling accounts something: once, and by e-mail the way each has chosen."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from tests.notifications.build import account, addresses, claim
from waymark.access.models import Account
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import PUBLIC, Actor
from waymark.notifications import commands, queries, rules
from waymark.notifications.models import Item, Message
from waymark.notifications.types import Frequency, Quiet

pytestmark = pytest.mark.django_db
SUMMER_EVENING = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)  # 21:30 in London


def tell(*accounts, at, topic="people", key="news", **more):
    return commands.notify(accounts=accounts, topic=topic, key=key, title=more.pop("title", "News"), at=at, **more)


def choose(who, at, quiet=None, **chosen):
    commands.save_preferences(chosen=chosen, quiet=quiet, actor=Actor(account_id=who), at=at)


def test_an_account_is_told_once_under_one_key_and_e_mailed_once(noon):
    ada, ben = account("ada"), account("ben")

    assert tell(ada, at=noon) == 1
    assert tell(ada, ben, at=noon) == 1

    assert Item.objects.count() == Message.objects.count() == 2
    assert {item.message.account_id for item in Item.objects.all()} == {ada, ben}


def test_the_text_says_what_to_do_and_where(noon, settings):
    settings.PUBLIC_BASE_URL = "https://careers.example"
    ada = account("ada")
    tell(ada, at=noon, title="Decide on a duty", body="Ben asks for it.", url="/operating/access/1", todo=True)

    letter = claim(noon)

    assert letter.to == "ada@example.test"
    assert letter.subject == "Decide on a duty"
    assert letter.text.startswith(
        "Hello ada,\n\nBen asks for it.\n\nhttps://careers.example/operating/access/1\n\n-- \n"
    )
    assert "https://careers.example/me/notifications" in letter.text
    assert letter.stop_url in letter.text


def test_security_is_always_e_mailed_at_once_and_cannot_be_stopped(noon):
    ada = account("ada")
    choose(ada, noon, quiet=Quiet(time(19), time(7)), people="never")

    tell(ada, at=SUMMER_EVENING, topic="security")
    tell(ada, at=SUMMER_EVENING, topic="people", key="other")

    message = Message.objects.get()
    assert (message.topic, message.send_after) == ("security", SUMMER_EVENING)
    assert claim(SUMMER_EVENING).stop_url == ""
    with pytest.raises(commands.NotATopic):
        choose(ada, noon, security="never")


def test_what_is_not_e_mailed_still_stands_on_the_site(noon):
    ada = account("ada")
    choose(ada, noon, people="never")

    tell(ada, at=noon)

    assert not Message.objects.exists()
    assert [item.title for item in queries.news(Actor(account_id=ada), noon)] == ["News"]


@pytest.mark.parametrize(
    ("at", "quiet", "sent"),
    [
        (SUMMER_EVENING, Quiet(time(19), time(7)), datetime(2026, 7, 2, 6, tzinfo=UTC)),
        (SUMMER_EVENING, Quiet(time(22), time(7)), SUMMER_EVENING),
        (SUMMER_EVENING, Quiet(time(9), time(22)), datetime(2026, 7, 1, 21, tzinfo=UTC)),
        (datetime(2026, 7, 2, 3, tzinfo=UTC), Quiet(time(19), time(7)), datetime(2026, 7, 2, 6, tzinfo=UTC)),
        # The night the clocks go back is an hour longer, the one they go forward an hour shorter.
        (datetime(2026, 10, 24, 20, tzinfo=UTC), Quiet(time(19), time(7)), datetime(2026, 10, 25, 7, tzinfo=UTC)),
        (datetime(2026, 3, 28, 20, tzinfo=UTC), Quiet(time(19), time(7)), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (SUMMER_EVENING, None, SUMMER_EVENING),
    ],
)
def test_e_mail_waits_until_quiet_hours_end(at, quiet, sent, noon):
    ada = account("ada")
    choose(ada, noon, quiet=quiet)

    tell(ada, at=at)

    assert Message.objects.get().send_after == sent


@pytest.mark.parametrize(
    ("how_often", "at", "due"),
    [
        ("daily", datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("daily", datetime(2026, 3, 2, 7, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("daily", datetime(2026, 7, 1, 7, tzinfo=UTC), datetime(2026, 7, 2, 7, tzinfo=UTC)),
        ("weekly", datetime(2026, 3, 2, 7, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("weekly", datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)),
    ],
)
def test_a_digest_is_due_at_eight_in_the_morning(how_often, at, due, noon):
    ada = account("ada")
    choose(ada, noon, people=how_often)

    tell(ada, at=at)

    assert Item.objects.get().digest_at == due
    assert not Message.objects.exists()


def test_a_digest_is_one_e_mail_with_what_waits_first_and_is_written_once(noon):
    ada, ben = account("ada"), account("ben")
    choose(ada, noon, people="daily", sharing="daily")
    tell(ada, ben, at=noon, key="1", title="A post was mapped")
    tell(ada, at=noon, key="2", title="Read what Ben shared", topic="sharing", todo=True, body="It is his quick check.")
    tell(ada, at=noon, key="3", title="Done meanwhile", todo=True)
    commands.settle(key="3", at=noon)
    morning = noon + timedelta(hours=20)

    assert commands.compose_digests(at=noon) == 0
    assert commands.compose_digests(at=morning) == 1
    assert commands.compose_digests(at=morning + timedelta(days=1)) == 0

    message = Message.objects.get(digest=True)
    assert message.subject == "2 things to know"
    assert message.text.index("Waiting for you") < message.text.index("Read what Ben shared")
    assert message.text.index("Read what Ben shared") < message.text.index("A post was mapped")
    assert "Done meanwhile" not in message.text


def test_an_account_with_nothing_left_to_be_told_gets_no_digest(noon):
    ada = account("ada")
    choose(ada, noon, people="daily")
    tell(ada, at=noon, todo=True)
    commands.settle(key="news", at=noon)

    assert commands.compose_digests(at=noon + timedelta(days=2)) == 0
    assert not Message.objects.exists()


def test_telling_takes_a_fixed_number_of_queries(noon, django_assert_num_queries):
    everyone = [account(f"reader{n}") for n in range(40)]

    with django_assert_num_queries(8):  # with a savepoint's two
        tell(*everyone, at=noon)
    with django_assert_num_queries(3):
        tell(*everyone, at=noon)


def test_what_waits_is_counted_in_one_query_until_it_is_read_or_done(noon, django_assert_num_queries):
    ada = account("ada")
    actor = Actor(account_id=ada, person_id=None)
    tell(ada, at=noon, key="1")
    tell(ada, at=noon, key="2", todo=True)

    def unseen() -> int:
        counted = Account.objects.annotate(unseen=queries.unseen_of("pk"))
        return counted.values_list("unseen", flat=True).get(pk=ada)

    with django_assert_num_queries(1):
        assert unseen() == 2
    assert commands.mark_read(actor=actor, at=noon) == 1
    assert unseen() == 1
    commands.settle(key="2", at=noon)
    assert unseen() == 0


def test_only_its_own_account_takes_a_thing_off_the_list(noon):
    ada, ben = account("ada"), account("ben")
    tell(ada, at=noon, todo=True)
    item = Item.objects.get().uuid

    with pytest.raises(NotVisible):
        commands.dismiss(item=item, actor=Actor(account_id=ben), at=noon)
    commands.dismiss(item=item, actor=Actor(account_id=ada), at=noon)
    with pytest.raises(commands.NothingToDismiss):
        commands.dismiss(item=item, actor=Actor(account_id=ada), at=noon)

    assert Entry.objects.filter(kind="notifications.item.dismissed").count() == 1


def test_preferences_are_saved_and_put_on_record(noon):
    ada = Actor(account_id=account("ada"))

    commands.save_preferences(chosen={"people": "daily"}, quiet=Quiet(time(19), time(7)), actor=ada, at=noon)
    commands.save_preferences(chosen={"sharing": "never"}, quiet=None, actor=ada, at=noon)

    saved = queries.preferences(ada, noon)
    assert {choice.topic.value: choice.frequency for choice in saved.topics} == {
        "access": Frequency.AT_ONCE, "sharing": Frequency.NEVER, "people": Frequency.DAILY,
        "frameworks": Frequency.AT_ONCE, "assessments": Frequency.AT_ONCE,
        "privacy": Frequency.AT_ONCE, "security": Frequency.AT_ONCE,
    }  # fmt: skip
    assert saved.quiet is None
    assert Entry.objects.filter(kind="notifications.preferences.saved").count() == 2


@pytest.mark.parametrize("chosen", [{"people": "hourly"}, {"weather": "daily"}, {"security": "at_once"}])
def test_a_preference_that_makes_no_sense_is_refused_and_nothing_is_saved(chosen, noon):
    ada = account("ada")

    with pytest.raises(commands.NotATopic):
        choose(ada, noon, **chosen)
    with pytest.raises(commands.QuietAllDay):
        choose(ada, noon, quiet=Quiet(time(9), time(9)))
    with pytest.raises(NotVisible):
        commands.save_preferences(chosen={}, quiet=None, actor=PUBLIC, at=noon)

    assert not Entry.objects.filter(kind="notifications.preferences.saved").exists()


def test_the_link_of_an_e_mail_stops_what_it_is_about(noon):
    ada = account("ada")
    tell(ada, at=noon)
    token = claim(noon).stop_url.rpartition("/")[2]

    commands.stop_mail(token=token, at=noon)
    commands.stop_mail(token=token, at=noon)

    tell(ada, at=noon, key="more")
    tell(ada, at=noon, key="other topic", topic="sharing")
    assert [message.topic for message in Message.objects.order_by("pk")] == ["people", "sharing"]
    assert Entry.objects.filter(kind="notifications.mail.stopped").first().actor_account_id == ada


def test_the_link_of_a_digest_stops_digests(noon):
    ada = account("ada")
    choose(ada, noon, people="daily")
    tell(ada, at=noon)
    commands.compose_digests(at=noon + timedelta(days=1))

    commands.stop_mail(token=claim(noon + timedelta(days=1)).stop_url.rpartition("/")[2], at=noon)

    assert {
        c.topic.value for c in queries.preferences(Actor(account_id=ada), noon).topics if c.frequency == "never"
    } == {"people"}


@pytest.mark.parametrize("token", ["", "x", "WzEsInBlb3BsZSJd:1abc:forged", "\x00"])
def test_a_forged_link_looks_like_one_that_is_not_there(token, noon):
    with pytest.raises(NotVisible):
        commands.stop_mail(token=token, at=noon)
    assert queries.topic_of_stop_link(token) is None


def test_a_signed_link_about_security_stops_nothing(noon):
    with pytest.raises(NotVisible):
        commands.stop_mail(token=rules.stop_token(account("ada"), "security"), at=noon)


def test_addresses_are_asked_for_in_one_query(noon, django_assert_num_queries):
    ada, ben = account("ada"), account("ben", is_active=False)

    with django_assert_num_queries(1):
        found = addresses([ada, ben])

    assert {known: address.email for known, address in found.items()} == {ada: "ada@example.test"}
