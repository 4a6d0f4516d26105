"""A person says what is wrong on their record; whoever may mend it finds it and decides."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.web.test_me.pages import Walk, words
from tests.web.test_team.conftest import colleague
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.audit import commands as audit
from waymark.audit.models import Access
from waymark.kernel.policy import OPERATOR
from waymark.people import queries as people
from waymark.people.models import Correction, Person, Post

pytestmark = pytest.mark.django_db


def give(person, kind, **over):
    access.give_duty(
        account=Account.objects.get(pk=person.who.account).uuid, kind=kind, reason="Appointed",
        until_at=datetime.now(UTC) + timedelta(days=90), actor=OPERATOR, at=datetime.now(UTC), **over,
    )  # fmt: skip


def department_of(person):
    return Post.objects.get(appointments__person_id=person.id).organisation_id


@pytest.fixture
def director(ada):
    """Somebody who is HR director where Ada works."""
    found = colleague(7, "Hal")
    give(found, "hr-director", organisation_id=department_of(ada))
    return found


def manager_of(person):
    return people.manager_of(person.id, datetime.now(UTC)).id


def say(person, about="manager", *, manager=None, text="It is somebody else."):
    sent = {"step": "send", "text": text}
    if manager:
        sent |= {"q": f"{manager} Reed", "manager": str(manager_uuid(manager))}
    response = person.browser.post(f"/me/wrong/{about}", sent)
    assert response.status_code == 303, words(response)
    return Correction.objects.get(state="open", about=about)


def manager_uuid(given):
    return Person.objects.get(given_name=given).uuid


def test_everything_on_record_is_shown_with_a_way_to_say_it_is_wrong(ada, boss):
    walk = Walk(ada.browser, "/me/wrong")

    for fact in ("Bo Reed", "Weaver", "Ada Reed", "Digital, Data and Technology"):
        assert fact in walk.words
    for about in ("Manager", "Post", "Role", "Profession", "Name"):
        walk.page = ada.browser.get("/me/wrong")
        walk.where = "/me/wrong"
        walk.follow(f"This is wrong: {about}")
        assert "is wrong" in walk.words


def test_a_manager_is_searched_chosen_checked_and_sent(ada, boss, peer):
    walk = Walk(ada.browser, "/me/wrong/manager")

    walk.press("Search", q="Pia Reed")
    walk.press("Continue", manager=str(peer.uuid))
    assert "Check what you send" in walk.words
    assert not Correction.objects.exists()
    walk.press("Send")

    assert "Sent." in walk.words
    assert "Waits for an answer" in walk.words
    row = Correction.objects.get()
    assert (row.said, row.proposed_manager_id, row.person_id) == ("Bo Reed", peer.id, ada.id)


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        ("/me/wrong/post", {}, "Say what it should be"),
        ("/me/wrong/post", {"text": "x" * 1001}, "What you write must be 1,000 characters or fewer"),
        ("/me/wrong/manager", {"q": "Pia Reed"}, "Select your manager, or select that none of these is the one"),
        ("/me/wrong/manager", {"q": "Pia Reed", "manager": "x"}, "Select one of the people on this page"),
        ("/me/wrong/manager", {"q": "Pia Reed", "manager": "not-here"}, "Say what it should be"),
    ],
)
def test_each_mistake_has_its_own_message(ada, peer, path, sent, said):
    response = ada.browser.post(path, sent | {"step": "check"})

    assert response.status_code == 422
    assert said in words(response)
    assert not Correction.objects.exists()


def test_the_manager_on_record_is_not_offered(ada, boss):
    nobody = words(ada.browser.get("/me/wrong/manager?q=Bo+Reed"))
    assert "Nobody matches" in nobody
    assert "Only people who have an account" not in nobody


def test_the_same_is_not_sent_twice_and_what_was_typed_stays(ada):
    say(ada, "post")

    response = ada.browser.post("/me/wrong/post", {"step": "send", "text": "Lead weaver"})

    assert response.status_code == 422
    assert "You have said this already" in words(response)
    assert "Lead weaver" in response.content.decode()


def test_it_can_be_taken_back_by_the_person_alone(ada, peer):
    row = say(ada, "post")

    assert peer.browser.post(f"/me/wrong/{row.uuid}/take-back").status_code == 404
    Walk(ada.browser, "/me/wrong").press("Take it back: Post")

    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_there_is_no_page_for_something_else(ada):
    assert ada.browser.get("/me/wrong/salary").status_code == 404


def test_the_director_accepts_and_the_line_changes(ada, boss, peer, director):
    row = say(ada, manager="Pia", text="")
    walk = Walk(director.browser, "/operating/corrections")

    walk.follow("Ada Reed: Manager")
    assert "Bo Reed" in walk.words
    walk.press("Send your decision", decision="accept", answer="Quite right.")

    assert "The manager on record has changed from today" in walk.words
    assert manager_of(ada) == peer.id
    said = words(ada.browser.get("/me/wrong"))
    assert "Accepted" in said
    assert "Quite right." in said
    row.refresh_from_db()
    assert row.decided_by_id == director.who.account


def test_the_director_declines_with_a_reason(ada, boss, director):
    row = say(ada)
    browser = director.browser

    silent = browser.post(f"/operating/corrections/{row.uuid}", {"decision": "decline"})
    browser.post(f"/operating/corrections/{row.uuid}", {"decision": "decline", "answer": "Bo is right."})

    assert silent.status_code == 422
    assert "Say why you decline it" in words(silent)
    assert "Declined" in words(browser.get("/operating/corrections?state=answered"))
    assert "Bo is right." in words(ada.browser.get("/me/wrong"))


def test_a_decision_on_an_old_page_is_refused_with_what_changed(ada, boss, peer, director):
    row = say(ada, manager="Pia", text="")
    browser = director.browser

    stale = browser.post(f"/operating/corrections/{row.uuid}", {"decision": "accept", "seen": str(peer.id + 999)})
    again = browser.post(f"/operating/corrections/{row.uuid}", {"decision": "accept", "seen": str(boss.id)})
    twice = browser.post(f"/operating/corrections/{row.uuid}", {"decision": "decline", "answer": "No"})

    assert stale.status_code == 409
    assert "It is Bo Reed now" in words(stale)
    assert again.status_code == 303
    assert twice.status_code == 409
    assert "Somebody has accepted this already" in words(twice)


def test_beyond_the_duty_it_does_not_exist(ada, peer, boss):
    row = say(ada)
    elsewhere = colleague(8, "Elsa")
    give(elsewhere, "hr-director", organisation_id=department_of(peer))

    for person in (peer, boss, ada):
        for path in ("/operating/corrections", f"/operating/corrections/{row.uuid}"):
            assert person.browser.get(path).status_code == 404
    browser = elsewhere.browser
    assert "Nothing waits for you." in words(browser.get("/operating/corrections"))
    for uuid in (row.uuid, uuid4()):
        assert browser.get(f"/operating/corrections/{uuid}").status_code == 404
        assert browser.post(f"/operating/corrections/{uuid}", {"decision": "accept"}).status_code == 404
    row.refresh_from_db()
    assert row.state == "open"


def test_looking_at_what_people_say_is_noted(ada, director):
    row = say(ada)

    director.browser.get(f"/operating/corrections/{row.uuid}")
    audit.flush_access()

    look = Access.objects.get(what=f"/operating/corrections/{row.uuid}")
    assert look.subjects.get().person_id == ada.id
    assert look.ground == "they can put right what the person says is wrong"


def test_looking_for_a_colleague_is_noted_for_each_who_is_shown(ada, peer):
    ada.browser.get("/me/wrong/manager?q=Pia+Reed")
    audit.flush_access()

    assert [one.person_id for one in Access.objects.get().subjects.all()] == [peer.id]


def test_the_front_page_says_who_my_manager_is_and_leads_to_saying_it_is_wrong(ada, boss, peer):
    assert "Your manager is Bo Reed." in words(ada.browser.get("/"))
    assert "Nobody is on record as your manager." in words(peer.browser.get("/"))


def test_the_list_takes_as_many_queries_for_many_as_for_few(ada, director, django_assert_max_num_queries):
    for about in ("manager", "post", "role", "profession", "name"):
        say(ada, about)
    browser = director.browser

    with django_assert_max_num_queries(8):
        assert "5 wait for an answer" in words(browser.get("/operating/corrections"))


def test_a_role_is_searched_chosen_checked_and_sent(ada, weaver):
    walk = Walk(ada.browser, "/me/wrong/role")

    walk.press("Search", q="dyer")
    (chosen, *_) = re.findall(r'name="role"[^>]*value="([^"]*)"', walk.page.content.decode())
    walk.press("Continue", role=chosen)
    assert "Check what you send" in walk.words
    assert not Correction.objects.exists()
    walk.press("Send")

    assert "Sent." in walk.words
    row = Correction.objects.get()
    assert (row.about, row.text) == ("role", "")
    assert row.proposed_role_level.slug == chosen
    assert row.proposed_role_level_id != weaver.id


def test_a_role_may_be_said_in_words_alone_and_one_of_them_has_to_be(ada):
    empty = ada.browser.post("/me/wrong/role", {"step": "check", "role": "not-here"})
    assert empty.status_code == 422
    assert "Say what it should be" in words(empty)

    assert say(ada, "role", text="I plan looms.").proposed_role_level is None
