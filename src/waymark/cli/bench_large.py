"""How long and how much memory it takes to import a framework far larger than any there is.

Every step runs in a process of its own, so that no step's memory counts what another one held: a first version and one
of twice the size, by turns; a bare ``executemany`` of the first one's rows; the next version (a few words changed) and
that one again. Seconds of processor time are given beside seconds, and of what is compared the best of some runs, since
other programs share the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

from waymark.cli import bench_imports
from waymark.cli.bench_imports import LEVELS, descriptor, peak_mb, sentence

RUNS = 3
TARGET = 5.0
"""Times a bare insert of the same rows that the first version may take."""


class Size(NamedTuple):
    """How much a made-up framework holds."""

    skills: int
    roles: int
    requirements: int

    def twice(self) -> Size:
        """Return twice as much of everything."""
        return Size(self.skills * 2, self.roles * 2, self.requirements * 2)

    def __str__(self) -> str:
        return f"{self.skills:,} skills, {self.roles:,} roles, {self.requirements:,} requirements"


def measure(size: Size) -> dict[str, Any]:
    """Return the object that ``waymark bench import --large --json`` prints."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as name:
        folder = Path(name)
        _step(folder, "files", *map(str, size))
        empty = _step(folder, "empty")
        # The first version last: the next one follows it.
        pairs = [(_step(folder, "twice"), _step(folder, "first")) for _ in range(RUNS)]
        twice, first = (min(runs, key=lambda run: float(run["processor_seconds"])) for runs in zip(*pairs, strict=True))
        bare = min((_step(folder, "bare") for _ in range(RUNS)), key=lambda run: float(run["processor_seconds"]))
        rest = {step: _step(folder, step) for step in ("next", "again", "rewritten")}
    return {
        "name": "import",
        "people": 0,
        "size": str(size),
        "rows": bare["rows"],
        "seconds": first["seconds"],
        "peak_mb": first["peak_mb"],
        "yardstick": "a bare executemany of the same rows",
        "yardstick_seconds": bare["seconds"],
        "ratio": round(first["seconds"] / bare["seconds"], 2),
        "processor_ratio": round(first["processor_seconds"] / bare["processor_seconds"], 2),
        "twice": round(twice["seconds"] / first["seconds"], 2),
        "twice_processor": round(twice["processor_seconds"] / first["processor_seconds"], 2),
        "before_anything_mb": empty["peak_mb"],
        "steps": {"first": first, "bare": bare, **rest, "twice": twice},
    }


def in_words(measured: dict[str, Any]) -> str:
    """Return a measurement for a person to read."""
    lines = [
        f"Importing {measured['size']} ({measured['rows']:,} rows).",
        *(
            f"{WORDS[step]}: {one['seconds']} s ({one['processor_seconds']} s of processor time), {one['peak_mb']} MB."
            for step, one in measured["steps"].items()
        ),
        f"Ratio of the first version to the bare insert {measured['ratio']}, of processor time "
        f"{measured['processor_ratio']}; at most {TARGET} is the target.",
        f"Twice the rows: {measured['twice']} times the time, {measured['twice_processor']} of processor time.",
    ]
    return "\n".join(lines)


def _step(folder: Path, step: str, *more: str) -> dict[str, Any]:
    """Take one step in a process of its own and return what it took."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"WAYMARK_DATA_DIR": str(folder), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "waymark.cli.bench_large", step, str(folder), *more]
    run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def take(step: str, folder: Path, size: Size | None = None) -> dict[str, Any]:
    """Take one step in this process: seconds, seconds of processor time, and the most memory held, in MB."""
    if step == "files":
        assert size is not None, "whoever asks for files says how large"
        return _files(folder, size)
    import django

    django.setup()
    empty = folder / "empty.sqlite3"
    if step == "empty":
        bench_imports.migrated(folder)
        return {"peak_mb": peak_mb()}
    if step == "bare":
        rows = bench_imports.written_rows(folder / "waymark.sqlite3", empty)
        other = folder / "bare"
        other.mkdir(exist_ok=True)
        cpu = process_time()
        seconds = bench_imports.bare_insert(other, empty, [], rows)
        return {**_took(seconds, process_time() - cpu), "rows": sum(len(of) for _, of in rows.values())}
    if step in {"first", "twice"}:
        bench_imports.fresh(folder, empty)
    begun, cpu = perf_counter(), process_time()
    file, day = STEPS[step]
    _import(folder / f"{file}.json", datetime(2026, 1, day, tzinfo=UTC))
    return _took(perf_counter() - begun, process_time() - cpu)


def _files(folder: Path, size: Size) -> dict[str, Any]:
    """Write the files that are imported: not in the first process, whose memory those it starts would seem to hold."""
    for name, of, changed in (("first", size, 0), ("next", size, 21), ("twice", size.twice(), 0)):
        make_up(folder / f"{name}.json", of, changed=changed)
    again = json.loads((folder / "next.json").read_text(encoding="utf-8"))
    (folder / "rewritten.json").write_text(json.dumps(again, indent=1), encoding="utf-8")
    return {}


def _took(seconds: float, processor_seconds: float) -> dict[str, Any]:
    return {
        "seconds": round(seconds, 2), "processor_seconds": round(processor_seconds, 2), "peak_mb": peak_mb(),
    }  # fmt: skip


def _import(path: Path, at: datetime) -> None:
    """Import a version; one that is there already is refused, which is an answer as well."""
    from waymark.exchange import commands as exchange
    from waymark.frameworks.commands import AlreadyImported
    from waymark.kernel.policy import OPERATOR

    with suppress(AlreadyImported):
        exchange.import_framework(path=path, format="waymark", publish=True, reason="bench", actor=OPERATOR, at=at)


STEPS = {
    "first": ("first", 1),
    "next": ("next", 2),
    "again": ("next", 3),
    "rewritten": ("rewritten", 3),
    "twice": ("twice", 1),
}
"""Which file is imported on which day."""
WORDS = {
    "first": "The first version",
    "bare": "A bare executemany of its rows",
    "next": "The next version, a little changed",
    "again": "That file again",
    "rewritten": "The same content in a file with other bytes",
    "twice": "A first version of twice the size",
}


def make_up(path: Path, size: Size, *, changed: int) -> Path:
    """Write a made-up framework in our notation; in ``changed`` of its skills one line is added.

    Every skill has descriptors at four levels and stands in a tree of three storeys; every role has two levels.
    """
    skills = [
        {
            "key": f"skill-{n}",
            "name": f"Skill {n} of {sentence('craft', n % 5)}",
            "summary": sentence(f"Skill {n}", 12),
            **({"parent": f"skill-{n // 40}"} if n >= 40 else {}),
            "levels": {str(rank): descriptor(n, level, changed) for rank, level in enumerate(LEVELS, start=1)},
        }
        for n in range(size.skills)
    ]
    each, left = divmod(size.requirements, size.roles * 2)

    def role_level(role: int, level: int) -> dict[str, Any]:
        number = role * 2 + level
        return {
            "key": f"level-{level}",
            "name": f"{('Plain', 'Senior')[level]} role {role}",
            "description": sentence(f"Role {role}", 20),
            "requirements": [
                {"skill": f"skill-{(number * 37 + place * 101) % size.skills}", "level": 1 + (place + level) % 4}
                for place in range(each + (number < left))
            ],
        }

    families = [
        {
            "key": f"family-{family}",
            "name": f"Family {family}",
            "roles": [
                {
                    "key": f"role-{role}",
                    "name": f"Role {role}",
                    "summary": sentence(f"Role {role}", 20),
                    "levels": [role_level(role, level) for level in range(2)],
                }
                for role in range(family, size.roles, 50)
            ],
        }
        for family in range(min(50, size.roles))
    ]
    tree = {
        "format": "waymark-framework/1",
        "framework": {"slug": "large", "title": "Large framework"},
        "version": {"label": path.stem},
        "scales": [{"key": "levels", "name": "Levels", "levels": [
            {"rank": rank, "name": level} for rank, level in enumerate(LEVELS, start=1)
        ]}],
        "skills": skills,
        "families": families,
    }  # fmt: skip
    path.write_text(json.dumps(tree), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(json.dumps(take(sys.argv[1], Path(sys.argv[2]), Size(*map(int, sys.argv[3:])) if sys.argv[3:] else None)))
