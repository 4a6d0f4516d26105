"""Every kind of entry that a command records has words, for the pages that show the record."""

import ast
import importlib

from tests.house.house import SRC, WAYMARK, python_files, rooms, where
from waymark.kernel import kinds


def module_of(path):
    names = path.relative_to(SRC).with_suffix("").parts
    return importlib.import_module(".".join(name for name in names if name != "__init__"))


def recorded(path):
    """Give the first argument of every call of ``record``: a text, or the name of a constant of the module."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name != "record":
            continue
        kind = node.args[0]
        if isinstance(kind, ast.Constant):
            yield kind.value
        elif isinstance(kind, ast.Name):
            yield getattr(module_of(path), kind.id)
        elif isinstance(kind, ast.IfExp):
            yield from (choice.value for choice in (kind.body, kind.orelse))
        else:
            raise AssertionError(f"a kind of entry is written out, so that it can be found: {ast.unparse(node)}")


def kinds_recorded():
    for room in rooms():
        importlib.import_module(f"waymark.{room}.types")  # where a room without tables declares its kinds
        for path in python_files(WAYMARK / room):
            for kind in recorded(path):
                yield kind, where(path)


def test_every_kind_that_is_recorded_has_words():
    found = dict(kinds_recorded())
    known = kinds.known()

    assert len(found) > 10
    assert {kind: place for kind, place in found.items() if kind not in known} == {}
    assert {kind: place for kind, place in found.items() if kind.partition(".")[0] not in known} == {}


def test_no_words_are_kept_for_a_kind_that_nobody_records():
    assert {kind for kind in kinds.known() if "." in kind} - {kind for kind, _ in kinds_recorded()} == set()


def test_a_kind_that_nobody_declares_any_more_is_spelt_out():
    assert kinds.words("pay.rise_of_all") == "Rise of all"


def test_the_kinds_of_a_room_are_found_by_its_name():
    assert set(kinds.under("careers.")) == {"careers.target.saved", "careers.target.dropped"}
    assert kinds.under("careers.target.saved") == ("careers.target.saved",)
    assert kinds.under("career") == ()
