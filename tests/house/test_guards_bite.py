"""Every trigger that rooms declare stands in the database, and refuses.

Guards are found, not listed: one whose table has no guarded row in ``world.py`` fails here.
"""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.house import world
from waymark.frameworks import models
from waymark.frameworks.models.versions import CONTENT
from waymark.kernel import triggers

CHANGES = {"digest": "'f'", "id": "-id"}
GUARDS = [pytest.param(guard, id=guard.name) for guard in triggers.declared()]


@pytest.fixture
def people(db):
    return world.build()


def columns(table):
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def statement(guard):
    """Return SQL that does what the guard is against: to every row, or once more with every row it guards.

    A row that may be inserted is left out of an insert: PostgreSQL would refuse it first, as a duplicate, whenever it
    happened to read it first.
    """
    match guard.event:
        case "DELETE":
            return f"DELETE FROM {guard.table}"
        case "INSERT":
            names = ", ".join(connection.ops.quote_name(name) for name in columns(guard.table) if name != "id")
            guarded = guard.condition.replace("NEW.", "guarded.")
            return f"INSERT INTO {guard.table} ({names}) SELECT {names} FROM {guard.table} AS guarded WHERE {guarded}"
        case "UPDATE":
            name = "digest" if "digest" in columns(guard.table) else "id"
            return f"UPDATE {guard.table} SET {name} = {CHANGES[name]}"


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_guard_stands(db):
    assert triggers.missing(connection) == []


@pytest.mark.parametrize("guard", GUARDS)
def test_every_guard_refuses_with_its_own_words(people, guard):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {guard.table}")
        assert cursor.fetchone()[0], f"world.py has no row in {guard.table}"

    with pytest.raises(IntegrityError) as refusal:
        run(statement(guard))

    assert guard.message in str(refusal.value)


def test_every_table_of_wording_is_guarded_against_every_change():
    guarded = {(guard.table, guard.event) for guard in triggers.declared()}

    for table in CONTENT:
        for event in ("INSERT", "UPDATE", "DELETE"):
            assert (f"frameworks_{table}", event) in guarded
    for table in ("frameworks_version", "assessments_judgement", "assessments_withdrawal", "audit_entry",
                  "audit_subject", "audit_seal", "audit_access", "audit_accesssubject"):  # fmt: skip
        assert {(table, "UPDATE"), (table, "DELETE")} <= guarded


def test_every_table_that_carries_a_version_is_a_table_of_wording():
    """A table that is added to a version and left out of ``CONTENT`` would stay open to change.

    Who may read a draft is about a version and no part of what it says; what a department adds names the version it
    was held against, and has guards of its own.
    What a version says of successors has guards of its own as well.
    """
    carriers = {
        model._meta.db_table.removeprefix("frameworks_")
        for model in (getattr(models, name) for name in models.__all__)
        if any(field.attname == "version_id" for field in model._meta.concrete_fields)
    }

    assert carriers - {"draftreader", "overlayentry", "replacement"} == set(CONTENT)


@pytest.mark.parametrize("table", CONTENT)
def test_a_draft_may_be_changed(people, table):
    drafts = "SELECT id FROM frameworks_version WHERE published_at IS NULL"

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE frameworks_{table} SET version_id = version_id WHERE version_id IN ({drafts})")

        assert cursor.rowcount > 0


@pytest.mark.parametrize(
    "change",
    [
        "title = 'Another'",
        "label = '2'",
        "effective_from = created_at, published_at = NULL, state = 'draft'",
        "published_at = NULL",
        "state = 'draft'",
        "state = 'in_review'",
        "licence = 'none'",
        "framework_id = framework_id + 1",
    ],
)
def test_a_published_version_stays_as_it_is(people, change):
    with pytest.raises(IntegrityError, match="A published version never changes"):
        run(f"UPDATE frameworks_version SET {change} WHERE published_at IS NOT NULL")


def test_a_published_version_may_retire(people):
    run("UPDATE frameworks_version SET state = 'retiring' WHERE published_at IS NOT NULL")


def test_nothing_of_a_draft_can_be_moved_into_a_published_version(people):
    published = "SELECT id FROM frameworks_version WHERE published_at IS NOT NULL"

    with pytest.raises(IntegrityError, match="A published version never changes"):
        run(f"UPDATE frameworks_scale SET version_id = ({published}) WHERE version_id NOT IN ({published})")
