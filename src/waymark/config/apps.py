"""The app that wires rooms together."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from waymark.jobs import wiring as jobs
from waymark.kernel import many, triggers


def lift_triggers(sender: AppConfig, using: str, plan: Sequence[object] = (), **kwargs: Any) -> None:
    """Before migrations run in SQLite, room by room: a table that another table's trigger names cannot be rebuilt.

    ``management/commands/migrate.py`` puts them back when a migration fails.
    """
    if plan and connections[using].vendor == "sqlite":
        triggers.remove(connections[using], _guards_of(sender))


def put_triggers_back(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After every migration, room by room: SQLite drops a table's triggers when Django rebuilds the table."""
    if own := _guards_of(sender):
        triggers.install(connections[using], own)


def _guards_of(room: AppConfig) -> list[triggers.Guard]:
    return [guard for guard in triggers.declared() if guard.table.startswith(f"{room.label}_")]


class Config(AppConfig):
    """Wires the rooms."""

    name = "waymark.config"
    label = "config"

    def ready(self) -> None:
        """Lift the triggers before a migration and put them back after it; hand over what rooms need."""
        # Here and not above: rooms can be imported once their apps are loaded.
        from waymark.assessments import ports as record
        from waymark.config.wiring import WIRING, scanner

        many.register()
        jobs.use(WIRING)
        record.use_scanner(scanner)
        pre_migrate.connect(lift_triggers)
        post_migrate.connect(put_triggers_back)
