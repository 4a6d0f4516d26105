"""The assessor's desk and a person's side of it, page by page."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assessments import desk
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.models import Answer, Judgement

MOST = 20


def put(skills, **values):
    """Return a form that signs off weaving at 3 and dyeing at 2."""
    form = {"then": "sign_off", "declared": "yes"}
    for slug, level in {"weaving": "3", "dyeing": "2", **values}.items():
        form[f"level_{skills[slug]}"] = level
    return form


def counted(client, url):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return len(asked), answer.content.decode()


def test_the_queue_names_what_waits_and_the_next_opens_in_one_click(browser, who, sent, skills):
    client = browser(who.first)

    _, page = counted(client, "/assess")
    opened = client.post("/assess/next")

    assert "Ada Marsh" in page
    assert "Nobody yet" in page
    assert opened["Location"] == f"/assess/{sent.uuid}"
    assert "You" in counted(client, "/assess")[1]
    assert client.get("/assess/next").status_code == 404


def test_an_empty_desk_says_what_will_stand_there(browser, who):
    client = browser(who.first)

    assert "Nothing waits for you" in counted(client, "/assess")[1]
    assert client.post("/assess/next", follow=True).redirect_chain[-1][0] == "/assess"


def test_a_case_shows_the_standard_and_what_they_put_and_is_signed_off(browser, who, sent, skills):
    client = browser(who.first)
    _, page = counted(client, f"/assess/{sent.uuid}")

    assert "You can weave plain cloth." in page
    assert desk.LONG in page
    answer = client.post(f"/assess/{sent.uuid}", put(skills))

    assert answer["Location"] == "/assess"
    assert queries.own_assessment(sent.uuid, who.ada, NOON).state == "signed_off"
    assert "Nothing is to be decided here" in counted(client, f"/assess/{sent.uuid}")[1]


def test_a_decision_that_lacks_something_keeps_what_was_typed(browser, who, sent, skills):
    client = browser(who.first)

    no_reason = client.post(f"/assess/{sent.uuid}", put(skills, weaving="1"))
    undeclared = client.post(f"/assess/{sent.uuid}", put(skills) | {"declared": ""})

    assert no_reason.status_code == undeclared.status_code == 422
    assert "Give a reason for each level that differs from theirs" in no_reason.content.decode()
    assert "Confirm the declaration" in undeclared.content.decode()
    assert not Judgement.objects.exclude(source="self").exists()


def test_the_second_who_decides_is_shown_the_first_decision_and_keeps_what_they_typed(browser, who, sent, skills):
    first, second = browser(who.first), browser(who.second)
    second.get(f"/assess/{sent.uuid}")
    first.post(f"/assess/{sent.uuid}", put(skills))

    late = second.post(
        f"/assess/{sent.uuid}", put(skills, weaving="1") | {f"reason_{skills['weaving']}": "Only plain cloth."}
    )

    page = late.content.decode()
    assert late.status_code == 409
    assert "Finn Assay signed this assessment off" in page
    assert "said by Finn Assay" in page
    assert "Only plain cloth." in page


def test_a_decision_on_a_withdrawn_case_says_so(browser, who, sent, skills):
    client = browser(who.first)
    commands.withdraw(assessment=sent.uuid, actor=who.ada, at=NOON)

    late = client.post(f"/assess/{sent.uuid}", put(skills))

    assert late.status_code == 409
    assert "withdrew this assessment" in late.content.decode()
    assert client.get(f"/assess/{sent.uuid}/return").status_code == 404


def test_a_withdrawn_case_is_called_so_and_shows_nothing_they_put(browser, who, sent, skills):
    words = desk.words(skills, weaving=1, reason="Finn’s reason.")
    commands.confirm(assessment=sent.uuid, words=words, actor=who.first, at=NOON)
    commands.withdraw(assessment=sent.uuid, reason="It was private.", actor=who.ada, at=NOON)
    url = f"/assess/{sent.uuid}"

    for actor in (who.first, who.second):
        client = browser(actor)
        number, seen = counted(client, url)
        sent_late = client.post(url, put(skills) | {f"reason_{skills['weaving']}": "What I typed."})
        acted = client.post(f"{url}/return", {"reason": "What I typed."})
        kept = client.post(f"{url}/keep", put(skills))
        pages = (seen, sent_late.content.decode(), acted.content.decode(), kept.content.decode())
        assert number <= MOST
        assert (sent_late.status_code, acted.status_code, kept.status_code) == (409, 422, 409)
        assert "Its person withdrew this assessment on" in seen
        assert "What I typed." in pages[1]
        for page in pages:
            for theirs in (desk.LONG, "It was private.", "Finn’s reason.", "said by"):
                assert theirs not in page
    assert browser(who.boss).get(url).status_code == 404


def test_a_form_sent_to_a_case_that_is_not_theirs_shows_nothing_they_put(browser, who, sent, skills):
    """Neither one in other hands, nor one that somebody else decided; nor what somebody still works at."""
    client, url = browser(who.second), f"/assess/{sent.uuid}"
    commands.take(assessment=sent.uuid, actor=who.first, at=NOON)
    typed = put(skills) | {f"reason_{skills['weaving']}": "What I typed."}

    in_hands = client.post(url, typed)
    words = desk.words(skills, weaving=1, reason="Finn’s reason.")
    commands.sign_off(assessment=sent.uuid, words=words, declaration=desk.DECLARED, actor=who.first, at=NOON)
    decided = client.post(url, typed)

    for answer in (in_hands, decided):
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "What I typed." in page
        assert "Not shown any more." in page
        assert desk.LONG not in page
    assert "Finn’s reason." in decided.content.decode()


def test_a_manager_learns_nothing_of_what_somebody_has_not_sent_yet(browser, who, weaver, skills):
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    commands.save_answer(
        assessment=opened.uuid, skill_id=skills["weaving"], level=3, note=desk.LONG, seen_revision=None,
        actor=who.ada, at=NOON,
    )  # fmt: skip
    commands.choose_receiver(assessment=opened.uuid, goes_to="manager", actor=who.ada, at=NOON)

    for way in ("", "/return", "/keep"):
        answer = browser(who.boss).post(f"/assess/{opened.uuid}{way}", {"reason": "x"})
        assert answer.status_code == 404, way
        assert desk.LONG not in answer.content.decode()


def test_drafts_are_kept_by_the_script_and_by_the_button(browser, who, sent, skills):
    client = browser(who.first)

    kept = client.post(f"/assess/{sent.uuid}/keep", {f"reason_{skills['weaving']}": "Look at the"})
    client.post(f"/assess/{sent.uuid}", {"then": "save", f"level_{skills['dyeing']}": "2"})

    assert kept.content.decode() == "Kept as your draft"
    assert {(one.skill_id, one.level, one.note) for one in Answer.objects.filter(by=who.first.account_id)} == {
        (skills["weaving"], None, ""),
        (skills["dyeing"], 2, ""),
    }
    assert client.get(f"/assess/{sent.uuid}/keep").status_code == 404


def test_to_keep_more_skills_asks_no_more_queries(browser, who, sent, skills):
    client = browser(who.first)
    asked = {}
    for path in ("", "/keep"):
        for some in (["weaving"], ["weaving", "dyeing"]):
            Answer.objects.filter(by=who.first.account_id).delete()
            form = {"then": "save"} | {f"level_{skills[slug]}": "2" for slug in some}
            with CaptureQueriesContext(connection) as counting:
                client.post(f"/assess/{sent.uuid}{path}", form)
            assert Answer.objects.filter(by=who.first.account_id).count() == len(some)
            asked[path, len(some)] = len(counting)

    assert (asked["", 2], asked["/keep", 2]) == (asked["", 1], asked["/keep", 1])


def test_it_is_sent_back_from_a_list_of_sentences_and_its_person_reads_them(browser, who, sent):
    client, ada = browser(who.first), browser(who.ada)
    url = f"/assess/{sent.uuid}/return"

    assert "The note is too short" in counted(client, url)[1]
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"words": ["note-short"], "reason": "Say more."}).status_code == 303
    page = counted(ada, reverse("assessment", args=[sent.uuid]))[1]

    assert "sent back to you" in page
    assert "The note is too short to see what you did yourself." in page
    assert "Say more." in page


def test_declining_passing_on_and_giving_it_away(browser, who, weaver, skills):
    cases = [desk.submitted(who, weaver, skills) for _ in range(3)]
    client = browser(who.first)
    email = "s@example.org"

    for case, act, form in (
        (cases[0], "decline", {"reason": "It is old."}),
        (cases[1], "pass-on", {"reason": "We are friends."}),
        (cases[2], "delegate", {"email": email}),
    ):
        url = f"/assess/{case.uuid}/{act}"
        assert client.get(url).status_code == 200
        assert client.post(url, {}).status_code == 422
        assert client.post(url, form).status_code == 303, act

    assert queries.own_assessment(cases[0].uuid, who.ada, NOON).state == "declined"
    assert {card.uuid for card in queries.waiting_cases(who.second, NOON).cards} == {cases[1].uuid, cases[2].uuid}


def test_nobody_else_finds_the_desk_or_a_case(browser, who, sent):
    for actor in (who.ada, who.boss):
        client = browser(actor)
        for url in ("/assess", f"/assess/{sent.uuid}", f"/assess/{sent.uuid}/return"):
            assert client.get(url).status_code == 404


def test_a_manager_confirms_on_the_same_page(browser, who, weaver, skills):
    sent = desk.submitted(who, weaver, skills, goes_to="manager")
    client = browser(who.boss)
    page = counted(client, f"/assess/{sent.uuid}")[1]

    answer = client.post(f"/assess/{sent.uuid}", put(skills) | {"then": "confirm"})

    assert "Sign off" not in page
    assert answer["Location"] == "/team"
    assert queries.own_assessment(sent.uuid, who.ada, NOON).state == "confirmed"


def test_a_person_chooses_who_it_goes_to_declares_and_follows_it(browser, who, weaver, skills):
    ada = browser(who.ada)
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    for slug in ("weaving", "dyeing"):
        commands.save_answer(
            assessment=opened.uuid, skill_id=skills[slug], level=3, seen_revision=None, actor=who.ada, at=NOON
        )
    home = reverse("assessment", args=[opened.uuid])

    assert "Nobody: it stays with you" in counted(ada, home)[1]
    assert "Not my manager" in counted(ada, f"{home}/receiver")[1]
    assert ada.post(f"{home}/receiver", {}).status_code == 422
    assert ada.post(f"{home}/receiver", {"goes_to": "assessor"}).status_code == 303
    check = counted(ada, f"{home}/check")[1]
    undeclared = ada.post(f"{home}/check")
    submitted = ada.post(f"{home}/check", {"declared": "yes"})

    assert "This may come back to you" in check
    assert undeclared.status_code == 422
    assert submitted.status_code == 303
    assert "You should hear by" in counted(ada, home)[1]


def test_a_person_asks_another_assessor_to_look_again(browser, who, sent, skills):
    ada = browser(who.ada)
    home = reverse("assessment", args=[sent.uuid])
    assert ada.get(f"{home}/appeal").status_code == 303
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills, weaving=1, reason="Too plain."), declaration=desk.DECLARED,
        actor=who.first, at=NOON,
    )  # fmt: skip

    page = counted(ada, home)[1]
    assert "Too plain." in page
    assert "Signed off" in page
    assert ada.post(f"{home}/appeal", {}).status_code == 422
    asked = ada.post(f"{home}/appeal", {"reason": "The second loom was mine."})

    assert asked.status_code == 303
    assert "another look" in counted(browser(who.second), asked["Location"].replace("/me/assessments", "/assess"))[1]


def test_its_page_says_why_another_look_cannot_be_asked_for_and_where_the_one_is(browser, who, sent, skills):
    ada = browser(who.ada)
    home = reverse("assessment", args=[sent.uuid])
    words = desk.words(skills, weaving=1, reason="Too plain.")
    commands.sign_off(assessment=sent.uuid, words=words, declaration=desk.DECLARED, actor=who.first, at=NOON)
    assert f"{home}/appeal" in counted(ada, home)[1]

    again = commands.appeal(assessment=sent.uuid, reason="It was mine.", actor=who.ada, at=NOON)
    number, asked = counted(ada, home)
    of_it = reverse("assessment", args=[again.uuid])

    assert number <= MOST
    assert "You have asked for another look." in asked
    assert of_it in asked
    assert f"{home}/appeal" not in asked
    assert ada.get(f"{home}/appeal")["Location"] == home
    assert "See the earlier decision" in counted(ada, of_it)[1]
    assert "ask for another look at it again" in counted(ada, f"{of_it}/withdraw")[1]
    commands.confirm(assessment=again.uuid, words=words, actor=who.second, at=NOON)
    assert "the first decision is final" in counted(ada, f"{of_it}/withdraw")[1]
    ada.post(f"{of_it}/withdraw", {"reason": ""})
    assert "so this decision is final" in counted(ada, home)[1]
    late = ada.post(f"{home}/appeal", {"reason": "Once more."})
    assert late.status_code == 422
    assert "the first decision is final" in late.content.decode()


def test_another_look_that_lapsed_says_that_one_can_ask_again(browser, who, sent, skills, monkeypatch):
    ada = browser(who.ada)
    words = desk.words(skills, weaving=1, reason="Too plain.")
    commands.sign_off(assessment=sent.uuid, words=words, declaration=desk.DECLARED, actor=who.first, at=NOON)
    again = commands.appeal(assessment=sent.uuid, reason="It was mine.", actor=who.ada, at=NOON)
    commands.send_back(assessment=again.uuid, reason="Say more.", actor=who.second, at=NOON)
    commands.lapse_returned(at=NOON + timedelta(days=99))

    page = counted(ada, reverse("assessment", args=[again.uuid]))[1]

    assert "so nothing was decided" in page
    assert reverse("assessment_appeal", args=[sent.uuid]) in counted(ada, reverse("assessment", args=[sent.uuid]))[1]


def test_pages_of_assessments_keep_to_twenty_queries(browser, who, sent, skills):
    home = reverse("assessment", args=[sent.uuid])
    opened = {
        f"/assess/{sent.uuid}": who.first,
        "/assess": who.first,
        f"/assess/{sent.uuid}/return": who.first,
        home: who.ada,
        "/me/assessments": who.ada,
    }

    asked = {url: counted(browser(actor), url)[0] for url, actor in opened.items()}
    commands.send_back(assessment=sent.uuid, reason="x", actor=who.first, at=NOON)
    asked |= {url: counted(browser(who.ada), url)[0] for url in (home, f"{home}/check", f"{home}/receiver")}

    assert {url: number for url, number in asked.items() if number > MOST} == {}
