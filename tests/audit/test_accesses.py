"""The access log: reading waits for nothing, and no line is lost or written twice."""

import json
import os
import threading
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from tests.audit.helpers import ADA, BEN, NOON
from waymark.audit import commands as audit
from waymark.audit.commands import accesses
from waymark.audit.models import Access, AccessSubject
from waymark.kernel.policy import Actor, Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def spool(settings):
    return settings.AUDIT_SPOOL_DIR


def note(what="/people/2", *, actor=ADA, subjects=(2,), **rest):
    audit.note_access(actor=actor, at=NOON, what=what, subjects=subjects, **rest)


def spooled(spool, pattern="access-*"):
    return sorted(path.name for path in spool.glob(pattern))


def test_reading_adds_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        note(subjects=range(25), filter={"grade": "G7"})


def test_a_flush_writes_what_was_read_by_whom_and_why(spool):
    note(
        "/team",
        actor=Actor(account_id=11, person_id=1, purpose=Purpose.ASSESSMENT),
        subjects=[3, 2, 3],
        ground="they manage the person",
        filter={"grade": "G7"},
    )
    note("waymark gap", actor=Actor(operator=True))

    assert audit.flush_access() == 2

    by_person, by_operator = Access.objects.order_by("pk")
    assert (by_person.actor_account_id, by_person.by_operator, by_person.at) == (11, False, NOON)
    assert (by_person.purpose, by_person.what) == ("assessment", "/team")
    assert (by_person.ground, by_person.filter) == ("they manage the person", {"grade": "G7"})
    assert sorted(by_person.subjects.values_list("person_id", flat=True)) == [2, 3]
    assert (by_operator.actor_account_id, by_operator.by_operator, by_operator.filter) == (None, True, {})
    assert list(spool.iterdir()) == []


def test_a_flush_takes_few_queries_whatever_was_read(django_assert_num_queries):
    for n in range(200):
        note(subjects=range(n, n + 20))

    # A savepoint and its end, what is there already, what was given which id. PostgreSQL also counts the lock and two
    # COPY; in SQLite the rows go past what is counted.
    extra = {"sqlite": 0, "postgresql": 3}[connection.vendor]
    with django_assert_num_queries(4 + extra, exact=False):
        assert audit.flush_access() == 200

    assert AccessSubject.objects.count() == 4_000


def test_nothing_spooled_is_nothing_to_do(spool):
    assert audit.flush_access() == 0
    spool.mkdir()
    assert audit.flush_access() == 0


def test_the_spool_is_for_its_owner_alone(spool):
    note()

    (file,) = spool.iterdir()
    assert (spool.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_crash_after_the_rename_loses_nothing(spool):
    note()
    (file,) = spool.iterdir()
    file.rename(spool / f"aside-{uuid4().hex}.jsonl")
    note("/people/3", subjects=[3])

    assert audit.flush_access() == 2


def test_a_crash_between_the_commit_and_the_deletion_writes_nothing_twice(spool, monkeypatch):
    note()
    note("/people/3", subjects=[3])
    monkeypatch.setattr(accesses.Path, "unlink", lambda *_args, **_kwargs: None)
    assert audit.flush_access() == 2
    monkeypatch.undo()
    assert len(spooled(spool, "aside-*")) == 1

    assert audit.flush_access() == 0

    assert (Access.objects.count(), AccessSubject.objects.count()) == (2, 2)
    assert list(spool.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_crash_halfway_through_the_batch_writes_all_of_it_the_next_time(spool, monkeypatch):
    monkeypatch.setattr(accesses, "CHUNK", 2)
    for n in range(5):
        note(f"/people/{n}")
    insert, chunks = accesses._insert, []

    def fail_at_the_second_chunk(lines):
        chunks.append(lines)
        if len(chunks) == 2:
            raise DatabaseError("the server went away")
        return insert(lines)

    monkeypatch.setattr(accesses, "_insert", fail_at_the_second_chunk)
    with pytest.raises(DatabaseError, match="went away"):
        audit.flush_access()
    assert not Access.objects.exists()
    monkeypatch.setattr(accesses, "_insert", insert)

    assert audit.flush_access() == 5

    assert Access.objects.count() == 5


def test_a_broken_last_line_is_kept_aside_and_the_others_are_written(spool):
    note()
    (file,) = spool.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole + b'\n{"uuid": "12')

    assert audit.flush_access() == 1

    (kept,) = spooled(spool, "broken-*")
    assert (spool / kept).read_bytes() == b'{"uuid": "12'
    assert audit.flush_access() == 0
    assert spooled(spool, "*") == [kept]


def test_a_line_that_was_cut_short_spoils_itself_and_not_the_next(spool):
    note()
    (file,) = spool.iterdir()
    file.write_bytes(file.read_bytes() + b'\n{"uuid": "12')

    note("/people/3", subjects=[3])

    assert audit.flush_access() == 2


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        '"text"',
        "{}",
        "12",
        "null",
        "\x00",
        '{"uuid": 12, "at": "2026-03-02T12:00:00+00:00"}',
        '{"uuid": "00000000-0000-0000-0000-000000000001", "at": "2026-03-02T12:00:00"}',
        '{"uuid": "00000000-0000-0000-0000-000000000001", "at": "yesterday"}',
    ],
)
def test_a_line_that_says_nothing_we_know_is_kept_aside(spool, line):
    spool.mkdir()
    (spool / "access-1-x.jsonl").write_text(line + "\n")

    assert audit.flush_access() == 0

    assert len(spooled(spool, "broken-*")) == 1
    assert not Access.objects.exists()


def test_the_same_line_in_two_places_is_one_access(spool):
    note()
    (file,) = spool.iterdir()
    (spool / "access-1-other.jsonl").write_bytes(file.read_bytes() * 2)

    assert audit.flush_access() == 1


def test_one_file_that_cannot_be_written_does_not_hold_up_the_others(spool, monkeypatch):
    note()
    (first,) = spool.iterdir()
    first.rename(spool / f"aside-{'0' * 32}.jsonl")
    note("/people/3", subjects=[3])
    insert = accesses._insert

    def refuse_the_first(lines):
        if lines[0].row[5] == "/people/2":
            raise DatabaseError("no")
        return insert(lines)

    monkeypatch.setattr(accesses, "_insert", refuse_the_first)

    with pytest.raises(DatabaseError, match="no"):
        audit.flush_access()

    assert [access.what for access in Access.objects.all()] == ["/people/3"]
    assert spooled(spool, "*") == [f"aside-{'0' * 32}.jsonl"]


def test_long_and_odd_text_is_cut_and_tidied_so_that_every_database_takes_it(spool):
    note("/search?q=" + "x" * 500, ground="g" * 500, filter={"q\x00": "a\x00b\ud800"})

    assert audit.flush_access() == 1

    access = Access.objects.get()
    assert (len(access.what), len(access.ground), access.filter) == (200, 200, {"q": "ab?"})


def test_a_forked_process_writes_a_file_of_its_own(spool, monkeypatch):
    note()
    monkeypatch.setattr(os, "getpid", lambda: 999_999)
    note("/people/3", subjects=[3])

    assert len(spooled(spool)) == 2
    assert any(name.startswith("access-999999-") for name in spooled(spool))


def test_a_line_is_one_json_object_with_an_identity(spool):
    note()

    (file,) = spool.iterdir()
    (line,) = filter(None, file.read_text().split("\n"))
    assert UUID(json.loads(line)["uuid"]).version == 4


def test_the_database_refuses_to_change_or_delete_an_access():
    note()
    audit.flush_access()

    for change in (
        lambda: Access.objects.update(what="x"),
        lambda: AccessSubject.objects.update(person_id=9),
        lambda: AccessSubject.objects.all().delete(),
        lambda: Access.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    assert (Access.objects.count(), AccessSubject.objects.count()) == (1, 1)


@pytest.mark.parametrize("another_reader_was_first", [True, False])
def test_a_line_that_a_flush_has_overtaken_is_written_again(spool, monkeypatch, another_reader_was_first):
    write, calls = os.write, []

    def flush_between_opening_and_writing(handle, line):
        calls.append(line)
        if len(calls) == 1:
            (file,) = spooled(spool)
            assert audit.flush_access() == 0
            if another_reader_was_first:
                (spool / file).touch()
        return write(handle, line)

    monkeypatch.setattr(os, "write", flush_between_opening_and_writing)
    note()
    monkeypatch.undo()

    assert calls[0] == calls[1]
    assert audit.flush_access() == 1


@pytest.mark.django_db(transaction=True)
def test_readers_and_flushes_at_once_lose_nothing_and_write_nothing_twice(spool):
    readers, each = 4, 50
    over, failures, written = threading.Event(), [], []

    def read():
        for n in range(each):
            note(f"/people/{n}", actor=BEN)

    def flush():
        try:
            while not over.is_set():
                written.append(audit.flush_access())
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    reading = [threading.Thread(target=read) for _ in range(readers)]
    flushing = [threading.Thread(target=flush) for _ in range(2)]
    for thread in (*flushing, *reading):
        thread.start()
    for thread in reading:
        thread.join()
    over.set()
    for thread in flushing:
        thread.join()
    written.append(audit.flush_access())

    assert failures == []
    assert sum(written) == Access.objects.count() == AccessSubject.objects.count() == readers * each
