"""The command line: a door. It parses arguments, calls a room, prints, and turns a refusal into exit status 1.

Exit status: 0 done, 1 refused (the reason on standard error), 2 wrong usage. With ``--json`` one JSON object goes to
standard output and nothing else.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import waymark

COMMANDS = (
    "waymark.cli.demo",
    "waymark.cli.worker",
    "waymark.cli.backup",
    "waymark.cli.imports",
    "waymark.cli.lint",
    "waymark.cli.gaps",
    "waymark.cli.grants",
    "waymark.cli.person",
    "waymark.cli.levels",
    "waymark.cli.units",
    "waymark.cli.feeds",
    "waymark.cli.mapping",
    "waymark.cli.calibration",
    "waymark.cli.comparability",
    "waymark.cli.accounts",
    "waymark.cli.record",
)
"""Modules that add their commands with ``add_parsers(subparsers)``; each imports its rooms when it runs."""


def parser() -> argparse.ArgumentParser:
    """Build the parser of every command. Cheap: no room and no Django is imported here."""
    top = argparse.ArgumentParser(prog="waymark", description="Professional career frameworks.")
    top.add_argument("--version", action="version", version=f"waymark {waymark.__version__}")
    subparsers = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        import_module(module).add_parsers(subparsers)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    found = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    from waymark.kernel.errors import Refusal

    try:
        status: int = found.run(found)
        sys.stdout.flush()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has seen enough: `waymark match ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status
