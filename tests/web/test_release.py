"""The pages of a release: what changes, what replaces what, whom it touches, and the two people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.assessments import build as record
from tests.assessments.test_changes import level_id, second
from tests.frameworks import build
from tests.web.confirming import asks_to_confirm, just_confirmed
from tests.web.conftest import OWNER, START
from tests.web.pages import Page
from waymark.access.models import Account, Grant
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import Overlay, OverlayEntry, Version
from waymark.frameworks.queries import documents
from waymark.kernel.clock import now
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark.organisation import queries as organisation
from waymark.organisation.models import Organisation
from waymark.people.models import RoleClaim
from waymark.reviews.models import Release, Signatory
from waymark.web.authoring import changes, impact
from waymark.web.explore import frameworks as explored

HERE = "/authoring/drafts/crafts/2/release"


@dataclass(frozen=True)
class Somebody:
    """An account, and a browser of somebody who has just shown that it is them."""

    account: int
    browser: Client

    def get(self, path: str = HERE) -> Page:
        return Page(self.browser.get(path))

    def post(self, path: str, **fields: str) -> Page:
        return Page(self.browser.post(path, fields))


def somebody(name: str, kind: str = "") -> Somebody:
    account = Account.objects.create(uuid=new_uuid(), email=f"{name}@example.org", name=name, created_at=START)
    if kind:
        Grant.objects.create(
            uuid=new_uuid(), account=account, kind=kind, profession_id=organisation.profession_id(OWNER),
            from_at=START, until_at=now() + timedelta(days=30), two_people=False, reason="x", created_at=START,
        )  # fmt: skip
    browser = Client()
    browser.force_login(account)
    return Somebody(account.pk, just_confirmed(browser))


@pytest.fixture
def draft(professions) -> int:
    build.published(replace(build.crafts(), profession=OWNER), START)
    return build.drafted(replace(second(), profession=OWNER), START)


@pytest.fixture
def author(draft) -> Somebody:
    return somebody("Ada", "framework-author")


@pytest.fixture
def head(draft) -> Somebody:
    return somebody("Hal", "head-of-profession")


def propose(author: Somebody, **changed: str) -> Page:
    day = now().date()
    fields = {"day_0": str(day.day), "day_1": str(day.month), "day_2": str(day.year), "notes": "Weaving asks more."}
    return author.post(f"{HERE}/propose", **(fields | changed))


def waiting() -> str:
    return str(Release.objects.latest("pk").uuid)


def decide(head: Somebody, **fields: str) -> Page:
    return head.post(f"{HERE}/decide", release=waiting(), **fields)


def test_a_version_is_released_by_two_people(author, head, visitor):
    assert "Propose the release" in author.get().text
    assert "1 skill goes: Patience" in author.get(f"{HERE}/propose").html

    assert propose(author).status == 303
    assert "another head of the profession has to agree" in author.get().text
    assert author.get(f"{HERE}/decide").status == 404

    assert "Publish Crafts, version 2?" in head.get(f"{HERE}/decide").headings[0]
    done = decide(head, answer="agree")

    assert (done.status, done.response.headers["Location"]) == (303, "/frameworks/crafts/versions/2")
    shown = Page(visitor.get("/frameworks/crafts/versions/2"))
    assert "Weaving asks more." in shown.text
    assert "Current version" in shown.text
    assert Page(visitor.get("/frameworks/crafts/versions/2/download/waymark")).status == 200
    assert author.get().status == 404


def test_a_refusal_needs_its_reason_and_shows_it_to_the_authors(author, head):
    propose(author)

    wrong = decide(head, answer="refuse")
    assert (wrong.status, "Say why." in wrong.text) == (422, True)
    nothing = decide(head)
    assert "Choose whether you agree" in nothing.text

    assert decide(head, answer="refuse", reason="Too soon").status == 303
    page = author.get()
    assert "Refused by Hal" in page.text
    assert "Too soon" in page.text
    assert "Propose the release" in page.text


def test_a_draft_that_changed_is_not_published_as_it_was_proposed(author, head, draft):
    propose(author)
    frameworks_commands.name_successors(
        version_id=draft, kind="skill", uuid=frameworks.skill("patience", now()).uuid, successors=[], reason="x",
        seen=None, actor=OPERATOR, at=now(),
    )  # fmt: skip

    assert decide(head, answer="agree").status == 404
    assert "Void: the draft changed" in author.get().text
    assert propose(author).status == 303
    assert decide(head, answer="agree").status == 303


def test_a_proposal_is_taken_back(author, head):
    propose(author)

    assert author.get(f"{HERE}/take-back").status == 404
    assert author.post(f"{HERE}/take-back", release=waiting()).status == 303
    assert Release.objects.get().state == "taken_back"
    assert head.get(f"{HERE}/decide").status == 404


def test_nobody_agrees_to_a_proposal_they_have_not_seen(author, head, draft):
    propose(author)
    seen = waiting()
    assert f'name="release" value="{seen}"' in head.get(f"{HERE}/decide").html
    author.post(f"{HERE}/take-back", release=seen)
    propose(author, notes="Something else.")

    late = head.post(f"{HERE}/decide", answer="agree", release=seen)

    assert late.status == 409
    assert "It was proposed anew while you were reading" in late.text
    assert "Something else." in late.text
    assert f'name="release" value="{waiting()}"' in late.html
    assert Version.objects.get(pk=draft).published_at is None
    assert author.post(f"{HERE}/take-back", release=seen).status == 409
    assert Release.objects.latest("pk").state == "open"


def test_whoever_has_not_signed_off_is_named_and_a_reason_asked_for(author, head, draft):
    Signatory.objects.create(uuid=new_uuid(), version_id=draft, account_id=head.account, from_at=START)
    assert "1 person has not signed it off" in author.get().text
    assert "Hal: has not said anything yet" in author.get(f"{HERE}/propose").text

    asked = propose(author)
    assert asked.status == 422
    assert "Say why it should be released anyway" in asked.text
    assert "Weaving asks more." in asked.html

    assert propose(author, reason="He is away.").status == 303
    decide = head.get(f"{HERE}/decide").text
    assert "He is away." in decide
    assert "Hal: has not said anything yet" in decide


@pytest.mark.parametrize("day", [{"day_0": "31", "day_1": "2"}, {"day_0": ""}])
def test_a_day_that_is_none_is_asked_for_again(author, day):
    page = propose(author, **day)

    assert page.status == 422
    assert "There is a problem" in page.text


def test_strong_steps_ask_who_it_is(author, head):
    propose(author)

    assert asks_to_confirm(head.browser, f"{HERE}/decide", {"answer": "agree"})


@pytest.mark.parametrize("path", ["", "/changes", "/impact", "/successors"])
def test_a_reviewer_reads_and_a_stranger_does_not(author, path):
    assert somebody("Rae", "framework-reviewer").get(HERE + path).status == 200
    assert somebody("Sam").get(HERE + path).status == 404
    assert "/propose" not in somebody("Ray", "framework-reviewer").get(HERE + path).html


def test_changes_are_filtered_and_short_texts_stand_side_by_side(author):
    everything = author.get(f"{HERE}/changes")
    assert "was Working, weight 3, is now Practitioner" in everything.text
    assert "was Colour that stays., is now Colour for ever." in everything.text

    skills = author.get(f"{HERE}/changes?kind=skill&what=reworded")
    assert "1 change" in skills.text
    assert "Weaver: Weaving" not in skills.text
    assert "No change is like that" in author.get(f"{HERE}/changes?kind=family").text


def test_what_takes_the_place_of_a_thing_is_said_and_readers_see_it(author, head, visitor, draft):
    patience, dyeing = (frameworks.skill(slug, now()) for slug in ("patience", "dyeing"))
    page = author.get(f"{HERE}/successors/skill/{patience.uuid}?q=dye")
    assert "Dyeing" in page.text
    assert "Costing" not in page.text
    seen = frameworks.left_out_one(draft, "skill", patience.uuid).seen
    none = author.post(f"{HERE}/successors/skill/{patience.uuid}", reason="", seen=seen)
    assert (none.status, "Say why it goes" in none.text) == (422, True)

    stale = author.post(f"{HERE}/successors/skill/{patience.uuid}", reason="Gone.", seen="of another day")
    assert (stale.status, "Somebody else said what becomes of this" in stale.text) == (422, True)
    said = {"successors": str(dyeing.id), "reason": "It is part of it.", "seen": seen}
    author.post(f"{HERE}/successors/skill/{patience.uuid}", **said)
    level = frameworks.role_level("weaver/junior-weaver", now())
    author.post(f"{HERE}/successors/role_level/{level.uuid}", successors=str(level_id("weaver/weaver")), seen=seen)
    assert "Of 2 roles, role levels and skills that this version leaves out, 2 have it said" in author.get().text
    propose(author)
    decide(head, answer="agree")

    shown = Page(visitor.get("/skills/patience"))
    assert "This skill is now: Dyeing . It is part of it." in shown.text
    assert "/skills/dyeing" in shown.links
    assert "Now: Dyeing . It is part of it." in Page(visitor.get("/frameworks/crafts/versions/2/changes")).text


def test_the_impact_is_what_the_database_holds(author, draft):
    crafts = Version.objects.get(label="1").pk
    weavers = [record.person(f"W{number}") for number in range(6)]
    for one in weavers:
        RoleClaim.objects.create(person=one, role_level_id=level_id("weaver/weaver"), from_at=START)
        record.hold(one, crafts, dyeing=1, at=START)
    RoleClaim.objects.create(person=record.person("J1"), role_level_id=level_id("weaver/junior-weaver"), from_at=START)

    page = author.get(f"{HERE}/impact")

    assert RoleClaim.objects.count() == 7
    assert "People whose role level changes or goes about 10 " in page.text
    assert "People with a level in a skill that is reworded or goes 6 " in page.text
    assert "Junior weaver Goes 0 0 0 fewer than 5 0 0" in page.text
    assert "Weaver 1 1 1 6 0 0" in page.text


def test_the_impact_counts_what_departments_added_to_what_changes(author, draft):
    place = Organisation.objects.create(
        uuid=new_uuid(), slug="mint", name="The Mint", kind=Organisation.Kind.DEPARTMENT, path="/7/"
    )
    published = Version.objects.get(label="1")
    for slug in ("weaver/weaver", "dyer/dyer"):
        overlay = Overlay.objects.create(
            uuid=new_uuid(), organisation=place, framework=published.framework, kind="note",
            role_level_id=level_id(slug),
        )  # fmt: skip
        OverlayEntry.objects.create(
            overlay=overlay, number=1, act="published", text="Ours.", version=published, at=START
        )

    page = author.get(f"{HERE}/impact")

    assert "What departments added to something that changes or goes 1 The Mint." in page.text


def test_skills_that_are_touched_stand_on_pages(author, draft, monkeypatch):
    whole = author.get(f"{HERE}/impact")
    monkeypatch.setattr(impact, "A_PAGE", 1)

    pages = [author.get(f"{HERE}/impact?skills={number}") for number in (1, 2)]

    assert "skills=2" in pages[0].html
    assert pages[0].text != pages[1].text
    assert len(pages[0].html) < len(whole.html) + 2_000


def mine(someone, slug="weaver/junior-weaver"):
    account = Account.objects.create(uuid=new_uuid(), email="m@example.org", name="M", created_at=START)
    person = record.person("M1")
    person.account = account
    person.save()
    RoleClaim.objects.create(person=person, role_level_id=level_id(slug), from_at=START)
    browser = Client()
    browser.force_login(account)
    return Somebody(account.pk, browser)


def publish(draft):
    at = now()
    frameworks_commands.publish(version_id=draft, effective_from=at, reason="x", actor=OPERATOR, at=at)


def test_what_changes_for_me_is_for_me_alone(draft, visitor):
    me = mine(None, "weaver/weaver")
    publish(draft)
    path = "/frameworks/crafts/versions/2/changes?mine=1"

    page = me.get(path)

    assert page.headings == ["What changes for you"]
    assert "is now Practitioner, weight 3" in page.text
    assert "Asks less of you than before (1)" in page.text
    assert "Is worded anew (1)" in page.text
    assert visitor.get(path).status_code == 302


def test_whoever_is_in_a_role_level_that_went_reads_what_it_is_now(draft):
    me = mine(None)
    level = frameworks.role_level("weaver/junior-weaver", now())
    frameworks_commands.name_successors(
        version_id=draft, kind="role_level", uuid=level.uuid, successors=[level_id("weaver/weaver")], reason="",
        seen=None, actor=OPERATOR, at=now(),
    )  # fmt: skip
    publish(draft)

    page = me.get("/me/gap")

    assert "Your role is now: Weaver" in page.text
    assert "/roles/weaver/weaver" in page.links
    assert "Is no longer there (1)" in me.get("/frameworks/crafts/versions/2/changes?mine=1").text


@pytest.mark.parametrize(
    ("path", "most"), [("", 75), ("/changes", 50), ("/impact", 55), ("/successors", 32), ("/propose", 60)]
)
def test_the_queries_of_a_page_are_fixed(author, django_assert_max_num_queries, path, most):
    author.get(HERE + path)

    with django_assert_max_num_queries(most):
        assert author.get(HERE + path).status == 200


def test_what_takes_a_place_is_looked_for_where_there_is_much(author, draft, monkeypatch):
    monkeypatch.setattr(changes, "A_PAGE", 2)
    place = f"{HERE}/successors/skill/{frameworks.skill('patience', now()).uuid}"
    dyeing = frameworks.skill("dyeing", now())

    page, found = author.get(place), author.get(f"{place}?q=e")

    assert "look for it by its name first" in page.text
    assert page.html.count('name="successors"') == 0
    assert found.html.count('name="successors"') == 2
    assert "not shown. Type more of the name." in found.text
    seen = next(form["seen"] for form in found.forms if "seen" in form)
    assert author.post(place, successors=str(dyeing.id), reason="", seen=seen).status == 303
    assert f'value="{dyeing.id}" checked' in author.get(place).html


def test_many_changes_stand_on_pages(draft, visitor, monkeypatch):
    publish(draft)
    path = "/frameworks/crafts/versions/2/changes"
    whole = Page(visitor.get(path))
    monkeypatch.setattr(explored, "A_PAGE", 1)

    short = Page(visitor.get(path))
    pages = [Page(visitor.get(f"{path}?kind=skill&page={number}")) for number in (1, 2)]

    assert "?kind=skill" in short.links
    assert len(short.html) < len(whole.html)
    assert pages[0].text != pages[1].text
    assert "Requirements" not in pages[0].headings


def test_the_difference_of_published_versions_is_worked_out_once(draft, visitor, monkeypatch):
    publish(draft)
    path = "/frameworks/crafts/versions/2/changes"
    first = visitor.get(path).content
    monkeypatch.setattr(documents, "document", None)

    assert visitor.get(path).content == first
