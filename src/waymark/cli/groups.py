"""What several commands need: a group of commands (``bench``, ``export``), and a database that is ready."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Subparsers = argparse._SubParsersAction


def group(subparsers: Subparsers, name: str, help: str) -> Subparsers:
    """Return the commands below ``name``, which several modules may add to."""
    if name not in subparsers.choices:
        parser = subparsers.add_parser(name, help=help)
        parser.set_defaults(below=parser.add_subparsers(dest="what", required=True, metavar="WHAT"))
    found: Subparsers = subparsers.choices[name].get_default("below")
    return found


def migrate(verbosity: int = 0) -> None:
    """Bring the tables up to date, and put in the reference data that is not there yet. Django has been set up."""
    from django.conf import settings
    from django.core.management import call_command

    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import commands as organisation

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=verbosity)
    organisation.ensure_reference(actor=OPERATOR, at=now())


def ready(*, begin: bool = False) -> None:
    """Start Django and see that the database has every table.

    Args:
        begin: make the tables of an embedded database that has none yet, so that the first command can be an import.

    Raises:
        Refusal: there is no database, it cannot be reached, or migrations are waiting; the sentence says what to do.
    """
    import django

    django.setup()

    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from waymark.kernel.errors import Refusal

    if begin and connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        if not connection.introspection.table_names():
            migrate()
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        raise Refusal(f"There is no database at {connection.settings_dict['NAME']}. Run `waymark migrate` first.")
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Refusal(f"The database cannot be reached: {' '.join(str(error).split())}") from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refusal("The database is not up to date. Run `waymark migrate` first.")
