"""What I share: with whom, exactly what they will see, and taking it back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.web.test_me.pages import Walk, read, words
from tests.web.test_team.conftest import assessed, share
from waymark.access.models import Account
from waymark.assessments import commands as assessments
from waymark.assessments.models import Share
from waymark.people.models import ReportingLine

pytestmark = pytest.mark.django_db


def test_from_the_assessment_to_the_manager_with_a_look_at_what_they_will_see(boss, ada):
    uuid = assessed(ada, note="A metre of cloth.")
    walk = Walk(ada.browser, f"/me/assessments/{uuid}")

    walk.follow("Share this self-assessment")
    walk.press("Continue", with_whom="manager", message="For Thursday")
    checked = walk.words
    assert not Share.objects.exists(), "nothing is shared before the last step"
    walk.press("Share it")

    assert "Your manager, Bo Reed" in checked
    assert "The level you chose for 1 skill" in checked
    assert "The note you wrote to 1 of them." in checked
    assert "What they will not see" in checked
    assert "Shared with Bo Reed." in walk.words
    assert "Your manager, Bo Reed" in walk.words
    assert "You wrote: “For Thursday”" in walk.words
    standing = Share.objects.get()
    assert (standing.with_manager, standing.message) == (True, "For Thursday")


def test_a_colleague_is_found_by_name_and_named(ada, peer):
    uuid = assessed(ada)
    walk = Walk(ada.browser, f"/me/assessments/{uuid}/share?q=Pia+Reed")

    walk.press("Continue", with_whom=str(peer.uuid))
    walk.press("Share it")

    assert Share.objects.get().with_account_id == peer.who.account
    assert "Shared with Pia Reed." in walk.words


def test_a_search_that_finds_nobody_says_that_an_account_is_needed(ada):
    page = words(ada.browser.get(f"/me/assessments/{assessed(ada)}/share?q=Nobody"))

    assert "Only people who have an account here are found." in page


def test_changing_it_on_the_last_step_keeps_what_was_typed(ada, peer):
    walk = Walk(ada.browser, f"/me/assessments/{assessed(ada)}/share?q=Pia+Reed")

    walk.press("Continue", with_whom=str(peer.uuid), message="Look")
    walk.press("Change it")

    fields = [dict(form["fields"]) for form in read(walk.page).forms if form["method"] == "post"]
    assert any(one.get("with_whom") == str(peer.uuid) and one.get("message") == "Look" for one in fields)
    assert not Share.objects.exists()


def test_stopping_works_at_once_and_only_for_my_own(boss, ada, peer):
    uuid = assessed(ada)
    standing = share(ada, uuid)

    assert peer.browser.post(f"/me/sharing/{standing}/stop").status_code == 404
    assert boss.browser.post(f"/me/sharing/{standing}/stop").status_code == 404
    walk = Walk(ada.browser, "/me/sharing")
    walk.press("Stop sharing Weaver: Your manager, Bo Reed")

    assert "You stopped sharing it with your manager, Bo Reed." in walk.words
    assert "You share nothing." in walk.words
    assert Share.objects.get().ended_at is not None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Select who to share it with, or search for a colleague"),
        ({"with_whom": "somebody"}, "Select one of the people on this page, or search again"),
        ({"with_whom": "manager", "message": "x" * 401}, "Your message must be 400 characters or fewer"),
    ],
)
def test_each_mistake_has_its_own_message_and_shares_nothing(ada, sent, said):
    for step in ("check", "send"):
        response = ada.browser.post(f"/me/assessments/{assessed(ada)}/share", sent | {"step": step})

        assert response.status_code == 422
        assert said in words(response)
    assert not Share.objects.exists()


def test_a_person_who_was_not_on_the_page_cannot_be_slipped_in(ada, peer):
    response = ada.browser.post(
        f"/me/assessments/{assessed(ada)}/share", {"with_whom": str(peer.uuid), "q": "somebody", "step": "send"}
    )

    assert response.status_code == 422
    assert not Share.objects.exists()


def test_a_manager_who_left_between_two_pages_is_a_message_on_the_form(ada):
    uuid = assessed(ada)
    ReportingLine.objects.filter(person_id=ada.id).update(until_on=datetime.now(UTC).date())

    response = ada.browser.post(f"/me/assessments/{uuid}/share", {"with_whom": "manager", "step": "send"})

    assert response.status_code == 422
    assert "Your organisation’s records name no manager for you." in words(
        ada.browser.get(f"/me/assessments/{uuid}/share")
    )


def test_an_account_that_was_closed_between_two_pages_is_refused(ada, peer):
    uuid = assessed(ada)
    Account.objects.filter(pk=peer.who.account).update(is_active=False)

    response = ada.browser.post(
        f"/me/assessments/{uuid}/share", {"with_whom": str(peer.uuid), "q": "Pia Reed", "step": "send"}
    )

    assert response.status_code == 422
    assert "We do not know anyone with that account." in words(response)


def test_only_what_is_submitted_and_mine_can_be_shared(ada, peer):
    submitted = assessed(ada)
    withdrawn = assessed(ada, "weaver/junior-weaver")
    assessments.withdraw(assessment=withdrawn, actor=ada.who.actor, at=datetime.now(UTC))

    assert ada.browser.get(f"/me/assessments/{withdrawn}/share").status_code == 303
    assert peer.browser.get(f"/me/assessments/{submitted}/share").status_code == 404
    assert ada.browser.get(f"/me/assessments/{uuid4()}/share").status_code == 404


def test_sharing_twice_with_the_same_person_is_one_share(ada, boss):
    uuid = assessed(ada)
    share(ada, uuid)

    page = ada.browser.get(f"/me/assessments/{uuid}/share")
    ada.browser.post(f"/me/assessments/{uuid}/share", {"with_whom": "manager", "step": "send"})

    assert "You share it already with: your manager, Bo Reed." in words(page)
    assert Share.objects.count() == 1


def test_what_others_share_with_me_is_listed_with_a_way_to_it(ada, peer):
    uuid = assessed(ada)
    share(ada, uuid, with_whom=peer)

    page = peer.browser.get("/me/sharing")

    assert "You share nothing." in words(page)
    assert f"/team/{ada.uuid}/assessments/{uuid}" in [href for href, _text in read(page).links]


def test_the_assessment_says_with_whom_it_is_shared(ada, boss, peer):
    uuid = assessed(ada)
    share(ada, uuid)
    share(ada, uuid, with_whom=peer)

    said = words(ada.browser.get(f"/me/assessments/{uuid}"))

    assert "You, and whoever you share it with: Person 3; your manager, Bo Reed." in said


def test_a_page_of_my_own_says_who_may_see_it_in_the_words_of_the_policies(ada):
    said = words(ada.browser.get("/me/skills"))

    assert "Somebody may see every level a person holds, and how each came about only when:" in said
    assert "it is their own record" in said
    assert "they operate the site" in said


def test_the_list_takes_a_fixed_number_of_queries(ada, boss, peer, django_assert_max_num_queries):
    for slug in ("weaver/weaver", "weaver/junior-weaver", "weaver/senior-weaver"):
        uuid = assessed(ada, slug)
        share(ada, uuid)
        share(ada, uuid, with_whom=peer)
    browser = ada.browser

    with django_assert_max_num_queries(10):
        assert "You share 6 times" in words(browser.get("/me/sharing"))
