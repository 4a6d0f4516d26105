"""The guide for assessors draws the moves as the table has them."""

from pathlib import Path

from waymark.assessments import rules

GUIDE = Path(__file__).resolve().parents[2] / "docs/guides/assessors.md"
WHO = {
    rules.By.PERSON: "the person",
    rules.By.HOLDER: "the manager or the assessor",
    rules.By.ASSESSOR: "the assessor",
    rules.By.MODERATOR: "a moderator",
    rules.By.PROGRAM: "the program",
}


def words(name):
    return name.replace("_", " ") or "not started"


def drawn(move):
    to = words(move.to) if move.to else "stays"
    return f"| {words(move.name)} | {WHO[move.by]} | {', '.join(words(one) for one in move.before)} | {to} |"


def test_the_moves_are_drawn_as_the_table_has_them():
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    start = lines.index("| move | who | from | to |") + 2

    assert lines[start : start + len(rules.TABLE)] == [drawn(move) for move in rules.TABLE]
    assert not lines[start + len(rules.TABLE)].startswith("|")
