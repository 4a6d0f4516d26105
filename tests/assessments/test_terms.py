"""What a framework asks of assessments: set by the head of its profession, from then on, with its history."""

from datetime import timedelta

import pytest

from tests.assessments import desk
from tests.conftest import NOON
from waymark.access.types import DutyKind
from waymark.assessments import commands, queries
from waymark.assessments.models import Terms
from waymark.audit.models import Entry
from waymark.frameworks.models import Framework
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, Duty

LATER = NOON + timedelta(days=1)


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


@pytest.fixture
def head(who):
    return Actor(
        account_id=who.boss.account_id, duties=(Duty(DutyKind.HEAD_OF_PROFESSION, 1, profession_id=who.profession_id),)
    )


@pytest.fixture
def framework(who):
    return Framework.objects.get(slug="crafts").pk


def put(actor, framework, at=LATER, **changed):
    said = {"evidence_from": 2, "days": 10, "months": 12, "blind": True, "reason": "Weaving changes fast."} | changed
    commands.set_terms(framework_id=framework, **said, actor=actor, at=at)


def test_what_is_set_holds_from_then_on_and_what_was_sent_keeps_its_day(who, head, framework, weaver, skills):
    before = desk.submitted(who, weaver, skills)
    assert queries.terms_history(framework, head, LATER) == ()
    put(head, framework)
    put(head, framework, evidence_from=None, months=None, reason="Nobody reads so much.")

    now = queries.terms_of(framework)
    assert (now.evidence_from, now.days, now.months, now.blind) == (None, 10, None, True)
    lines = queries.terms_history(framework, head, LATER)
    assert [(line.reason, line.by_name, line.terms.evidence_from) for line in lines] == [
        ("Nobody reads so much.", "Bo Chief", None),
        ("Weaving changes fast.", "Bo Chief", 2),
    ]
    assert Entry.objects.filter(kind="assessments.terms.set").count() == 2
    assert queries.own_assessment(before.uuid, who.ada, LATER).due_on == NOON.date() + timedelta(days=20)
    after = desk.submitted(who, weaver, skills, at=LATER)
    assert (after.due_on, after.blind) == (LATER.date() + timedelta(days=10), True)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"days": 0}, commands.NotTheseTerms),
        ({"days": 366}, commands.NotTheseTerms),
        ({"months": 0}, commands.NotTheseTerms),
        ({"months": 121}, commands.NotTheseTerms),
        ({"evidence_from": 0}, commands.NotTheseTerms),
        ({"reason": "  "}, commands.TermsWithoutReason),
        ({"reason": "x" * 401}, commands.TooLong),
    ],
)
def test_what_makes_no_sense_is_refused(head, framework, changed, refusal):
    with pytest.raises(refusal):
        put(head, framework, **changed)
    assert not Terms.objects.exists()


def test_nobody_else_sets_or_reads_them(who, framework):
    for actor in (who.first, who.ada):
        with pytest.raises(NotVisible):
            put(actor, framework)
        with pytest.raises(NotVisible):
            queries.terms_history(framework, actor, LATER)
    assert queries.terms_of(framework) == queries.default_terms()
