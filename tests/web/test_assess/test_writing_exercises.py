"""A moderator writes an exercise, looks it through and publishes it; an assessor answers it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import desk
from tests.conftest import NOON
from tests.web.test_assess.test_exercises import MOST, give
from waymark.assessments import commands, queries
from waymark.assessments.models import ExerciseCase, ExerciseDraft
from waymark.assessments.types import DraftWord
from waymark.kernel.policy import OPERATOR
from waymark.organisation.models import Profession


@pytest.fixture
def moderator(who):
    someone = desk.with_account("M", "Mo", "Derate")
    give(someone.account, "moderator", who.profession_id)
    return desk.record.acting(someone)


@pytest.fixture
def client(browser, moderator):
    return browser(moderator)


def begin(client, title="A scarf"):
    return client.post("/assess/exercises/new", {"framework": "crafts", "title": title})["Location"]


def form(skills, **more):
    weaving = skills["weaving"]
    return {
        "title": "A scarf", "sample": "I wove a scarf.", "revision": "0", "then": "keep", "add": "",
        "skill": [str(weaving)], f"skill-{weaving}-level": "2", f"skill-{weaving}-reason": "One colour only.", **more,
    }  # fmt: skip


def test_from_the_first_word_to_the_first_answer(client, browser, who, skills):
    listed = client.get("/assess/exercises").content.decode()
    url = begin(client)
    added = client.post(
        url, {"title": "A scarf", "sample": "", "revision": "0", "add": skills["weaving"], "then": "keep"}
    )
    page = client.get(url).content.decode()
    on = client.post(url, form(skills, revision="1", then="check"))
    look = client.get(on["Location"]).content.decode()
    before = browser(who.first).get("/assess/exercises").content.decode()
    done = client.post(on["Location"], {"revision": "2"}, follow=True).content.decode()

    assert "Write the first one" in listed
    assert added["Location"] == f"{url}#skill-{skills['weaving']}"
    assert "You can weave plain cloth." in page
    assert "Not dyed" not in page
    assert "It cannot be published yet" not in look
    assert "One colour only." in look
    assert "A scarf" not in before
    assert "Published: 1 exercise. Assessors of the profession are asked from now on." in done
    assert not ExerciseDraft.objects.exists()
    made = ExerciseCase.objects.get()
    assert (made.panel_level, made.panel_reason, made.sample) == (2, "One colour only.", "I wove a scarf.")
    answer = browser(who.first)
    address = f"/assess/exercises/{made.uuid}"
    assert "One colour only." not in answer.get(address).content.decode()
    answer.post(address, {"then": "answer", "level": "2", "reason": "Plain."})
    assert "One colour only." in answer.get(address).content.decode()


def test_what_is_missing_is_listed_and_publishing_anyway_is_refused(client, skills):
    url = begin(client)
    checked = client.post(url, {"title": "A scarf", "sample": "", "revision": "0", "then": "check"})["Location"]

    page = client.get(checked).content.decode()
    refused = client.post(checked, {"revision": "0"})

    assert "Write the work to judge." in page
    assert "Publish the exercise" not in page
    assert refused.status_code == 422
    assert "It cannot be published yet. Write the work to judge." in refused.content.decode()
    assert client.post(checked, {"revision": "x"}).status_code == 400


def test_a_skill_is_taken_out_again(client, skills):
    url = begin(client)
    client.post(url, form(skills))

    client.post(url, form(skills, revision="1", then=f"out-{skills['weaving']}"))

    assert not ExerciseDraft.objects.get().words.exists()
    assert client.post(url, form(skills, then="something")).status_code == 400


def test_mistakes_are_all_named_and_nothing_typed_is_lost(client, skills):
    url = begin(client)
    wrong = client.post(url, form(skills, title="", sample="x" * 20_001))
    level = client.post(url, form(skills, **{f"skill-{skills['weaving']}-level": "77"}))
    bare = client.post("/assess/exercises/new", {"framework": "other", "title": ""}).content.decode()

    page = wrong.content.decode()
    assert wrong.status_code == level.status_code == 422
    assert "Give it a title" in page
    assert "The work can have at most 20,000 characters" in page
    assert "One colour only." in page
    assert "Choose one of the levels" in level.content.decode()
    assert "Choose one of the frameworks" in bare
    assert "Give it a title" in bare
    assert ExerciseDraft.objects.get().revision == 0


def test_of_two_who_write_the_second_is_told_and_keeps_what_they_typed(client, skills):
    url = begin(client)
    uuid = ExerciseDraft.objects.get().uuid
    commands.keep_exercise_draft(
        draft=uuid, title="A shawl", sample="Theirs.", words=[DraftWord(skills["dyeing"], 1, "x")], seen_revision=0,
        actor=OPERATOR, at=NOON + timedelta(minutes=1),
    )  # fmt: skip

    told = client.post(url, form(skills))
    page = told.content.decode()
    again = client.post(url, form(skills, revision="1"))

    assert told.status_code == 422
    assert "An operator saved this draft at" in page
    assert "One colour only." in page
    assert 'name="revision" value="1"' in page
    assert again["Location"] == url
    assert ExerciseDraft.objects.get().title == "A scarf"


def test_a_draft_is_thrown_away_after_a_question(client, skills):
    url = begin(client)
    asked = client.get(f"{url}/throw-away").content.decode()
    gone = client.post(f"{url}/throw-away", follow=True).content.decode()

    assert "cannot be brought back" in asked
    assert "The draft is thrown away." in gone
    assert client.get(url).status_code == client.post(f"{url}/check", {"revision": "0"}).status_code == 404


def test_an_assessor_who_does_not_moderate_has_none_of_these_pages(client, browser, who):
    url = begin(client)
    for somebody in (who.first, who.ada, who.boss):
        other = browser(somebody)
        for path in ("/assess/exercises/new", url, f"{url}/check", f"{url}/throw-away"):
            assert other.get(path).status_code == other.post(path).status_code == 404, path
    assert "Write an exercise" not in browser(who.first).get("/assess/exercises").content.decode()


def test_a_moderator_whose_profession_publishes_nothing_is_told_so(browser, who):
    someone = desk.with_account("N", "No", "Framework")
    guild = Profession.objects.create(uuid=uuid4(), slug="guild", name="Guild", sort_key="guild")
    give(someone.account, "moderator", guild.pk)

    page = browser(desk.record.acting(someone)).get("/assess/exercises/new").content.decode()

    assert "No framework of your profession is published" in page


def test_pages_cost_the_same_whatever_their_number(client, moderator, skills):
    def counted(url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    def saved(title, *words):
        url = begin(client, title)
        commands.keep_exercise_draft(
            draft=ExerciseDraft.objects.latest("pk").uuid, title=title, sample="x", words=words, seen_revision=0,
            actor=OPERATOR, at=NOON,
        )  # fmt: skip
        return url

    small = saved("One", DraftWord(skills["weaving"], 1, "x"))
    few = [counted(url) for url in ("/assess/exercises", small, f"{small}/check", "/assess/exercises/new")]
    large = saved("Two", DraftWord(skills["weaving"], 1, "x"), DraftWord(skills["dyeing"], None, ""))
    many = [counted(url) for url in ("/assess/exercises", large, f"{large}/check", "/assess/exercises/new")]

    assert few == many
    assert max(many) <= MOST
    assert len(queries.exercise_drafts(moderator, NOON)) <= 2
