"""Joiners, movers and leavers by SCIM, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.scim.conftest import user
from tests.people.feeding.conftest import AT, later, row, usual, works
from tests.people.feeding.test_two_people import administrator
from waymark.access.models import Account
from waymark.adapters.scim import storage
from waymark.adapters.scim.schemas import ENTERPRISE, POST
from waymark.audit.models import Entry
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark.people import commands, queries
from waymark.people.models import FeedUser, Identifier, Movement, Person, Post
from waymark.work.models import Job

pytestmark = pytest.mark.django_db


def patch(*operations):
    return {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": list(operations)}


def test_somebody_joins_moves_leaves_and_comes_back(call, now):
    joined = call("POST", "/Users", user())
    assert joined.status_code == 201, joined.content
    assert works()["N-ada"] == (["P-ada"], [], ["policy"])
    where = f"/Users/{joined.said['id']}"
    assert joined.headers["Location"].endswith(where)

    now.at = later(1)
    moved = call("PATCH", where, patch({"op": "replace", "path": f"{POST}:number", "value": "P2"},
                                       {"op": "replace", "path": f"{POST}:unit", "value": "Appeals"}))  # fmt: skip
    assert moved.status_code in {200, 204}, moved.content
    assert works(later(1))["N-ada"][0] == ["P2"]

    person = Person.objects.get(staff_number="N-ada")
    person.account = Account.objects.create(uuid=new_uuid(), email="ada@example.org", name="Ada", created_at=AT)
    person.save()
    now.at = later(2)
    assert call("PATCH", where, patch({"op": "Replace", "path": "active", "value": "False"})).status_code < 300
    assert works(later(2))["N-ada"] == ([], [], [])
    person.account.refresh_from_db()
    assert person.account.closed_at == later(2)
    assert call("GET", where).said["active"] is False

    now.at = later(3)
    assert call("PATCH", where, patch({"op": "replace", "path": "active", "value": True})).status_code < 300
    assert works(later(3))["N-ada"][0] == ["P2"]
    person.account.refresh_from_db()
    assert person.account.closed_at is None
    kinds = list(Movement.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["joined", "moved", "left", "joined"]


def test_whoever_is_deleted_is_not_there_and_stays_on_record(call, now):
    where = f"/Users/{call('POST', '/Users', user()).said['id']}"
    person = Person.objects.get(staff_number="N-ada")

    now.at = later(1)
    assert call("DELETE", where).status_code == 204

    assert call("GET", where).status_code == 404
    assert call("PUT", where, user()).status_code == 404
    assert call("DELETE", where).status_code == 404
    assert works(later(1))["N-ada"] == ([], [], [])
    again = call("POST", "/Users", user())
    assert again.status_code == 201
    assert FeedUser.objects.get().person_id == person.pk


def test_the_access_of_somebody_without_a_post_ends_too(call):
    where = f"/Users/{call('POST', '/Users', user(**{POST: {}})).said['id']}"
    person = Person.objects.get(staff_number="N-ada")
    person.account = Account.objects.create(uuid=new_uuid(), email="ada@example.org", name="Ada", created_at=AT)
    person.save()

    assert call("DELETE", where).status_code == 204

    person.account.refresh_from_db()
    assert person.account.closed_at == AT


def test_a_post_stays_while_it_is_put_together_anew(call):
    said = user()
    del said[POST]["unit"]
    made = call("POST", "/Users", said)
    where = f"/Users/{made.said['id']}"
    assert made.said[POST]["missing"] == ["unit"]
    assert works()["N-ada"][0] == []

    call("PATCH", where, patch({"op": "add", "path": f"{POST}:unit", "value": "u1"}))
    assert "missing" not in call("GET", where).said[POST]
    assert works()["N-ada"][0] == ["P-ada"]

    call("PATCH", where, patch({"op": "remove", "path": f"{POST}:title"}))
    assert call("GET", where).said[POST]["missing"] == ["title"]
    assert works()["N-ada"][0] == ["P-ada"]
    assert Post.objects.get().title == "Caseworker"

    call("PATCH", where, patch({"op": "remove", "path": f"{POST}:number"}))
    assert works()["N-ada"][0] == []


def test_the_same_again_changes_nothing(call, now):
    made = call("POST", "/Users", user())
    where, entries = f"/Users/{made.said['id']}", Entry.objects.count()

    now.at = later(1)
    again = call("PUT", where, user())

    assert again.status_code == 200
    assert again.said == made.said
    assert again.headers["ETag"] == made.headers["ETag"]
    assert Entry.objects.count() == entries
    changed = call("PUT", where, user(name={"givenName": "Ada", "familyName": "Lee"}))
    assert changed.headers["ETag"] != made.headers["ETag"]
    assert Entry.objects.filter(kind="people.person.put").count() == 2


def test_managers_are_users_and_never_in_a_circle(call):
    boss = call("POST", "/Users", user("boss")).said["id"]
    said = user()
    said[ENTERPRISE]["manager"] = {"value": boss}
    ada = call("POST", "/Users", said).said
    assert ada[ENTERPRISE]["manager"]["$ref"].endswith(f"/scim/v2/Users/{boss}")
    assert works()["N-ada"][1] == ["N-boss"]

    circle = user("boss")
    circle[ENTERPRISE]["manager"] = {"value": ada["id"]}
    refused = call("PUT", f"/Users/{boss}", circle)
    assert (refused.status_code, refused.said["scimType"]) == (400, "invalidValue")
    assert "works for this person" in refused.said["detail"]

    said[ENTERPRISE]["manager"] = {"value": str(new_uuid())}
    assert call("PUT", f"/Users/{ada['id']}", said).said["scimType"] == "invalidValue"
    call("DELETE", f"/Users/{boss}")
    assert "manager" not in call("GET", f"/Users/{ada['id']}").said[ENTERPRISE]


def test_whom_nobody_manages_any_more_has_no_manager(call, now):
    boss = call("POST", "/Users", user("boss")).said["id"]
    said = user()
    said[ENTERPRISE]["manager"] = {"value": boss}
    ada = call("POST", "/Users", said).said["id"]

    now.at = later(1)
    assert call("PUT", f"/Users/{ada}", user()).status_code == 200

    assert works(later(1))["N-ada"][1] == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"grade": "ZZ9"}, "There is no grade “ZZ9” here"),
        ({"unit": "E1"}, "There is no unit “E1” in this department"),
        ({"region": "Atlantis"}, "There is no region “Atlantis” here"),
        ({"profession": "Alchemy"}, "There is no profession “Alchemy” here"),
        ({"start": "yesterday"}, "“yesterday” is no day"),
        ({"end": "2024-01-01"}, "is before the first"),
        ({"fte": "2"}, "is no share of full time"),
        ({"fte": "NaN"}, "is no share of full time"),
        ({"title": "x" * 201}, "too long"),
        ({"title": "a\0b"}, "null character"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(call, what, words):
    said = user()
    said[POST] |= what

    refused = call("POST", "/Users", said)

    assert (refused.status_code, refused.said["scimType"]) == (400, "invalidValue")
    assert words in refused.said["detail"]
    assert not Person.objects.exists()


def test_another_organisation_and_no_name_are_refused(call):
    said = user()
    said[ENTERPRISE]["organization"] = "Ministry of Elsewhere"
    assert call("POST", "/Users", said).said["scimType"] == "invalidValue"
    said = user()
    del said["name"]
    assert call("POST", "/Users", said).status_code == 400


def test_what_is_not_kept_is_left_out_and_not_refused(call):
    said = call("POST", "/Users", user(displayName="Ada", phoneNumbers=[{"value": "1"}], nickName="A")).said

    assert "displayName" not in said
    assert "phoneNumbers" not in FeedUser.objects.get().said


def test_names_are_taken_once(call):
    call("POST", "/Users", user())

    for other in (user("ADA", externalId="y", **{ENTERPRISE: {"employeeNumber": "other"}}),
                  user("b", externalId="x-ada", **{ENTERPRISE: {"employeeNumber": "other"}}),
                  user("c", **{ENTERPRISE: {"employeeNumber": "N-ada"}})):  # fmt: skip
        refused = call("POST", "/Users", other)
        assert (refused.status_code, refused.said["scimType"]) == (409, "uniqueness")
    assert Person.objects.count() == 1


def test_a_staff_number_that_comes_later_leads_to_the_person(call, department):
    said = user(**{ENTERPRISE: {}})
    where = f"/Users/{call('POST', '/Users', said).said['id']}"
    call("PATCH", where, patch({"op": "add", "path": f"{ENTERPRISE}:employeeNumber", "value": "77"}))

    found = Identifier.objects.filter(source=department.feed.source).values_list("value", "person_id")

    assert {value for value, _pk in found} == {"x-ada", "77"}
    assert len({pk for _value, pk in found}) == 1


def test_etags(call, now):
    made = call("POST", "/Users", user())
    where, tag = f"/Users/{made.said['id']}", made.headers["ETag"]
    assert call("GET", where, if_none_match=tag).status_code == 304
    changed = patch({"op": "replace", "path": "locale", "value": "cy"})
    assert call("PATCH", where, changed, if_match='W/"99"').status_code == 412
    now.at = later(1)
    assert call("PATCH", where, changed, if_match=tag).status_code < 300
    assert call("DELETE", where, if_match=tag).status_code == 412


def test_a_manager_may_be_named_by_id_alone(call):
    boss = call("POST", "/Users", user("boss")).said["id"]
    ada = call("POST", "/Users", user()).said["id"]

    done = call("PATCH", f"/Users/{ada}", patch({"op": "Add", "path": f"{ENTERPRISE}:manager", "value": boss}))

    assert done.status_code < 300, done.content
    assert works()["N-ada"][1] == ["N-boss"]


def test_to_leave_one_department_is_not_to_leave_another(call, bring, department, now):
    where = f"/Users/{call('POST', '/Users', user(**{POST: {}})).said['id']}"
    bring(row("77", unit="E1", grade=""), feed=department.other)
    one, kept = (Person.objects.get(staff_number=number) for number in ("N-ada", "77"))
    boss = administrator("boss")
    commands.merge(person=one.uuid, into=kept.uuid, reason="They moved.", actor=boss, at=AT)

    now.at = later(1)
    assert call("PATCH", where, patch({"op": "replace", "path": "active", "value": False})).status_code < 300
    assert works(later(1))["77"][0] == ["P77"]
    assert call("DELETE", where).status_code == 204
    assert works(later(1))["77"][0] == ["P77"]


def test_bulk(call):
    done = call("POST", "/Bulk", {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [
            {"method": "POST", "path": "/Users", "bulkId": "a", "data": _managed(user("ada"), "bulkId:b")},
            {"method": "POST", "path": "/Users", "bulkId": "b", "data": user("boss")},
            {"method": "POST", "path": "/Users", "bulkId": "c", "data": user("bad", **{POST: {"grade": "ZZ9"}})},
        ],
    })  # fmt: skip

    assert [one["status"] for one in done.said["Operations"]] == ["201", "201", "400"]
    assert works()["N-ada"][1] == ["N-boss"]
    assert set(works()) == {"N-ada", "N-boss"}


def _managed(said, by):
    said[ENTERPRISE]["manager"] = {"value": by}
    return said


def test_one_page_takes_a_fixed_number_of_queries(call, django_assert_num_queries):
    for number in range(4):
        call("POST", "/Users", user(f"u{number}"))
    with django_assert_num_queries(10):
        page = call("GET", "/Users?count=2&startIndex=2&sortBy=userName")
    assert [one["userName"] for one in page.said["Resources"]] == ["u1", "u2"]
    assert page.said["totalResults"] == 4
    with django_assert_num_queries(10):
        assert len(call("GET", "/Users").said["Resources"]) == 4
    with django_assert_num_queries(10):
        assert call("GET", '/Users?filter=userName eq "U3"').said["totalResults"] == 1


def test_filters(call, now, monkeypatch):
    for number in range(3):
        now.at = later(number)
        call("POST", "/Users", user(f"u{number}", active=number != 2))
    for asked, found in (
        ('userName sw "u" and active eq true', 2), ('externalId eq "x-u1"', 1), ('externalId eq "X-U1"', 0),
        (f'meta.lastModified gt "{later(0).isoformat()}"', 2), ('name.familyName eq "ox u1"', 1),
        ('userName eq "u0" or name.familyName co "u2"', 2), ("not (active eq true)", 1),
        ('emails[type eq "work" and value co "u2"]', 1), (f'{POST}:grade eq "HEO" and userName sw "u"', 3),
    ):  # fmt: skip
        answer = call("POST", "/Users/.search", {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": asked,
        })  # fmt: skip
        assert answer.said["totalResults"] == found, asked

    monkeypatch.setattr(storage, "LOOKED_THROUGH", 2)
    refused = call("GET", '/Users?filter=name.familyName co "ox"')
    assert (refused.status_code, refused.said["scimType"]) == (400, "tooMany")
    assert call("GET", '/Users?filter=userName sw "u1" and name.familyName co "ox"').said["totalResults"] == 1
    assert call("GET", "/Users?filter=nothing eq 1").said["scimType"] == "invalidFilter"


def test_people_of_a_file_are_taken_over_and_others_are_not(call, bring, department):
    bring(row("N-ada"), feed=department.feed)
    bring(row("N-eve", unit="E1"), feed=department.other)

    assert call("GET", "/Users").said["totalResults"] == 0
    call("POST", "/Users", user())
    eve = user("eve")
    call("POST", "/Users", eve)

    assert sorted(Person.objects.values_list("staff_number", flat=True))[:2] == ["N-ada", "N-eve"]
    assert Person.objects.count() == 3
    other = Identifier.objects.get(source=department.other.source).person_id
    assert not FeedUser.objects.filter(person_id=other).exists()


def test_another_departments_users_are_never_seen_or_written(call, department):
    where = f"/Users/{call('POST', '/Users', user()).said['id']}"
    theirs = commands.make_token(feed=department.other.uuid, actor=OPERATOR, at=AT)

    assert call("GET", where, token=theirs).status_code == 404
    assert call("PUT", where, user(), token=theirs).status_code == 404
    assert call("DELETE", where, token=theirs).status_code == 404
    assert call("GET", "/Users", token=theirs).said["totalResults"] == 0
    managed = user("eve", **{ENTERPRISE: {"manager": {"value": where[7:]}}, POST: {}})
    assert call("POST", "/Users", managed, token=theirs).said["scimType"] == "invalidValue"
    without_post = user("pat", **{POST: {}})
    call("POST", "/Users", without_post)
    assert (
        call("POST", "/Users", without_post | {ENTERPRISE: {"employeeNumber": "N-pat"}}, token=theirs).status_code
        == 201
    )
    assert Person.objects.count() == 3


def with_account(number):
    person = Person.objects.get(staff_number=number)
    person.account = Account.objects.create(uuid=new_uuid(), email=f"{number}@example.org", name=number, created_at=AT)
    person.save()
    return person.account


CORE_ONLY = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE], "userName": "ada", "active": True,
    "name": {"givenName": "Ada", "familyName": "Ox N-ada"}, ENTERPRISE: {"employeeNumber": "N-ada"},
}  # fmt: skip


def test_a_directory_that_knows_no_posts_ends_nobodys_work(call, bring, now):
    bring(row("boss"), row("N-ada", manager="boss"))
    account = with_account("N-ada")
    was = works()["N-ada"]

    now.at = later(1)
    made = call("POST", "/Users", CORE_ONLY)
    assert made.status_code == 201, made.content
    where = f"/Users/{made.said['id']}"
    now.at = later(2)
    assert call("PUT", where, CORE_ONLY | {"locale": "cy"}).status_code == 200
    assert call("PATCH", where, patch({"op": "add", "path": f"{POST}:number", "value": "other"})).status_code < 300
    assert call("PATCH", where, patch({"op": "remove", "path": f"{POST}:number"})).status_code < 300

    account.refresh_from_db()
    assert account.is_active
    assert works(later(2))["N-ada"] == was
    assert not Movement.objects.filter(kind="left").exists()

    now.at = later(3)
    call("PATCH", where, patch({"op": "replace", "path": "active", "value": False}))
    account.refresh_from_db()
    assert account.closed_at == later(3)
    assert works(later(3))["N-ada"] == ([], [], [])


def test_a_post_taken_away_is_not_leaving(call, now):
    where = f"/Users/{call('POST', '/Users', user()).said['id']}"
    account = with_account("N-ada")

    now.at = later(1)
    assert call("PUT", where, CORE_ONLY).status_code == 200

    assert works(later(1))["N-ada"][0] == []
    account.refresh_from_db()
    assert account.is_active
    assert commands.end_access_of_leavers(actor=OPERATOR, at=later(60)) == 0
    now.at = later(2)
    assert call("PUT", where, user()).status_code == 200
    assert works(later(2))["N-ada"] == (["P-ada"], [], ["policy"])


def test_a_last_day_in_the_post_ends_access_on_the_day(call, now):
    said = user()
    said[POST]["end"] = "2026-03-10"
    call("POST", "/Users", said)
    account = with_account("N-ada")

    assert commands.end_access_of_leavers(actor=OPERATOR, at=later(8)) == 0
    assert commands.end_access_of_leavers(actor=OPERATOR, at=later(9)) == 1

    account.refresh_from_db()
    assert not account.is_active


def test_whoever_has_no_post_and_is_active_again_can_sign_in_again(call, now):
    where = f"/Users/{call('POST', '/Users', user(**{POST: {}})).said['id']}"
    account = with_account("N-ada")
    now.at = later(1)
    call("PATCH", where, patch({"op": "replace", "path": "active", "value": False}))
    account.refresh_from_db()
    assert account.closed_at == later(1)

    now.at = later(2)
    call("PATCH", where, patch({"op": "replace", "path": "active", "value": True}))

    account.refresh_from_db()
    assert account.is_active


def test_to_leave_here_ends_the_post_here_and_not_the_one_elsewhere(call, bring, department, now):
    usual(department.other, 100, 100)
    call("POST", "/Users", user())
    bring(row("77", unit="E1", grade=""), row("78", unit="E1", grade=""), feed=department.other)
    one, kept = (Person.objects.get(staff_number=number) for number in ("N-ada", "77"))
    account = with_account("77")
    commands.merge(person=one.uuid, into=kept.uuid, reason="Two halves.", actor=administrator("boss"), at=AT)

    # What is said under the one number is about the other record from now on.
    now.at = later(1)
    where = f"/Users/{FeedUser.objects.get().uuid}"
    call("PATCH", where, patch({"op": "replace", "path": f"{POST}:title", "value": "Lead"}))
    assert works(later(1))["77"][0] == ["P-ada", "P77"]

    now.at = later(2)
    call("PATCH", where, patch({"op": "replace", "path": "active", "value": False}))
    assert works(later(2))["77"][0] == ["P77"]
    account.refresh_from_db()
    assert account.is_active

    bring(row("78", unit="E1", grade=""), feed=department.other, at=later(3))
    account.refresh_from_db()
    assert not account.is_active


def test_a_number_of_somebody_else_on_record_says_what_to_do(call, bring, now):
    bring(row("N-2", given_name="Ada", family_name="Ox ada"))
    where = f"/Users/{call('POST', '/Users', user(**{ENTERPRISE: {}})).said['id']}"
    numbered = patch({"op": "add", "path": f"{ENTERPRISE}:employeeNumber", "value": "N-2"})

    refused = call("PATCH", where, numbered)

    assert refused.status_code == 409
    assert "People who may be on record twice" in refused.said["detail"]
    (pair,) = queries.twins(OPERATOR, AT).pairs
    assert (pair.person_number, pair.other_number, pair.why) == ("x-ada", "N-2", "said")
    call("PATCH", where, numbered)
    assert queries.count_twins(OPERATOR, AT) == 1

    commands.merge(person=pair.uuid, into=pair.other, reason="One.", actor=administrator("boss"), at=later(1))
    now.at = later(1)
    assert call("PATCH", where, numbered).status_code < 300


def test_two_users_with_one_address_are_a_pair(call):
    call("POST", "/Users", user())
    call("POST", "/Users", user("eve", emails=[{"value": "ADA@example.org"}]))

    (pair,) = queries.twins(OPERATOR, AT).pairs
    assert (pair.person_number, pair.other_number) == ("N-eve", "N-ada")


def test_titles_are_read_some_minutes_after_posts_were_said_once(call, now):
    call("POST", "/Users", user())
    where = f"/Users/{call('POST', '/Users', user('eve')).said['id']}"
    call("PATCH", where, patch({"op": "replace", "path": "locale", "value": "cy"}))

    job = Job.objects.get(kind="people.titles")

    assert timedelta() < job.next_at - AT <= timedelta(minutes=10)
    now.at = AT + timedelta(minutes=11)
    call("PATCH", where, patch({"op": "replace", "path": "locale", "value": "en"}))
    assert Job.objects.count() == 1
    call("PATCH", where, patch({"op": "replace", "path": f"{POST}:title", "value": "Lead"}))
    assert Job.objects.filter(kind="people.titles").count() == 2
