"""Django's ``migrate``, and the triggers stand when it is over, also when a migration failed halfway."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from waymark.kernel import triggers


class Command(migrate.Command):
    """Change the tables, and leave no table unguarded."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; put the triggers back whatever happens."""
        try:
            super().handle(*args, **options)
        except BaseException:
            triggers.install(connections[options["database"]])
            raise
