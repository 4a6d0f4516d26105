"""A published version never changes: the database itself says no, whoever asks, also after a migration."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader

from tests.formats.samples import everything
from tests.frameworks.test_import import bring
from waymark.frameworks import queries
from waymark.frameworks.models import Requirement, Version
from waymark.frameworks.models.versions import CONTENT
from waymark.kernel import triggers

TABLES = [f"frameworks_{name}" for name in CONTENT]


def refused(sql):
    with pytest.raises(DatabaseError, match=r"published version (is )?never"), transaction.atomic():
        run(sql)


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def copy_of_a_row(table):
    """An INSERT of a row with the same content and another id: the version is the published one."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [connection.ops.quote_name(field.column) for field in model._meta.concrete_fields if field.column != "id"]
    listed = ", ".join(columns)
    return f"INSERT INTO {table} (id, {listed}) SELECT id + 1000, {listed} FROM {table}"


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_a_published_version_is_changed_deleted_or_added(table):
    made = bring(everything(), publish=True)
    before = queries.document(made.version_id)

    refused(f"UPDATE {table} SET version_id = version_id")
    refused(f"DELETE FROM {table}")
    refused(copy_of_a_row(table))

    assert queries.document(made.version_id) == before


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_a_draft_may_change(table):
    bring(everything())

    assert run(f"UPDATE {table} SET version_id = version_id") > 0


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_a_draft_moves_into_a_published_version(table):
    published = bring(everything(), publish=True).version_id
    bring(everything("patisserie"))

    refused(f"UPDATE {table} SET version_id = {published} WHERE version_id <> {published}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["label = 'x'", "title = 'x'", "licence = 'x'", "notes = 'x'", "state = 'draft'", "published_at = NULL"]
)
def test_what_a_published_version_says_of_itself_stays(change):
    bring(everything(), publish=True)

    refused(f"UPDATE frameworks_version SET {change}")


@pytest.mark.django_db
def test_a_published_version_can_be_retired_and_not_deleted():
    bring(everything(), publish=True)

    assert run("UPDATE frameworks_version SET state = 'retiring'") == 1
    refused("DELETE FROM frameworks_version")


@pytest.mark.django_db
def test_the_orm_is_refused_as_well():
    made = bring(everything(), publish=True)

    with pytest.raises(DatabaseError, match=r"published version (is )?never"), transaction.atomic():
        Requirement.objects.filter(version_id=made.version_id).update(level=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.get(pk=made.version_id).delete()


class Widen(migrations.Migration):
    """A migration that changes a column: SQLite rebuilds the table for it and loses the triggers."""

    operations = [
        migrations.AlterField("requirement", "importance", models.CharField(max_length=11)),
        migrations.AlterField("skillwording", "name", models.CharField(max_length=301)),
    ]


def migrate(backwards=False):
    state = MigrationLoader(connection).project_state()
    step = Widen("widen", "frameworks")
    with connection.schema_editor(atomic=step.atomic) as editor:
        (step.unapply if backwards else step.apply)(state, editor)


@pytest.mark.django_db(transaction=True)
def test_the_guards_stand_again_after_a_migration_that_rebuilds_their_tables():
    made = bring(everything(), publish=True)
    before = queries.document(made.version_id)
    try:
        migrate()
        if connection.vendor == "sqlite":  # what would happen if nobody put them back
            assert "guard_frameworks_requirement_update" in triggers.missing(connection)

        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

        assert triggers.missing(connection) == []
        for table in ("frameworks_requirement", "frameworks_skillwording"):
            refused(f"UPDATE {table} SET version_id = version_id")
            refused(f"DELETE FROM {table}")
            refused(copy_of_a_row(table))
        assert queries.document(made.version_id) == before
    finally:
        migrate(backwards=True)
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
