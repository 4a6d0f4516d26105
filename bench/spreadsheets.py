"""What a large spreadsheet costs: read, guess, build, written as our template and read back; and a PDF of a framework.

``python bench/spreadsheets.py --requirements 130000`` prints seconds of processor time and the peak of memory;
``--pdf DATA/uk-gdd-ddat/raw/2026-03-23`` sets that framework as well. Needs ``src`` on the path.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import xlsxwriter

from waymark_formats import ddat, pdf
from waymark_formats.sheets import build, read_template, read_workbook, suggest, write_xlsx

FONTS = Path(__file__).resolve().parent.parent / "src" / "waymark" / "web" / "static" / "build" / "fonts"
T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    """Do work, and print what it took."""
    begun = time.process_time()
    result = work()
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:32} {seconds:6.1f} s  {peak:5} MB")
    return result


def make(path: Path, requirements: int) -> Path:
    """Write a list of that many requirements, each of another role level and skill."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Requirements")
    for column, heading in enumerate(("Family", "Role", "Role level", "Skill", "Level")):
        sheet.write_string(0, column, heading)
    for number in range(requirements):
        role, rung, skill = number // 45, number // 15 % 3, number * 7 % 17_000
        cells = f"Family {role % 40}", f"Role {role}", f"Rung {rung}", f"Skill {skill}", str(skill % 4 + 1)
        for column, cell in enumerate(cells):
            sheet.write_string(number + 1, column, cell)
    book.close()
    return path


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requirements", type=int, default=130_000)
    parser.add_argument("--pdf", type=Path, default=None)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder) / "list.xlsx", args.requirements)
        book = timed("read the workbook", lambda: read_workbook(path))
        mapping = timed("guess what it means", lambda: suggest(book.sheets[0]))
        built = timed("build the framework", lambda: build(book, [mapping], title="Large"))
        document = built.document
        if document is None:
            raise SystemExit(f"{len(built.problems)} problems, the first: {built.problems[0]}")
        files = timed("write it as our template", lambda: write_xlsx(document))
        ours = Path(folder) / "ours.xlsx"
        ours.write_bytes(next(iter(files.values())))
        again = timed("read that back", lambda: read_template(ours)).document
        print(f"the same again: {again == document}")
    if args.pdf is not None:
        real = ddat.read(args.pdf).document
        timed("set the real framework as a PDF", lambda: pdf.write(real, fonts=FONTS))


if __name__ == "__main__":
    main()
