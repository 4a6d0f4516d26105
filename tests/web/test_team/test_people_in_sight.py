"""The pages of the people whom a duty covers, opened by accounts that really hold one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.pages import get
from tests.web.test_me.conftest import OWNER, START, Someone, ada, crafts, hold, someone, stranger, weaver
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.access.types import DutyKind
from waymark.assessments.models import Judgement, Revocation
from waymark.audit import commands as audit
from waymark.audit.models import Access
from waymark.kernel import clock
from waymark.kernel.ids import derived_uuid
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.organisation import commands
from waymark.organisation import queries as organisation
from waymark.organisation.models import Organisation
from waymark.organisation.types import NewOrganisation
from waymark.people import commands as people
from waymark.people.models import Person
from waymark.people.types import SEEING, AppointmentRow, PersonRow, PostRow
from waymark.web.base import middleware

__all__ = ["ada", "crafts", "stranger", "weaver"]

LIST = "/team/people"


def given(who, kind, *, profession=None, place=None):
    access.give_duty(
        account=Account.objects.get(pk=who.account).uuid, kind=kind, reason="to try it out", actor=OPERATOR,
        profession_id=organisation.profession_id(profession) if profession else None,
        organisation_id=Organisation.objects.get(name=place).pk if place else None,
        from_at=START, until_at=clock.now() + timedelta(days=100), at=START,
    )  # fmt: skip
    return who.browser()


def page_of(who):
    return f"{LIST}/{Person.objects.get(pk=who.id).uuid}"


@pytest.fixture
def director(ada, stranger):
    """The HR director of Ada's department; the stranger works in another."""
    return given(someone(90, profession="human-resources"), DutyKind.HR_DIRECTOR, place="Hall 1")


@pytest.fixture
def head(ada, stranger):
    """The head of the profession of Ada and of the stranger."""
    return given(someone(91, profession="human-resources"), DutyKind.HEAD_OF_PROFESSION, profession=OWNER)


def test_a_duty_shows_the_people_it_covers_and_nobody_else(director):
    page = get(director, LIST)

    assert page.headings == ["People in your sight"]
    assert "Ada Marsh 1" in page.text
    assert "Ada Marsh 2" not in page.text
    assert page.inline == []


def test_two_departments_of_one_profession_are_in_sight_of_its_head(head):
    page = get(head, LIST)

    assert "Ada Marsh 1" in page.text
    assert "Ada Marsh 2" in page.text


def test_without_a_duty_there_is_no_such_page(ada, stranger, visitor):
    for path in (LIST, page_of(stranger), f"{LIST}/{uuid4()}"):
        assert ada.browser().get(path).status_code == 404
        assert visitor.get(path).status_code == 302


@pytest.mark.parametrize("kind", sorted(set(DutyKind) - set(SEEING)))
def test_other_duties_open_neither_page(ada, kind, holding):
    holding[ada.account] = kind

    assert ada.browser().get(LIST).status_code == 404


@pytest.fixture
def holding(monkeypatch):
    """Let the door find a duty over everything on an account, whatever may be given: ``holding[account] = kind``."""
    found: dict[int | None, str] = {}

    def actor(**known):
        kind = found.get(known.get("account_id"))
        return Actor(**known | {"duties": (Duty(kind, 1),) if kind else ()})

    monkeypatch.setattr(middleware, "Actor", actor)
    return found


def test_a_person_outside_the_duty_looks_like_one_who_is_not_there(director, ada, stranger):
    assert get(director, page_of(ada)).headings == ["Ada Marsh 1"]
    outside, missing = director.get(page_of(stranger)), director.get(f"{LIST}/{uuid4()}")
    assert (outside.status_code, missing.status_code) == (404, 404)


def test_the_navigation_leads_there_for_those_who_have_the_duty(director, ada):
    assert LIST in get(director, "/").links
    assert LIST not in get(ada.browser(), "/").links
    assert LIST in get(director, "/operating").links


def test_a_search_by_name_finds_and_says_so_when_it_does_not(head):
    assert "Ada Marsh 2" in get(head, f"{LIST}?q=ada+marsh+2").text
    assert "Ada Marsh 1" not in get(head, f"{LIST}?q=marsh+2").text
    nothing = get(head, f"{LIST}?q=nobody")
    assert "Nobody in your sight matches" in nothing.text
    assert LIST in nothing.links


def test_the_list_narrows_to_an_organisation_and_a_profession_of_the_duty(ada, stranger):
    everywhere = given(someone(92, profession="human-resources"), DutyKind.HEAD_OF_PROFESSION, profession=OWNER)
    second = Organisation.objects.get(name="Hall 2").slug

    narrowed = get(everywhere, f"{LIST}?organisation={second}")

    assert "Ada Marsh 2" in narrowed.text
    assert "Ada Marsh 1" not in narrowed.text
    assert 'value="policy"' not in narrowed.html
    assert "Ada Marsh 1" in get(everywhere, f"{LIST}?organisation=not-there&profession=policy").text


def test_a_long_list_comes_25_at_a_time_and_keeps_what_it_is_narrowed_to(crafts, head, django_assert_num_queries):
    place = Organisation.objects.get(name="Hall 1").pk
    digital = organisation.profession_id(OWNER)
    people.load(
        people=[
            PersonRow(derived_uuid("many", str(i)), f"M{i}", None, "Kim", f"Zed {i:03}", "") for i in range(60)
        ],
        posts=[PostRow(derived_uuid("posts", str(i)), f"Q{i}", "Weaver", place, None, None, digital, None)
               for i in range(60)],
        appointments=[AppointmentRow(i, i, date(2026, 1, 5), None, Decimal(1)) for i in range(60)],
        actor=OPERATOR, at=START,
    )  # fmt: skip

    first = get(head, f"{LIST}?q=zed")
    second = get(head, next(link for link in first.links if "after=" in link))
    third = get(head, next(link for link in second.links if "after=" in link))
    back = get(head, next(link for link in second.links if "before=" in link))

    names = [[f"Zed {i:03}" in page.text for i in range(60)] for page in (first, second, third, back)]
    assert [sum(found) for found in names] == [25, 25, 10, 25]
    assert names[0] == names[3]
    assert all(any(found) for found in zip(*names, strict=True))
    assert not any("after=" in link for link in third.links)
    assert not any("before=" in link for link in back.links + first.links)


def queries_of(client, path):
    with CaptureQueriesContext(connection) as asked:
        get(client, path)
    return len(asked)


def test_the_pages_take_the_same_queries_for_one_person_and_for_many(director, ada, crafts):
    few, one = queries_of(director, LIST), queries_of(director, page_of(ada))
    place = Organisation.objects.get(name="Hall 1").pk
    people.load(
        people=[PersonRow(derived_uuid("more", str(i)), f"M{i}", None, "Kim", f"Zed {i}", "") for i in range(40)],
        posts=[PostRow(derived_uuid("p", str(i)), f"Q{i}", "x", place, None, None, None, None) for i in range(40)],
        appointments=[AppointmentRow(i, i, date(2026, 1, 5), None, Decimal(1)) for i in range(40)],
        actor=OPERATOR, at=START,
    )  # fmt: skip

    assert queries_of(director, LIST) == few <= 9
    assert queries_of(director, page_of(ada)) == one <= 18


def test_levels_show_to_whoever_answers_for_the_profession_when_made_for_others(head, ada, crafts):
    made_for_others(ada, crafts, weaving=2)
    hold(ada, crafts, source="self", dyeing=3)

    page = get(head, page_of(ada))

    assert "An assessor" in page.text
    assert "Weaving" in page.text
    assert "Dyeing" not in page.text
    assert "with this reason: “they are head of the profession" in page.text


def test_a_level_that_was_revoked_is_shown_as_revoked_beside_what_counts(head, ada, crafts):
    made_for_others(ada, crafts, weaving=2, dyeing=3)
    row = Judgement.objects.get(skill__slug="dyeing")
    Revocation.objects.create(judgement=row, reason="Between us", at=START)

    page = get(head, page_of(ada)).text

    counting, revoked = page.split("Revoked: these count no more", 1)
    assert "Weaving" in counting
    assert "Dyeing" not in counting
    assert "Dyeing" in revoked
    assert "Practitioner" in revoked
    # Why is for its person to read, and to tell.
    assert "Between us" not in page


def test_an_hr_director_sees_who_somebody_is_and_not_what_they_can_do(director, ada, crafts):
    made_for_others(ada, crafts, weaving=2)

    page = get(director, page_of(ada))

    assert "Weaving" not in page.text
    assert "not what they can do" in page.text


def test_nothing_shown_does_not_tell_whether_anything_is_recorded(head, ada, crafts):
    before = get(head, page_of(ada)).text
    hold(ada, crafts, source="self", weaving=1)

    assert get(head, page_of(ada)).text == before
    assert "None at the moment" in before


def made_for_others(who, version_id, **levels):
    hold(who, version_id, source="assessor", audience="shared", **levels)


def test_looking_is_noted_with_whom_the_list_showed_and_why(head, ada, stranger):
    get(head, f"{LIST}?q=marsh")
    get(head, page_of(ada))
    audit.flush_access()

    listed, one = Access.objects.order_by("pk")
    assert {row.person_id for row in listed.subjects.all()} >= {ada.id, stranger.id}
    assert listed.filter == {"list": "people", "q": "marsh"}
    assert {row.person_id for row in one.subjects.all()} == {ada.id}
    assert one.ground == "they are head of the profession of the person or of their post"


def test_a_duty_over_a_place_without_people_says_so(ada):
    commands.add_organisations(
        organisations=[NewOrganisation("empty", "Empty hall", "department")], actor=OPERATOR, at=START
    )
    account = access.create_account(email="new@example.test", name="New", actor=OPERATOR, at=START)
    holder = Someone(0, account, Actor(account_id=account))

    page = get(given(holder, DutyKind.HR_DIRECTOR, place="Empty hall"), LIST)

    assert "Your duties cover nobody at the moment" in page.text
