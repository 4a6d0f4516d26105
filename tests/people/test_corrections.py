"""A person says that their record is wrong, and somebody who can mend it decides."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.people.conftest import NEW_YEAR
from tests.people.mending import WRONG, ask, ben, holding, manager_of, path
from waymark.access.types import DutyKind
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible, Stale
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor
from waymark.people import commands, queries
from waymark.people.models import Appointment, Correction, ReportingLine


@pytest.fixture
def place(mended):
    return mended


@pytest.fixture
def hr(place):
    return holding(place, DutyKind.HR_DIRECTOR, "ho")


# Asking


def test_what_was_on_record_and_where_they_worked_is_kept_with_it(place, noon):
    uuid = ask(place, noon, manager=place.dan, text="")

    row = Correction.objects.get(uuid=uuid)
    assert (row.said, row.proposed_manager_id, row.state) == ("Ada Patel", place.dan, "open")
    assert row.organisation_path == path(place, "digital")
    assert row.profession_id == place.digital
    entry = Entry.objects.get(kind="people.correction.asked")
    assert entry.subjects.get().person_id == place.ben
    assert WRONG not in str(entry.facts)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("post", "Data engineer, Digital services"),
        ("role", "Data engineer"),
        ("profession", "Digital, Data and Technology"),
        ("name", "Ben Okafor"),
    ],
)
def test_each_kind_keeps_what_the_record_said(place, noon, about, said):
    ask(place, noon, about=about)

    (view,) = queries.my_corrections(ben(place), noon)
    assert (view.about, view.said, view.text, view.own) == (about, said, WRONG, True)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"text": "  "}, commands.NothingSaid),
        ({"text": "x" * 1001}, commands.CorrectionTooLong),
        ({"manager": "ben"}, commands.NotAnotherManager),
        ({"manager": "ada"}, commands.NotAnotherManager),
        ({"manager": "nobody"}, commands.NotAnotherManager),
        ({"about": "post", "text": "", "manager": "dan"}, commands.NothingSaid),
    ],
)
def test_what_says_nothing_is_refused_and_leaves_nothing_behind(place, noon, change, refusal):
    if "manager" in change:
        change = change | {"manager": getattr(place, change["manager"], 10**9)}

    with pytest.raises(refusal):
        ask(place, noon, **change)

    assert not Correction.objects.exists()
    assert not Entry.objects.filter(kind__startswith="people.correction").exists()


def test_the_same_thing_is_asked_once_until_it_is_answered(place, noon):
    uuid = ask(place, noon)

    with pytest.raises(commands.AlreadyAsked, match="waits for an answer"):
        ask(place, noon)
    ask(place, noon, about="post")
    commands.withdraw_correction(uuid=uuid, actor=ben(place), at=noon)
    ask(place, noon)

    assert Correction.objects.filter(person_id=place.ben, state="open").count() == 2


def test_nobody_in_particular_cannot_ask(place, noon):
    for actor in (PUBLIC, OPERATOR, Actor(account_id=place.mender)):
        with pytest.raises(NotVisible):
            ask(place, noon, actor=actor)


# Who decides


@pytest.mark.parametrize(
    ("kind", "key", "profession", "may"),
    [
        (DutyKind.HR_DIRECTOR, "ho", None, True),
        (DutyKind.HR_DIRECTOR, "agency", None, True),
        (DutyKind.HR_DIRECTOR, None, None, True),
        (DutyKind.HR_DIRECTOR, "defra", None, False),
        (DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, "ho", "digital", True),
        (DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, "ho", "policy", False),
        (DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, "defra", "digital", False),
        (DutyKind.ADMINISTRATOR, None, None, True),
        (DutyKind.HEAD_OF_PROFESSION, None, "digital", False),
        (DutyKind.AUDITOR, None, None, False),
    ],
)
def test_it_is_for_those_whose_duty_covers_where_the_person_works(place, noon, kind, key, profession, may):
    uuid = ask(place, noon, manager=place.dan)
    actor = holding(place, kind, key, getattr(place, profession) if profession else None)

    listed = queries.corrections_to_decide(actor, noon)

    assert [one.uuid for one in listed.corrections] == ([uuid] if may else [])
    assert queries.may_decide_correction(uuid, actor, noon) == may
    if may:
        assert commands.accept_correction(uuid=uuid, seen_manager_id=place.ada, actor=actor, at=noon)
        assert manager_of(place.ben, noon) == place.dan
    else:
        with pytest.raises(NotVisible):
            commands.accept_correction(uuid=uuid, seen_manager_id=place.ada, actor=actor, at=noon)
        with pytest.raises(NotVisible):
            queries.correction(uuid, actor, noon)


def test_several_duties_open_what_each_of_them_opens(place, noon):
    uuid = ask(place, noon, manager=place.dan)
    narrow, wide = holding(place, DutyKind.HR_DIRECTOR, "defra"), holding(place, DutyKind.HR_DIRECTOR)
    actor = Actor(account_id=place.mender, duties=(*wide.duties, *narrow.duties))

    commands.accept_correction(uuid=uuid, seen_manager_id=place.ada, actor=actor, at=noon)

    assert manager_of(place.ben, noon) == place.dan


def test_nobody_decides_about_themselves_and_a_manager_does_not_either(place, noon):
    uuid = ask(place, noon)
    duty = holding(place, DutyKind.HR_DIRECTOR).duties

    for actor in (Actor(account_id=place.account, person_id=place.ben, duties=duty), Actor(person_id=place.ada)):
        with pytest.raises(NotVisible):
            commands.decline_correction(uuid=uuid, reason="No", actor=actor, at=noon)

    assert queries.correction(uuid, ben(place), noon).state == "open"


def test_missing_and_forbidden_look_the_same(place, noon, hr):
    hidden = ask(place, noon)
    messages = []
    for uuid, actor in ((uuid4(), hr), (hidden, Actor(account_id=place.mender))):
        with pytest.raises(NotVisible) as refusal:
            commands.decline_correction(uuid=uuid, reason="No", actor=actor, at=noon)
        messages.append(str(refusal.value))

    assert messages[0] == messages[1]


# Deciding


def test_accepting_ends_one_line_and_begins_the_next_on_the_same_day(place, noon, hr):
    uuid = ask(place, noon, manager=place.dan)

    changed = commands.accept_correction(uuid=uuid, answer="Done.", seen_manager_id=place.ada, actor=hr, at=noon)

    lines = ReportingLine.objects.filter(person_id=place.ben).order_by("pk")
    assert changed
    assert [(line.manager_id, line.from_on, line.until_on) for line in lines] == [
        (place.ada, NEW_YEAR, noon.date()), (place.dan, noon.date(), None),
    ]  # fmt: skip
    assert manager_of(place.ben, noon - timedelta(days=1)) == place.ada
    entry = Entry.objects.get(kind="people.correction.accepted")
    assert entry.facts | {"manager": place.dan, "before": place.ada} == entry.facts
    assert not Entry.objects.filter(kind="people.manager.set").exists(), "one command, one entry"


def test_what_only_the_hr_system_can_change_is_accepted_in_words(place, noon, hr):
    uuid = ask(place, noon, about="post", text="Lead data engineer")

    changed = commands.accept_correction(uuid=uuid, answer="Changed there.", actor=hr, at=noon)

    (view,) = queries.my_corrections(ben(place), noon)
    assert not changed
    assert (view.state, view.answer, view.decided_at) == ("accepted", "Changed there.", noon)


def test_declining_needs_a_reason(place, noon, hr):
    uuid = ask(place, noon)

    with pytest.raises(commands.NothingSaid):
        commands.decline_correction(uuid=uuid, reason=" ", actor=hr, at=noon)
    commands.decline_correction(uuid=uuid, reason="Ada is your manager.", actor=hr, at=noon)

    assert queries.correction(uuid, ben(place), noon).answer == "Ada is your manager."
    assert manager_of(place.ben, noon) == place.ada


@pytest.mark.parametrize("first", ["accept", "decline", "withdraw"])
def test_what_is_settled_is_settled(place, noon, hr, first):
    uuid = ask(place, noon, about="post")
    {
        "accept": lambda: commands.accept_correction(uuid=uuid, actor=hr, at=noon),
        "decline": lambda: commands.decline_correction(uuid=uuid, reason="No", actor=hr, at=noon),
        "withdraw": lambda: commands.withdraw_correction(uuid=uuid, actor=ben(place), at=noon),
    }[first]()

    for again in (
        lambda: commands.accept_correction(uuid=uuid, actor=hr, at=noon),
        lambda: commands.decline_correction(uuid=uuid, reason="No", actor=hr, at=noon),
        lambda: commands.withdraw_correction(uuid=uuid, actor=ben(place), at=noon),
    ):
        with pytest.raises(commands.AlreadySettled, match="Nothing was changed"):
            again()


def test_a_manager_that_changed_since_is_not_overwritten(place, noon, hr):
    uuid = ask(place, noon, manager=place.dan)
    commands.set_manager(person_id=place.ben, manager_id=place.eve, seen_manager_id=place.ada, actor=hr, at=noon)

    with pytest.raises(Stale, match="It is Eve Jones now"):
        commands.accept_correction(uuid=uuid, seen_manager_id=place.ada, actor=hr, at=noon)

    assert manager_of(place.ben, noon) == place.eve
    assert queries.correction(uuid, ben(place), noon).state == "open"


def test_a_manager_who_is_right_already_is_simply_accepted(place, noon, hr):
    uuid = ask(place, noon, manager=place.dan)
    commands.set_manager(person_id=place.ben, manager_id=place.dan, seen_manager_id=place.ada, actor=hr, at=noon)

    commands.accept_correction(uuid=uuid, seen_manager_id=place.ada, actor=hr, at=noon)

    assert ReportingLine.objects.filter(person_id=place.ben, until_on=None).count() == 1


def test_somebody_who_moved_away_is_not_theirs_to_move(place, noon, hr):
    uuid = ask(place, noon, manager=place.dan)
    Appointment.objects.filter(person_id=place.ben).update(until_on=noon.date())
    Appointment.objects.create(
        person_id=place.ben, post=Appointment.objects.get(person_id=place.eve).post, from_on=noon.date()
    )

    with pytest.raises(NotVisible):
        commands.accept_correction(uuid=uuid, seen_manager_id=place.ada, actor=hr, at=noon)

    assert manager_of(place.ben, noon) == place.ada


# Lists


def test_the_list_takes_as_many_queries_for_many_as_for_few(place, noon, django_assert_num_queries):
    everywhere = holding(place, DutyKind.ADMINISTRATOR)
    ask(place, noon)
    with django_assert_num_queries(2):
        queries.corrections_to_decide(everywhere, noon)
    for number in range(40):
        Correction.objects.create(
            uuid=uuid4(), person_id=place.eve, about="post", text=str(number), asked_at=noon,
            state="declined", decided_at=noon + timedelta(minutes=number),
        )  # fmt: skip

    with django_assert_num_queries(2):
        page = queries.corrections_to_decide(everywhere, noon, open_only=False, page=2)

    assert (page.page, page.pages, page.total, len(page.corrections)) == (2, 2, 40, 15)
    assert page.corrections[0].text == "14"
