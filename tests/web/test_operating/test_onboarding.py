"""Departments on their way in, and whether the site is well."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from tests.people.feeding.conftest import AT, row, usual
from tests.providers import saml
from tests.providers.department import SAML_DETAILS
from tests.web import as_administrator
from tests.web.pages import Page, get
from waymark.access import commands as access
from waymark.access import queries
from waymark.access.models import Account, IdentityProvider
from waymark.access.types import ProviderKind
from waymark.audit import commands as audit
from waymark.audit.models import Entry
from waymark.jobs.kinds import REGULAR
from waymark.kernel.clock import now
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Actor
from waymark.organisation import commands as organisation
from waymark.organisation import queries as organisation_queries
from waymark.organisation.models import Organisation
from waymark.organisation.types import Change, ChangeKind, NewOrganisation
from waymark.people import commands
from waymark.people.commands import reorganise as people_reorganise
from waymark.people.models import Feed, FeedRun, FeedUser, Person, Post
from waymark.people.types import FeedStep
from waymark.reporting import commands as reporting
from waymark.web.operating import health
from waymark.work import commands as work
from waymark.work.models import Job, Schedule
from waymark_formats.people_feed import write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, settings, department):
    as_administrator.given(settings)
    account = Account.objects.create(uuid=new_uuid(), email="one@example.org", name="one", created_at=AT)
    client.force_login(account)
    return client


def part(page: Page, title: str) -> str:
    (item,) = [one for one in page.html.split('<li class="govuk-task-list__item')[1:] if f">{title}</a>" in one]
    return item.split('-state">')[-1].split("</div>")[0]


def test_the_list_finds_departments_and_says_what_is_missing(admin):
    page = get(admin, "/operating/onboarding")
    assert "Department for Tests" in page.text
    assert "Ministry of Elsewhere" in page.text

    assert "Ministry of Elsewhere" not in get(admin, "/operating/onboarding?q=tests").text
    assert "None is called so." in get(admin, "/operating/onboarding?q=zz").text


def test_each_part_says_how_far_it_is_and_leads_to_where_it_is_done(admin, department, tmp_path):
    url = f"/operating/onboarding/{Organisation.objects.get(pk=department.ids['d']).slug}"
    page = get(admin, url)
    assert "2 units" in part(page, "Units and their codes")
    assert "Those of everyone" in part(page, "Grades")
    assert "Names nobody yet" in part(page, "People feed")
    assert "By email and password" in part(page, "Sign-on")
    assert "No posts yet" in part(page, "Which roles posts are")
    assert "Nobody yet" in part(page, "Duties")
    assert "No figures are shown" in part(page, "Small numbers in figures")
    assert f"/operating/feeds/{department.feed.uuid}" in page.links

    applied(department, tmp_path, row("1"), row("2", manager="1"))
    FeedRun.objects.update(applied_at=now())
    Organisation.objects.filter(pk=department.ids["u2"]).update(code="")
    provider(department)
    page = get(admin, url)
    assert "2 units, 1 with a code" in part(page, "Units and their codes")
    assert "2 people" in part(page, "People feed")
    assert "Those of everyone" in part(page, "Grades")
    assert "0 people sign on" in part(page, "Sign-on")
    assert "2 posts not decided" in part(page, "Which roles posts are")
    assert "Done: 3 of 8 parts" in page.text

    Post.objects.filter(number="P1").update(in_no_framework=True)
    assert "1 post not decided" in part(get(admin, url), "Which roles posts are")
    Post.objects.update(in_no_framework=True)
    assert "Done: 4 of 8 parts" in get(admin, url).text
    reporting.ensure_profiles(actor=OPERATOR, at=AT)
    assert "csstats-2023" in part(get(admin, url), "Small numbers in figures")


def test_parts_are_told_from_the_latest_file(admin, department, tmp_path):
    url = f"/operating/onboarding/{Organisation.objects.get(pk=department.ids['d']).slug}"
    known = [row(f"{n}") for n in range(1, 7)]
    run = brought(department, tmp_path, *known, row("7", unit="U77"), row("8", grade="Z9"))
    page = get(admin, url)
    assert "1 unknown in the latest file" in part(page, "Units and their codes")
    assert "1 unknown in the latest file" in part(page, "Grades")
    assert "Latest file not applied" in part(page, "People feed")

    commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=AT)
    page = get(admin, url)
    assert "1 unknown in the latest file" in part(page, "Grades"), "its people are still missing"
    FeedRun.objects.update(applied_at=now())
    assert "6 people" in part(get(admin, url), "People feed")
    FeedRun.objects.update(state="refused")
    assert "Latest file refused" in part(get(admin, url), "People feed")
    FeedRun.objects.update(state="applied", applied_at=now() - timedelta(days=40))
    assert "Says nothing any more" in part(get(admin, url), "People feed")


def test_who_looked_at_the_duties_says_so(admin, department):
    url = f"/operating/onboarding/{Organisation.objects.get(pk=department.ids['d']).slug}"
    assert "Not looked at yet" in part(get(admin, url), "Access review")
    assert admin.post(url).status_code == 303
    assert f"Looked at on {date_format(timezone.localdate(now()), 'j F Y')}" in part(get(admin, url), "Access review")
    (entry,) = Entry.objects.filter(kind="access.duties.reviewed")
    assert entry.facts == {"organisation": department.ids["d"], "duties": 0}
    with pytest.raises(NotVisible):
        access.note_review(organisation_id=department.ids["d"], actor=Actor(1), at=AT)


def test_a_body_whose_posts_are_its_own_has_no_units(admin, department, tmp_path):
    place = Organisation.objects.get(pk=department.ids["d"])
    Organisation.objects.filter(pk__in=[department.ids["u1"], department.ids["u2"]]).update(until_on=AT.date())
    assert "No units yet" in part(get(admin, f"/operating/onboarding/{place.slug}"), "Units and their codes")
    applied(department, tmp_path, row("1", unit=place.name))
    page = get(admin, f"/operating/onboarding/{place.slug}")
    assert "None: its posts are its own" in part(page, "Units and their codes")


def test_an_agency_is_fed_signs_on_and_is_answered_for_by_its_department(admin, department, tmp_path):
    new = [NewOrganisation("a", "Appeals Agency", "agency", parent_id=department.ids["d"], code="A1")]
    organisation.add_organisations(organisations=new, actor=OPERATOR, at=AT)
    applied(department, tmp_path, row("1", unit="A1"))
    FeedRun.objects.update(applied_at=now())
    provider(department)
    for kind, profession in (("hr-director", None), ("department-head-of-profession", department.policy)):
        account = access.create_account(email=f"{kind}@example.org", name=kind, actor=OPERATOR, at=AT)
        access.give_duty(
            account=Account.objects.get(pk=account).uuid, kind=kind, organisation_id=department.ids["d"],
            profession_id=profession, until_at=now() + timedelta(days=90), reason="Appointed", actor=OPERATOR,
            at=now() - timedelta(days=1),
        )  # fmt: skip
    page = get(admin, "/operating/onboarding/appeals-agency")
    assert "1 person, by Department for Tests" in part(page, "People feed")
    assert "0 people sign on, by Department for Tests" in part(page, "Sign-on")
    assert "Held over Department for Tests" in part(page, "Duties")
    assert "None: its posts are its own" in part(page, "Units and their codes")
    listed = get(admin, "/operating/onboarding?q=appeals")
    assert listed.text.count("Yes, by Department for Tests") == 2


def test_a_unit_that_is_closed_needs_no_code(admin, department):
    Organisation.objects.filter(pk=department.ids["u2"]).update(code="", until_on=AT.date())
    slug = Organisation.objects.get(pk=department.ids["d"]).slug

    assert part(get(admin, f"/operating/onboarding/{slug}"), "Units and their codes").strip() == "1 unit"


def test_a_unit_is_no_department_and_nothing_is_there(admin, department):
    unit = Organisation.objects.get(pk=department.ids["u1"]).slug

    assert admin.get(f"/operating/onboarding/{unit}").status_code == 404
    assert admin.get("/operating/onboarding/nothing").status_code == 404


def test_the_number_of_queries_is_fixed(admin, department, django_assert_num_queries):
    slug = Organisation.objects.get(pk=department.ids["d"]).slug
    get(admin, "/operating/onboarding")
    for where, number in (("", LISTING), (f"/{slug}", DEPARTMENT)):
        with django_assert_num_queries(number):
            get(admin, f"/operating/onboarding{where}")
    standing_worker()
    with django_assert_num_queries(HEALTH):
        get(admin, "/operating/health")


LISTING, DEPARTMENT, HEALTH = 9, 23, 23


def standing_worker():
    """Do what a worker does every second, and what is done every night."""
    work.start_regular(regular=REGULAR, at=now())
    Job.objects.update(state="done", finished_at=now())
    audit.seal(at=now())
    work.note_backup(actor=OPERATOR, at=now())
    audit.seal(at=now())


def said_of(page, name):
    """Return whether a thing is well, and what is said of it."""
    (row,) = [one for one in page.html.split("<tr>")[2:] if f">{name}</a>" in one]
    return "Needs you" not in row, re.sub(
        r"\s+", " ", re.sub("<[^>]*>", " ", row.rpartition("<td")[2].partition(">")[2])
    ).strip()


def test_what_is_well_is_said_so(admin, department, settings):
    settings.EMAIL_HOST = "mail.example.org"

    standing_worker()

    page = get(admin, "/operating/health")

    assert "What is due is taken up." in page.text
    assert "None has failed." in page.text
    assert "2 things need you" in page.text, "two feeds of which no file has come"


def test_a_worker_that_is_dead_is_noticed_though_nothing_waits(admin):
    assert said_of(get(admin, "/operating/health"), "Worker")[0] is False
    standing_worker()
    assert said_of(get(admin, "/operating/health"), "Worker")[0] is True
    Schedule.objects.filter(kind="work.tidy").update(last_at=now() - timedelta(days=2))
    assert not Job.objects.exclude(state="done").exists()
    assert said_of(get(admin, "/operating/health"), "Worker") == (
        False, "Nobody asks for regular work. See that a worker runs: the guide for operators says how.",
    )  # fmt: skip


def test_jobs_that_are_handed_out_and_never_begun_are_noticed(admin):
    standing_worker()
    asked = now() - timedelta(minutes=20)
    work.start(kind="work.tidy", key="one", arguments={}, actor=OPERATOR, at=asked)
    for minutes in (0, 5, 10, 15, 20):
        work.hand_out(at=asked + timedelta(minutes=minutes))
    well, words = said_of(get(admin, "/operating/health"), "Worker")
    assert not well
    assert words.startswith("Nothing is taken up since")

    other = work.start(kind="work.tidy", key="two", arguments={}, actor=OPERATOR, at=now())
    work.claim(job=other, worker="a", at=now())
    well, words = said_of(get(admin, "/operating/health"), "Worker")
    assert well, "a longer job goes on"
    assert "behind a longer job" in words


def test_a_job_whose_worker_fell_silent_is_noticed(admin):
    standing_worker()
    begun = now() - timedelta(minutes=20)
    job = work.start(kind="work.tidy", key="one", arguments={}, actor=OPERATOR, at=begun)
    work.claim(job=job, worker="a", at=begun)
    assert said_of(get(admin, "/operating/health"), "Worker")[0] is False


def test_a_feed_that_stopped_is_named(admin, department, tmp_path):
    name = "People feed of Department for Tests"
    applied(department, tmp_path, row("1"))
    FeedRun.objects.update(applied_at=now() - timedelta(days=34))
    assert said_of(get(admin, "/operating/health"), name)[0] is True
    FeedRun.objects.update(applied_at=now() - timedelta(days=36))
    well, words = said_of(get(admin, "/operating/health"), name)
    assert not well
    assert words.startswith("It has said nothing since")
    brought_again = brought(department, tmp_path, row("1"), row("2"))
    commands.discard_feed(uuid=brought_again.uuid, actor=OPERATOR, at=now())
    assert said_of(get(admin, "/operating/health"), name)[0] is False

    person = Person.objects.get()
    FeedUser.objects.create(
        uuid=new_uuid(), feed=Feed.objects.get(uuid=department.feed.uuid), person=person, value="1", user_name="one",
        user_key="one", created_at=AT, changed_at=now(),
    )  # fmt: skip
    assert said_of(get(admin, "/operating/health"), name)[0] is True, "its HR system speaks by SCIM"


def test_a_file_whose_job_is_over_is_not_being_read(admin, department, tmp_path):
    name = "People feed of Department for Tests"
    run = brought(department, tmp_path, row("1"))
    job = work.start(kind="people.feed", key="one", arguments={}, actor=OPERATOR, at=now())
    FeedRun.objects.filter(uuid=run.uuid).update(state="brought", doing="check", job=job)
    assert said_of(get(admin, "/operating/health"), name) == (True, "A file is being read.")
    work.cancel(job=job, actor=OPERATOR, at=now())
    well, words = said_of(get(admin, "/operating/health"), name)
    assert not well
    assert "ended without a word" in words


def test_a_feed_ends_with_its_department(admin, department):
    Organisation.objects.filter(pk=department.ids["other"]).update(until_on=AT.date())
    assert "People feed of Ministry of Elsewhere" not in get(admin, "/operating/health").text


def test_disk_backup_record_and_changes_are_looked_at(admin, department, monkeypatch):
    standing_worker()
    page = get(admin, "/operating/health")
    assert said_of(page, "Backup")[0] is True
    assert said_of(page, "Record")[0] is True
    assert said_of(page, "Changes of organisations") == (True, "None is late.")

    Schedule.objects.filter(kind="backup").update(last_at=now() - timedelta(days=3))
    work.start(kind="work.tidy", key="old", arguments={}, actor=OPERATOR, at=now() - timedelta(hours=1))
    tomorrow = timezone.localdate(now()) + timedelta(days=1)
    rename = Change(ChangeKind.RENAME, tomorrow, "Because.", (department.ids["u1"],), name="Cases", code="U1")
    uuid = people_reorganise(change=rename, actor=OPERATOR, at=now())
    monkeypatch.setattr(
        health.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100 * 1024**3, 0, 9 * 1024**3)
    )
    page = get(admin, "/operating/health")
    assert said_of(page, "Disk") == (False, "9 of 100 GB are free where this site keeps its files.")
    assert said_of(page, "Backup")[0] is False
    assert said_of(page, "Record")[0] is False
    assert said_of(page, "Changes of organisations")[0] is True

    stopped = organisation.stop_change
    stopped(change=uuid, words="It cannot be.", actor=OPERATOR, at=now())
    assert said_of(get(admin, "/operating/health"), "Changes of organisations") == (
        False, "1 could not be made on its day. See why."
    )  # fmt: skip
    monkeypatch.setattr(
        health.organisation, "changes_in_trouble", lambda actor, by, since: real(actor, tomorrow, since)
    )
    people_reorganise(change=replace(rename, name="Casebook"), actor=OPERATOR, at=now())
    well, words = said_of(get(admin, "/operating/health"), "Changes of organisations")
    assert not well
    assert words.startswith("The day of 1 has passed.")


real = organisation_queries.changes_in_trouble


def test_what_needs_somebody_stands_first_and_leads_there(admin, department, settings, tmp_path):
    settings.EMAIL_HOST = "mail.example.org"
    applied(department, tmp_path, row("1"))
    waits = brought(department, tmp_path, row("1"), row("2"))
    standing_worker()
    job = work.start(kind="work.tidy", key="one", arguments={}, actor=OPERATOR, at=now() - timedelta(hours=1))
    failed = work.start(kind="work.tidy", key="two", arguments={}, actor=OPERATOR, at=now())
    Job.objects.filter(uuid=failed).update(state="failed", finished_at=now())
    provider(department)

    page = get(admin, "/operating/health")

    assert Job.objects.get(uuid=job).state == "waiting"
    assert "Nothing is taken up since" in page.text
    assert "1 job failed" in page.text
    assert "waits to be looked at and applied" in page.text
    assert f"/operating/feeds/files/{waits.uuid}" in page.links
    assert "/operating/jobs?state=failed" in page.links
    rows = page.html.split("<tr>")[2:]
    needs = ["Needs you" in one for one in rows]
    assert needs == sorted(needs, reverse=True)


def test_a_certificate_that_ends_is_told_in_time(admin, department, monkeypatch):
    provider(department)
    (fact,) = queries.certificate_facts(IdentityProvider.objects.get().pk)

    def told(before, at):
        return [until for _card, until in queries.certificates_ending(OPERATOR, before, at)]

    assert told(fact.until - timedelta(days=1), AT) == []
    assert told(fact.until + timedelta(days=1), AT) == [fact.until]
    assert "Its last certificate" not in get(admin, "/operating/health").text
    monkeypatch.setattr(health, "CERTIFICATE_DAYS", 30 * 365)
    assert "Its last certificate ends on" in get(admin, "/operating/health").text


def provider(department):
    """Let people of the department sign on by SAML."""
    uuid = access.add_provider(
        kind=ProviderKind.SAML, organisation_id=department.ids["d"],
        details=replace(SAML_DETAILS, secret=saml.certificate(), domains=()), actor=OPERATOR, at=AT,
    )  # fmt: skip
    access.turn_on_provider(provider=uuid, actor=OPERATOR, at=AT)


def brought(department, tmp_path, *rows):
    usual(department.feed, 100, 100)
    path = tmp_path / "hr.csv"
    write_csv(path, rows)
    run = commands.bring_feed(
        feed=department.feed.uuid, filename="hr.csv", chunks=[path.read_bytes()], full=True, actor=OPERATOR, at=AT
    )
    return commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=AT)


def applied(department, tmp_path, *rows):
    run = brought(department, tmp_path, *rows)
    commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=AT)
    assert FeedRun.objects.get(uuid=run.uuid).state == "applied"
