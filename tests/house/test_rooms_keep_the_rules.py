"""What rooms may not do, read from their source: import-linter sees imports only."""

import ast
import importlib
import inspect

import pytest

from tests.house.house import WAYMARK, python_files, references, rooms, where

SYSTEM_CLOCK = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "django.db.models.functions.Now",
    "django.utils.timezone.now",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}
READS_THE_CLOCK_WITHOUT_AN_ARGUMENT = {"django.utils.timezone.localdate", "django.utils.timezone.localtime"}
CLOCK = "waymark.kernel.clock"
READS_THE_SYSTEM_CLOCK = ["kernel/clock.py"]
READS_OUR_CLOCK = ["web/", "cli/", "jobs/", "audit/commands/keeping.py"]
"""The doors, and the thread that seals the record: it stands outside every request."""

BY_NAME = {
    "django.apps.apps.get_app_config",
    "django.apps.apps.get_model",
    "django.contrib.auth.get_user_model",
    "importlib.import_module",
}
MAY_FETCH_BY_NAME = ["cli/", "config/", "web/apps.py"]
"""The command line finds its commands by name, the wiring finds rooms."""


def trees(folder=WAYMARK):
    for path in python_files(folder):
        yield path, ast.parse(path.read_text())


def stands_in(path, places):
    return path.relative_to(WAYMARK).as_posix().startswith(tuple(places))


def uses(source, forbidden):
    return [name for name, _ in references(ast.parse(source)) if name in forbidden]


def reads_of_the_system_clock(tree):
    bare = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and not (node.args or node.keywords)}
    for name, node in references(tree):
        if name in SYSTEM_CLOCK or (name in READS_THE_CLOCK_WITHOUT_AN_ARGUMENT and id(node) in bare):
            yield name, node


def test_no_room_reads_the_clock():
    found = []
    for path, tree in trees():
        if not stands_in(path, READS_THE_SYSTEM_CLOCK):
            found += [f"{where(path, node.lineno)} uses {name}" for name, node in reads_of_the_system_clock(tree)]
        for name, node in references(tree):
            if name.startswith(CLOCK + ".") and not stands_in(path, READS_OUR_CLOCK):
                found.append(f"{where(path, node.lineno)} uses {name}; take `at: datetime` as an argument")
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
                found.append(f"{where(path, node.value.lineno)} uses {node.arg}")

    assert found == []


def test_the_places_that_may_read_the_clock_are_there():
    for place in [*READS_THE_SYSTEM_CLOCK, *READS_OUR_CLOCK]:
        assert (WAYMARK / place).exists()


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime as dt\nx = dt.datetime.utcnow",
        "from datetime import date as day\nday.today()",
        "from django.utils.timezone import now\nfield(default=now)",
        "from django.utils import timezone\ntimezone.now()",
        "import time\ntime.time()",
        "from time import time\ntime()",
        "from django.utils.timezone import localdate as today\ntoday()",
        "def f():\n    from django.db.models.functions import Now\n    return Now()",
    ],
)
def test_a_clock_is_seen_under_any_name(source):
    assert list(reads_of_the_system_clock(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.monotonic()",
        "from datetime import datetime\ndatetime(2026, 1, 1)",
        "from django.utils.timezone import localdate\nlocaldate(at)",
    ],
)
def test_what_only_looks_like_a_clock_is_let_pass(source):
    assert not list(reads_of_the_system_clock(ast.parse(source)))


def test_no_room_fetches_another_rooms_models_by_name():
    found = [
        f"{where(path, node.lineno)} uses {name}"
        for path, tree in trees()
        for name, node in references(tree)
        if name in BY_NAME and not stands_in(path, MAY_FETCH_BY_NAME)
    ]

    assert found == []
    assert uses("from django.apps import apps\napps.get_model('people', 'Person')", BY_NAME)


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_what_stands_in_it_what_always_holds_and_who_may(room):
    words = importlib.import_module(f"waymark.{room}").__doc__ or ""

    for part in ("Nouns:", "Invariants:", "Who may:"):
        assert part in words


def commands():
    """Give every public function that a room hands out as a command, by its name."""
    for room in rooms():
        try:
            module = importlib.import_module(f"waymark.{room}.commands")
        except ModuleNotFoundError as missing:
            if missing.name == f"waymark.{room}.commands":
                continue  # a room without commands
            raise
        for name, command in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and inspect.unwrap(command).__module__.startswith(f"waymark.{room}.commands"):
                yield f"{room}.{name}", command


def test_a_command_names_its_arguments_and_says_what_it_does():
    # What it is about may stand first, where the verb leaves no doubt: record("..."), load_judgements(rows, ...).
    unnamed = [
        name
        for name, command in commands()
        for one in list(inspect.signature(command).parameters.values())[1:]
        if one.kind not in {one.KEYWORD_ONLY, one.VAR_KEYWORD}
    ]

    assert unnamed == []
    assert [name for name, command in commands() if not inspect.getdoc(command)] == []


def test_a_command_with_an_actor_takes_the_moment_too():
    timeless = [
        name
        for name, command in commands()
        if "actor" in (parameters := inspect.signature(command).parameters) and "at" not in parameters
    ]

    assert timeless == []


def test_there_are_commands():
    assert len(list(commands())) > 10


def test_a_policy_stands_in_the_policies_of_its_room():
    found = [
        where(path, node.lineno)
        for path, tree in trees()
        for name, node in references(tree)
        if name == "waymark.kernel.policy.Policy"
        and isinstance(getattr(node, "ctx", None), ast.Load)
        and "policies" not in {path.stem, path.parent.name}
        and any(isinstance(call, ast.Call) and call.func is node for call in ast.walk(tree))
    ]

    assert found == []


def test_files_stay_readable():
    """Past 400 lines a file becomes a folder with one file per concern; a little grace, for today's last line."""
    long = [where(path, lines) for path in python_files() if (lines := path.read_text().count("\n")) > 430]

    assert long == []


MAY_NAME_OF_THE_DATABASE = {
    "django.db.DataError": ["web/base/middleware.py"],
    "django.db.OperationalError": ["web/base/middleware.py"],
    "django.db.models.QuerySet": ["web/operating/record_search.py"],
}
"""What it refuses, and the type of what a room gives to narrow a search by."""


def asks_the_database(path, tree):
    """Give what a page takes from Django's database, or asks of a table by its manager."""
    for name, _ in references(tree):
        if name.startswith("django.db") and not stands_in(path, MAY_NAME_OF_THE_DATABASE.get(name, ["nowhere"])):
            yield name
    yield from (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects")


def test_pages_ask_rooms_and_never_the_database():
    """On PostgreSQL tests of pages are left out for it: see ``tests/conftest.py``."""
    found = [(str(path), name) for path, tree in trees(WAYMARK / "web") for name in asks_the_database(path, tree)]

    assert found == []


@pytest.mark.parametrize(
    "source",
    ["from django.db import connection\nconnection.cursor()", "from waymark.x import Person\nPerson.objects.count()"],
)
def test_a_page_that_asks_the_database_is_found(source):
    assert list(asks_the_database(WAYMARK / "web" / "page.py", ast.parse(source)))


def names_of(tree):
    """Return the names that stand in a module, and those it says it hands out."""
    there, handed_out = set(), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            there |= {one.asname or one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            there.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            there.add(node.id)
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "__all__" for one in node.targets):
            handed_out = [one.value for one in getattr(node.value, "elts", ()) if isinstance(one, ast.Constant)]
    return there, handed_out


def test_what_a_module_says_it_hands_out_is_there():
    gone = {}
    for path, tree in trees(WAYMARK.parent):
        there, handed_out = names_of(tree)
        if missing := set(handed_out) - there:
            gone[path.relative_to(WAYMARK.parent).as_posix()] = missing

    assert gone == {}
    assert names_of(ast.parse('from a import b\n__all__ = ["b", "c"]')) == ({"b", "__all__"}, ["b", "c"])
