"""The pages on which posts are mapped to role levels, as an HR director walks them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.organisation.trees import asked
from tests.people.conftest import demo_mode, identity, mended, place, role_levels
from tests.people.mending import ask, ben, holding
from tests.web.confirming import just_confirmed
from waymark.access.models import Account
from waymark.kernel.policy import OPERATOR
from waymark.people import commands
from waymark.people.models import Correction, MappingBatch, Post, TitleGroup, TitleReading
from waymark.web.base import middleware

__all__ = ["demo_mode", "mended", "place", "role_levels"]

LIST = "/departments/home-office/posts"


@pytest.fixture
def home(mended, monkeypatch, noon):
    """The Home Office with one unknown post called "Data engineer" and one called "Head of data"."""
    Post.objects.filter(uuid=identity("post 1")).update(role_level=None)
    found = {}
    monkeypatch.setattr(middleware, "Actor", lambda **known: holder(known, found.get(known.get("account_id"), ())))
    mended.duties = found
    mended.director = with_duty(mended, holding(mended, "hr-director", "ho"))
    return mended


def holder(known, duties):
    from waymark.kernel.policy import Actor

    return Actor(**known | {"duties": duties})


def with_duty(home, actor):
    """Return the browser of the account from outside, with the duties of an actor."""
    home.duties[home.mender] = actor.duties
    client = Client()
    client.force_login(Account.objects.get(pk=home.mender))
    return just_confirmed(client)


@pytest.fixture
def read(home, noon):
    """The same, with suggestions worked out."""
    commands.suggest_roles(organisation_id=home.bodies["ho"], actor=OPERATOR, at=noon)
    return home


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def hidden(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def title_url(words):
    return f"{LIST}/titles/{TitleGroup.objects.get(title=words, organisation__slug='home-office').uuid}"


def post(number):
    return Post.objects.get(uuid=identity(f"post {number}"))


def test_the_one_department_of_a_director_is_opened_at_once(home):
    assert home.director.get("/departments/posts").headers["Location"] == LIST


def test_suggestions_are_worked_out_when_asked_for(home):
    before = page(home.director, LIST)
    assert "No suggestion is worked out yet" in before

    answer = home.director.post(f"{LIST}/suggestions", follow=True)

    assert answer.redirect_chain == [(LIST, 303)]
    html = answer.content.decode()
    assert "Read 3 posts" in html
    assert "2 titles, 2 posts not decided yet." in html


def test_a_suggestion_is_accepted_on_the_list_and_the_unknown_fall(read):
    html = page(read.director, f"{LIST}?q=engineer")
    assert "1 title, 1 post not decided yet." in html

    answer = read.director.post(
        title_url("Data engineer"),
        {"to": hidden(html, "to"), "seen": hidden(html, "seen"), "next": f"{LIST}?q=engineer"},
        follow=True,
    )

    assert answer.redirect_chain == [(f"{LIST}?q=engineer", 303)]
    assert "1 post is decided." in answer.content.decode()
    assert "all decided" in answer.content.decode()
    assert post(1).role_level_id == read.levels.engineer


def test_another_role_is_looked_for_and_chosen(read):
    url = title_url("Head of data")
    html = page(read.director, f"{url}?q=SENIOR+data")
    assert "Senior data engineer" in html

    answer = read.director.post(url, {"to": str(read.levels.senior), "q": "senior", "seen": hidden(html, "seen")})

    assert answer.status_code == 303
    assert post(0).role_level_id == read.levels.senior
    assert MappingBatch.objects.get().how == "by_hand"


def test_a_title_says_why_and_shows_its_posts(read):
    html = page(read.director, title_url("Data engineer"))

    assert "Why these are suggested" in html
    assert "50 of 50" in html
    assert "P1" in html
    assert "P2" in html
    assert "Change the 1 post that was decided before as well" in html


def test_what_is_not_chosen_or_no_longer_true_is_said(read):
    url = title_url("Data engineer")
    html = page(read.director, url)

    nothing = read.director.post(url, {"seen": hidden(html, "seen")})
    assert nothing.status_code == 422
    assert "Select a role, or that it is not in any framework" in nothing.content.decode()
    stale = read.director.post(url, {"to": "none", "seen": "1.2.3"})
    assert stale.status_code == 409
    assert "have changed since you opened this page" in stale.content.decode()
    assert not MappingBatch.objects.exists()


def test_many_are_accepted_after_being_shown_and_undone(read):
    html = page(read.director, f"{LIST}/accept?state=unknown")
    assert "2 posts that nobody has decided about would change" in html

    answer = read.director.post(
        f"{LIST}/accept", {"seen": hidden(html, "seen"), "narrowed": hidden(html, "narrowed")}, follow=True
    )
    assert "2 posts are decided." in answer.content.decode()
    assert post(0).in_no_framework
    assert "There is nothing to accept" in page(read.director, f"{LIST}/accept")

    decided = page(read.director, f"{LIST}/decisions")
    undo = re.search(r'href="(/departments/[^"]*/undo)"', decided)[1]
    assert "They become what they were before" in page(read.director, undo)
    after = read.director.post(undo, follow=True).content.decode()

    assert "2 posts are as they were before." in after
    assert "Undone on" in after
    assert not post(0).in_no_framework
    assert "It was undone on" in page(read.director, undo)
    assert read.director.post(undo).status_code == 422


def test_accepting_something_else_than_was_shown_is_refused(read):
    answer = read.director.post(f"{LIST}/accept", {"seen": "0", "narrowed": ""})

    assert answer.status_code == 409
    assert not MappingBatch.objects.exists()


def test_one_post_is_decided_and_its_history_shown(read):
    url = f"{LIST}/{identity('post 2')}"
    html = page(read.director, url)
    assert "came with the post" in html

    answer = read.director.post(url, {"to": "none", "seen": hidden(html, "seen")}, follow=True)

    html = answer.content.decode()
    assert "The post is decided." in html
    assert "Chosen by hand" in html
    assert "Hal Ross" in html
    assert post(2).in_no_framework


def test_whoever_mends_a_wrong_role_is_led_to_the_post(read, noon):
    Post.objects.filter(uuid=identity("post 1")).update(role_level=read.levels.senior)
    correction = ask(read, noon, about="role", text="I am no senior.", actor=ben(read))
    html = page(read.director, f"/operating/corrections/{correction}")
    assert "Accept: the person is right" not in html
    url = re.search(r'href="(/departments/[^"]*correction=[^"]*)"', html)[1]

    html = page(read.director, url)
    assert "I am no senior." in html
    answer = read.director.post(
        url.partition("?")[0],
        {"to": str(read.levels.engineer), "seen": hidden(html, "seen"), "correction": str(correction),
         "answer": "You are right."},
        follow=True,
    )  # fmt: skip

    assert "The post is decided, and the person is told." in answer.content.decode()
    assert Correction.objects.get().state == "accepted"
    assert post(1).role_level_id == read.levels.engineer
    assert MappingBatch.objects.get().how == "correction"


def test_what_the_person_says_is_offered_first_and_marks_no_other_decision(read, noon):
    correction = commands.ask_correction(
        about="role", proposed_role_level_id=read.levels.senior, actor=ben(read), at=noon
    )
    url = f"{LIST}/{identity('post 1')}"

    html = page(read.director, f"{url}?correction={correction}")
    assert re.search(r'name="to"[^>]*value="([^"]*)"', html)[1] == str(read.levels.senior)
    assert "What the person says: Data" in html
    for other in ("1", str(identity("nothing"))):
        assert "Your decision answers them" not in page(read.director, f"{url}?correction={other}")
    other = f"{LIST}/{identity('post 2')}"
    html = page(read.director, f"{other}?correction={correction}")
    read.director.post(other, {"to": "none", "seen": hidden(html, "seen"), "correcting": "1"})
    assert MappingBatch.objects.get().how == "by_hand"
    assert Correction.objects.get().state == "open"


def test_a_head_of_profession_is_not_offered_what_is_another_profession_s(read):
    client = with_duty(read, holding(read, "department-head-of-profession", "ho", read.digital))

    # The framework of these role levels is of no profession: none of theirs.
    html = page(client, f"{LIST}?q=engineer")
    assert "Ask the HR director" in html
    assert "Accept<span" not in html
    html = page(client, title_url("Data engineer"))
    assert "Roles of other professions are left out" in html
    assert f'value="{read.levels.engineer}"' not in html


def test_a_decided_post_with_another_title_is_listed(read, noon):
    Post.objects.filter(uuid=identity("post 2")).update(look_again=True)

    html = page(read.director, LIST)
    assert "1 decided post has another title now: look again." in html
    assert "1 title, 0 posts not decided yet." in page(read.director, f"{LIST}?state=again")
    assert "Has another title since it was decided" in page(read.director, f"{LIST}/{identity('post 2')}")


def test_the_tree_of_units_is_offered(read):
    html = page(read.director, LIST)

    assert re.search(r'<option value="border-agency"[^>]*>Border Agency</option>', html)
    assert re.search(r'<option value="digital-services"[^>]*>– Digital services</option>', html)
    assert "Department for Farms" not in html


def test_the_old_address_of_a_department_shows_what_it_became_part_of(read, noon):
    commands.reorganise(
        change=asked("merge", read.bodies["ho"], into_id=read.bodies["defra"], on=noon.date()), actor=OPERATOR, at=noon
    )
    client = with_duty(read, holding(read, "hr-director", "defra"))

    assert "Department for Farms" in page(client, LIST)


def test_suggestions_from_before_a_framework_was_published_are_not_accepted(read, noon):
    TitleReading.objects.update(at=noon - timedelta(days=400))
    html = page(read.director, f"{LIST}/accept")

    answer = read.director.post(f"{LIST}/accept", {"seen": hidden(html, "seen"), "narrowed": ""})

    assert answer.status_code == 422
    assert "Go back and work suggestions out anew" in answer.content.decode()


def test_a_head_of_profession_elsewhere_sees_and_cannot_decide(read):
    client = with_duty(read, holding(read, "head-of-profession", None, read.digital))

    html = page(client, LIST)
    assert "Data engineer" in html
    assert "Accept" not in html
    assert "Which role is it?" not in page(client, title_url("Data engineer"))
    assert client.post(title_url("Data engineer"), {"to": "none", "seen": ""}).status_code == 404
    assert client.get(f"{LIST}/accept").status_code == 404


def test_another_department_and_units_are_not_there(read):
    for url in ("/departments/department-for-farms/posts", "/departments/digital-services/posts",
                "/departments/nowhere/posts"):  # fmt: skip
        assert read.director.get(url).status_code == 404


def test_a_filter_that_means_nothing_narrows_nothing(read):
    assert "2 titles" in page(read.director, f"{LIST}?band=purple&state=%00&page=9")
    assert read.director.get(f"{LIST}?unit=nowhere").status_code == 303
    assert "No title matches this choice" in page(read.director, f"{LIST}?q=astronaut")


def test_the_list_asks_as_many_questions_however_many_titles_there_are(read, django_assert_max_num_queries, noon):
    with django_assert_max_num_queries(21) as few:
        page(read.director, LIST)
    organisation_id = Post.objects.get(uuid=identity("post 0")).organisation_id
    for number in range(40):
        Post.objects.create(
            uuid=identity(f"more {number}"), number=f"M{number}", title=f"Keeper of {chr(97 + number % 26)}{number}x",
            organisation_id=organisation_id,
        )  # fmt: skip
    commands.suggest_roles(organisation_id=read.bodies["ho"], actor=OPERATOR, at=noon)

    with django_assert_max_num_queries(len(few.captured_queries)):
        page(read.director, LIST)
