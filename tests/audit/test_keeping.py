"""The thread that keeps the record."""

import logging
import time

import pytest

from tests.audit.helpers import ADA, NOON, record
from waymark.audit import commands as audit
from waymark.audit import queries
from waymark.audit.commands import keeping
from waymark.audit.models import Access

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keeper():
    running = audit.keep(interval=0.05)
    yield running
    running.stop()


def until(true, seconds=10.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def note():
    audit.note_access(actor=ADA, at=NOON, what="/people/2", subjects=[2])


def test_it_seals_and_flushes_every_few_moments(keeper):
    record()
    note()

    until(lambda: queries.verify_chain().entries == 1 and Access.objects.count() == 1)


def test_there_is_one_in_a_process_and_it_does_not_hold_the_process_up(keeper):
    assert audit.keep(interval=60) is keeper
    assert keeper.daemon


def test_it_does_a_last_round_when_it_is_stopped():
    slow = audit.keep(interval=60)
    record()
    note()

    slow.stop()

    assert (queries.verify_chain().unsealed, Access.objects.count()) == (0, 1)
    assert not slow.is_alive()


def test_one_that_has_stopped_can_be_started_again(keeper):
    keeper.stop()
    again = audit.keep(interval=0.05)
    record()

    until(lambda: queries.verify_chain().unsealed == 0)
    again.stop()


def test_no_failure_ends_it_and_each_is_logged(keeper, monkeypatch, caplog):
    seal, flush = keeping.seal, keeping.flush_access

    def fail(**_kwargs):
        raise RuntimeError("the disk is full")

    with caplog.at_level(logging.ERROR, logger="waymark.audit"):
        monkeypatch.setattr(keeping, "seal", fail)
        monkeypatch.setattr(keeping, "flush_access", fail)
        until(lambda: len(caplog.records) >= 4)
    monkeypatch.setattr(keeping, "seal", seal)
    monkeypatch.setattr(keeping, "flush_access", flush)
    record()
    note()

    until(lambda: queries.verify_chain().unsealed == 0 and Access.objects.count() == 1)
    assert {entry.getMessage() for entry in caplog.records} == {
        "The audit chain could not be sealed; trying again.",
        "The access log could not be written; trying again.",
    }


def test_a_failed_seal_does_not_keep_the_accesses_waiting(keeper, monkeypatch):
    def fail(**_kwargs):
        raise RuntimeError("no")

    monkeypatch.setattr(keeping, "seal", fail)
    note()

    until(lambda: Access.objects.count() == 1)
