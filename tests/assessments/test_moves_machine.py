"""Any sequence of moves by anybody: no judgement is lost, no state is reached that the table does not list."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.assessments import build as record
from tests.assessments import desk, panel
from tests.conftest import NOON
from tests.frameworks import build
from waymark.access.models import Account
from waymark.assessments import commands, queries, rules
from waymark.assessments.models import Assessment, Hand, Judgement, PanelWord, Sample, Standing, Step
from waymark.assessments.types import Word
from waymark.audit.models import Entry
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import OPERATOR
from waymark.people import queries as people
from waymark.people.models import ReportingLine

PEOPLE = ("ada", "boss", "first", "second")
DECIDING = ("boss", "first", "second")
MODERATING = ("mo", "nia", "first")


class Moves(RuleBasedStateMachine):
    """Ada, her manager, two assessors and a panel do whatever occurs to them, in any order."""

    who = skills = weaver = None  # made once for the test: each run begins from a clean copy

    @initialize()
    def begin(self):
        self.at = NOON
        self.known = {}
        for model in (Standing, Judgement, Step, Hand, PanelWord, Sample, Assessment):
            assert not model.objects.exists()

    def _do(self, move, **arguments):
        """Make a move at a later moment; a refusal must leave everything as it was."""
        self.at += timedelta(hours=1)
        before = (Step.objects.count(), Judgement.objects.count(), Entry.objects.count())
        try:
            return move(at=self.at, **arguments)
        except Refusal:
            assert (Step.objects.count(), Judgement.objects.count(), Entry.objects.count()) == before
            return None

    def _one(self, pick):
        rows = list(Assessment.objects.order_by("pk").values_list("uuid", flat=True))
        return rows[pick % len(rows)] if rows else None

    @rule(goes_to=st.sampled_from(["", "manager", "assessor"]), level=st.integers(0, 4))
    def send_a_new_one(self, goes_to, level):
        opened = self._do(commands.start, role_level_id=self.weaver, kind="full", actor=self.who.ada)
        for slug in ("weaving", "dyeing"):
            self._do(
                commands.save_answer, assessment=opened.uuid, skill_id=self.skills[slug], level=level,
                seen_revision=1, actor=self.who.ada,
            )  # fmt: skip
            self._do(
                commands.save_answer, assessment=opened.uuid, skill_id=self.skills[slug], level=level,
                seen_revision=None, actor=self.who.ada,
            )  # fmt: skip
        self._do(commands.choose_receiver, assessment=opened.uuid, goes_to=goes_to, actor=self.who.ada)

    @rule(pick=st.integers(0, 5), actor=st.sampled_from(PEOPLE), move=st.sampled_from(["submit", "withdraw", "appeal"]))
    def by_its_person(self, pick, actor, move):
        if uuid := self._one(pick):
            extra = {"submit": {"declared": True}, "appeal": {"reason": "x"}}.get(move, {})
            self._do(getattr(commands, move), assessment=uuid, actor=getattr(self.who, actor), **extra)

    @rule(pick=st.integers(0, 5), actor=st.sampled_from(DECIDING), level=st.integers(0, 4), move=st.sampled_from(
        ["take", "confirm", "sign_off", "decline", "send_back", "pass_on", "delegate", "draft"]))  # fmt: skip
    def by_somebody_else(self, pick, actor, level, move):
        uuid = self._one(pick)
        if uuid is None:
            return
        words = desk.words(self.skills, weaving=level, dyeing=level, reason="x")
        command, extra = {
            "take": (commands.take, {}),
            "confirm": (commands.confirm, {"words": words}),
            "sign_off": (commands.sign_off, {"words": words, "declaration": desk.DECLARED}),
            "decline": (commands.decline, {"reason": "x"}),
            "send_back": (commands.send_back, {"reason": "x"}),
            "pass_on": (commands.pass_on, {"reason": "x"}),
            "delegate": (commands.delegate, {"to_account_id": self.who.second.account_id}),
            "draft": (commands.save_draft, {"word": Word(self.skills["weaving"], level=level)}),
        }[move]
        self._do(command, assessment=uuid, actor=getattr(self.who, actor), **extra)

    @rule(pick=st.integers(0, 5), actor=st.sampled_from(MODERATING), level=st.integers(0, 4), move=st.sampled_from(
        ["say_in_panel", "moderate"]))  # fmt: skip
    def by_a_panel(self, pick, actor, level, move):
        if uuid := self._one(pick):
            extra = {"words": desk.words(self.skills, weaving=level, dyeing=level, reason="x")}
            if move == "moderate":
                extra = {"reasons": dict.fromkeys(self.skills.values(), "x")}
            self._do(getattr(commands, move), assessment=uuid, actor=getattr(self.who, actor), **extra)

    @rule(level=st.integers(0, 4))
    def a_panel_looks_at_all_there_is(self, level):
        """Both members say the same, and one of them decides."""
        for uuid in Assessment.objects.filter(state=rules.IN_MODERATION).values_list("uuid", flat=True):
            words = desk.words(self.skills, weaving=level, dyeing=level, reason="x")
            for actor in (self.who.mo, self.who.nia):
                self._do(commands.say_in_panel, assessment=uuid, words=words, actor=actor)
            reasons = dict.fromkeys(self.skills.values(), "x")
            self._do(commands.moderate, assessment=uuid, reasons=reasons, actor=self.who.mo)

    @rule(pick=st.integers(0, 5), actor=st.sampled_from(["first", "second"]))
    def sign_off_what_a_panel_decided(self, pick, actor):
        if uuid := self._one(pick):
            self._do(commands.sign_off, assessment=uuid, words=(), declaration=desk.DECLARED,
                     actor=getattr(self.who, actor))  # fmt: skip

    @rule()
    def months_pass(self):
        self.at += timedelta(days=91)
        commands.lapse_returned(at=self.at)

    @rule(manager=st.sampled_from(["boss", "first", "second"]))
    def another_manager(self, manager):
        """What went to the manager follows; what the new one has in hand as an assessor goes back."""
        self.at += timedelta(days=1)
        ReportingLine.objects.filter(person_id=self.who.ada.person_id, until_on=None).update(until_on=self.at.date())
        ReportingLine.objects.create(
            person_id=self.who.ada.person_id, manager_id=getattr(self.who, manager).person_id, from_on=self.at.date()
        )
        commands.follow_managers(at=self.at)
        commands.put_back(at=self.at)

    @rule(gone=st.sampled_from(["first", "second"]))
    def an_account_is_closed_and_opened_again(self, gone):
        mine = Account.objects.filter(pk=getattr(self.who, gone).account_id)
        mine.update(is_active=False)
        self.at += timedelta(hours=1)
        commands.put_back(at=self.at)
        assert not Hand.objects.filter(ended_at=None, role="assessor", account__in=mine).exists()
        mine.update(is_active=True)

    @invariant()
    def what_went_to_a_manager_is_in_the_hands_of_the_one_of_now(self):
        manager = people.manager_of(self.who.ada.person_id, self.at)
        for row in Assessment.objects.filter(state=rules.SUBMITTED, goes_to="manager"):
            assert Hand.objects.get(assessment=row, ended_at=None).account_id == manager.account_id

    @invariant()
    def no_judgement_is_lost(self):
        now = dict(Judgement.objects.values_list("pk", "level"))
        assert self.known.items() <= now.items()
        self.known = now

    @invariant()
    def the_state_is_what_the_steps_led_to(self):
        for row in Assessment.objects.all():
            state = ""
            for step in Step.objects.filter(assessment=row).order_by("pk"):
                assert step.before == state
                assert rules.MOVES[state, step.move] == step.after
                state = step.after
            assert row.state == state

    @invariant()
    def what_is_over_is_in_nobodys_hands(self):
        open_hands = Hand.objects.filter(ended_at=None)
        assert not open_hands.exclude(assessment__state__in=(*rules.WAITING, rules.IN_MODERATION)).exists()

    @invariant()
    def what_was_chosen_is_signed_off_with_the_panels_levels_alone(self):
        for row in Assessment.objects.filter(state=rules.SIGNED_OFF, sample__isnull=False):
            said = Judgement.objects.filter(assessment=row).exclude(source="self").order_by("made_at", "pk")
            last = {one.skill_id: one for one in said}
            assert {one.source for one in last.values()} == {"panel"}
            assert all(one.valid_until for one in last.values())
            assert PanelWord.objects.filter(sample=row.sample).values("account_id").distinct().count() >= rules.LEAST

    @invariant()
    def nobody_decided_about_themselves(self):
        assert not Judgement.objects.exclude(source="self").filter(maker=self.who.ada.person_id).exists()

    @invariant()
    def what_is_held_is_what_rebuilding_gives(self):
        columns = ("person_id", "skill_id", "purpose", "judgement_id", "level")
        held = sorted(Standing.objects.values_list(*columns))
        commands.rebuild_standings(actor=OPERATOR, at=self.at)
        assert sorted(Standing.objects.values_list(*columns)) == held
        queries.open_assessments(self.who.ada.person_id, self.who.ada, self.at)


@pytest.mark.django_db
def test_any_sequence_of_moves_keeps_to_the_table_and_loses_no_judgement(db):
    crafts = build.published(build.crafts())
    who = panel.make(desk.make(crafts))
    panel.rule(who, replace(panel.NOTHING, share=50, difference=2, appeals=True))
    skills = record.skill_ids(crafts)
    weaver = frameworks.role_level("weaver/weaver", NOON).ref.id

    class Run(Moves):
        def __init__(self):
            super().__init__()
            self.who, self.skills, self.weaver = who, skills, weaver
            self.point = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.point)

    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
