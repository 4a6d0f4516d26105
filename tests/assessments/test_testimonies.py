"""A testimony: asked for, written, declined, taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.assessments import build as record
from tests.assessments.evidence import added
from tests.assessments.test_evidence import account
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.handlers import ask_witness, tell_of_testimony
from waymark.assessments.models import Witness
from waymark.assessments.types import EvidenceKind
from waymark.audit.models import OutboxEvent
from waymark.kernel import events
from waymark.kernel.errors import NotVisible
from waymark.notifications.models import Item

HANDLERS = {"assessments.testimony.asked": ask_witness, "assessments.testimony.answered": tell_of_testimony}


def deliver():
    for row in OutboxEvent.objects.order_by("pk"):
        HANDLERS[row.kind](events.read(row.kind, row.payload), at=NOON)
    OutboxEvent.objects.all().delete()


@pytest.fixture
def ben(stranger):
    return replace(record.acting(stranger), account_id=account(stranger))


@pytest.fixture
def adas(ada):
    return replace(record.acting(ada), account_id=account(ada))


@pytest.fixture
def asked(adas, ben):
    view = added(adas, kind=EvidenceKind.TESTIMONY)
    return commands.ask_testimony(uuid=view.uuid, account_id=ben.account_id, message="Please.", actor=adas, at=NOON)


def test_whoever_is_asked_is_told_and_sees_no_more_than_they_need(asked, ben):
    (witness,) = asked.witnesses
    deliver()

    (waiting,) = queries.testimonies_asked(ben, NOON)
    assert (waiting.uuid, waiting.title, waiting.message) == (witness.uuid, "The new register", "Please.")
    assert Item.objects.get(account_id=ben.account_id).todo
    with pytest.raises(NotVisible):
        queries.evidence_item(asked.uuid, ben, NOON)


def test_what_is_written_is_part_of_the_evidence_and_cannot_change(asked, adas, ben):
    (witness,) = asked.witnesses
    deliver()

    commands.write_testimony(witness=witness.uuid, words=" She led it. ", actor=ben, at=NOON)
    deliver()

    (after,) = queries.evidence_item(asked.uuid, adas, NOON).witnesses
    assert after.words == "She led it."
    assert queries.testimonies_asked(ben, NOON) == ()
    assert Item.objects.get(account_id=ben.account_id).done_at
    assert "wrote a testimony" in Item.objects.get(account_id=adas.account_id).title
    with pytest.raises(commands.TestimonyOver, match="cannot change"):
        commands.write_testimony(witness=witness.uuid, words="Another.", actor=ben, at=NOON)


def test_it_can_be_declined_and_somebody_asked_again(asked, adas, ben):
    (witness,) = asked.witnesses
    commands.decline_testimony(witness=witness.uuid, actor=ben, at=NOON)

    again = commands.ask_testimony(uuid=asked.uuid, account_id=ben.account_id, actor=adas, at=NOON)

    assert [one.waits for one in again.witnesses] == [False, True]


def test_asking_twice_changes_nothing(asked, adas, ben):
    assert commands.ask_testimony(uuid=asked.uuid, account_id=ben.account_id, actor=adas, at=NOON) == asked


def test_what_is_taken_back_waits_no_more_and_is_not_told_late(asked, adas, ben):
    (witness,) = asked.witnesses
    commands.end_testimony(witness=witness.uuid, actor=adas, at=NOON)
    deliver()

    assert not Item.objects.exists()
    with pytest.raises(commands.TestimonyOver, match="not asked of you"):
        commands.write_testimony(witness=witness.uuid, words="Late.", actor=ben, at=NOON)
    with pytest.raises(commands.TestimonyOver):
        commands.decline_testimony(witness=witness.uuid, actor=ben, at=NOON)


def test_removing_the_evidence_ends_what_was_asked(asked, adas, ben):
    deliver()

    commands.remove_evidence(uuid=asked.uuid, actor=adas, at=NOON)

    assert Item.objects.get().done_at
    assert not Witness.objects.exists()


def test_only_whoever_was_asked_writes_and_only_its_person_asks(asked, adas, ben):
    (witness,) = asked.witnesses

    for command, arguments in (
        (commands.write_testimony, {"witness": witness.uuid, "words": "I am good.", "actor": adas}),
        (commands.decline_testimony, {"witness": witness.uuid, "actor": adas}),
        (commands.ask_testimony, {"uuid": asked.uuid, "account_id": adas.account_id, "actor": ben}),
        (commands.end_testimony, {"witness": witness.uuid, "actor": ben}),
        (commands.end_testimony, {"witness": asked.uuid, "actor": adas}),
    ):
        with pytest.raises(NotVisible):
            command(**arguments, at=NOON)


def test_nobody_testifies_for_themselves_and_every_refusal_has_its_name(asked, adas, ben):
    (witness,) = asked.witnesses
    other = added(adas)

    for refusal, arguments in (
        (commands.WithYourself, {"uuid": asked.uuid, "account_id": adas.account_id}),
        (commands.ReceiverUnknown, {"uuid": asked.uuid, "account_id": 10**9}),
        (commands.NotATestimony, {"uuid": other.uuid, "account_id": ben.account_id}),
        (commands.TooLong, {"uuid": asked.uuid, "account_id": ben.account_id, "message": "x" * 401}),
    ):
        with pytest.raises(refusal):
            commands.ask_testimony(**arguments, actor=adas, at=NOON)
    for words, refusal in (("  ", commands.WordsNeeded), ("x" * 4001, commands.TooLong)):
        with pytest.raises(refusal):
            commands.write_testimony(witness=witness.uuid, words=words, actor=ben, at=NOON)


@pytest.mark.parametrize("how", ["declined", "taken back"])
def test_whoever_does_not_write_it_sees_no_more_of_what_it_is_about(asked, adas, ben, how):
    (witness,) = asked.witnesses
    if how == "declined":
        commands.decline_testimony(witness=witness.uuid, actor=ben, at=NOON)
    else:
        commands.end_testimony(witness=witness.uuid, actor=adas, at=NOON)

    there = queries.testimony(witness.uuid, ben, NOON)

    assert (there.title, there.skills, there.message) == ("", (), "Please.")
