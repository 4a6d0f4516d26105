"""How long the pages of a very large framework take, beside those of a small one.

Run it as ``python bench/framework_pages.py --large 17000 3000 130000``. In a process and a database of its own each, a
framework is made up and published, with a draft of its next version that rewords 21 skills; then its pages are asked
for, by nobody and by an author. Milliseconds are of processor time, the database (SQLite) included: the median of the
runs after a first one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")

PUBLIC = (
    "/frameworks",
    "/frameworks/large",
    "/frameworks/large/versions/one",
    "/skills",
    "/skills?framework=large",
    "/skills?framework=large&letter=all",
    "/skills/skill-7",
    "/roles/role-7",
    "/roles/role-7/level-1",
    "/search?q=skill",
    "/search?q=role+7",
    "/professions/digital-data-and-technology",
)
WRITTEN = (
    "/authoring",
    "",
    "/details",
    "/scales",
    "/skills",
    "/skills?under=skill-1",
    "/skills?q=craft",
    "/skills/skill-7",
    "/skills/new",
    "/families",
    "/families/family-7",
    "/roles/role-7",
    "/roles/role-7/requirements",
    "/roles/role-7/levels/level-1",
    "/roles/role-7/levels/level-1/requirements",
    "/preview",
    "/preview/skills/skill-7",
    "/review",
    "/release",
    "/release/changes",
    "/release/impact",
    "/release/successors",
    "/checks",
    "/derive",
)
FILES = ("waymark", "case", "moodle", "xlsx", "csv", "ddat", "pdf")


def measured(size: tuple[int, ...], runs: int, files: bool) -> dict[str, Any]:
    """Make the framework and return what each page took, by its address."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"WAYMARK_DATA_DIR": folder, "WAYMARK_DEMO": "1"}
        command = [sys.executable, __file__, "--inside", folder, "--runs", str(runs), "--large", *map(str, size)]
        run = subprocess.run(command + ["--files"] * files, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def inside(folder: Path, size: tuple[int, ...], runs: int, files: bool) -> dict[str, Any]:
    """Do it in this process, whose database is in ``folder``."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from waymark.cli.bench_large import Size, make_up
    from waymark.demo import commands as demo
    from waymark.exchange import commands as exchange
    from waymark.kernel import clock
    from waymark.kernel.policy import OPERATOR

    call_command("migrate", verbosity=0)
    at = clock.now()
    demo.build(people=300, at=at, actor=OPERATOR)
    for label, changed in (("one", 0), ("two", 21)):
        exchange.import_framework(
            path=make_up(folder / f"{label}.json", Size(*size), changed=changed),
            format="waymark",
            owner="digital-data-and-technology" if label == "one" else "",
            publish=label == "one",
            actor=OPERATOR,
            at=at + timedelta(seconds=changed),
        )
    author = Client(HTTP_HOST="localhost")
    author.post("/demo/sign-in/framework-author")
    public = [("", page) for page in PUBLIC]
    written = [("author", page if page == "/authoring" else f"/authoring/drafts/large/two{page}") for page in WRITTEN]
    downloads = [("", f"/frameworks/large/versions/one/download/{format}") for format in FILES] if files else []
    clients = {"": Client(HTTP_HOST="localhost"), "author": author}
    found = {page: _page(clients[who], page, runs) for who, page in (*public, *written)}
    return found | {page: _page(clients[who], page, 1) for who, page in downloads}


def _page(client: Any, address: str, runs: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took = []
    begun = time.process_time()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        queries = len(captured)  # the next request begins to count anew
    first = time.process_time() - begun
    for _ in range(runs if first < 2 else 0):
        begun = time.process_time()
        answer = client.get(address)
        took.append(time.process_time() - begun)
    return {
        "status": answer.status_code,
        "queries": queries,
        "first_ms": round(first * 1000),
        "ms": round(statistics.median(took or [first]) * 1000),
        "kb": len(answer.content) // 1024,
    }


def main() -> None:
    """Print one line per page: the small framework's figures, then the large one's."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--large", type=int, nargs=3, default=(17_000, 3_000, 130_000))
    arguments.add_argument("--small", type=int, nargs=3, default=(20, 10, 60))
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument(
        "--files",
        action="store_true",
        help="downloads as well: of a large framework the page that says that a worker makes them",
    )
    arguments.add_argument("--inside", type=Path, default=None)
    args = arguments.parse_args()
    if args.inside is not None:
        print(json.dumps(inside(args.inside, tuple(args.large), args.runs, args.files)))
        return
    small, large = (measured(tuple(size), args.runs, args.files) for size in (args.small, args.large))
    for page, one in large.items():
        other = small[page]
        print(
            f"{page:62} {other['status']} {one['status']}  queries {other['queries']:3} {one['queries']:3}  "
            f"ms {other['ms']:6} {one['ms']:6}  first {one['first_ms']:6}  KB {other['kb']:6} {one['kb']:6}"
        )


if __name__ == "__main__":
    main()
