"""Pages of people feeds: bring a file, look at it, agree to it, apply it; and people on record twice."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people.feeding.conftest import AT, row, usual
from tests.web import as_administrator
from waymark.access.models import Account
from waymark.audit import commands as audit
from waymark.audit.models import Access
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark.people import commands, queries
from waymark.people.models import FeedRun, Person, PersonAlias, Suspicion
from waymark_formats.people_feed import open_people, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, settings, department):
    as_administrator.given(settings)
    return signed_in(client, "one")


def signed_in(client, name):
    account = Account.objects.create(uuid=new_uuid(), email=f"{name}@example.org", name=name, created_at=AT)
    client.force_login(account)
    return client


def upload(client, department, tmp_path, *rows, full="full"):
    path = tmp_path / "hr.csv"
    write_csv(path, rows)
    file = SimpleUploadedFile("hr.csv", path.read_bytes())
    answer = client.post(f"/operating/feeds/{department.feed.uuid}", {"file": file, "full": full})
    assert answer.status_code == 303, answer.content.decode()
    return answer.headers["Location"]


def act(client, where, action):
    run = FeedRun.objects.get(uuid=where.rsplit("/", 1)[1])
    return client.post(where, {"action": action, "seen": run.seen})


def test_a_file_is_brought_looked_at_and_applied(admin, department, tmp_path):
    where = upload(admin, department, tmp_path, row("1"), row("2", manager="1"), row("3", grade="ZZ9"))

    page = admin.get(where).content.decode()
    assert "Ready to apply" in page
    assert "There is no grade “ZZ9” here" in page
    assert "Columns that are read" in page
    assert "Columns that are not read" not in page
    assert "Ada Ox 2" in admin.get(f"{where}?kind=new").content.decode()
    rows = admin.get(f"{where}/set-aside.csv").content.decode().splitlines()
    assert rows[1].startswith("4,3,Ada Ox 3,")
    assert not Person.objects.exists()

    assert act(admin, where, "apply").status_code == 303

    assert Person.objects.count() == 2
    assert "Applied on" in admin.get(where).content.decode()
    assert "Applied" in admin.get(f"/operating/feeds/{department.feed.uuid}").content.decode()
    assert act(admin, where, "apply").status_code == 422


def test_an_unusual_file_is_agreed_to_by_another_administrator(admin, client, department, tmp_path):
    act(admin, upload(admin, department, tmp_path, *(row(str(n)) for n in range(1, 11))), "apply")
    usual(department.feed, 10, 20)
    where = upload(admin, department, tmp_path, *(row(str(n)) for n in range(1, 9)))
    page = admin.get(where).content.decode()
    assert "Waits for a second person" in page
    assert "Apply it" not in page
    assert act(admin, where, "apply").status_code == 422
    assert act(admin, where, "approve").status_code == 422

    other = signed_in(client, "other")
    assert "Agree to it" in other.get(where).content.decode()
    assert act(other, where, "approve").status_code == 303
    assert act(other, where, "apply").status_code == 303

    assert queries.runs(department.feed.uuid, OPERATOR, AT)[0].state == "applied"


def test_what_is_wrong_with_a_form_is_said(admin, department, tmp_path):
    feed = f"/operating/feeds/{department.feed.uuid}"
    assert "Choose a file" in admin.post(feed, {"full": "full"}).content.decode()
    assert "Select a department" in admin.post("/operating/feeds", {"name": "x"}).content.decode()
    taken = admin.post("/operating/feeds", {"name": "HR", "department": str(department.ids["d"])})
    assert taken.status_code == 422
    assert "called “HR”" in taken.content.decode()
    wrong = admin.post(f"{feed}/settings", {"most_leavers": "many", "most_joiners": "101"})
    assert wrong.content.decode().count("Enter a whole number from 0 to 100") >= 2
    where = upload(admin, department, tmp_path, row("1"))
    again = admin.post(feed, {"file": SimpleUploadedFile("x.csv", b"x"), "full": "full"})
    assert "under way" in again.content.decode()
    assert admin.post(where, {"action": "nonsense"}).status_code == 400


def test_a_refused_and_a_discarded_file_say_so(admin, department, tmp_path):
    refused = upload(admin, department, tmp_path, row("1", unit="E1"), row("2", unit="E1"))
    page = admin.get(refused).content.decode()
    assert "The whole file is refused" in page
    assert "another department" in page
    assert admin.get(f"{refused}/discard").status_code == 404

    where = upload(admin, department, tmp_path, row("1"))
    assert "Nobody’s record changes" in admin.get(f"{where}/discard").content.decode()
    assert admin.post(f"{where}/discard").status_code == 303
    assert "deleted" in admin.get(where).content.decode()


def test_settings_are_kept_and_the_template_can_be_read(admin, department, tmp_path):
    feed = f"/operating/feeds/{department.feed.uuid}"
    given = {
        "most_leavers": "5", "most_joiners": "30", "most_moved": "31", "most_renamed": "6", "most_aside": "7",
        "needs_end": "yes", "column_unit": "Kst",
    }  # fmt: skip

    assert admin.post(f"{feed}/settings", given).status_code == 303

    card = queries.feed_card(department.feed.uuid, OPERATOR, AT)
    assert (card.most_leavers, card.most_joiners, card.needs_end, card.mapping) == (5, 30, True, {"unit": "Kst"})
    assert (card.most_moved, card.most_renamed, card.most_aside) == (31, 6, 7)
    assert 'value="Kst"' in admin.get(f"{feed}/settings").content.decode()
    path = tmp_path / "template.xlsx"
    path.write_bytes(io.BytesIO(admin.get("/operating/feeds/template.xlsx").content).read())
    assert next(open_people(path).rows()).faults == ()


def test_two_on_record_are_said_to_be_one_and_two_again(admin, department, tmp_path):
    rows = (row("1", email="ada@example.org"), row("99", email="ada@example.org"))
    act(admin, upload(admin, department, tmp_path, rows[0]), "apply")
    act(admin, upload(admin, department, tmp_path, *rows), "apply")
    one, other = (Person.objects.get(staff_number=number) for number in ("99", "1"))
    where = f"/operating/feeds/twice/{one.uuid}/{other.uuid}"

    assert "(99)" in admin.get("/operating/feeds/twice").content.decode()
    assert admin.post(where, {"reason": ""}).status_code == 422
    assert admin.post(where, {"reason": "Two contracts."}).status_code == 303
    assert queries.kept_for(one.pk) == other.pk
    assert admin.get(where).status_code == 404
    assert "Nobody seems" in admin.get("/operating/feeds/twice").content.decode()
    merged = f"/operating/feeds/twice/merged/{PersonAlias.objects.get().uuid}"
    assert merged in admin.get("/operating/feeds/twice/merged").content.decode()
    assert admin.post(merged, {"reason": ""}).status_code == 422
    assert admin.post(merged, {"reason": "They are sisters."}).status_code == 303
    assert queries.kept_for(one.pk) == one.pk
    assert admin.get(merged).status_code == 404


def test_a_pair_is_dismissed_and_two_others_are_named(admin, department, tmp_path):
    rows = (row("1", email="ada@example.org"), row("99", email="ada@example.org"), row("3"))
    act(admin, upload(admin, department, tmp_path, *rows), "apply")
    one, other, third = (Person.objects.get(staff_number=number) for number in ("99", "1", "3"))
    where = f"/operating/feeds/twice/{one.uuid}/{other.uuid}"

    assert "They are two people" in admin.get(where).content.decode()
    assert admin.post(where, {"reason": "Father and son.", "action": "two"}).status_code == 303
    page = admin.get("/operating/feeds/twice").content.decode()
    assert "Nobody seems" in page

    wrong = admin.post("/operating/feeds/twice", {"number": "3", "kept": "nobody"})
    assert (wrong.status_code, "whose records you run" in wrong.content.decode()) == (422, True)
    assert admin.post("/operating/feeds/twice", {"number": "3", "kept": "3"}).status_code == 422
    named = admin.post("/operating/feeds/twice", {"number": "3", "kept": "99"})
    assert named.headers["Location"] == f"/operating/feeds/twice/{third.uuid}/{one.uuid}"
    assert "They are two people" not in admin.get(named.headers["Location"]).content.decode()
    assert admin.post(named.headers["Location"], {"reason": "Changed their name."}).status_code == 303
    assert queries.kept_for(third.pk) == one.pk


def test_pairs_and_merges_are_paged(admin, department, tmp_path, django_assert_max_num_queries):
    rows = [row(f"{n}{half}", email=f"p{n}@example.org") for n in range(60) for half in "ab"]
    act(admin, upload(admin, department, tmp_path, *rows), "apply")

    with django_assert_max_num_queries(20):
        page = admin.get("/operating/feeds/twice?page=2").content.decode()
    assert page.count("One person or two") == 10
    for one, kept in Suspicion.objects.values_list("person_id", "other_id"):
        PersonAlias.objects.create(uuid=new_uuid(), person_id=one, kept_id=kept, reason="x", from_at=AT)
    with django_assert_max_num_queries(20):
        assert admin.get("/operating/feeds/twice/merged?page=2").content.decode().count("two after all") == 10


def test_pages_ask_the_same_however_many_people_there_are(
    admin,
    department,
    tmp_path,
    django_assert_max_num_queries,
):
    where = upload(admin, department, tmp_path, *(row(str(n)) for n in range(1, 70)))

    with django_assert_max_num_queries(25):
        assert "Page" in admin.get(f"{where}?kind=new&page=2").content.decode()
    commands.discard_feed(uuid=FeedRun.objects.get().uuid, actor=OPERATOR, at=AT)
    with django_assert_max_num_queries(20):
        admin.get("/operating/feeds")


def test_looking_at_whoever_is_set_aside_is_on_record(admin, department, tmp_path, settings):
    settings.AUDIT_SPOOL_DIR = tmp_path / "spool"
    act(admin, upload(admin, department, tmp_path, row("1"), row("2")), "apply")
    where = upload(admin, department, tmp_path, row("1", grade="ZZ9"), row("2"))
    audit.flush_access()

    for page in (f"{where}?kind=aside", f"{where}/set-aside.csv"):
        assert admin.get(page).status_code == 200
        audit.flush_access()
        access = Access.objects.latest("pk")
        assert access.what == page.partition("?")[0]
        assert [one.person_id for one in access.subjects.all()] == [Person.objects.get(staff_number="1").pk]
