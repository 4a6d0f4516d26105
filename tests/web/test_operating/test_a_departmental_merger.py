"""A department that came by its HR file merges into another: people, judgements, sharing and figures go along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.confirming import just_confirmed
from tests.web.pages import Page
from tests.web.test_me.conftest import Someone, someone
from waymark.access import commands as access
from waymark.access import queries as duties
from waymark.access.models import Account, Grant
from waymark.assessments import commands as assessments
from waymark.assessments import queries as record
from waymark.audit.models import Entry
from waymark.demo import commands as demo
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.organisation import queries as organisation
from waymark.organisation.models import Organisation
from waymark.people import commands, queries
from waymark.people.models import Appointment, Feed, FeedRun, Identifier, Person, Post, PostMove, ReportingLine
from waymark_formats.people_feed import COLUMNS

STAYING, COMING = 50, 70
DEPARTMENT = [column.key for column in COLUMNS].index("department")
PLACES = {"people.post", "people.postmove", "people.listing", "people.correction"}
BODY = "/operating/reference/organisations"


@dataclass(frozen=True)
class Fed:
    """A department that came by its HR file."""

    id: int
    slug: str
    name: str
    feed: UUID
    rows: list[tuple[str, ...]]

    def numbers(self) -> set[str]:
        return {row[0] for row in self.rows}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def administrator(crafts, holding) -> Client:
    one = someone(91)
    holding[one.account] = (Duty("administrator", 1),)
    return just_confirmed(one.browser())


@pytest.fixture
def staying(administrator, folder, tmp_path) -> Fed:
    return come(administrator, tmp_path, "Department for Harbours", "H", STAYING)


@pytest.fixture
def coming(administrator, folder, tmp_path) -> Fed:
    return come(administrator, tmp_path, "Department for Tides", "T", COMING)


def come(administrator: Client, tmp_path, name: str, prefix: str, people: int) -> Fed:
    """Add a department with its units and its feed, and let its people come by the generated file."""
    file = demo.hr_file(people=people, department=name, prefix=prefix, seed=people, at=now())
    slug = demo.add_hr_department(file=file, actor=OPERATOR, at=now())
    added = administrator.post(
        "/operating/feeds", {"department": organisation.organisation(slug).id, "name": "HR system"}
    )
    assert added.status_code == 303
    fed = Fed(
        organisation.organisation(slug).id, slug, name, Feed.objects.get(organisation__slug=slug).uuid,
        [cells for cells, _truth in file.rows()],
    )  # fmt: skip
    answer = bring(administrator, fed, tmp_path, fed.rows)
    run = apply(administrator, answer.headers["Location"])
    assert (run.state, run.counts["new"]) == ("applied", people)
    return fed


def bring(administrator: Client, fed: Fed, tmp_path, rows):
    path = tmp_path / "hr.csv"
    demo.write_rows(path=path, rows=rows)
    file = SimpleUploadedFile("hr.csv", path.read_bytes())
    return administrator.post(f"/operating/feeds/{fed.feed}", {"file": file, "full": "full"})


def apply(administrator: Client, where: str) -> FeedRun:
    uuid = where.rsplit("/", 1)[1]
    administrator.post(where, {"action": "apply", "seen": FeedRun.objects.get(uuid=uuid).seen})
    return FeedRun.objects.get(uuid=uuid)


def with_account(person_id: int) -> Someone:
    """Give somebody who came by a file an account."""
    person = Person.objects.get(pk=person_id)
    account = access.create_account(
        email=f"{person.staff_number.lower()}@example.test", name=person.given_name, actor=OPERATOR, at=now()
    )
    commands.link_account(staff_number=person.staff_number, account_id=account, actor=OPERATOR, at=now())
    return Someone(person.pk, account, Actor(account_id=account, person_id=person.pk))


def checked_and_shown(someone_there: Someone) -> UUID:
    """Let somebody check their skills, answer two, and show it to their manager."""
    level = frameworks.role_level("weaver/weaver", now())
    given = {"actor": someone_there.actor, "at": now()}
    opened = assessments.start(role_level_id=level.ref.id, kind="full", **given)
    for skill_id in opened.skills[:2]:
        assessments.save_answer(assessment=opened.uuid, skill_id=skill_id, level=2, seen_revision=None, **given)
    uuid = assessments.submit(assessment=opened.uuid, **given).uuid
    assessments.share_assessment(uuid=uuid, with_manager=True, message="Look at this", **given)
    return uuid


def duty_over(organisation_id: int, kind: str) -> int:
    """Give somebody who works elsewhere a duty over a department, and return their account."""
    holder = someone(95 if kind == "hr-director" else 96)
    access.give_duty(
        account=Account.objects.get(pk=holder.account).uuid, kind=kind, organisation_id=organisation_id,
        until_at=now() + timedelta(days=90), reason="They answer for it.", actor=OPERATOR, at=now(),
    )  # fmt: skip
    return holder.account


def in_sight_of(account: int) -> set[str]:
    actor = Actor(account_id=account, duties=duties.duties_of(account, now()))
    return set(Person.objects.filter(pk__in=queries.in_sight(actor, now())).values_list("staff_number", flat=True))


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the rooms that know people, but for where posts are and who is listed where."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for room in ("people", "assessments", "careers", "frameworks")
        for model in apps.get_app_config(room).get_models()
        if model._meta.label_lower not in PLACES
    }


def merge(administrator: Client, gone: Fed, into: Fed) -> tuple[Page, str]:
    """Merge one department into another by the page, today; return what was shown first and where the change is."""
    today = now().date()
    said = {
        "day_0": today.day, "day_1": today.month, "day_2": today.year, "reason": "One department for the sea.",
        "into": into.slug,
    }  # fmt: skip
    preview = Page(administrator.post(f"{BODY}/{gone.slug}/merge", said))
    done = administrator.post(f"{BODY}/{gone.slug}/merge", preview.forms[-2])
    assert done.status_code == 303, Page(done).text
    return preview, done.headers["Location"]


def heads(fed: Fed, days) -> list[tuple[int | None, int]]:
    return [(one.as_it_was, one.as_it_is) for one in queries.headcount(fed.id, days, now())]


def test_a_merger_carries_people_judgements_and_figures(administrator, staying, coming, tmp_path):
    line = ReportingLine.objects.filter(person__staff_number__in=coming.numbers()).earliest("pk")
    worker, manager = with_account(line.person_id), with_account(line.manager_id)
    shown = checked_and_shown(worker)
    held = record.standings(worker.id, worker.actor, now())
    before, ids = everything(), dict(Person.objects.values_list("staff_number", "pk"))
    assert all(before[f"assessments.{table}"] for table in ("Assessment", "Judgement", "Standing", "Share"))
    days = [now().date() - timedelta(days=ago) for ago in (900, 100, 1)]
    was_there, was_here = heads(coming, days), heads(staying, days)
    reports = [queries.headcounts(day, now()) for day in days]
    assert was_there[-1] == (COMING, COMING)

    preview, _change = merge(administrator, coming, staying)

    # It was said before.
    assert f"people in post on that day {COMING}" in preview.text
    assert "Its people feed takes nothing more from then on." in preview.text
    # The same persons with the same records.
    assert everything() == before
    assert set(Post.objects.filter(number__startswith="T").values_list("organisation__path", flat=True)) == {
        path
        for path in Organisation.objects.filter(code__startswith="TU").values_list("path", flat=True)
        if path.startswith(organisation.path_of(staying.id))
    }
    member = Person.objects.get(pk=worker.id)
    assert queries.person(member.staff_number, now(), OPERATOR).department_name == staying.name
    # Judgements and sharing.
    assert record.standings(worker.id, worker.actor, now()) == held
    assert [one.assessment for one in record.shared_with(manager.actor, now())] == [shown]
    assert Page(worker.browser().get("/me/skills")).status == 200
    assert Page(manager.browser().get(f"/team/{member.uuid}/assessments/{shown}")).status == 200
    assert member.family_name in Page(manager.browser().get("/team")).text
    # Figures before and after agree, by lineage.
    today = [now().date()]
    assert [queries.headcounts(day, now()) for day in days] == reports
    assert [was for was, _is in heads(coming, days)] == [was for was, _is in was_there]
    for day, here, there, now_here in zip(days, was_here, was_there, heads(staying, days), strict=True):
        assert now_here == (here[0], here[0] + there[0])
        made_of = {part.organisation_id: part.whole for part in organisation.lineage(staying.id, day)}
        assert made_of == {staying.id: True, coming.id: True}
    assert heads(staying, today) == [(STAYING + COMING, STAYING + COMING)]
    assert heads(coming, today) == [(None, 0)]
    assert queries.headcounts(today[0], now())[staying.id] == STAYING + COMING
    assert Entry.objects.get(kind="organisation.change.made").facts["counted"] == {"people": COMING, "posts": COMING}
    assert dict(Person.objects.values_list("staff_number", "pk")) == ids


def test_duties_over_it_go_over_when_somebody_says_so(administrator, staying, coming):
    director, holder = duty_over(coming.id, "hr-director"), duty_over(coming.id, "vacancy-holder")
    assert in_sight_of(director) == coming.numbers()

    preview, change = merge(administrator, coming, staying)

    assert "HR director" in preview.text
    assert in_sight_of(director) == set()
    assert duties.duties_over([staying.id], OPERATOR, now()) == ()
    cards = duties.duties_over([coming.id], OPERATOR, now())
    assert {card.kind.kind for card in cards} == {"hr-director", "vacancy-holder"}
    answer = administrator.post(f"{change}/duties", {"grants": [str(card.uuid) for card in cards], "reason": "Go on."})
    assert answer.status_code == 303
    # A strong one waits for a second administrator, over the larger body as anywhere.
    assert [duty.kind for duty in duties.duties_of(holder, now())].count("vacancy-holder") == 2
    assert in_sight_of(director) == set()
    waiting = Grant.objects.get(kind="hr-director", organisation_id=staying.id)
    access.decide(grant=waiting.uuid, approve=True, reason="Yes.", actor=OPERATOR, at=now())
    assert in_sight_of(director) == staying.numbers() | coming.numbers()


def test_its_feed_ends_and_the_successors_names_the_same_people(administrator, staying, coming, tmp_path):
    merge(administrator, coming, staying)
    ids = dict(Person.objects.values_list("staff_number", "pk"))
    appointments = Appointment.objects.count()

    # The old system sends its file once more.
    refused = bring(administrator, coming, tmp_path, coming.rows)
    page = Page(administrator.get(f"/operating/feeds/{coming.feed}"))

    words = "“Department for Tides” is part of “Department for Harbours” now, so its feed takes nothing more."
    assert refused.status_code == 422
    assert words in Page(refused).text
    assert words in page.text
    assert FeedRun.objects.filter(feed__uuid=coming.feed).count() == 1

    # So does the successor's, as it was: nobody of the others has left by that.
    run = apply(administrator, bring(administrator, staying, tmp_path, staying.rows).headers["Location"])
    assert (run.state, run.counts) == ("applied", {"same": STAYING})

    # Then one file names both.
    theirs = [(*row[:DEPARTMENT], staying.name, *row[DEPARTMENT + 1 :]) for row in coming.rows]
    run = apply(administrator, bring(administrator, staying, tmp_path, [*staying.rows, *theirs]).headers["Location"])

    assert (run.state, run.counts) == ("applied", {"same": STAYING, "known": COMING})
    assert dict(Person.objects.values_list("staff_number", "pk")) == ids
    assert Appointment.objects.count() == appointments
    source = Feed.objects.get(uuid=staying.feed).source
    assert Identifier.objects.filter(source=source).count() == STAYING + COMING
    assert not PostMove.objects.filter(change=None).exists()

    # From now on who leaves leaves by that file.
    rows = [row for row in [*staying.rows, *theirs] if row[0] != theirs[-1][0]]
    run = apply(administrator, bring(administrator, staying, tmp_path, rows).headers["Location"])
    assert run.counts["left"] == 1
    assert heads(staying, [now().date()])[0][0] == STAYING + COMING - 1
