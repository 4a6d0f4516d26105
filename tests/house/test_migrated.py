"""A database that was kept is used again only where it would be made the same."""

import pytest

from tests import migrated


@pytest.fixture
def program(monkeypatch, tmp_path):
    monkeypatch.setattr(migrated, "PROGRAM", tmp_path)
    monkeypatch.setattr(migrated, "ASSETS", tmp_path / "web" / "static")
    (tmp_path / "web" / "static").mkdir(parents=True)
    (tmp_path / "0001_initial.py").write_text("one")
    return tmp_path


def name():
    return migrated._digest.__wrapped__()


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "0001_initial.py").write_text("two"),
        lambda folder: (folder / "0001_initial.py").rename(folder / "0002_initial.py"),
        lambda folder: (folder / "0002_next.py").write_text(""),
    ],
)
def test_a_change_of_the_program_makes_another_database(program, change):
    before = name()

    change(program)

    assert name() != before


def test_the_program_as_it_was_makes_the_same_database(program):
    before = name()

    (program / "web" / "static" / "site.css").write_text("body {}")

    assert name() == before
