"""Chosen, sent to a panel, spoken about, decided, signed off."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.assessments import desk, panel
from tests.conftest import NOON
from waymark.access.models import Grant
from waymark.assessments import commands, handlers, queries
from waymark.assessments.events import AssessmentMoved, ChosenWithoutPanel, PanelSpoke
from waymark.assessments.models import Assessment, Hand, Judgement, PanelWord, Sample, SamplingRule, Standing
from waymark.assessments.types import Word
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel.errors import NotVisible
from waymark.notifications.models import Item
from waymark.people.models import ReportingLine

LATER = NOON + timedelta(days=1)


@pytest.fixture
def who(crafts):
    return panel.make(desk.make(crafts))


@pytest.fixture
def case(who, weaver, skills):
    panel.rule(who)
    return panel.in_moderation(who, weaver, skills)


def say(case, skills, actor, weaving, dyeing=2, reason="As the standard words it.", at=LATER):
    commands.say_in_panel(assessment=case.uuid, words=desk.words(skills, weaving, dyeing, reason), actor=actor, at=at)


def decide(case, skills, actor, at=LATER):
    return commands.moderate(
        assessment=case.uuid, reasons={skills["weaving"]: "Plain and patterned."}, actor=actor, at=at
    )


def test_what_a_rule_chooses_goes_from_being_confirmed_to_a_panel(case, who):
    assert case.state == "in_moderation"
    assert case.due_on == NOON.date() + timedelta(days=20)
    sample = Sample.objects.get()
    assert (sample.why, sample.panel.uuid) == (["chance"], who.panel)
    entry = Entry.objects.get(kind="assessments.assessment.confirmed")
    assert entry.facts["chosen"] == ["chance"]
    assert [one.move for one in queries.history_of(case.uuid, who.ada, LATER)] == [
        "start", "submit", "confirm", "send_to_moderation",
    ]  # fmt: skip
    assert [card.uuid for card in queries.moderation_queue(who.mo, LATER)] == [case.uuid]
    assert queries.waiting_cases(who.first, LATER).cards == ()
    with pytest.raises(commands.NotDecidable):
        commands.sign_off(assessment=case.uuid, words=(), declaration=desk.DECLARED, actor=who.first, at=LATER)


def test_without_a_rule_nothing_is_moderated(who, weaver, skills):
    assert panel.in_moderation(who, weaver, skills).state == "confirmed"
    assert not Sample.objects.exists()


def test_signing_off_at_once_does_not_go_round_the_panel(who, weaver, skills):
    panel.rule(who)
    sent = desk.submitted(who, weaver, skills)

    view = commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
    )

    assert view.state == "in_moderation"
    assert not any(one.declaration == desk.DECLARED for one in queries.history_of(sent.uuid, who.ada, NOON))


@pytest.mark.parametrize(("terms", "weaving", "why"), [
    ({"difference": 2}, 1, ["difference"]), ({"difference": 2}, 2, None), ({"first": 1}, 3, ["first"]),
])  # fmt: skip
def test_the_difference_and_the_first_of_an_assessor_choose(who, weaver, skills, terms, weaving, why):
    panel.rule(who, replace(panel.NOTHING, **terms))

    panel.in_moderation(who, weaver, skills, weaving=weaving)

    assert [one.why for one in Sample.objects.all()] == ([why] if why else [])


def test_the_second_of_an_assessor_is_no_longer_among_their_first(who, weaver, skills):
    panel.rule(who, replace(panel.NOTHING, first=1))

    states = [panel.in_moderation(who, weaver, skills, at=NOON + timedelta(hours=n)).state for n in range(2)]

    assert states == ["in_moderation", "confirmed"]


def test_another_look_goes_to_a_panel_without_those_of_the_first(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills)
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills, weaving=1, reason="x"), declaration=desk.DECLARED,
        actor=who.first, at=NOON,
    )  # fmt: skip
    panel.rule(who, replace(panel.NOTHING, appeals=True))
    again = commands.appeal(assessment=sent.uuid, reason="No.", actor=who.ada, at=LATER)

    view = commands.confirm(assessment=again.uuid, words=desk.words(skills), actor=who.second, at=LATER)

    assert view.state == "in_moderation"
    assert Sample.objects.get().why == ["appeal"]


def test_members_are_blind_until_they_have_spoken_and_the_panel_comes_to_the_lower_of_two(case, who, skills):
    say(case, skills, who.mo, weaving=2)
    blind = queries.moderation_case(case.uuid, who.nia, LATER)

    assert (blind.others, blind.came, blind.spoken, blind.many) == ({}, {}, False, 1)
    assert not blind.can_decide
    assert blind.decided[skills["weaving"]].answer.level == 1
    assert [card.spoken for card in queries.moderation_queue(who.mo, LATER)] == [True]

    say(case, skills, who.nia, weaving=3)
    seen = queries.moderation_case(case.uuid, who.nia, LATER)

    assert [(one.name, one.word.level) for one in seen.others[skills["weaving"]]] == [("Mo Panel", 2), ("Nia Panel", 3)]
    assert (seen.came[skills["weaving"]].level, seen.can_decide) == (2, True)
    view = decide(case, skills, who.mo)
    assert view.state == "confirmed"
    said = {one.skill_id: one for one in Judgement.objects.filter(source="panel")}
    assert {pk: (one.level, one.note) for pk, one in said.items()} == {
        skills["weaving"]: (2, "Plain and patterned."), skills["dyeing"]: (2, ""),
    }  # fmt: skip
    assert queries.levels_held(who.ada.person_id, who.ada, LATER)[skills["weaving"]].level == 2
    assert queries.own_with_outcome(case.uuid, who.ada, LATER)[1].decided[skills["weaving"]].source == "panel"


def test_the_assessor_signs_off_what_the_panel_came_to_and_nothing_else(case, who, skills):
    for actor in (who.mo, who.nia):
        say(case, skills, actor, weaving=2)
    decide(case, skills, who.mo)
    assert queries.next_case(who.first, LATER) == case.uuid
    with pytest.raises(commands.DiffersFromPanel) as refused:
        commands.sign_off(
            assessment=case.uuid, words=desk.words(skills, weaving=1, reason="x"), declaration=desk.DECLARED,
            actor=who.first, at=LATER,
        )  # fmt: skip
    with pytest.raises(commands.PanelStands):
        commands.decline(assessment=case.uuid, reason="No.", actor=who.first, at=LATER)

    view = commands.sign_off(assessment=case.uuid, words=(), declaration=desk.DECLARED, actor=who.first, at=LATER)

    assert refused.value.skill_ids == [skills["weaving"]]
    assert view.state == "signed_off"
    last = Judgement.objects.filter(skill=skills["weaving"]).latest("pk")
    assert (last.source, last.level, last.maker_id) == ("panel", 2, who.mo.person_id)
    assert last.valid_until == LATER.replace(year=LATER.year + 3)
    held = Standing.objects.filter(skill=skills["weaving"]).values_list("purpose", "judgement_id")
    assert dict(held) == dict.fromkeys(["development", "recruitment", "statistics"], last.pk)
    assert not Hand.objects.filter(ended_at=None).exists()


def test_members_far_apart_must_agree_first_and_what_they_said_first_stays(case, who, skills):
    say(case, skills, who.mo, weaving=1)
    with pytest.raises(commands.TooFewSpoke):
        decide(case, skills, who.mo)
    with pytest.raises(commands.SpeakFirst):
        decide(case, skills, who.nia)
    say(case, skills, who.nia, weaving=4)
    with pytest.raises(commands.PanelDiffers) as apart:
        decide(case, skills, who.mo)
    say(case, skills, who.mo, weaving=3, at=LATER + timedelta(hours=1))

    assert apart.value.skill_ids == [skills["weaving"]]
    seen = queries.moderation_case(case.uuid, who.mo, LATER)
    (mo, nia) = seen.others[skills["weaving"]]
    assert (mo.first.level, mo.word.level, nia.first) == (1, 3, None)
    assert PanelWord.objects.count() == 5  # what did not change was not written twice
    with pytest.raises(commands.NoReasonForPanel):
        commands.moderate(assessment=case.uuid, actor=who.mo, at=LATER)
    assert decide(case, skills, who.nia).state == "confirmed"
    assert Judgement.objects.get(source="panel", skill=skills["weaving"]).level == 3


def test_a_word_must_fit_and_say_why_it_differs_from_the_assessors(case, who, skills):
    for words, refusal in (
        (desk.words(skills, weaving=2), commands.NoReasonForPanel),
        ([Word(skills["weaving"], level=1)], commands.NothingSaid),
        (desk.words(skills, weaving=9), commands.NotOnScale),
        ([Word(skills["costing"], level=1)], commands.NotAsked),
        (desk.words(skills, reason="x" * 5000), commands.TooLong),
    ):
        with pytest.raises(refusal):
            commands.say_in_panel(assessment=case.uuid, words=words, actor=who.mo, at=LATER)
    assert not PanelWord.objects.exists()


def test_nobody_moderates_their_own_their_peoples_or_what_they_assessed(who, weaver, skills):
    """Each of them is a member of the panel and a moderator, and none of them sees the case."""
    profession = who.profession_id
    own = replace(who.ada, duties=who.mo.duties)
    boss = replace(who.boss, duties=who.mo.duties)
    assessed = replace(who.first, duties=who.mo.duties)
    for actor in (own, boss, assessed):
        Grant.objects.create(
            uuid=uuid4(), account_id=actor.account_id, kind="moderator", profession_id=profession,
            two_people=False, from_at=NOON - timedelta(days=9), until_at=NOON + timedelta(days=9), reason="x",
            created_at=NOON,
        )  # fmt: skip
    commands.change_panel(
        panel=who.panel, members=[one.account_id for one in (own, boss, assessed, who.mo, who.nia)], actor=who.head,
        at=NOON,
    )  # fmt: skip
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)

    for actor, refusal in (
        (own, commands.YourOwn), (boss, commands.YouManageThePerson), (assessed, commands.YouAssessedIt),
    ):  # fmt: skip
        with pytest.raises(refusal):
            say(case, skills, actor, weaving=2)
        with pytest.raises(refusal):
            decide(case, skills, actor)
        assert queries.moderation_queue(actor, LATER) == ()
        with pytest.raises(NotVisible):
            queries.moderation_case(case.uuid, actor, LATER)
    moved = OutboxEvent.objects.filter(kind="assessments.assessment.moved").latest("pk")
    assert sorted(moved.payload["account_ids"]) == sorted([who.mo.account_id, who.nia.account_id])


def test_only_members_with_the_duty_moderate(case, who, skills):
    outsider = panel.holder("O", "Ole", "moderator", who.profession_id)
    without = replace(who.mo, duties=())

    for actor in (outsider, without, who.head, who.second):
        with pytest.raises(NotVisible):
            say(case, skills, actor, weaving=2)
        with pytest.raises(NotVisible):
            queries.moderation_case(case.uuid, actor, LATER)


def test_what_no_panel_can_look_at_waits_for_a_moderator_to_choose_one(crafts, weaver, skills):
    who = panel.make(desk.make(crafts), with_panel=False)
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)

    assert case.state == "confirmed"
    with pytest.raises(commands.WaitsForPanel):
        commands.sign_off(assessment=case.uuid, words=(), declaration=desk.DECLARED, actor=who.first, at=LATER)
    with pytest.raises(commands.PanelStands):
        commands.decline(assessment=case.uuid, reason="x", actor=who.first, at=LATER)
    assert [card.panel for card in queries.without_panel(who.mo, LATER)] == [""]
    assert queries.panels_to_choose(case.uuid, who.mo, LATER) == ()
    made = panel.compose(who)
    small = panel.compose(who, who.mo, panel.holder("O", "Ole", "moderator", who.profession_id), name="Small")
    ReportingLine.objects.filter(person_id=who.ada.person_id).update(until_on=NOON.date())
    ReportingLine.objects.create(person_id=who.ada.person_id, manager_id=who.mo.person_id, from_on=NOON.date())
    assert queries.panels_to_choose(case.uuid, who.nia, LATER) == ()
    with pytest.raises(commands.PanelCannot):
        commands.send_to_moderation(assessment=case.uuid, panel=small, actor=who.nia, at=LATER)
    with pytest.raises(NotVisible):
        commands.send_to_moderation(assessment=case.uuid, panel=made, actor=who.head, at=LATER)
    ReportingLine.objects.filter(manager_id=who.mo.person_id).delete()

    assert {uuid for uuid, _name in queries.panels_to_choose(case.uuid, who.nia, LATER)} == {made, small}
    commands.send_to_moderation(assessment=case.uuid, panel=made, actor=who.nia, at=LATER)

    assert Assessment.objects.get(uuid=case.uuid).state == "in_moderation"
    assert queries.history_of(case.uuid, who.ada, LATER)[-1].name == "Nia Panel"
    with pytest.raises(NotVisible):
        commands.send_to_moderation(assessment=case.uuid, panel=made, actor=who.nia, at=LATER)


def test_a_person_may_take_it_back_and_the_panel_is_told(case, who, skills):
    say(case, skills, who.mo, weaving=2)
    commands.withdraw(assessment=case.uuid, actor=who.ada, at=LATER)

    with pytest.raises(commands.TheyWithdrew):
        say(case, skills, who.nia, weaving=2)
    assert queries.moderation_queue(who.nia, LATER) == ()


def test_the_second_who_decides_is_shown_what_the_first_wrote_down(case, who, skills):
    for actor in (who.mo, who.nia):
        say(case, skills, actor, weaving=2)
    decide(case, skills, who.mo)

    with pytest.raises(commands.AlreadyModerated, match="Mo Panel") as late:
        decide(case, skills, who.nia)

    assert late.value.decision[skills["weaving"]].answer.level == 2
    assert queries.moderation_case(case.uuid, who.nia, LATER).open is False


def events(kind):
    """Return announced events of a kind, as they are handed over."""
    return [kind(**one.payload) for one in OutboxEvent.objects.filter(kind=kind.kind).order_by("pk")]


def waiting(actor):
    return list(Item.objects.filter(account_id=actor.account_id, todo=True, done_at=None).values_list("url", flat=True))


def test_members_are_asked_and_told_when_they_can_decide_and_the_assessor_when_they_did(case, who, skills):
    for event in events(AssessmentMoved):
        handlers.tell_of_move(event, at=LATER)
    url = f"/assess/moderation/{case.uuid}"
    assert waiting(who.mo) == waiting(who.nia) == [url]
    titles = Item.objects.filter(account_id=who.ada.account_id).values_list("title", flat=True)
    assert "A panel looks at your assessment before it is signed off" in titles

    say(case, skills, who.mo, weaving=2)
    handlers.tell_panel(events(PanelSpoke)[-1], at=LATER)
    assert (waiting(who.mo), waiting(who.nia)) == ([], [url])
    say(case, skills, who.nia, weaving=2)
    handlers.tell_panel(events(PanelSpoke)[-1], at=LATER)
    assert Item.objects.filter(key__contains=".decide.", done_at=None).count() == 2
    decide(case, skills, who.mo)
    handlers.tell_of_move(events(AssessmentMoved)[-1], at=LATER)

    assert waiting(who.mo) == waiting(who.nia) == []
    assert waiting(who.first) == [f"/assess/{case.uuid}"]
    commands.sign_off(assessment=case.uuid, words=(), declaration=desk.DECLARED, actor=who.first, at=LATER)
    handlers.tell_of_move(events(AssessmentMoved)[-1], at=LATER)
    assert waiting(who.first) == []


def test_moderators_hear_of_what_waits_for_a_panel(crafts, weaver, skills):
    who = panel.make(desk.make(crafts), with_panel=False)
    panel.rule(who)
    panel.in_moderation(who, weaver, skills)

    handlers.ask_for_panel(events(ChosenWithoutPanel)[0], at=LATER)

    told = set(Item.objects.filter(key__endswith=".no_panel").values_list("account_id", flat=True))
    assert told == {who.mo.account_id, who.nia.account_id}


def test_members_who_have_not_spoken_are_reminded_once_it_is_late(case, who, skills):
    say(case, skills, who.mo, weaving=2)
    late = NOON + timedelta(days=21)

    assert commands.remind_panels(at=LATER) == 0
    assert [commands.remind_panels(at=late) for _ in range(2)] == [1, 0]
    assert Item.objects.get(key__contains="panel_late").account_id == who.nia.account_id


def test_panels_are_composed_of_moderators_by_those_whose_duty_it_is(who):
    (view,) = queries.panels(who.mo, NOON)
    assert [one.name for one in view.members] == ["Mo Panel", "Nia Panel"]
    assert view.keeps
    third = panel.holder("T", "Tom", "moderator", who.profession_id)
    for members, refusal in (
        ([who.mo.account_id], commands.PanelTooSmall),
        ([who.mo.account_id, who.ada.account_id], commands.NotModerators),
    ):
        with pytest.raises(refusal):
            commands.change_panel(panel=who.panel, members=members, actor=who.mo, at=NOON)
    with pytest.raises(commands.PanelNeedsName):
        panel.compose(who, name=" ")
    with pytest.raises(NotVisible):
        commands.make_panel(profession_id=who.profession_id, name="x", members=[], actor=who.first, at=NOON)

    commands.change_panel(panel=who.panel, members=[who.mo.account_id, third.account_id], actor=who.mo, at=LATER)

    assert [one.name for one in queries.panel(who.panel, third, LATER).members] == ["Mo Panel", "Tom Panel"]
    assert {one.email for one in queries.could_moderate(who.profession_id, None, NOON)} >= {"t@example.org"}
    assert not queries.panel(who.panel, third, LATER).closed_at
    commands.close_panel(panel=who.panel, actor=who.head, at=LATER)
    with pytest.raises(NotVisible):
        commands.close_panel(panel=who.panel, actor=who.head, at=LATER)
    assert {one.kind for one in Entry.objects.filter(kind__startswith="assessments.panel.")} == {
        "assessments.panel.made", "assessments.panel.changed", "assessments.panel.closed",
    }  # fmt: skip


def test_a_panel_that_has_cases_stays_open(case, who):
    with pytest.raises(commands.PanelBusy):
        commands.close_panel(panel=who.panel, actor=who.head, at=LATER)


def test_rules_are_rows_whose_seed_is_shown_once_they_no_longer_hold(who):
    for share in (10, 20):
        panel.rule(who, replace(panel.NOTHING, share=share))
    for terms in ({"share": 101}, {"first": 51}, {"difference": 0}):
        with pytest.raises(commands.NotASamplingRule):
            panel.rule(who, replace(panel.NOTHING, **terms))
    with pytest.raises(commands.RuleWithoutReason):
        commands.set_sampling_rule(
            profession_id=who.profession_id, terms=panel.ALL, reason=" ", actor=who.head, at=NOON
        )
    with pytest.raises(NotVisible):
        commands.set_sampling_rule(profession_id=who.profession_id, terms=panel.ALL, reason="x", actor=who.mo, at=NOON)

    now, before = queries.sampling_rules(who.profession_id, who.first, LATER)

    assert (now.terms.share, now.holds, now.seed) == (20, True, "")
    assert (before.terms.share, before.holds, len(before.seed)) == (10, False, 64)
    assert queries.sampling_rules(who.profession_id, who.ada, LATER) == ()


def test_words_rules_and_samples_are_never_changed(case, who, skills):
    say(case, skills, who.mo, weaving=2)

    for rows in (PanelWord.objects.all(), SamplingRule.objects.all(), Sample.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(at=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
