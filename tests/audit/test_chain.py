"""The chain: what is sealed cannot be changed without being found out."""

import threading
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.transaction import TransactionManagementError

from tests.audit.helpers import ADA, BEN, NOON, record, tamper
from waymark.audit import commands as audit
from waymark.audit import queries
from waymark.audit.commands import sealing
from waymark.audit.models import Entry, Seal, Subject
from waymark.audit.queries import verifying
from waymark.kernel import bulk
from waymark.kernel.policy import OPERATOR

pytestmark = pytest.mark.django_db


def test_an_entry_says_what_was_done_by_whom_and_about_whom():
    record("people.load", actor=OPERATOR, subjects=[3, 1, 3], reason="the yearly feed", posts=2)

    entry = Entry.objects.get()
    assert (entry.kind, entry.at, entry.reason, entry.facts) == ("people.load", NOON, "the yearly feed", {"posts": 2})
    assert (entry.actor_account_id, entry.by_operator) == (None, True)
    assert sorted(entry.subjects.values_list("person_id", flat=True)) == [1, 3]


def test_an_entry_takes_two_queries_and_one_without_subjects(django_assert_num_queries):
    with transaction.atomic():
        # In SQLite the subjects go past what is counted.
        with django_assert_num_queries({"sqlite": 1, "postgresql": 2}[connection.vendor]):
            audit.record("a.b.c", actor=ADA, at=NOON, subjects=[1, 2])
        with django_assert_num_queries(1):
            audit.record("a.b.c", actor=ADA, at=NOON)


def test_a_command_cannot_go_on_without_its_entry(monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(bulk, "insert_rows", broken)

    def command():
        with transaction.atomic():
            Seal.objects.create(number=1, entries=0, previous="", digest="", sealed_at=NOON)
            with suppress(DatabaseError):
                audit.record("a.b.c", actor=ADA, at=NOON, subjects=[1])
            Seal.objects.exists()

    with pytest.raises(TransactionManagementError):
        command()

    assert not Seal.objects.exists()
    assert not Entry.objects.exists()


def test_an_entry_about_very_many_people_is_one_entry_and_verifies():
    record(subjects=range(1, 20_001))
    audit.seal(at=NOON)

    assert Subject.objects.count() == 20_000
    assert queries.verify_chain().whole


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_a_fault():
    with pytest.raises(RuntimeError, match="in the transaction of the command"):
        audit.record("a.b.c", actor=ADA, at=NOON)

    assert not Entry.objects.exists()


def test_a_reason_that_does_not_fit_is_refused_with_a_sentence():
    with pytest.raises(audit.ReasonTooLong, match=r"401 characters long\. Shorten it to 400"):
        record(reason="x" * 401)

    assert not Entry.objects.exists()


def test_sealing_covers_every_entry_once():
    record()
    record()

    assert audit.seal(at=NOON) == 2
    assert audit.seal(at=NOON) == 0
    record()
    assert audit.seal(at=NOON + timedelta(seconds=5)) == 1

    first, second = Seal.objects.order_by("number")
    assert (first.number, first.entries, second.number, second.entries) == (1, 2, 2, 1)
    assert second.previous == first.digest


def test_a_whole_chain_is_reported_as_whole():
    for _ in range(3):
        record()
        audit.seal(at=NOON)
    record()

    report = queries.verify_chain()

    assert (report.seals, report.entries, report.unsealed, report.problems) == (3, 3, 1, ())
    assert report.whole
    assert report.head == Seal.objects.order_by("-number")[0].digest


def test_an_empty_record_is_whole():
    report = queries.verify_chain()

    assert (report.seals, report.entries, report.unsealed, report.head, report.problems) == (0, 0, 0, "", ())


def test_many_entries_are_sealed_in_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)
    monkeypatch.setattr(verifying, "CHUNK", 2)
    for _ in range(7):
        record()

    assert audit.seal(at=NOON) == 7

    assert list(Seal.objects.order_by("number").values_list("entries", flat=True)) == [3, 3, 1]
    assert queries.verify_chain().whole


def test_every_kind_of_fact_verifies_after_the_database_has_had_it():
    record(
        reason="Zoë’s note\nwith\ttabs and \x00 and half a character \ud800",
        text="Zoë \x00 \ud83d\ude00",
        number=0.1,
        whole=2.0,
        large=1e20,
        tiny=1e-9,
        nothing=None,
        yes=True,
        money=Decimal("1.50"),
        on=date(2026, 2, 28),
        when=NOON,
        which=UUID(int=7),
        nested={"b": [1, {"z": 2.0, "a": "é"}], "a": {}, 3: "three"},
        several=(1, 2),
    )
    audit.seal(at=NOON)

    assert queries.verify_chain().problems == ()
    assert Entry.objects.get().facts["which"] == "00000000-0000-0000-0000-000000000007"


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("UPDATE audit_entry SET facts = %s", '{"level": 4}'),
        ("UPDATE audit_entry SET reason = %s", "another reason"),
        ("UPDATE audit_entry SET kind = %s", "people.role.dropped"),
        ("UPDATE audit_entry SET actor_account_id = %s", 99),
        ("UPDATE audit_entry SET at = %s", "2026-03-02 13:00:00+00:00"),
        ("UPDATE audit_subject SET person_id = %s", 99),
        ("DELETE FROM audit_subject WHERE person_id = %s", 1),
    ],
)
@pytest.mark.parametrize("sealed", [True, False])
def test_a_changed_entry_is_found_out(sql, value, sealed):
    record(level=2)
    if sealed:
        audit.seal(at=NOON)

    tamper(sql, value)

    (problem,) = queries.verify_chain().problems
    assert problem.startswith(f"Entry {Entry.objects.get().pk} (")
    assert "does not match its digest" in problem


def test_a_changed_entry_whose_digest_was_made_to_match_is_found_out_by_its_seal():
    record(level=2)
    record(level=3)
    audit.seal(at=NOON)
    changed = Entry.objects.order_by("pk")[0]

    tamper("UPDATE audit_entry SET digest = %s WHERE id = %s", "f" * 64, changed.pk)

    assert any("Seal 1 does not match its entries" in problem for problem in queries.verify_chain().problems)


def test_a_missing_entry_is_found_out():
    record()
    record(subjects=())
    audit.seal(at=NOON)

    tamper("DELETE FROM audit_entry WHERE id = %s", Entry.objects.latest("pk").pk)

    assert queries.verify_chain().problems == (
        "Seal 1 covers 2 entries, and 1 are there: entries are missing or added.",
    )


def test_an_entry_slipped_under_a_seal_is_found_out():
    record()
    audit.seal(at=NOON)
    record()

    tamper("UPDATE audit_entry SET seal_id = (SELECT MAX(id) FROM audit_seal) WHERE seal_id IS NULL")

    assert queries.verify_chain().problems == (
        "Seal 1 covers 1 entries, and 2 are there: entries are missing or added.",
    )


def test_a_rewritten_seal_breaks_the_link_after_it():
    for _ in range(3):
        record()
        audit.seal(at=NOON)

    tamper("UPDATE audit_seal SET digest = %s WHERE number = 2", "f" * 64)

    problems = queries.verify_chain().problems
    assert "Seal 2 does not match its entries: one of them, or the seal itself, was changed." in problems
    assert "Seal 3 does not follow the seal before it: the link between them is broken." in problems


def test_a_seal_taken_out_with_its_entries_is_found_out():
    for _ in range(3):
        record(subjects=())
        audit.seal(at=NOON)
    second = Seal.objects.get(number=2).pk

    tamper("DELETE FROM audit_entry WHERE seal_id = %s", second)
    tamper("DELETE FROM audit_seal WHERE id = %s", second)

    problems = queries.verify_chain().problems
    assert "Seal 2 is missing." in problems
    assert any(problem.startswith("Seal 3 does not follow") for problem in problems)


def test_every_problem_is_reported_not_the_first_alone():
    for _ in range(2):
        record(level=2)
        audit.seal(at=NOON)

    tamper("UPDATE audit_entry SET kind = 'x'")

    assert len(queries.verify_chain().problems) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "x"},
        {"reason": "x"},
        {"facts": {"level": 9}},
        {"salt": "0" * 32},
        {"digest": "0" * 64},
        {"at": NOON + timedelta(days=1)},
        {"actor_account_id": None},
        {"by_operator": True},
        {"seal": None},
        {"erased": True},
        {"erased": True, "facts": {}, "reason": ""},
    ],
)
def test_the_database_refuses_to_change_a_sealed_entry(change):
    record(level=2, reason="why")
    audit.seal(at=NOON)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.update(**change)

    assert queries.verify_chain().whole


def test_the_database_refuses_to_move_an_entry_to_another_seal():
    record()
    audit.seal(at=NOON)
    record()
    audit.seal(at=NOON)

    with pytest.raises(IntegrityError, match="sealed once"), transaction.atomic():
        Entry.objects.filter(seal__number=1).update(seal=Seal.objects.get(number=2))


@pytest.mark.parametrize("table", ["audit_entry", "audit_subject", "audit_seal"])
def test_the_database_refuses_to_delete_from_the_record(table):
    record()
    audit.seal(at=NOON)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")

    assert queries.verify_chain().whole


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_seal_nothing_twice():
    for _ in range(60):
        record()
    start = threading.Barrier(4)
    sealed, failures = [], []

    def write_and_seal():
        try:
            start.wait()
            for _ in range(5):
                record(actor=BEN)
                sealed.append(audit.seal(at=NOON))
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write_and_seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sum(sealed) == 80
    report = queries.verify_chain()
    assert (report.entries, report.unsealed, report.problems) == (80, 0, ())


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_gets_a_later_seal():
    """Ids are given before commit: an entry with a lower id can appear after a higher one was sealed."""
    if connection.vendor == "sqlite":
        pytest.skip("in SQLite one writer waits for the other, so ids appear in order")
    written, go_on = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            record(actor=BEN)
            written.set()
            go_on.wait(10)
        connections.close_all()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert written.wait(10)
    record(actor=ADA)
    first = audit.seal(at=NOON)
    go_on.set()
    slow.join()
    second = audit.seal(at=NOON)

    assert (first, second) == (1, 1)
    assert Entry.objects.get(seal__number=2).pk < Entry.objects.get(seal__number=1).pk
    assert queries.verify_chain().whole


def test_the_newest_seals_alone_are_read_when_that_is_asked():
    for _ in range(4):
        record()
        record()
        audit.seal(at=NOON)
    oldest, newest = Entry.objects.order_by("pk")[0], Entry.objects.order_by("-pk")[0]

    tamper("UPDATE audit_entry SET kind = 'x' WHERE id = %s", oldest.pk)

    report = queries.verify_chain(newest=3)
    assert (report.first, report.seals, report.entries, report.problems) == (3, 2, 4, ())
    assert report.head == Seal.objects.get(number=4).digest
    assert len(queries.verify_chain(newest=100).problems) == 1
    tamper("UPDATE audit_entry SET kind = 'x' WHERE id = %s", newest.pk)
    assert len(queries.verify_chain(newest=1).problems) == 1


def test_a_link_that_is_broken_at_the_first_of_the_newest_seals_is_found():
    for _ in range(3):
        record()
        audit.seal(at=NOON)

    tamper("UPDATE audit_seal SET previous = %s WHERE number = 3", "f" * 64)

    assert any("Seal 3 does not follow" in problem for problem in queries.verify_chain(newest=1).problems)


def test_reading_a_long_chain_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(verifying, "CHUNK", 2)
    for _ in range(5):
        record()
        audit.seal(at=NOON)
    said = []

    queries.verify_chain(progress=lambda done, of: said.append((done, of)))

    assert said == [(2, 5), (4, 5), (5, 5)]
