"""Departments on their way in, and whether the site is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people.feeding.conftest import AT, row, usual
from tests.providers import saml
from tests.providers.department import SAML_DETAILS
from tests.web import as_administrator
from tests.web.pages import Page, get
from waymark.access import commands as access
from waymark.access import queries
from waymark.access.models import Account, IdentityProvider
from waymark.access.types import ProviderKind
from waymark.kernel.clock import now
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark.organisation.models import Organisation
from waymark.people import commands
from waymark.people.models import FeedRun, Post
from waymark.people.types import FeedStep
from waymark.web.operating import health
from waymark.work import commands as work
from waymark.work.models import Job
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
    assert f"/operating/feeds/{department.feed.uuid}" in page.links

    applied(department, tmp_path, row("1"), row("2", manager="1"))
    Organisation.objects.filter(pk=department.ids["u2"]).update(code="")
    provider(department)
    page = get(admin, url)
    assert "2 units, 1 with a code" in part(page, "Units and their codes")
    assert "2 people" in part(page, "People feed")
    assert "0 people sign on" in part(page, "Sign-on")
    assert "2 posts not decided" in part(page, "Which roles posts are")
    assert "3 of 6 parts are done" in page.text

    Post.objects.filter(number="P1").update(in_no_framework=True)
    assert "1 post not decided" in part(get(admin, url), "Which roles posts are")
    Post.objects.update(in_no_framework=True)
    assert "4 of 6 parts are done" in get(admin, url).text


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
    with django_assert_num_queries(HEALTH):
        get(admin, "/operating/health")


LISTING, DEPARTMENT, HEALTH = 9, 19, 16


def test_what_is_well_is_said_so(admin, department, settings):
    settings.EMAIL_HOST = "mail.example.org"

    page = get(admin, "/operating/health")

    assert "What is due is taken up." in page.text
    assert "None has failed." in page.text
    assert "2 things need you" in page.text, "two feeds of which no file has come"


def test_what_needs_somebody_stands_first_and_leads_there(admin, department, settings, tmp_path):
    settings.EMAIL_HOST = "mail.example.org"
    applied(department, tmp_path, row("1"))
    waits = brought(department, tmp_path, row("1"), row("2"))
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
