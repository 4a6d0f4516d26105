"""A copy of somebody's data holds every table that declares any, and nothing of anybody else's."""

from __future__ import annotations

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from tests.privacy.conftest import NOON
from waymark.access.models import Account
from waymark.assessments.models import Judgement
from waymark.kernel import personal, triggers
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor
from waymark.people.models import Person
from waymark.privacy import commands, queries
from waymark.privacy.types import Basis, RequestKind

pytestmark = pytest.mark.django_db


def tables_of(copy):
    return {table["table"]: table for table in copy.document()["tables"]}


def as_text(copy):
    return json.dumps(copy.document(), cls=DjangoJSONEncoder)


@pytest.fixture
def noted(person, people):
    """Everyone has said something of themselves, and the manager of the person; nobody else may read it."""
    with triggers.suspended(connection):
        for one in Judgement.objects.all():
            Judgement.objects.filter(pk=one.pk).update(note=f"note about {one.person.staff_number}")
        Judgement.objects.filter(person=person).update(maker=people.manager, source="manager")
    return person


def test_every_table_that_declares_personal_data_is_in_it(person):
    assert set(tables_of(queries.copy(person.pk, OPERATOR, NOON))) == {one.key for one in personal.holdings()}


def test_there_is_a_row_for_each_row_about_the_person(person):
    tables = tables_of(queries.copy(person.pk, OPERATOR, NOON))

    for holding in personal.holdings():
        rows = personal.rows_about(holding, person_id=person.pk, account_id=person.account_id).count()
        assert len(tables[holding.key]["rows"]) == (0 if holding.withheld else rows), holding.key
    assert sum(len(table["rows"]) for table in tables.values()) > 15


def test_skills_and_roles_stand_in_words(person):
    rows = tables_of(queries.copy(person.pk, OPERATOR, NOON))["assessments.judgement"]["rows"]

    assert [row["skill"] for row in rows] == ["Costing"] * 5
    assert not any("skill_id" in row for row in rows)


def test_other_people_stand_in_it_by_what_they_did_and_not_by_name(noted, people):
    copy = queries.copy(noted.pk, OPERATOR, NOON)

    rows = tables_of(copy)["assessments.judgement"]["rows"]
    assert {row["source"] for row in rows} == {"manager"}
    assert all("maker" not in name for row in rows for name in row)
    assert "note about person" in as_text(copy)
    for other in ("head", "manager"):
        assert f"note about {other}" not in as_text(copy)
    others = tables_of(queries.copy(people.manager.pk, OPERATOR, NOON))["assessments.judgement"]
    assert "note about person" not in json.dumps(others, cls=DjangoJSONEncoder)
    assert len(others["mentions"]) == 5


def test_it_gives_away_no_secret(person):
    Account.objects.filter(pk=person.account_id).update(password="pbkdf2_sha256$very-secret")

    assert "very-secret" not in as_text(queries.copy(person.pk, OPERATOR, NOON))


def test_a_hold_leaves_no_trace_in_it(person, officer, themselves):
    before = tables_of(queries.copy(person.pk, themselves, NOON))

    commands.place_hold(person_id=person.pk, basis=Basis.INVESTIGATION, reason="Case 12", actor=officer, at=NOON)

    assert tables_of(queries.copy(person.pk, themselves, NOON)) == before
    assert before["privacy.hold"]["withheld"].startswith("Not part of a copy")


@pytest.mark.parametrize("who", ["public", "manager", "stranger", "elsewhere"])
def test_nobody_else_gets_a_copy(who, person, people, elsewhere):
    other = people.manager if who == "manager" else people.stranger
    actor = {
        "public": PUBLIC, "elsewhere": elsewhere,
    }.get(who, Actor(account_id=other.account_id, person_id=other.pk))  # fmt: skip

    for ask in (queries.copy, queries.held):
        with pytest.raises(NotVisible):
            ask(person.pk, actor, NOON)


def test_somebody_without_an_account_has_a_copy_too(person):
    Person.objects.filter(pk=person.pk).update(account=None)

    tables = tables_of(queries.copy(person.pk, OPERATOR, NOON))

    assert tables["access.account"]["rows"] == []
    assert len(tables["people.person"]["rows"]) == 1


def test_the_document_to_read_is_a_tagged_pdf_with_a_title_and_a_language(person, themselves):
    commands.ask(kind=RequestKind.CORRECTION, text="#strong[not markup] $x$ @ref *", actor=themselves, at=NOON)

    pdf = queries.as_pdf(queries.copy(person.pk, themselves, NOON))

    assert pdf.startswith(b"%PDF-1.7")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid:part", b"/Lang", b"Everything Waymark holds about you"):
        assert mark in pdf


def test_what_is_held_is_counted_in_a_fixed_number_of_queries(person, themselves, django_assert_num_queries):
    with django_assert_num_queries(3):
        lines = queries.held(person.pk, themselves, NOON)

    rows = {line.key: line.rows for line in lines}
    assert (rows["people.person"], rows["assessments.judgement"], rows["careers.target"]) == (1, 5, 1)
    assert rows["privacy.hold"] is None


def test_notices_say_what_is_held_for_each_purpose_and_nothing_else(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        notices = queries.notices()

    assert [notice.slug for notice in notices] == ["development", "assessment", "running-the-site"]
    told = [line.key for notice in notices for line in notice.holdings]
    assert sorted(told) == sorted(holding.key for holding in personal.holdings())
    with pytest.raises(NotVisible):
        queries.notice("recruitment")
