"""Nobody is asked for what they cannot do: of what was taken, of what waits for a panel, in a panel that changed."""

from datetime import timedelta

import pytest

from tests.assessments import desk, panel
from tests.conftest import NOON
from waymark.access.models import Grant
from waymark.assessments import commands, handlers, queries
from waymark.assessments.events import AssessmentMoved, CaseTaken, PanelChanged
from waymark.audit.models import OutboxEvent
from waymark.notifications.models import Item, Message
from waymark.people import commands as people

LATER = NOON + timedelta(days=1)
LATE = NOON + timedelta(days=21)


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


def hear(kind, handler, at=LATER):
    """Hand over the last event of a kind, twice: it may come again."""
    event = kind(**OutboxEvent.objects.filter(kind=kind.kind).latest("pk").payload)
    for _ in range(2):
        handler(event, at=at)


def waiting(actor):
    rows = Item.objects.filter(account_id=actor.account_id, todo=True, done_at=None)
    return list(rows.order_by("pk").values_list("url", flat=True))


def test_what_one_assessor_takes_waits_for_no_other(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills)
    hear(AssessmentMoved, handlers.tell_of_move)
    url = f"/assess/{sent.uuid}"
    assert waiting(who.first) == waiting(who.second) == [url]

    commands.take(assessment=sent.uuid, actor=who.first, at=LATER)
    mails = Message.objects.count()
    hear(CaseTaken, handlers.let_others_go)

    assert (waiting(who.first), waiting(who.second)) == ([url], [])
    assert Message.objects.count() == mails  # whoever took it knows
    commands.take(assessment=sent.uuid, actor=who.first, at=LATER)
    assert OutboxEvent.objects.filter(kind=CaseTaken.kind).count() == 1
    commands.pass_on(assessment=sent.uuid, reason="We are friends.", actor=who.first, at=LATER)
    hear(AssessmentMoved, handlers.tell_of_move)
    assert (waiting(who.first), waiting(who.second)) == ([], [url])
    commands.take(assessment=sent.uuid, actor=who.second, at=LATER)
    hear(CaseTaken, handlers.let_others_go)
    commands.decline(assessment=sent.uuid, reason="Old.", actor=who.second, at=LATER)
    hear(AssessmentMoved, handlers.tell_of_move)
    assert waiting(who.second) == []


def test_what_waits_for_a_panel_is_not_what_an_assessor_is_to_open_next(crafts, weaver, skills):
    who = panel.make(desk.make(crafts), with_panel=False)
    panel.rule(who)
    chosen = panel.in_moderation(who, weaver, skills)
    other = desk.submitted(who, weaver, skills, at=LATER)

    assert queries.next_case(who.first, LATER) == other.uuid
    assert [card.uuid for card in queries.waiting_cases(who.first, LATER).cards] == [other.uuid]
    assert queries.how_many_wait(who.first, LATER) == 1
    made = panel.compose(who)
    commands.send_to_moderation(assessment=chosen.uuid, panel=made, actor=who.mo, at=LATER)
    words = desk.words(skills, weaving=1, reason="Plain cloth only.")
    for actor in (who.mo, who.nia):
        commands.say_in_panel(assessment=chosen.uuid, words=words, actor=actor, at=LATER)
    commands.moderate(assessment=chosen.uuid, actor=who.mo, at=LATER)
    assert queries.next_case(who.first, LATER) == chosen.uuid


def test_who_joins_a_panel_is_asked_and_who_leaves_is_not_any_more(crafts, weaver, skills):
    who = panel.make(desk.make(crafts))
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)
    hear(AssessmentMoved, handlers.tell_of_move)
    third = panel.holder("X", "Xena", "moderator", who.profession_id)
    url = f"/assess/moderation/{case.uuid}"

    commands.change_panel(
        panel=who.panel, members=[who.mo.account_id, third.account_id], actor=who.head, at=LATER
    )  # fmt: skip
    hear(PanelChanged, handlers.ask_changed_panel)

    assert (waiting(who.mo), waiting(who.nia), waiting(third)) == ([url], [], [url])
    commands.change_panel(
        panel=who.panel, members=[who.mo.account_id, who.nia.account_id], actor=who.head, at=LATER
    )  # fmt: skip
    hear(PanelChanged, handlers.ask_changed_panel)
    assert (waiting(who.mo), waiting(third)) == ([url], [])
    # Nia was asked before: it stands on her queue, and she is reminded when it is late.
    assert [card.uuid for card in queries.moderation_queue(who.nia, LATER)] == [case.uuid]


def test_who_joins_a_panel_is_told_nothing_of_whoever_restricted_their_record(crafts, weaver, skills):
    who = panel.make(desk.make(crafts))
    panel.rule(who)
    panel.in_moderation(who, weaver, skills)
    third = panel.holder("X", "Xena", "moderator", who.profession_id)
    people.restrict(person_id=who.ada.person_id, actor=who.ada, at=NOON)

    commands.change_panel(
        panel=who.panel, members=[who.mo.account_id, third.account_id], actor=who.head, at=LATER
    )  # fmt: skip
    hear(PanelChanged, handlers.ask_changed_panel)

    assert waiting(third) == []


def test_nobody_is_told_of_what_somebody_sent_who_then_restricted_their_record(who, weaver, skills):
    desk.submitted(who, weaver, skills)
    people.restrict(person_id=who.ada.person_id, actor=who.ada, at=NOON)

    hear(AssessmentMoved, handlers.tell_of_move)

    assert waiting(who.first) == []


def test_whoever_a_case_is_not_with_reads_nothing_of_why_it_was_sent_back(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills)
    commands.send_back(assessment=sent.uuid, reason="Say more.", actor=who.first, at=NOON)
    commands.submit(assessment=sent.uuid, declared=True, actor=who.ada, at=LATER)
    commands.take(assessment=sent.uuid, actor=who.first, at=LATER)

    case = queries.case_after_all(sent.uuid, who.second, LATER)

    assert (case.withheld, case.steps, case.may) == (True, (), frozenset())
    assert "Say more." in {one.reason for one in queries.case(sent.uuid, who.first, LATER).steps}


def test_moderators_are_told_of_a_late_case_whose_panel_cannot_come_to_anything(crafts, weaver, skills):
    who = panel.make(desk.make(crafts))
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)
    other = panel.holder("X", "Xena", "moderator", who.profession_id)
    Grant.objects.filter(account=who.nia.account_id).delete()

    assert [commands.remind_panels(at=LATE) for _ in range(2)] == [3, 0]

    told = Item.objects.filter(key__contains=".too_few.")
    assert set(told.values_list("account_id", flat=True)) == {who.mo.account_id, other.account_id}
    assert told.first().url == "/assess/panels"
    commands.change_panel(
        panel=who.panel, members=[who.mo.account_id, other.account_id], actor=who.head, at=LATE
    )  # fmt: skip
    words = desk.words(skills, weaving=1, reason="Plain cloth only.")
    for actor in (who.mo, other):
        commands.say_in_panel(assessment=case.uuid, words=words, actor=actor, at=LATE)
    assert commands.moderate(assessment=case.uuid, actor=other, at=LATE).state == "confirmed"
