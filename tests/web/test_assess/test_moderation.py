"""Moderation page by page: the queue, one case, panels, the rule."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assessments import desk, panel
from tests.conftest import NOON
from waymark.access.models import Grant
from waymark.assessments import commands, queries
from waymark.assessments.models import Assessment, Hand, Judgement, Panel, SamplingRule

MOST = 20


@pytest.fixture
def who(crafts, monkeypatch):
    from waymark.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: NOON)
    return panel.make(desk.make(crafts))


@pytest.fixture
def case(who, weaver, skills):
    panel.rule(who)
    return panel.in_moderation(who, weaver, skills)


def counted(client, url, most=MOST):
    client.get("/help")  # what was said after a form is shown, and forgotten
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    assert len(asked) <= most, "\n".join(one["sql"][:160] for one in asked)
    return answer.content.decode()


def word(skills, weaving="2", dyeing="2", reason="As worded."):
    form = {"then": "say"}
    for slug, level in (("weaving", weaving), ("dyeing", dyeing)):
        form |= {f"level_{skills[slug]}": level, f"reason_{skills[slug]}": reason}
    return form


def test_a_case_is_moderated_and_signed_off_page_by_page(browser, who, case, skills):
    mo, nia = browser(who.mo), browser(who.nia)
    url = f"/assess/moderation/{case.uuid}"

    page = counted(mo, "/assess/moderation")
    assert "Ada Marsh" in page
    assert "By chance" in page
    page = counted(mo, url, most=17)  # room for evidence
    assert "You can weave plain cloth." in page
    assert desk.LONG in page
    assert "said by Finn Assay" in page
    assert mo.post(url, word(skills, weaving="3", reason="Patterned cloth."))["Location"] == url
    assert "Patterned cloth." not in counted(nia, url)
    assert "Nothing yet: at least two must have spoken" in counted(mo, url)
    nia.post(url, word(skills))
    page = counted(nia, url)

    assert "Patterned cloth." in page
    assert "Said. 2 have spoken" in counted(nia, "/assess/moderation")
    no_reason = nia.post(url, {"then": "decide"})
    assert no_reason.status_code == 422
    assert "differs from the assessor" in no_reason.content.decode()
    done = nia.post(url, {"then": "decide", f"why_{skills['weaving']}": "Patterned, with help."})
    assert done["Location"] == "/assess/moderation"
    assert Judgement.objects.get(source="panel", skill=skills["weaving"]).level == 2
    late = mo.post(url, {"then": "decide", f"why_{skills['weaving']}": "What I typed."})
    assert late.status_code == 409
    assert "What I typed." in late.content.decode()  # as the refusal says, beside the decision
    assert "said by the panel" in late.content.decode()

    finn = browser(who.first)
    page = finn.get(f"/assess/{case.uuid}").content.decode()
    assert "said by the panel" in page
    form = {"then": "sign_off", "declared": "yes", f"level_{skills['weaving']}": "2", f"level_{skills['dyeing']}": "2"}
    differs = finn.post(f"/assess/{case.uuid}", form | {f"level_{skills['weaving']}": "1"})
    assert differs.status_code == 422
    assert "The panel decided these levels" in differs.content.decode()
    assert finn.post(f"/assess/{case.uuid}", form).status_code == 303
    assert queries.own_assessment(case.uuid, who.ada, NOON).state == "signed_off"


def test_its_person_reads_that_it_is_moderated_and_what_came_of_it(browser, who, case, skills):
    ada = browser(who.ada)
    home = reverse("assessment", args=[case.uuid])
    page = counted(ada, home)
    assert "It is being moderated" in page
    assert "Sent to moderation" in page
    for actor in (who.mo, who.nia):
        commands.say_in_panel(
            assessment=case.uuid, words=desk.words(skills, weaving=2, reason="x"), actor=actor, at=NOON
        )
    commands.moderate(assessment=case.uuid, reasons={skills["weaving"]: "Patterned, with help."}, actor=who.mo, at=NOON)

    page = counted(ada, home)
    assert "a panel" in page
    assert "Patterned, with help." in page
    assert "Moderated" in page


def test_an_assessor_is_told_that_it_goes_to_a_panel(browser, who, weaver, skills):
    panel.rule(who)
    sent = desk.submitted(who, weaver, skills)
    finn = browser(who.first)
    form = {"then": "sign_off", "declared": "yes", f"level_{skills['weaving']}": "3", f"level_{skills['dyeing']}": "2"}

    answer = finn.post(f"/assess/{sent.uuid}", form, follow=True)

    assert "A panel looks at them before they are signed off" in answer.content.decode()
    assert "You are told when it has decided" in finn.get(f"/assess/{sent.uuid}").content.decode()


def test_a_word_that_lacks_something_keeps_what_was_typed(browser, who, case, skills):
    mo = browser(who.mo)
    url = f"/assess/moderation/{case.uuid}"

    half = mo.post(url, {"then": "say", f"level_{skills['weaving']}": "1"})
    unreasoned = mo.post(url, word(skills, weaving="4", reason=""))

    assert half.status_code == unreasoned.status_code == 422
    assert "Say a level for every skill they answered" in half.content.decode()
    assert f'href="#id_level_{skills["weaving"]}"' in unreasoned.content.decode()
    assert mo.post(url, {"then": "decide"}).status_code == 422


def test_nobody_else_finds_a_case_or_the_queue(browser, who, case):
    for actor in (who.ada, who.boss, who.first, who.head):
        client = browser(actor)
        for url in ("/assess/moderation", f"/assess/moderation/{case.uuid}"):
            assert client.get(url).status_code == 404
            assert client.post(url, {"then": "decide"}).status_code == 404


def test_a_withdrawn_case_says_so(browser, who, case, skills):
    commands.withdraw(assessment=case.uuid, actor=who.ada, at=NOON)

    mo, url = browser(who.mo), f"/assess/moderation/{case.uuid}"
    seen = counted(mo, url)
    late = mo.post(url, word(skills))

    assert late.status_code == 409
    assert "withdrew this assessment" in late.content.decode()
    assert "Its person withdrew this assessment on" in seen
    for page in (seen, late.content.decode()):
        for theirs in (desk.LONG, "Plain cloth only.", "said by"):
            assert theirs not in page


def test_whoever_is_later_than_the_panel_reads_the_decision_and_keeps_what_they_typed(
    browser, who, case, weaver, skills
):
    third = panel.holder("T", "Tara", "moderator", who.profession_id)
    members = [one.account_id for one in (who.mo, who.nia, third)]
    commands.change_panel(panel=who.panel, members=members, actor=who.head, at=NOON)
    for actor in (who.mo, who.nia):
        words = desk.words(skills, weaving=2, reason="Between the two.")
        commands.say_in_panel(assessment=case.uuid, words=words, actor=actor, at=NOON)
    commands.moderate(
        assessment=case.uuid, reasons={skills["weaving"]: "So we say."}, actor=who.nia, at=NOON
    )  # fmt: skip

    url = f"/assess/moderation/{case.uuid}"
    late = browser(third).post(url, word(skills, reason="What I typed."))
    again = browser(who.mo).post(url, word(skills, reason="What I typed."))
    second = browser(who.mo).post(url, {"then": "decide", f"why_{skills['weaving']}": "What I typed."})

    for answer in (late, again, second):
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "wrote down what the panel came to" in page
        assert "So we say." in page
        assert "What I typed." in page
    assert desk.LONG not in late.content.decode()


def test_a_member_who_has_a_part_in_it_is_shown_nothing_of_it(browser, who, case, skills):
    url = f"/assess/moderation/{case.uuid}"
    commands.say_in_panel(
        assessment=case.uuid, words=desk.words(skills, weaving=2, reason="Mo’s word."), actor=who.mo, at=NOON
    )
    Hand.objects.create(
        assessment=Assessment.objects.get(uuid=case.uuid), account_id=who.nia.account_id, role="manager",
        why="chosen", from_at=NOON, ended_at=NOON, ended_why="passed_on",
    )  # fmt: skip

    answer = browser(who.nia).post(url, word(skills, reason="What I typed."))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "so you cannot moderate it" in page
    assert "What I typed." in page
    for theirs in (desk.LONG, "Plain cloth only.", "Mo’s word."):
        assert theirs not in page


def test_what_was_chosen_without_a_panel_is_given_to_one(browser, crafts, weaver, skills, monkeypatch):
    from waymark.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: NOON)
    who = panel.make(desk.make(crafts), with_panel=False)
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)
    mo = browser(who.mo)
    url = f"/assess/moderation/{case.uuid}/panel"

    assert "Waits for a panel" in counted(mo, "/assess/moderation")
    assert "No panel has two members" in counted(mo, url)
    made = panel.compose(who)
    assert "North" in counted(mo, url)
    assert mo.post(url, {}).status_code == 422
    assert mo.post(url, {"panel": str(made)}).status_code == 303
    assert mo.get(url).status_code == 404
    assert queries.own_assessment(case.uuid, who.ada, NOON).state == "in_moderation"


def test_panels_are_made_changed_and_closed(browser, who):
    head, slug = browser(who.head), queries.panel_professions(who.head)[0][1]
    third = panel.holder("T", "Tom", "moderator", who.profession_id)

    assert "North" in counted(head, "/assess/panels")
    new = f"/assess/panels/new/{slug}"
    assert "Tom Panel (t@example.org)" in counted(head, new)
    assert head.post(new, {"name": "South"}).status_code == 422
    small = head.post(new, {"name": "South", "members": [str(third.account_id)]})
    assert "at least 2 members" in small.content.decode()
    form = {"name": "South", "place": "everybody", "members": [str(third.account_id), str(who.mo.account_id)]}
    assert head.post(new, form).status_code == 303
    made = Panel.objects.get(name="South")
    url = f"/assess/panels/{made.uuid}"
    assert "Nia Panel" in counted(head, url)
    assert head.post(url, {}).status_code == 422
    assert head.post(url, {"members": [str(third.account_id), str(who.nia.account_id)]}).status_code == 303
    assert [one.name for one in queries.panel(made.uuid, who.head, NOON).members] == ["Nia Panel", "Tom Panel"]
    assert head.get(f"{url}/close").status_code == 404
    assert head.post(f"{url}/close").status_code == 303
    assert "It was closed on" in counted(head, url)
    for actor in (who.ada, who.first):
        assert browser(actor).get(url).status_code == browser(actor).get("/assess/panels").status_code == 404


def test_a_panel_says_who_of_it_is_no_moderator_any_more(browser, who):
    url, lost = f"/assess/panels/{who.panel}", "Not a moderator any more"
    assert lost not in counted(browser(who.head), url)

    Grant.objects.filter(account=who.nia.account_id).delete()

    assert browser(who.head).get(url).content.decode().count(lost) == 1


def test_a_panel_that_has_cases_is_not_closed(browser, who, case):
    answer = browser(who.head).post(f"/assess/panels/{who.panel}/close")

    assert answer.status_code == 422
    assert "1 assessment is with this panel" in answer.content.decode()


def test_the_rule_is_written_by_heads_and_read_by_assessors_and_moderators(browser, who):
    head = browser(who.head)
    slug = queries.panel_professions(who.head)[0][1]
    url = f"/assess/sampling/{slug}"

    assert head.get("/assess/sampling")["Location"] == url
    assert "Nothing was written" in counted(head, url)
    assert head.post(url, {"share": "x"}).status_code == 422
    said = {"share": "10", "first": "3", "difference": "", "appeals": "yes", "reason": "To be even."}
    assert head.post(url, said).status_code == 303
    assert head.post(url, said | {"share": "20"}).status_code == 303
    for actor in (who.head, who.mo, who.first):
        page = counted(browser(actor), url)
        assert "20 in a hundred, by chance" in page
        assert "1 earlier rule" in page
        assert SamplingRule.objects.earliest("pk").seed in page
        assert SamplingRule.objects.latest("pk").seed not in page
    assert browser(who.mo).post(url, said).status_code == 404
    assert browser(who.ada).get(url).status_code == 404
    assert head.get("/assess/sampling/no-profession").status_code == 404


def test_an_empty_queue_says_what_will_stand_there(browser, who):
    assert "Nothing waits for your panels" in counted(browser(who.mo), "/assess/moderation")
    elsewhere = replace(who.mo, duties=())
    assert queries.panels(elsewhere, NOON)  # a member may know their panel
