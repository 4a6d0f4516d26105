"""Django app config."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def put_index_back(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After every migration of this room: SQLite drops a table's triggers when Django rebuilds the table."""
    from waymark.search.models import fulltext

    connection = connections[using]
    if fulltext.TABLE in connection.introspection.table_names():
        fulltext.install(connection)


class Config(AppConfig):
    """The search room."""

    name = "waymark.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the full-text index in step through migrations."""
        post_migrate.connect(put_index_back, sender=self)
