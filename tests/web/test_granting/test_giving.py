"""Giving a duty on the site, with two people for a strong one."""

import pytest

from tests.web.pages import Page, get
from tests.web.test_granting.conftest import DAY, acting, answers, browser_of, day, give, now, uuid_of
from waymark.access import commands, queries
from waymark.access.models import Account, Grant
from waymark.access.types import DutyKind
from waymark.audit.models import Access, Entry
from waymark.kernel.policy import OPERATOR
from waymark.organisation import queries as organisation
from waymark.web.operating.common import GIVERS

pytestmark = pytest.mark.django_db


def holds(who, kind):
    return any(duty.kind == kind for duty in queries.duties_of(who.account, now()))


def test_a_duty_is_three_clicks_from_the_person(browser, ben):
    found = get(browser, "/operating/access/new?q=marsh+3")
    (link,) = [link for link in found.links if "account=" in link]
    assert "Person 3" in get(browser, link).headings[0]

    answer = browser.post("/operating/access/new", answers(ben))

    assert answer.status_code == 303
    assert holds(ben, "facilitator")
    page = get(browser, answer.headers["Location"])
    assert "Person 3 has the duty now." in page.text
    entry = Entry.objects.get(kind="access.grant.given", facts__duty="facilitator")
    assert [subject.person_id for subject in entry.subjects.all()] == [ben.id]


def test_a_strong_duty_is_shown_once_more_then_waits_for_a_second_person(browser, ben, second):
    asked = answers(ben, kind="auditor")

    check = Page(browser.post("/operating/access/new", asked))
    assert check.status == 200
    assert check.headings == ["Check before you propose this duty"]
    assert not Grant.objects.filter(kind="auditor").exists()

    changed = Page(browser.post("/operating/access/new", asked | {"step": "change"}))
    assert "Needed" in changed.text

    answer = browser.post("/operating/access/new", asked | {"step": "confirmed"})
    where = answer.headers["Location"]
    page = get(browser, where)
    assert "Another administrator has to approve it" in page.text
    assert not holds(ben, "auditor")

    own = Page(browser.post(f"{where}/decide", {"answer": "approve", "reason": "Mine"}))
    assert own.status == 422
    assert "another administrator has to decide" in own.text

    other = browser_of(second)
    assert "Auditor: Person 3" in get(other, "/operating").text
    approved = other.post(f"{where}/decide", {"answer": "approve", "reason": "Checked"})
    assert (approved.status_code, approved.headers["Location"]) == (303, where)
    assert holds(ben, "auditor")
    assert "Auditor: Person 3" not in get(other, "/operating").text

    again = Page(other.post(f"{where}/decide", {"answer": "decline", "reason": "Changed my mind"}))
    assert again.status == 422
    assert "Somebody has decided about this proposal already" in again.text


def test_a_strong_act_asks_for_proof_first(admin, ben, second):
    waiting = give(ben, "auditor", by=acting(second))
    taken = give(ben, "hr-director", organisation_id=_hall())
    unproved = admin.browser()  # signed in long ago

    for path, data in (
        ("/operating/access/new", answers(ben, kind="data-protection-officer") | {"step": "confirmed"}),
        (f"/operating/access/{waiting}/decide", {"answer": "approve", "reason": "x"}),
        (f"/operating/access/{taken}/end", {"reason": "x"}),
    ):
        answer = unproved.post(path, data)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/account/confirm"), path

    assert not Grant.objects.filter(kind="data-protection-officer").exists()
    assert not holds(ben, "auditor")
    assert holds(ben, "hr-director")
    assert unproved.post("/operating/access/new", answers(ben)).headers["Location"].startswith("/operating/access/")


def _hall() -> int:
    return organisation.organisations("department")[0].id


@pytest.mark.parametrize(
    ("changed", "words", "field"),
    [
        ({"kind": ""}, "Select a duty", "id_kind"),
        ({"kind": "emperor"}, "Select a duty from the list", "id_kind"),
        ({"profession": "alchemy"}, "Select a profession from the list", "id_profession"),
        ({"organisation": "atlantis"}, "Select an organisation from the list", "id_organisation"),
        ({"kind": "assessor"}, "Select the profession that this duty is over", "id_profession"),
        ({"kind": "vacancy-holder"}, "Select the organisation that this duty is over", "id_organisation"),
        ({"profession": "policy"}, "Leave the profession out", "id_profession"),
        ({"last_day_0": "", "last_day_1": "", "last_day_2": ""}, "Enter the last day of the duty", "id_last_day"),
        ({"last_day_0": "31", "last_day_1": "2"}, "Enter a real day", "id_last_day"),
        ({"last_day_2": "1999"}, "Enter a real day", "id_last_day"),
        ({"last_day_1": "x"}, "Enter a real day", "id_last_day"),
        ({"last_day_2": "2099"}, "days at most", "id_last_day"),
        ({"first_day_0": "1"}, "Enter a real day", "id_first_day"),
        ({"first_day_0": "1", "first_day_1": "1", "first_day_2": "2020"}, "in the past", "id_last_day"),
        ({"reason": ""}, "Enter why they have this duty", "id_reason"),
        ({"reason": "x" * 401}, "400 characters or fewer", "id_reason"),
        ({"reason": "a\x00b"}, "Null characters are not allowed", "id_reason"),
    ],
)  # fmt: skip
def test_every_wrong_answer_has_a_message_of_its_own(browser, ben, changed, words, field):
    page = Page(browser.post("/operating/access/new", answers(ben, **changed)))

    assert page.status == 422
    assert page.text.count(words) >= 2
    assert f'href="#{field}"' in page.html
    assert field in page.ids
    assert not Grant.objects.filter(account_id=ben.account).exists()


def test_what_was_typed_is_kept(browser, ben):
    page = Page(browser.post("/operating/access/new", answers(ben, reason="For the north", last_day_1="13")))

    assert "For the north" in page.text
    assert 'value="13"' in page.html
    assert '<option value="facilitator" selected>' in page.html


def test_the_same_duty_twice_is_refused_on_the_form(browser, ben):
    browser.post("/operating/access/new", answers(ben))

    page = Page(browser.post("/operating/access/new", answers(ben)))

    assert page.status == 422
    assert page.text.count("They hold this duty already") == 2


def test_a_duty_can_begin_on_a_later_day(browser, ben):
    answer = browser.post("/operating/access/new", answers(ben, **day("first_day", now() + 10 * DAY)))

    assert answer.status_code == 303
    assert not holds(ben, "facilitator")
    assert any(duty.kind == "facilitator" for duty in queries.duties_of(ben.account, now() + 12 * DAY))


def test_a_duty_is_given_again_from_where_it_ends(browser, ben):
    grant = give(ben, "facilitator", until_at=now() + 5 * DAY)

    page = get(browser, f"/operating/access/new?account={uuid_of(ben)}&again={grant}")
    assert '<option value="facilitator" selected>' in page.html

    answer = browser.post("/operating/access/new", answers(ben, **day("first_day", now() + 6 * DAY)))
    assert answer.status_code == 303
    assert Grant.objects.filter(account_id=ben.account).count() == 2


def test_giving_again_is_offered_for_what_one_may_give_and_never_for_ones_own(browser, ben, digital):
    facilitating = give(ben, "facilitator")
    heading = give(ben, "head-of-profession", profession_id=digital)

    assert "Give it again" in get(browser, f"/operating/access/{facilitating}").text
    assert "Give it again" not in get(browser_of(ben), f"/operating/access/{heading}").text


@pytest.mark.parametrize("wanted", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_account_that_is_not_there_is_not_found(browser, ben, wanted):
    assert browser.get(f"/operating/access/new?account={wanted}").status_code == 404
    assert browser.post("/operating/access/new", answers(ben) | {"account": wanted}).status_code == 404


def test_an_account_that_belongs_to_nobody_at_work_is_found_by_its_whole_address(browser, ben):
    account = commands.create_account(email="outside@example.test", name="An auditor", actor=OPERATOR, at=now())

    assert "An auditor" in get(browser, "/operating/access/new?q=Outside@example.test").text
    assert "No account matches" in get(browser, "/operating/access/new?q=outside").text
    assert (
        f"account={Account.objects.get(pk=account).uuid}"
        in get(browser, "/operating/access/new?q=outside@example.test").html
    )


def test_a_closed_account_is_neither_found_nor_given_anything(browser, ben):
    Account.objects.filter(pk=ben.account).update(is_active=False)

    assert "No account matches" in get(browser, "/operating/access/new?q=marsh+3").text
    assert browser.post("/operating/access/new", answers(ben)).status_code == 404


def test_who_gives_duties_in_one_profession_is_offered_those_alone(ben, admin, digital):
    give(ben, "head-of-profession", profession_id=digital)

    page = get(browser_of(ben), f"/operating/access/new?account={uuid_of(admin)}")

    assert '<option value="framework-author">' in page.html
    assert '<option value="hr-director">' not in page.html
    assert '<option value="policy">' not in page.html
    forged = Page(browser_of(ben).post("/operating/access/new", answers(admin, kind="hr-director")))
    assert forged.status == 422


def test_the_duties_that_give_others_are_those_of_the_table():
    assert set(GIVERS) == {kind for one in queries.kinds() for kind in one.given_by}
    assert set(GIVERS) <= set(DutyKind)


def test_finding_and_giving_take_a_fixed_number_of_queries(browser, ben, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        browser.get("/operating/access/new?q=marsh")
    with django_assert_max_num_queries(12):
        browser.get(f"/operating/access/new?account={uuid_of(ben)}")


def test_a_form_from_elsewhere_gives_nothing(admin, ben):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Account.objects.get(pk=admin.account))

    assert strict.post("/operating/access/new", answers(ben)).status_code == 403
    assert not Grant.objects.filter(account_id=ben.account).exists()


def test_looking_at_a_duty_is_noted(browser, ben):
    from waymark.audit import commands as audit

    grant = give(ben, "facilitator")
    browser.get(f"/operating/access/{grant}")
    audit.flush_access()

    (access,) = Access.objects.filter(what=f"/operating/access/{grant}")
    assert [subject.person_id for subject in access.subjects.all()] == [ben.id]
    assert acting(ben).holding("facilitator")
