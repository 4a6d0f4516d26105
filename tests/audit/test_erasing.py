"""Erasing a payload: personal data goes, the chain stays whole, and the record says who erased it."""

import pytest

from tests.audit.helpers import ADA, NOON, record, tamper
from waymark.audit import commands as audit
from waymark.audit import queries
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def private():
    record("people.note.kept", subjects=[1, 2], reason="about her illness", note="private")
    audit.seal(at=NOON)
    return Entry.objects.get()


def erase(*entries, actor=OPERATOR, reason="a request to be forgotten"):
    ids = [entry.pk for entry in entries]
    return audit.erase_payload(entry_ids=ids, reason=reason, actor=actor, at=NOON)


def test_an_erased_payload_is_gone_and_what_was_done_stays(private):
    assert erase(private) == 1

    private.refresh_from_db()
    assert (private.facts, private.reason, private.salt, private.erased) == ({}, "", "", True)
    assert (private.kind, private.actor_account_id, private.at) == ("people.note.kept", ADA.account_id, NOON)


def test_erasure_does_not_break_the_chain(private):
    record()
    audit.seal(at=NOON)

    erase(private)
    audit.seal(at=NOON)

    report = queries.verify_chain()
    assert (report.seals, report.entries, report.problems) == (3, 3, ())


def test_an_entry_can_be_erased_before_it_is_sealed():
    record(note="private")
    erase(Entry.objects.get())

    assert audit.seal(at=NOON) == 2
    assert queries.verify_chain().whole


def test_the_record_says_who_erased_what_about_whom_and_why(private):
    erase(private)

    told = Entry.objects.get(kind="audit.payload.erased")
    assert (told.by_operator, told.reason, told.facts) == (True, "a request to be forgotten", {"entries": [private.pk]})
    assert sorted(told.subjects.values_list("person_id", flat=True)) == [1, 2]


def test_erasing_twice_changes_nothing_more(private):
    erase(private)

    assert erase(private) == 0
    assert Entry.objects.filter(kind="audit.payload.erased").count() == 1


def test_an_entry_that_says_what_was_erased_cannot_be_erased(private):
    erase(private)

    with pytest.raises(audit.ErasuresAreKept, match="is kept"):
        erase(Entry.objects.get(kind="audit.payload.erased"))


def test_an_erasure_behind_the_records_back_is_found_out(private):
    tamper("UPDATE audit_entry SET erased = %s, facts = '{}', reason = '', salt = ''", True)

    assert queries.verify_chain().problems == (
        f"Entry {private.pk} (people.note.kept) has lost its payload, and no entry says who erased it.",
    )


@pytest.mark.parametrize("actor", [PUBLIC, ADA])
def test_only_an_operator_erases_and_nobody_else_learns_what_there_is(private, actor):
    with pytest.raises(NotVisible):
        erase(private, actor=actor)

    private.refresh_from_db()
    assert private.facts == {"note": "private"}
    assert Entry.objects.count() == 1


def test_an_id_that_is_no_entry_stops_the_whole_erasure(private):
    with pytest.raises(NotVisible):
        audit.erase_payload(entry_ids=[private.pk, 987654], reason="", actor=OPERATOR, at=NOON)

    private.refresh_from_db()
    assert not private.erased
