"""Every import contract is shown to bite: a copy of the project with one violation planted for each."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.house.house import ROOT, contracts

PLANTED = {
    # The beginning of the contract's name: where, the import that breaks it, how it is named in the report.
    "Three packages": (
        "waymark_engine/planted.py", "import waymark.kernel.ids", r"waymark_engine\.planted -> waymark\.kernel\.ids",
    ),
    "The engine and the formats": (
        "waymark_formats/planted.py", "import django.http", r"waymark_formats\.planted -> django",
    ),
    "The floors": (
        "waymark/kernel/planted.py", "from waymark.people import types", r"waymark\.kernel\.planted -> waymark\.people",
    ),
    "Inside a room": (
        "waymark/people/types.py", "from waymark.people import models",
        r"waymark\.people\.types -> waymark\.people\.models",
    ),
    "A room is entered": (
        "waymark/web/base/planted.py", "from waymark.people.models import Person",
        r"waymark\.web\.base\.planted reaches into waymark\.people\.models",
    ),
    "Pages do not compute": (
        "waymark/web/base/planted_too.py", "import waymark_engine.gaps",
        r"waymark\.web\.base\.planted_too -> waymark_engine",
    ),
    "Pages by who uses them": (
        "waymark/web/explore/planted.py", "import waymark.web.me",
        r"waymark\.web\.explore\.planted -> waymark\.web\.me",
    ),
}  # fmt: skip
NEIGHBOUR = ("waymark/cli/planted.py", "import waymark.web.urls", r"waymark\.cli\.planted -> waymark\.web\.urls")
PORT = (
    "waymark/web/base/planted_three.py", "from waymark.notifications.ports import Mailer",
    r"waymark\.web\.base\.planted_three reaches into waymark\.notifications\.ports",
)  # fmt: skip
"""What a room needs from outside is for those who wire it, and for no page."""
UNLISTED = {
    "The floors": ("waymark/cellar/__init__.py", "waymark.cellar"),
    "Inside a room": ("waymark/people/helpers.py", "waymark.people.helpers"),
    "Pages by who uses them": ("waymark/web/cellar/__init__.py", "waymark.web.cellar"),
}


@pytest.fixture
def copy(tmp_path):
    left_out = shutil.ignore_patterns("__pycache__", "static", "library", "jinja", "locale", "*.yaml")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=left_out)
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=left_out)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(copy, place, line):
    path = copy / "src" / place
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write(f"\n{line}\n")


def lint(copy):
    """Return the exit status, and what is said of each broken contract by its name."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"],
        cwd=copy, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}", "COLUMNS": "1000", "NO_COLOR": "1"},
    )  # fmt: skip
    names = [contract["name"] for contract in contracts()]
    heading = "|".join(f"(?:{re.escape(name)})" for name in names)
    report = done.stdout.partition("Broken contracts")[2]
    parts = re.split(rf"^({heading})\s*$", report, flags=re.MULTILINE)
    return done.returncode, dict(zip(parts[1::2], parts[2::2], strict=True)), done.stdout + done.stderr


def said_of(beginning, broken):
    (words,) = (words for name, words in broken.items() if name.startswith(beginning))
    return words


def test_the_project_as_it_stands_keeps_every_contract(copy):
    status, broken, output = lint(copy)

    assert (status, broken) == (0, {}), output
    assert f"{len(contracts())} kept, 0 broken" in output


def test_every_contract_has_a_violation_planted_for_it():
    for contract in contracts():
        assert sum(contract["name"].startswith(beginning) for beginning in PLANTED) == 1, contract["name"]
    for contract in contracts():
        if contract.get("exhaustive"):
            assert any(contract["name"].startswith(beginning) for beginning in UNLISTED), contract["name"]


def test_every_contract_names_the_import_that_breaks_it(copy):
    for place, line, _ in [*PLANTED.values(), NEIGHBOUR, PORT]:
        plant(copy, place, line)

    status, broken, output = lint(copy)

    assert status == 1, output
    for beginning, (_, _, named) in PLANTED.items():
        assert re.search(named, said_of(beginning, broken)), beginning
    assert re.search(PORT[2], said_of("A room is entered", broken)), "a page reaches into a port"
    assert re.search(NEIGHBOUR[2], said_of("The floors", broken)), "neighbours look at each other"


def test_a_room_a_file_of_a_room_and_a_page_that_no_contract_lists_are_found(copy):
    for place, _ in UNLISTED.values():
        plant(copy, place, '"""Nothing."""')

    status, broken, output = lint(copy)

    assert status == 1, output
    for beginning, (_, module) in UNLISTED.items():
        assert f"- {module}\n" in said_of(beginning, broken)
