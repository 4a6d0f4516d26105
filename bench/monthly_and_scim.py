"""What the figures of a month and the pages of a department's HR system (SCIM) cost on a site of 540,000 people.

Builds the demo organisation once, as ``bench/policies.py`` does: the folder keeps it. Everyone in it is then kept for
one feed, as if its system had said them one by one. The figures are counted again each time. Their yardstick is the
bare count of the same posts by role level, unit and grade.

Run it as ``python bench/monthly_and_scim.py --folder F [--people N] [--postgresql] [--json]``.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent))
from policies import AT, build, told, wire

PAGE = 100
RUNS = 9


def main() -> int:
    """Build what is missing, measure, print."""
    parser = argparse.ArgumentParser(description="Measure figures of a month and SCIM pages.")
    parser.add_argument("--people", type=int, default=540_000, metavar="N")
    parser.add_argument("--folder", type=Path, required=True, help="keeps the data from one run to the next")
    parser.add_argument("--postgresql", action="store_true", help="start a PostgreSQL in the folder and measure on it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    wire(args.folder, postgresql=args.postgresql)
    build(args.people, 0)
    from django.db import connection

    figures, pages = count_figures(), ask_pages()
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    if args.json:
        print(json.dumps({
            "name": "monthly_and_scim", "database": connection.vendor, "people": args.people, "figures": figures,
            "pages": pages, "peak_mb": peak,
        }))  # fmt: skip
        return 0
    print(f"{connection.vendor}, {args.people:,} people")
    print(
        f"figures of a month: {figures['seconds']:.2f} s for {figures['posts']:,} posts, {figures['ratio']:.1f} times "
        f"the bare count ({figures['yardstick_seconds']:.2f} s)"
    )
    for one in pages:
        print(f"{one['what']:44} {one['queries']:3} queries {one['ms']:9.1f} ms, {one['found']} of {one['total']}")
    return 0


def count_figures() -> dict[str, Any]:
    """Take the snapshot of a month anew, and count the same posts barely."""
    from django.db import connection

    from waymark.kernel.policy import OPERATOR
    from waymark.reporting import commands
    from waymark.reporting.models import ObservedCount, Snapshot

    ObservedCount.objects.all().delete()
    Snapshot.objects.all().delete()
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role_level_id, organisation_id, grade_id, count(*) FROM people_post"
            " WHERE role_level_id IS NOT NULL AND grade_id IS NOT NULL GROUP BY 1, 2, 3"
        )
        cursor.fetchall()
    yardstick = time.perf_counter() - began
    began = time.perf_counter()
    taken = commands.take_snapshot(actor=OPERATOR, at=AT + timedelta(days=40))
    seconds = time.perf_counter() - began
    assert taken is not None, "the demo maps posts"
    posts = Snapshot.objects.latest("pk").posts
    return {
        "seconds": round(seconds, 3), "yardstick_seconds": round(yardstick, 3), "ratio": round(seconds / yardstick, 1),
        "posts": posts,
    }  # fmt: skip


def ask_pages() -> list[dict[str, Any]]:
    """Ask for users as a department's system does: the first page, one in the middle, the last, by name, one, some."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.people import commands
    from waymark.people.models import FeedUser

    feed = keep_everyone()
    token = commands.make_token(feed=feed, actor=OPERATOR, at=now())
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"})
    total = FeedUser.objects.count()
    one = FeedUser.objects.order_by("pk")[total // 2]
    asked = {
        "the first page": f"?count={PAGE}",
        "a page in the middle": f"?startIndex={total // 2}&count={PAGE}",
        "the last page": f"?startIndex={total - PAGE + 1}&count={PAGE}",
        "the last page, by user name": f"?startIndex={total - PAGE + 1}&count={PAGE}&sortBy=userName",
        "by user name": f'?filter=userName eq "{one.user_name}"',
        "by the other system's id": f'?filter=externalId eq "{one.external_id}"',
        "changed since": '?filter=meta.lastModified gt "2099-01-01T00:00:00Z"',
        "one": f"/{one.uuid}",
    }
    found = []
    for what, query in asked.items():
        times = []
        for _run in range(RUNS):
            with CaptureQueriesContext(connection) as captured:
                began = time.perf_counter()
                answer = client.get(f"/scim/v2/Users{query}")
                times.append(time.perf_counter() - began)
            assert answer.status_code == 200, answer.content
        said = json.loads(answer.content)
        found.append({
            "what": what, "ms": round(median(times) * 1000, 1), "queries": len(captured.captured_queries),
            "found": len(said.get("Resources", [said])), "total": said.get("totalResults", 1),
        })  # fmt: skip
    return found


def keep_everyone() -> UUID:
    """Keep everyone for one feed, as far as that is not done, and return it."""
    from django.db import transaction

    from waymark.kernel import bulk
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import queries as organisation
    from waymark.people import commands
    from waymark.people.models import Feed, FeedUser, Person

    there = FeedUser.objects.select_related("feed").first()
    if there is not None:
        return there.feed.uuid
    used = set(Feed.objects.values_list("organisation_id", flat=True))
    place = next(one for one in organisation.departments() if one.id not in used)
    feed = commands.add_feed(organisation_id=place.id, name="Measured", actor=OPERATOR, at=AT)
    row = Feed.objects.get(uuid=feed.uuid)
    people = Person.objects.order_by("pk").values_list("pk", "staff_number", "given_name", "family_name")
    with told("keeping everyone for one feed"), transaction.atomic():
        bulk.insert_rows(
            FeedUser,
            ("uuid", "feed_id", "person_id", "value", "user_name", "user_key", "external_id", "active", "said",
             "version", "created_at", "changed_at"),
            (
                (UUID(int=(0x5C << 120) | pk), row.pk, pk, number, f"{number}@work.example",
                 f"{number}@work.example".lower(), number, True,
                 {"given_name": given, "family_name": family}, 1, AT, AT)
                for pk, number, given, family in people.iterator(20_000)
            ),
        )  # fmt: skip
    return feed.uuid


if __name__ == "__main__":
    sys.exit(main())
