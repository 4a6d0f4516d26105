"""How long suggestions for the posts of a department take, and how many of the first ones are right.

The posts come from an HR file that is made up, with its truth kept apart: the suggestions are worked out from the
database alone, and the truth is read only to count. It is counted twice: with the professions that the file says posts
are of, and with none, as from an HR system that knows nothing of professions. Nothing is mapped beforehand.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

TARGET_SECONDS, TARGET_RIGHT = 10, 0.9
"""For 5,000 posts."""
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


class _Post(NamedTuple):
    """What is suggested for a post, and what is true."""

    suggested: str
    true: str
    """Slug of a role level; empty: in no framework."""
    band: str


def measure(people: int, *, seed: int, noise: float, data: Path | None) -> dict[str, Any]:
    """Return the object that ``waymark bench mapping --json`` prints.

    Args:
        people: how many posts, one each.
        seed: of the file.
        noise: share of titles that are written otherwise than the framework writes them.
        data: a folder with real frameworks beside the starter library; None without.
    """
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as name:
        os.environ["WAYMARK_DATA_DIR"] = name
        return _measure(people, seed, noise, data, Path(name))


def _measure(people: int, seed: int, noise: float, data: Path | None, folder: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from waymark.demo import commands as demo
    from waymark.frameworks import queries as frameworks
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import commands as organisation
    from waymark.organisation import queries as reference
    from waymark.people import queries as people_queries

    call_command("migrate", verbosity=0)
    if people_queries.count():
        raise Refusal("There are people in this database already. Name an empty one: the benchmark writes to it.")
    organisation.ensure_reference(actor=OPERATOR, at=AT)
    demo.import_library(data=data, actor=OPERATOR, at=AT, progress=lambda words: None)
    slugs = {one.ref.id: one.ref.slug for one in frameworks.role_level_names(AT)}
    runs = {}
    for what, professions in (("with professions", True), ("without professions", False)):
        file = demo.hr_file(
            people=people, seed=seed, noise=noise, department=f"Department {what}", prefix="H" if professions else "N",
            at=AT,
        )  # fmt: skip
        department = reference.organisation(demo.add_hr_department(file=file, actor=OPERATOR, at=AT))
        path = folder / "hr.csv"
        truth = {one.post_number: one.role_level for one in demo.write_hr_file(path=path, file=file)}
        _take_in(path, department.id, professions=professions)
        runs[what] = _suggest(department.id, truth, slugs)
    first = runs["with professions"]
    names = [(one.ref.slug, name) for one in frameworks.role_level_names(AT) for name in one.names]
    yardstick, right = _yardstick([one for _cells, one in file.rows()], names)
    return {
        "name": "mapping", "people": people, "seed": seed, "noise": noise, "database": connection.vendor,
        "role_levels": len(slugs), "seconds": first["seconds"], "right": first["right"],
        "peak_mb": round(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
        ),
        "yardstick": "the role level whose title has the most letters in common, in no order of words",
        "yardstick_seconds": round(yardstick, 3), "yardstick_right": right,
        "ratio": round(first["seconds"] / yardstick, 2), "runs": runs,
    }  # fmt: skip


def _take_in(path: Path, organisation_id: int, *, professions: bool) -> None:
    """Bring the file as a feed, so that the posts are what a department's would be."""
    from waymark.kernel.policy import OPERATOR
    from waymark.people import commands
    from waymark.people.types import FeedStep

    feed = commands.add_feed(organisation_id=organisation_id, name="HR", actor=OPERATOR, at=AT)
    given: Any = {"actor": OPERATOR, "at": AT}
    content = path.read_bytes()
    if not professions:
        content = content.replace(b"Post profession", b"Not read", 1)
    run = commands.bring_feed(feed=feed.uuid, filename=path.name, chunks=[content], full=True, **given)
    commands.ask_feed(uuid=run.uuid, step=FeedStep.CHECK, **given)
    run = commands.carry_out_feed(uuid=run.uuid, **given)
    commands.ask_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, **given)
    run = commands.carry_out_feed(uuid=run.uuid, **given)
    if run.state != "applied":
        raise RuntimeError(f"the file was not taken in: {run.state} {run.problem}")


def _suggest(organisation_id: int, truth: Mapping[str, str], slugs: Mapping[int, str]) -> dict[str, Any]:
    from waymark.kernel.policy import OPERATOR
    from waymark.people import commands
    from waymark.people import queries as people

    began, processor = perf_counter(), process_time()
    done = commands.work_out_suggestions(organisation_id=organisation_id, actor=OPERATOR, at=AT)
    seconds, cpu = perf_counter() - began, process_time() - processor
    found = [
        _Post(slugs[level] if level is not None else "", truth[number], band)
        for number, level, band in people.first_suggestions(organisation_id, OPERATOR, AT)
    ]
    return {
        "seconds": round(seconds, 2), "processor_seconds": round(cpu, 2), "posts": done.posts, "titles": done.titles,
        "right": _share(found), "right_in_a_framework": _share(one for one in found if one.true),
        "right_in_none": _share(one for one in found if not one.true),
        "bands": {
            band: {"posts": sum(one.band == band for one in found), "right": _share(o for o in found if o.band == band)}
            for band in ("strong", "likely", "weak")
        },
    }  # fmt: skip


def _share(found: Iterable[_Post]) -> float | None:
    """Return the share of first suggestions that are right; None of nothing."""
    right = [one.suggested == one.true for one in found]
    return round(sum(right) / len(right), 4) if right else None


def _yardstick(truth: list[Any], names: list[tuple[str, str]]) -> tuple[float, float]:
    """Compare every title with every name by its letters; return the seconds, and the share right of those in one."""
    from rapidfuzz import fuzz, process

    began = perf_counter()
    choices = [name for _slug, name in names]
    best = {}
    for title in {one.title for one in truth}:
        _name, _score, place = process.extractOne(title, choices, scorer=fuzz.token_sort_ratio)
        best[title] = names[place][0]
    taken = perf_counter() - began
    mapped = [one for one in truth if one.role_level]
    return taken, round(sum(best[one.title] == one.role_level for one in mapped) / max(1, len(mapped)), 4)


def in_words(measured: dict[str, Any]) -> str:
    """Return a measurement for a person to read."""
    lines = [
        f"{measured['people']:,} posts on {measured['database']}, {measured['role_levels']} role levels, seed "
        f"{measured['seed']}, {measured['noise']:.0%} of titles written otherwise:"
    ]
    for what, run in measured["runs"].items():
        bands = ", ".join(
            f"{band} {one['posts']:,} ({_percent(one['right'])} right)" for band, one in run["bands"].items()
        )
        lines += [
            f"  {what}: {run['seconds']} s ({run['processor_seconds']} s of the processor), {run['titles']:,} titles",
            f"    first suggestions right: {_percent(run['right'])}; of posts in a framework "
            f"{_percent(run['right_in_a_framework'])}, of posts in none {_percent(run['right_in_none'])}",
            f"    {bands}",
        ]
    lines += [
        f"  the most letters in common: {measured['yardstick_seconds']} s, {_percent(measured['yardstick_right'])} "
        "right of posts in a framework",
        f"For 5,000 posts the targets are {TARGET_SECONDS} s and {TARGET_RIGHT:.0%} right.",
    ]
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "none there" if share is None else f"{share:.1%}"
