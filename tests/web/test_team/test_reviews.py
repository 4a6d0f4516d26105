"""A manager's reviews page by page: the list, the check page, one person, and the sheet of the two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import team
from tests.assessments.desk import LONG
from tests.conftest import NOON
from tests.web.test_assess.conftest import browser, crafts, skills, weaver  # noqa: F401 - fixtures
from waymark.assessments import commands, queries
from waymark.assessments.models import Answer, Assessment, Judgement, Talk, TalkPoint, Terms
from waymark.assessments.types import TalkWords, Word
from waymark.kernel import clock
from waymark.people.models import ReportingLine

MOST = 25
LIST = "/team/reviews"
CHECK = "/team/reviews/check"


@pytest.fixture
def who(crafts, monkeypatch):  # noqa: F811
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return team.make(crafts)


@pytest.fixture
def differing(who, weaver, skills):  # noqa: F811
    """An assessment of Ada's of which weaving opens."""
    return team.sent(who.ada, weaver, skills, weaving=3)


def marks(*sent):
    return [f"{one.uuid}@{one.submitted_at.isoformat()}" for one in sent]


def seen(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, (answer.status_code, answer.get("Location"))
    return answer.content.decode()


def counted(ask):
    """Return how many queries an answer took, without what only writes rows, which each database counts its own way.

    Savepoints stand for a transaction in a test; many rows are poured in by COPY on PostgreSQL, at once on SQLite.
    """
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    told = [one["sql"] for one in asked.captured_queries]
    return sum("SAVEPOINT" not in one and not one.startswith("COPY ") for one in told), answer


def put(sent, skills, **more):  # noqa: F811
    """Return a form that confirms weaving at 2 and leaves dyeing as they put it."""
    weaving = skills["weaving"]
    return {
        "then": "confirm", "seen": sent.submitted_at.isoformat(), f"level_{weaving}": "2",
        f"reason_{weaving}": "Plain cloth so far.", "rest": [str(skills["dyeing"])], **more,
    }  # fmt: skip


def test_the_list_names_who_waits_with_what_opens(browser, who, weaver, skills, differing):  # noqa: F811
    team.sent(who.team[1], weaver, skills)
    page = seen(browser(who.boss), LIST)

    assert "Ada Marsh" in page
    assert "Agree 1, discuss 1" in page
    assert "Agree 2" in page
    assert page.count(" checked") == 2
    narrowed = seen(browser(who.boss), f"{LIST}?show=agree")
    assert "Ada Marsh" not in narrowed
    assert "Ben Reed 1" in narrowed
    assert "None of those that wait" in seen(browser(who.boss), f"{LIST}?show=late")
    assert "2 assessments wait for you" in seen(browser(who.boss), "/team")


def test_an_empty_list_says_what_will_stand_there(browser, who):  # noqa: F811
    assert "Nothing waits for your review" in seen(browser(who.boss), LIST)
    assert "Nothing waits for your review" in seen(browser(who.ada), LIST)


def test_confirming_a_team_of_fifty_takes_three_pages_of_few_queries(browser, crafts, weaver, skills, monkeypatch):  # noqa: F811
    monkeypatch.setattr(clock, "now", lambda: NOON)
    who = team.make(crafts, 50)
    sent = [
        team.sent(member, weaver, skills, weaving=3 if number % 5 == 0 else 2) for number, member in enumerate(who.team)
    ]
    client = browser(who.boss)
    client.get(LIST)

    listed, page = counted(lambda: client.get(LIST))
    checked, check = counted(lambda: client.get(CHECK, {"case": marks(*sent)}))
    confirmed, done = counted(lambda: client.post(CHECK, {"case": marks(*sent)}))

    assert "50 assessments, the most urgent first" in page.content.decode()
    assert "40 assessments are confirmed whole" in check.content.decode()
    assert done["Location"] == LIST
    assert {"listed": listed, "checked": checked, "confirmed": confirmed, "most": MOST} == {
        "listed": min(listed, MOST), "checked": min(checked, MOST), "confirmed": min(confirmed, MOST), "most": MOST,
    }  # fmt: skip
    assert Assessment.objects.filter(state="confirmed").count() == 40
    after = seen(client, LIST)
    assert "40 assessments are confirmed" in after
    assert "10 assessments, the most urgent first" in after


def test_what_was_withdrawn_meanwhile_is_named_and_the_others_are_confirmed(browser, who, weaver, skills):  # noqa: F811
    fine, gone = (team.sent(member, weaver, skills) for member in who.team[:2])
    client = browser(who.boss)
    check = client.get(CHECK, {"case": marks(fine, gone)}).content.decode()
    assert "2 assessments are confirmed whole" in check
    commands.withdraw(assessment=gone.uuid, actor=who.team[1], at=NOON)

    page = client.post(CHECK, {"case": marks(fine, gone)}, follow=True).content.decode()

    assert "1 assessment is confirmed" in page
    assert "Not confirmed, Ben Reed 1: Its person withdrew this assessment" in page
    assert "1 that you ticked is left out" in client.get(CHECK, {"case": marks(gone)}).content.decode()


def test_no_tick_and_nonsense_are_answered_in_words(browser, who, weaver, skills, differing):  # noqa: F811
    client = browser(who.boss)

    for ask in (client.get, client.post):
        answer = ask(CHECK, {"case": ["nonsense", "@", f"{differing.uuid}@yesterday"]})
        assert answer.status_code == 422
        assert "Tick at least one person" in answer.content.decode()


def test_one_review_opens_only_what_differs_and_is_confirmed_with_the_rest(browser, who, skills, differing):  # noqa: F811
    client = browser(who.boss)
    page = seen(client, f"{LIST}/{differing.uuid}")
    assert "It is above the level the role asks for." in page
    assert "This level asks for evidence, and there is none." in page
    assert "You can weave plain cloth." in page
    assert page.count('class="wm-case"') == 2  # weaving, and the others together
    assert "Dyeing: Awareness" in page

    answer = client.post(f"{LIST}/{differing.uuid}", put(differing, skills))

    assert answer["Location"] == LIST
    assert dict(Judgement.objects.filter(source="manager").values_list("skill__slug", "level")) == {
        "weaving": 2, "dyeing": 1,
    }  # fmt: skip
    listed = seen(client, LIST)
    assert "To talk about" in listed
    assert f"{LIST}/{differing.uuid}/conversation" in listed
    assert "Nothing is to be decided here" in seen(client, f"{LIST}/{differing.uuid}")


def test_after_one_the_next_that_is_open_comes(browser, who, weaver, skills, differing):  # noqa: F811
    other = team.sent(who.team[1], weaver, skills, weaving=4)

    answer = browser(who.boss).post(f"{LIST}/{differing.uuid}", put(differing, skills))

    assert answer["Location"] == f"{LIST}/{other.uuid}"


def test_what_lacks_a_reason_or_a_level_keeps_what_was_typed(browser, who, skills, differing):  # noqa: F811
    client, url, weaving = browser(who.boss), f"{LIST}/{differing.uuid}", skills["weaving"]

    silent = client.post(url, put(differing, skills, **{f"reason_{weaving}": ""}))
    unticked = client.post(url, put(differing, skills, rest=[]))

    assert silent.status_code == unticked.status_code == 422
    assert "Give a reason for each level that differs from theirs" in silent.content.decode()
    assert "Plain cloth so far." in unticked.content.decode()
    assert f'name="level_{skills["dyeing"]}"' in unticked.content.decode()
    assert not Judgement.objects.exclude(source="self").exists()


def test_what_was_submitted_again_or_withdrawn_is_not_confirmed_unseen(browser, who, skills, differing):  # noqa: F811
    client, url = browser(who.boss), f"{LIST}/{differing.uuid}"

    stale = client.post(url, put(differing, skills, seen="2020-01-01T00:00:00+00:00"))
    commands.withdraw(assessment=differing.uuid, actor=who.ada, at=NOON)
    late = client.post(url, put(differing, skills))

    assert stale.status_code == late.status_code == 409
    assert "submitted again since you looked" in stale.content.decode()
    assert "withdrew this assessment" in late.content.decode()
    assert "Plain cloth so far." in late.content.decode()
    for page in (late.content.decode(), seen(client, url)):
        assert "Its person withdrew this assessment on" in page
        for theirs in (LONG, "Theirs", "There is a problem with", "Confirm and go on"):
            assert theirs not in page


def test_what_was_decided_in_another_tab_is_shown_beside_what_was_typed(browser, who, skills, differing):  # noqa: F811
    client, url, weaving = browser(who.boss), f"{LIST}/{differing.uuid}", skills["weaving"]
    client.post(url, put(differing, skills))

    late = client.post(url, put(differing, skills, **{f"level_{weaving}": "1", f"reason_{weaving}": "Less than that."}))

    assert late.status_code == 409
    assert "Working, said by Bo Chief" in late.content.decode()
    assert "Less than that." in late.content.decode()


def test_a_draft_is_kept_and_shown_again(browser, who, skills, differing):  # noqa: F811
    client, url = browser(who.boss), f"{LIST}/{differing.uuid}"

    kept = client.post(url, put(differing, skills, then="save"), follow=True).content.decode()

    assert "Kept. Nothing is decided yet." in kept
    assert "You put another level." in kept
    assert "Plain cloth so far." in kept
    assert Answer.objects.filter(by_id=who.boss.account_id).count() == 1


def test_where_both_answer_blind_theirs_is_shown_once_mine_is_kept(browser, who, weaver, skills):  # noqa: F811
    Terms.objects.create(days=20, blind=True, at=NOON)
    sent = team.sent(who.ada, weaver, skills)
    client, url = browser(who.boss), f"{LIST}/{sent.uuid}"
    weaving, dyeing = skills["weaving"], skills["dyeing"]

    first = seen(client, url)
    assert "You see it once you have put yours" in first
    assert team.desk.LONG not in first
    assert "You answer first: 2 skills" in seen(client, LIST)
    assert " checked" not in seen(client, LIST)
    mine = {
        "then": "save", "seen": sent.submitted_at.isoformat(), f"level_{weaving}": "2", f"reason_{weaving}": "",
        f"level_{dyeing}": "3", f"reason_{dyeing}": "Better than that.",
    }  # fmt: skip
    after = client.post(url, mine, follow=True).content.decode()
    assert team.desk.LONG in after
    assert "You put another level." in after

    again = {name: value for name, value in mine.items() if str(weaving) not in name.split("_")}
    told = client.post(url, {**again, "then": "talk", "rest": [str(weaving)]})
    assert told["Location"] == f"{url}/conversation"
    assert Assessment.objects.get(uuid=sent.uuid).state == "submitted"
    sheet = seen(browser(who.ada), f"/me/assessments/{sent.uuid}/conversation")
    assert "Nothing is decided yet" in sheet
    assert "Better than that." in sheet


def test_both_write_on_the_sheet_and_the_manager_ends_it(browser, who, skills, differing):  # noqa: F811
    boss, ada, weaving = browser(who.boss), browser(who.ada), skills["weaving"]
    theirs, mine = f"{LIST}/{differing.uuid}/conversation", f"/me/assessments/{differing.uuid}/conversation"
    assert ada.get(mine).status_code == boss.get(theirs).status_code == 404
    boss.post(f"{LIST}/{differing.uuid}", put(differing, skills))
    text = {
        f"about_{weaving}": "The grey loom.", f"came_{weaving}": "", f"agreed_{weaving}": "Weave a twill.",
        f"due_{weaving}_0": "1", f"due_{weaving}_1": "9", f"due_{weaving}_2": "2026", f"seen_{weaving}": "1",
    }  # fmt: skip

    saved = ada.post(mine, text, follow=True).content.decode()
    late = boss.post(theirs, {**text, f"came_{weaving}": "We agree now.", "then": "end"})

    assert "Saved. Your manager sees it too." in saved
    assert late.status_code == 409
    page = late.content.decode()
    assert "Somebody wrote about Weaving while you had this page open" in page
    assert "We agree now." in page
    assert f'name="seen_{weaving}" value="2"' in page
    ended = boss.post(theirs, {**text, f"came_{weaving}": "We agree now.", f"seen_{weaving}": "2", "then": "end"})
    assert ended["Location"] == LIST
    assert Talk.objects.get().ended_at == NOON
    assert TalkPoint.objects.get().agreed == "Weave a twill."
    for client, url in ((ada, mine), (boss, theirs)):
        read = seen(client, url)
        assert "Marked as talked about" in read
        assert "We agree now." in read
        assert "<textarea" not in read
    assert ada.post(mine, text).status_code == 422
    assert boss.get(mine).status_code == ada.get(theirs).status_code == 404


def test_a_day_that_is_none_keeps_what_was_typed(browser, who, skills, differing):  # noqa: F811
    weaving = skills["weaving"]
    browser(who.boss).post(f"{LIST}/{differing.uuid}", put(differing, skills))

    wrong = browser(who.ada).post(
        f"/me/assessments/{differing.uuid}/conversation", {f"about_{weaving}": "Twill.", f"due_{weaving}_0": "31"}
    )

    assert wrong.status_code == 422
    assert "Twill." in wrong.content.decode()


def test_a_manager_of_before_and_a_stranger_find_nothing(browser, who, skills, differing):  # noqa: F811
    boss = browser(who.boss)
    boss.post(f"{LIST}/{differing.uuid}", put(differing, skills))
    ReportingLine.objects.filter(person_id=who.ada.person_id).update(until_on=NOON.date())

    for client in (boss, browser(who.team[1])):
        for url in (f"{LIST}/{differing.uuid}", f"{LIST}/{differing.uuid}/conversation"):
            assert client.get(url).status_code == client.post(url, put(differing, skills)).status_code == 404
    assert "Ada Marsh" not in seen(boss, LIST)


def test_each_page_takes_few_queries(browser, who, skills, differing):  # noqa: F811
    boss, ada = browser(who.boss), browser(who.ada)
    url = f"{LIST}/{differing.uuid}"
    boss.get(url)
    one = counted(lambda: boss.get(url))[0]
    commands.confirm(
        assessment=differing.uuid, actor=who.boss, at=NOON,
        words=[
            Word(skills["weaving"], level=2, reason="Plain."), Word(skills["dyeing"], level=1),
        ],
    )  # fmt: skip
    commands.write_talk(
        assessment=differing.uuid, points=[TalkWords(skills["weaving"], about="x")], actor=who.ada, at=NOON
    )
    ada.get("/me")
    asked = {
        "one": one,
        "sheet": counted(lambda: boss.get(f"{url}/conversation"))[0],
        "mine": counted(lambda: ada.get(f"/me/assessments/{differing.uuid}/conversation"))[0],
    }

    assert {name: number for name, number in asked.items() if number > MOST} == {}
    assert queries.has_talk(differing.uuid, who.ada, NOON)


def test_what_was_withdrawn_is_not_shown_to_a_manager_who_sends_the_form_again(browser, who, skills, differing):  # noqa: F811
    client, url = browser(who.boss), f"{LIST}/{differing.uuid}"
    commands.withdraw(assessment=differing.uuid, actor=who.ada, at=NOON)

    for then in ("confirm", "save", "talk"):
        answer = client.post(url, put(differing, skills, then=then))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "withdrew this assessment" in page
        assert "Plain cloth so far." in page
        assert team.desk.LONG not in page
        assert "Theirs" not in page
        assert "You see it once you have put yours" not in page
        assert "Keep mine" not in page
    wrong = client.post(url, put(differing, skills, **{f"level_{skills['weaving']}": "77"}))
    assert wrong.status_code == 409
    assert team.desk.LONG not in wrong.content.decode()
    for then in ("confirm", "save"):
        case = client.post(f"/assess/{differing.uuid}", {"then": then, f"level_{skills['weaving']}": "2"})
        assert team.desk.LONG not in case.content.decode()
    assert "withdrew this assessment" in (page := seen(client, url))
    assert team.desk.LONG not in page


def test_whoever_answers_blind_does_not_see_theirs_by_sending_it_back(browser, who, weaver, skills):  # noqa: F811
    Terms.objects.create(days=20, blind=True, at=NOON)
    sent = team.sent(who.ada, weaver, skills, weaving=3)
    client = browser(who.boss)
    commands.send_back(assessment=sent.uuid, reason="Say more.", actor=who.boss, at=NOON)

    for url in (f"{LIST}/{sent.uuid}", f"/assess/{sent.uuid}"):
        assert team.desk.LONG not in seen(client, url)
    assert team.desk.LONG not in client.post(f"{LIST}/{sent.uuid}", put(sent, skills)).content.decode()
    assert queries.levels_shown([who.ada.person_id], who.boss, NOON) == {}


def test_whoever_answers_blind_is_not_told_where_they_differ_before_theirs_is_kept(browser, who, weaver, skills):  # noqa: F811
    Terms.objects.create(days=20, blind=True, at=NOON)
    sent = team.sent(who.ada, weaver, skills, weaving=3)
    guess = {
        "then": "confirm", "seen": sent.submitted_at.isoformat(), f"level_{skills['weaving']}": "2",
        f"level_{skills['dyeing']}": "1",
    }  # fmt: skip

    answer = browser(who.boss).post(f"{LIST}/{sent.uuid}", guess)

    assert answer.status_code == 422
    assert "Say a level for every skill first, and keep them." in answer.content.decode()
    assert f'href="#id_level_{skills["weaving"]}"' not in answer.content.decode()
    same = [Word(skills["weaving"], level=3), Word(skills["dyeing"], level=1)]
    with pytest.raises(commands.AnswerFirst):
        commands.confirm(assessment=sent.uuid, words=same, actor=who.boss, at=NOON)
    assert Assessment.objects.get(uuid=sent.uuid).state == "submitted"


def test_keeping_drafts_costs_the_same_for_any_number_of_skills(browser, who, weaver, skills):  # noqa: F811
    one, many = (team.sent(member, weaver, skills, weaving=3, dyeing=3) for member in who.team[:2])
    client, spent = browser(who.boss), []
    client.get(LIST)
    for sent, kept in ((one, ["weaving"]), (many, ["weaving", "dyeing"])):
        form = {f"level_{skills[slug]}": "2" for slug in kept} | {f"reason_{skills[slug]}": "Not yet." for slug in kept}
        number, answer = counted(
            lambda sent=sent, form=form: client.post(
                f"{LIST}/{sent.uuid}", {"then": "save", "seen": sent.submitted_at.isoformat(), **form}
            )
        )
        assert answer.status_code == 303
        spent.append(number)

    assert spent[0] == spent[1]
    assert Answer.objects.filter(by_id=who.boss.account_id).count() == 3
    weaving = Answer.objects.filter(by_id=who.boss.account_id, skill_id=skills["weaving"])
    words = [Word(skills["weaving"], level=1, reason="Less."), Word(skills["dyeing"], level=2, reason="Not yet.")]
    assert commands.save_drafts(assessment=many.uuid, words=words, actor=who.boss, at=NOON) == 1
    assert sorted(weaving.values_list("level", "revision")) == [(1, 2), (2, 1)]
