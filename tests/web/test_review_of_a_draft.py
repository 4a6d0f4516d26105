"""The pages of the review of a draft: what each shows, what its forms do, and what they cost."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessments import build as record
from tests.reviews.conftest import scene  # noqa: F401
from tests.web.pages import Page, get
from waymark.access.models import Account
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as frameworks_queries
from waymark.frameworks.types import PassageKind
from waymark.kernel import clock
from waymark.reviews import commands
from waymark.reviews.models import Invitation, ReviewGroup, Signatory, SignOff, Suggestion, Thread

ARGS = ["crafts", "1"]


def browser_of(actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def where(name: str, *more: object) -> str:
    return reverse(f"authoring_{name}", args=[*ARGS, *more])


@pytest.fixture
def author(scene) -> Client:  # noqa: F811
    return browser_of(scene.author)


@pytest.fixture
def reviewer(scene) -> Client:  # noqa: F811
    return browser_of(scene.reviewer)


def thread_of(scene, text="Which cloth?", actor=None):  # noqa: F811
    return commands.start_thread(
        version_id=scene.version_id, passage=scene.weaving, text=text, actor=actor or scene.reviewer,
        at=clock.now(),
    )  # fmt: skip


def suggestion_of(scene, field="summary", new="About cloth."):  # noqa: F811
    texts = frameworks_queries.passage(scene.version_id, scene.weaving).texts
    return commands.suggest(
        version_id=scene.version_id, passage=scene.weaving, field=field,
        seen_text=next(one.text for one in texts if one.field == field), new_text=new, actor=scene.reviewer,
        at=clock.now(),
    )  # fmt: skip


def test_a_reviewer_reads_section_by_section_down_to_every_text(scene, reviewer):  # noqa: F811
    whole = get(reviewer, where("review_read"))
    family = next(link for link in whole.links if "read/family." in link)
    role = next(link for link in get(reviewer, family).links if "read/role." in link)
    page = get(reviewer, role)
    skills = get(reviewer, where("review_skills"))
    skill = get(reviewer, next(link for link in skills.links if str(scene.weaving.uuid) in link))

    assert "Read the 6 skills" in whole.text
    assert "Asks for Weaving: Awareness, essential" in page.text
    assert "Asks for Patience: no level named, essential" in page.text
    assert "You can weave plain cloth." in skill.text
    assert "Level 3: Practitioner" in skill.text
    for one in (whole, page, skills, skill):
        assert one.inline == []
        assert len(one.headings) == 1


def test_a_remark_is_made_beside_the_text_and_answered(scene, reviewer, author):  # noqa: F811
    place = where("review_passage", scene.weaving_2.key)
    made = reviewer.post(place, {"text": "Which <b>cloth</b>?"}, follow=True)
    assert "Which &lt;b&gt;cloth&lt;/b&gt;?" in made.content.decode()
    thread = Thread.objects.get()

    answered = author.post(where("review_thread", thread.uuid), {"text": "Any.", "do": "resolve"})

    assert answered.status_code == 303
    assert "resolved it" in get(reviewer, where("review_thread", thread.uuid)).text
    assert "No thread is open." in get(reviewer, where("review_threads")).text
    assert "Level 2: Working (Weaving)" in get(reviewer, where("review_threads") + "?show=resolved").text


def test_an_empty_remark_is_asked_for_again_and_a_long_one_is_kept(scene, reviewer):  # noqa: F811
    place = where("review_passage", scene.weaving.key)

    empty, long = Page(reviewer.post(place, {"text": " "})), Page(reviewer.post(place, {"text": "y" * 4_001}))

    assert (empty.status, long.status) == (422, 422)
    assert "Enter what you want to say" in empty.text
    assert "y" * 4_001 in long.html
    assert not Thread.objects.exists()


def test_what_is_no_passage_is_not_there(scene, reviewer):  # noqa: F811
    for key in ("x", "skill", "skill.x", f"skill.{scene.weaving.uuid}.2", f"skill_level.{scene.weaving.uuid}.x",
                f"skill_level.{scene.weaving.uuid}.9", f"requirement.{scene.weaving.uuid}.y",
                f"SKILL.{scene.weaving.uuid}", f"skill_level.{scene.weaving.uuid}.²"):  # fmt: skip
        assert reviewer.get(where("review_passage", key)).status_code == 404, key
    assert reviewer.get(where("review_read_one", scene.weaving_2.key)).status_code == 404
    assert reviewer.get(where("review_suggest", scene.weaving.key, "source")).status_code == 404


def test_other_words_are_suggested_and_accepted_in_one_click(scene, reviewer, author):  # noqa: F811
    place = where("review_suggest", scene.weaving.key, "summary")
    assert "About Weaving." in get(reviewer, place).text
    form = {"seen": json.dumps("About Weaving."), "text": "About cloth.\r\nAnd looms.", "why": "It is wider."}
    assert reviewer.post(place, form).status_code == 303
    listed = get(author, where("review_suggestions"))
    assert "It is wider." in listed.text

    accepted = author.post(where("review_suggestion", Suggestion.objects.get().uuid), {"do": "accept"})

    assert accepted.status_code == 303
    texts = {one.field: one.text for one in frameworks_queries.passage(scene.version_id, scene.weaving).texts}
    assert texts["summary"] == "About cloth.\nAnd looms."


def test_the_same_words_are_asked_for_again_and_a_stale_form_shows_both(scene, reviewer):  # noqa: F811
    place = where("review_suggest", scene.weaving.key, "summary")

    same = Page(reviewer.post(place, {"seen": json.dumps("About Weaving."), "text": "About Weaving."}))
    stale = Page(reviewer.post(place, {"seen": json.dumps("About yarn."), "text": "About thread."}))

    deep = Page(reviewer.post(place, {"seen": "[" * 100_000, "text": "About thread."}))
    assert (same.status, stale.status, deep.status) == (422, 422, 422)
    assert "These are the words that stand there already" in same.text
    assert "About yarn." in stale.text
    assert "About Weaving." in stale.text
    assert "About thread." in stale.html


def test_a_suggestion_for_a_text_that_changed_shows_all_three_and_is_not_taken_over(scene, author):  # noqa: F811
    uuid = suggestion_of(scene)
    frameworks.reword(
        version_id=scene.version_id, kind=PassageKind.SKILL, uuid=scene.weaving.uuid, field="summary",
        seen_text="About Weaving.", new_text="About yarn.", actor=scene.second, at=clock.now(),
    )  # fmt: skip

    page = Page(author.post(where("review_suggestion", uuid), {"do": "accept"}))

    assert page.status == 422
    for text in ("About Weaving.", "About yarn.", "About cloth.", "The text changed since this was suggested"):
        assert text in page.text
    assert 'value="accept"' not in page.html


def test_a_suggestion_is_declined_with_a_reason_or_taken_back(scene, author, reviewer):  # noqa: F811
    first, second = suggestion_of(scene), suggestion_of(scene, new="Cloth.")
    assert author.post(where("review_suggestion", first), {"do": "decline"}).status_code == 422
    assert author.post(where("review_suggestion", first), {"do": "decline", "reason": "No."}).status_code == 303
    assert author.post(where("review_suggestion", second), {"do": "withdraw"}).status_code == 404
    assert reviewer.post(where("review_suggestion", second), {"do": "withdraw"}).status_code == 303

    decided = get(reviewer, where("review_suggestions") + "?show=decided").text

    assert "Author decided" in decided
    assert "Taken back" in decided


def test_an_author_asks_a_group_and_takes_the_draft_back(scene, author):  # noqa: F811
    at = clock.now()
    group = commands.make_group(framework_id=scene.framework_id, name="Readers", actor=scene.author, at=at)
    commands.add_member(group=group, account_id=scene.guest.account_id, actor=scene.author, at=at)
    assert "Readers (1 person)" in get(author, where("review_ask")).text
    assert author.post(where("review_ask"), {"due_on_0": "1", "due_on_1": "1", "due_on_2": "2020"}).status_code == 422
    assert author.post(where("review_ask"), {"groups": [str(group)], "message": "Please."}).status_code == 303
    guest = browser_of(scene.guest)
    page = get(guest, where("review"))
    assert "You are asked to review this draft Please." in page.text
    assert "Back to writing" not in page.text
    assert "Review Crafts 1" in get(guest, reverse("authoring")).text

    assert author.post(where("review_writing")).status_code == 303

    assert "Being written" in get(author, where("review")).text
    assert "is not in review" in author.post(where("review_writing"), follow=True).content.decode()


def test_somebody_is_reminded_finishes_and_is_asked_no_longer(scene, author):  # noqa: F811
    commands.ask_for_review(
        version_id=scene.version_id, accounts=[scene.guest.account_id], due_on=date(2100, 1, 1), actor=scene.author,
        at=clock.now(),
    )  # fmt: skip
    place, guest = where("review_invitation", Invitation.objects.get().uuid), browser_of(scene.guest)
    assert guest.post(place, {"do": "remind"}).status_code == 404
    assert author.post(place, {"do": "remind"}).status_code == 303
    assert "Reminded" in get(author, where("review")).text
    assert guest.post(place, {"do": "finish"}).status_code == 303
    assert "Finished" in get(author, where("review")).text
    assert author.post(place, {"do": "end"}).status_code == 303

    assert guest.get(where("review")).status_code == 404


def test_a_sign_off_stands_beside_the_name_and_says_when_the_draft_changed(scene, author, reviewer):  # noqa: F811
    assert reviewer.get(where("review_sign")).status_code == 404
    assert author.post(where("review_choose"), {"account": scene.reviewer.account_id}).status_code == 303
    form = get(reviewer, where("review_sign"))
    seen = frameworks_queries.content_digest(scene.version_id)
    assert f'value="{seen}"' in form.html
    assert reviewer.post(where("review_sign"), {"answer": "not-yet", "seen": seen}).status_code == 422
    assert reviewer.post(where("review_sign"), {"answer": "ready", "seen": "another"}).status_code == 422
    assert reviewer.post(where("review_sign"), {"answer": "ready", "seen": seen}).status_code == 303
    assert "says that the draft is ready as it stands" in get(author, where("review")).text

    frameworks.reword(
        version_id=scene.version_id, kind=PassageKind.SKILL, uuid=scene.weaving.uuid, field="summary",
        seen_text="About Weaving.", new_text="About yarn.", actor=scene.author, at=clock.now(),
    )  # fmt: skip

    assert "Changed since" in get(author, where("review")).text
    assert "Your sign-off is asked for" in get(reviewer, where("review")).text
    assert author.post(where("review_drop", Signatory.objects.get().uuid)).status_code == 303
    assert "Nobody is chosen" in get(author, where("review")).text
    assert SignOff.objects.count() == 1


def test_a_group_is_made_filled_emptied_and_closed(scene, author):  # noqa: F811
    groups = reverse("authoring_groups")
    assert author.post(groups, {"framework": scene.framework_id, "name": ""}).status_code == 422
    made = author.post(groups, {"framework": scene.framework_id, "name": "Readers"})
    group = reverse("authoring_group", args=[ReviewGroup.objects.get().uuid])
    assert made.headers["Location"] == group
    assert author.post(groups, {"framework": scene.framework_id, "name": "Readers"}).status_code == 422

    nobody = author.post(group, {"do": "add", "account": scene.guest.account_id}, follow=True).content.decode()
    assert ("Guest" in nobody, "Choose somebody who can sign in" in nobody) == (False, True)
    guest = record.person("G1")
    guest.account_id = scene.guest.account_id
    guest.save()
    author.post(group, {"do": "add", "account": scene.guest.account_id})
    assert "Guest" in get(author, group).text
    for account in ("", "x", "9" * 30):
        assert author.post(group, {"do": "remove", "account": account}).status_code == 404
    author.post(group, {"do": "remove", "account": scene.guest.account_id})
    assert "Nobody is in this group yet." in get(author, group).text
    author.post(group, {"do": "close"})

    assert author.get(group).status_code == 404


def test_everything_that_was_said_is_a_file_without_formulas(scene, reviewer):  # noqa: F811
    thread_of(scene, "=1+1")
    suggestion_of(scene)

    answer = reviewer.get(where("review_remarks"))

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert lines[0].startswith("About,Within,What,State")
    assert "Weaving,,Remark,Open,,,'=1+1" in lines[1]
    assert "Weaving,,Suggestion,Open,Summary,About Weaving.,About cloth." in lines[2]


def test_the_workbench_shows_what_waits(scene, author):  # noqa: F811
    thread_of(scene)
    suggestion_of(scene)
    commands.choose_signatory(
        version_id=scene.version_id, account_id=scene.author.account_id, actor=scene.author, at=clock.now()
    )

    page = get(author, reverse("authoring"))

    for text in ("Sign off Crafts 1", "1 suggestion for Crafts 1", "1 open thread about Crafts 1"):
        assert text in page.text


@pytest.mark.parametrize("many", [1, 9])
def test_a_page_costs_the_same_whatever_was_said(
    scene, author, many, django_assert_max_num_queries  # noqa: F811
):  # fmt: skip
    at = clock.now()
    for number in range(many):
        thread_of(scene, f"{number}")
        suggestion_of(scene, new=f"About {number}.")
    commands.ask_for_review(
        version_id=scene.version_id, accounts=[scene.guest.account_id, scene.reviewer.account_id], actor=scene.author,
        at=at,
    )  # fmt: skip
    commands.choose_signatory(
        version_id=scene.version_id, account_id=scene.reviewer.account_id, actor=scene.author, at=at
    )
    for name, most in (
        ("review", 32), ("review_threads", 27), ("review_suggestions", 27), ("review_read", 23),
        ("review_skills", 23),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            get(author, where(name))
    with django_assert_max_num_queries(36):
        get(author, where("review_passage", scene.weaving.key))
    with django_assert_max_num_queries(25):
        get(author, where("review_read_one", scene.weaving.key))


@pytest.mark.parametrize(
    ("path", "kind", "names"),
    [
        ("details", "framework", ["Crafts"]),
        ("preview", "framework", ["Crafts"]),
        ("families/cloth", "family", ["Cloth"]),
        ("roles/weaver", "role", ["Weaver"]),
        ("roles/weaver/levels/weaver", "role_level", ["Asks for Weaving"]),
        ("roles/weaver/levels/weaver/requirements", "role_level", ["Asks for Weaving"]),
        ("skills/weaving", "skill", ["Weaving", "Level 1: Awareness", "Level 4: Expert"]),
        ("preview/skills/weaving", "skill", ["Weaving", "Level 1: Awareness", "Level 4: Expert"]),
    ],
)
def test_what_is_said_stands_beside_every_editor_and_in_the_preview(scene, author, path, kind, names):  # noqa: F811
    page = get(author, f"/authoring/drafts/crafts/1/{path}")
    first = next(link for link in page.links if f"/review/passages/{kind}." in link)
    assert author.post(first, {"text": "Why so?"}).status_code == 303

    again = get(author, f"/authoring/drafts/crafts/1/{path}")

    assert "1 open remark" in again.text
    for name in names:
        assert name in again.text.partition("What is said of it")[2]
    assert again.inline == []
    assert len(set(again.ids)) == len(again.ids)


def test_whoever_is_asked_finds_the_workbench_in_the_navigation_as_long_as_they_are_asked(scene):  # noqa: F811
    guest, bench = browser_of(scene.guest), reverse("authoring")
    before = get(guest, reverse("help")).links
    commands.ask_for_review(
        version_id=scene.version_id, accounts=[scene.guest.account_id], actor=scene.author, at=clock.now()
    )
    asked = get(guest, reverse("help")).links
    landing = get(guest, bench)
    invitation = Invitation.objects.get().uuid
    commands.ask_no_longer(invitation=invitation, actor=scene.author, at=clock.now())

    assert bench not in before
    assert bench in asked
    assert "Review Crafts 1" in landing.text
    assert bench not in get(guest, reverse("help")).links


def test_the_way_to_the_workbench_costs_no_query(scene, django_assert_num_queries):  # noqa: F811
    guest = browser_of(scene.guest)
    commands.ask_for_review(
        version_id=scene.version_id, accounts=[scene.guest.account_id], actor=scene.author, at=clock.now()
    )

    # Session, account, person, duties, and what waits for an account that belongs to nobody.
    with django_assert_num_queries(5):
        assert reverse("authoring") in get(guest, reverse("help")).links


def test_a_reviewer_by_duty_finds_the_workbench_empty_rather_than_not_there(scene, reviewer):  # noqa: F811
    frameworks.discard_draft(version_id=scene.version_id, seen=None, actor=scene.author, at=clock.now())

    assert "Nothing is being written now." in get(reviewer, reverse("authoring")).text


def test_the_page_names_a_signatory_who_cannot_read_the_draft_any_more_and_leads_to_another(scene, author):  # noqa: F811
    asked = {"version_id": scene.version_id, "actor": scene.author, "at": clock.now()}
    commands.ask_for_review(accounts=[scene.guest.account_id], **asked)
    commands.choose_signatory(account_id=scene.guest.account_id, **asked)
    commands.ask_no_longer(invitation=Invitation.objects.get().uuid, actor=scene.author, at=clock.now())

    page, release = get(author, where("review")), get(author, where("release"))

    assert "1 person was chosen who cannot read the draft any more" in page.text
    assert "Guest: cannot read the draft any more" in release.text
    assert "has not signed it off" not in release.text
    for one in (page, release):
        assert where("review_choose") in one.links
