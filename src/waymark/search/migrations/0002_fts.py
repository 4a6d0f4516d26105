"""The full-text index: FTS5 in SQLite, a generated tsvector column in PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from waymark.search.models import fulltext


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    fulltext.install(schema_editor.connection)
    fulltext.rebuild(schema_editor.connection)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    fulltext.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
