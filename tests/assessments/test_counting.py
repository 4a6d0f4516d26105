"""What bears on a level beside judgements: revoked, exempt, wanted, about to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.assessments import build as record
from tests.assessments import desk
from tests.conftest import NOON
from waymark.assessments import commands, handlers, queries
from waymark.assessments.events import ExemptionChanged, LevelRevoked
from waymark.assessments.models import Assessment, Exemption, Interest, Judgement, LevelNotice, Revocation, Standing
from waymark.assessments.types import Wish
from waymark.audit.models import Entry
from waymark.frameworks import queries as frameworks
from waymark.gaps import queries as gaps
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, Duty
from waymark.notifications.models import Item
from waymark.organisation.models import Organisation
from waymark.people.commands import rebuild_listing
from waymark.people.models import Appointment, Membership, Person, Post

DAY = timedelta(days=1)
TODAY = NOON.date()
WHY = "It was another person’s evidence"


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


@pytest.fixture
def moderator(who):
    someone = desk.with_account("M", "Mo", "Rate")
    duty = Duty("moderator", 1, profession_id=who.profession_id)
    return Actor(account_id=someone.account_id, person_id=someone.pk, duties=(duty,))


@pytest.fixture
def signed(who, weaver, skills):
    """Weaving at 3 and dyeing at 2, signed off by the first assessor; returns the two judgements by slug."""
    sent = desk.submitted(who, weaver, skills)
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
    )
    rows = Judgement.objects.filter(assessment__uuid=sent.uuid, source="assessor").select_related("skill")
    return {row.skill.slug: row for row in rows}


@pytest.mark.parametrize("by", ["moderator", "first"])
def test_a_moderator_or_whoever_signed_it_off_revokes_a_level(who, moderator, signed, skills, by):
    actor = moderator if by == "moderator" else who.first
    row = signed["weaving"]

    commands.revoke_level(judgement=row.uuid, reason=WHY, actor=actor, at=NOON + DAY)

    held = {one.purpose: one.level for one in Standing.objects.filter(person_id=row.person_id, skill=skills["weaving"])}
    assert held == {"development": 3, "statistics": 3}  # their own word counts again, and nothing is signed off
    entry = Entry.objects.get(kind="assessments.level.revoked")
    assert (entry.reason, [one.person_id for one in entry.subjects.all()]) == (WHY, [row.person_id])
    for _again in range(2):
        handlers.tell_of_revocation(LevelRevoked(str(row.uuid), row.person_id), at=NOON + DAY)
    item = Item.objects.get(key__endswith=".revoked")
    assert WHY in item.body
    assert "another look" in item.body
    assert item.url == f"/me/assessments/{row.assessment.uuid}"


def test_the_record_says_that_a_level_was_revoked(who, moderator, signed):
    from waymark.assessments.queries.signed import as_levels, signed_off

    commands.revoke_level(judgement=signed["dyeing"].uuid, reason=WHY, actor=moderator, at=NOON)

    states = {one.skill_slug: one.state for one in as_levels(signed_off(), NOON)}
    assert states == {"dyeing": "revoked", "weaving": "stands"}
    (line,) = [
        line
        for one in queries.standings(signed["dyeing"].person_id, who.ada, NOON)
        for line in one.history
        if line.revoked
    ]
    assert line.revoked == WHY
    page = queries.revocable(signed["dyeing"].assessment.uuid, moderator, NOON)
    assert [one.skill_name for one in page.levels] == ["Weaving"]
    assert [(one.skill_name, one.reason) for one in page.revoked] == [("Dyeing", WHY)]


def test_who_may_not_revoke_and_why(who, moderator, signed, skills):
    row = signed["weaving"]

    def revoke(actor, reason=WHY):
        commands.revoke_level(judgement=row.uuid, reason=reason, actor=actor, at=NOON)

    with pytest.raises(commands.NotYoursToRevoke, match="not yours to revoke"):
        revoke(who.ada)
    with pytest.raises(commands.NotYoursToRevoke):
        revoke(who.boss)
    elsewhere = replace(moderator, duties=(Duty("moderator", 1, profession_id=who.profession_id + 1),))
    for actor in (who.second, elsewhere):
        with pytest.raises(NotVisible):
            revoke(actor)
    with pytest.raises(NotVisible):
        commands.revoke_level(judgement=uuid4(), reason=WHY, actor=moderator, at=NOON)
    with pytest.raises(commands.WhyNeeded):
        revoke(moderator, "  ")
    with pytest.raises(commands.TooLong):
        revoke(moderator, "x" * 401)
    own = Judgement.objects.get(person=row.person, source="self", skill=skills["weaving"])
    with pytest.raises(NotVisible):
        commands.revoke_level(judgement=own.uuid, reason=WHY, actor=moderator, at=NOON)
    assert not Revocation.objects.exists()

    revoke(moderator)
    with pytest.raises(commands.RevokedAlready, match="Mo Rate revoked this level on"):
        revoke(who.first)
    assert Revocation.objects.count() == 1


def test_a_moderator_does_not_revoke_their_own_level(who, moderator, signed):
    row = signed["weaving"]
    mine = replace(moderator, person_id=row.person_id)

    with pytest.raises(commands.NotYoursToRevoke):
        commands.revoke_level(judgement=row.uuid, reason=WHY, actor=mine, at=NOON)


def test_what_may_be_revoked_is_listed(who, moderator, signed):
    for actor in (moderator, who.first):
        (card,) = queries.signed_assessments(actor, NOON)
        assert (card.uuid, card.levels) == (signed["weaving"].assessment.uuid, 2)
    assert queries.signed_assessments(who.second, NOON) == ()
    with pytest.raises(NotVisible):
        queries.revocable(signed["weaving"].assessment.uuid, who.second, NOON)


@pytest.fixture
def placed(who, operator):
    """Ada works in the depot and is a weaver; returns who answers for her there."""
    place = Organisation.objects.create(uuid=uuid4(), slug="depot", name="Depot", kind="department", path="/7/")
    Organisation.objects.filter(pk=place.pk).update(path=f"/{place.pk}/")
    post = Post.objects.create(uuid=uuid4(), number="1", title="Weaver", organisation=place)
    Appointment.objects.create(person_id=who.ada.person_id, post=post, from_on=date(2025, 1, 1), fte=Decimal(1))
    Membership.objects.create(
        person_id=who.ada.person_id, profession_id=who.profession_id, main=True, from_on=date(2025, 1, 1)
    )
    rebuild_listing(actor=operator, at=NOON)
    head, director = desk.with_account("H", "Hal", "Head"), desk.with_account("D", "Di", "Rector")
    return {
        "head": Actor(head.account_id, head.pk, duties=(Duty("head-of-profession", 1, who.profession_id),)),
        "director": Actor(
            director.account_id, director.pk, duties=(Duty("hr-director", 1, None, place.pk, f"/{place.pk}/"),)
        ),
    }


def exempt(actor, who, skill_id, **changed):
    given = {"from_on": TODAY, "until_on": TODAY + 90 * DAY, "reason": "On parental leave"} | changed
    return commands.exempt(person_id=who.ada.person_id, skill_id=skill_id, **given, actor=actor, at=NOON)


@pytest.mark.parametrize("by", ["head", "director"])
def test_whoever_answers_for_somebody_exempts_them_and_they_are_told(who, placed, skills, by):
    uuid = exempt(placed[by], who, skills["weaving"])

    (view,) = queries.exemptions(who.ada.person_id, who.ada, NOON)
    assert (view.skill_slug, view.holds, view.uuid) == ("weaving", True, uuid)
    assert view.words == "Exempt until 31 May 2026, because: On parental leave"
    handlers.tell_of_exemption(ExemptionChanged(str(uuid), who.ada.person_id, ended=False), at=NOON)
    item = Item.objects.get(key__endswith=".given")
    assert item.title == "You are exempt from Weaving"
    assert "31 May 2026" in item.body

    commands.end_exemption(exemption=uuid, reason="Back at work", actor=placed[by], at=NOON + DAY)

    (view,) = queries.exemptions(who.ada.person_id, who.ada, NOON + DAY)
    assert (view.holds, view.ended_why) == (False, "Back at work")
    handlers.tell_of_exemption(ExemptionChanged(str(uuid), who.ada.person_id, ended=True), at=NOON)
    assert "Back at work" in Item.objects.get(key__endswith=".ended").body
    with pytest.raises(commands.ExemptionOver):
        commands.end_exemption(exemption=uuid, reason="x", actor=placed[by], at=NOON + DAY)


def test_who_may_not_exempt_and_what_is_refused(who, placed, skills):
    head, weaving = placed["head"], skills["weaving"]
    for actor in (who.ada, who.boss, who.first, replace(head, person_id=who.ada.person_id)):
        with pytest.raises(NotVisible):
            exempt(actor, who, weaving)
    with pytest.raises(commands.NoSuchSkill):
        exempt(head, who, 0)
    for days in ({"until_on": TODAY}, {"from_on": TODAY - 9 * DAY, "until_on": TODAY - DAY}):
        with pytest.raises(commands.NotSuchDays):
            exempt(head, who, weaving, **days)
    with pytest.raises(commands.WhyNeeded):
        exempt(head, who, weaving, reason=" ")
    uuid = exempt(head, who, weaving)
    with pytest.raises(commands.AlreadyExempt, match="from 2 March 2026 until 31 May 2026"):
        exempt(head, who, weaving, from_on=TODAY + 80 * DAY, until_on=None)
    exempt(head, who, weaving, from_on=TODAY + 90 * DAY, until_on=None)
    with pytest.raises(NotVisible):
        commands.end_exemption(exemption=uuid, reason="x", actor=who.boss, at=NOON)
    assert queries.exemptions(who.ada.person_id, who.boss, NOON) == ()
    assert Exemption.objects.count() == 2


def test_what_somebody_is_exempt_from_is_no_gap_while_it_lasts(who, placed, skills, weaver, crafts):
    record.hold(Person.objects.get(pk=who.ada.person_id), crafts, weaving=1)
    before = gaps.gap(who.ada.person_id, weaver, who.ada, NOON)
    exempt(placed["head"], who, skills["weaving"])

    now = gaps.gap(who.ada.person_id, weaver, who.ada, NOON)
    later = gaps.gap(who.ada.person_id, weaver, who.ada, NOON + 90 * DAY)

    line = next(one for one in now.skills if one.skill_slug == "weaving")
    assert (line.status, line.gap, line.counted) == ("exempt", None, False)
    assert line.words == "Exempt until 31 May 2026, because: On parental leave"
    assert now.asked == before.asked - 1
    assert now.asked_sum < before.asked_sum
    assert later.asked_sum == before.asked_sum


def test_an_exemption_in_one_role_level_holds_there_and_nowhere_else(who, placed, skills, weaver, crafts):
    record.hold(Person.objects.get(pk=who.ada.person_id), crafts, weaving=1)
    senior = frameworks.role_level("weaver/senior-weaver", NOON).ref.id
    before = gaps.gap(who.ada.person_id, senior, who.ada, NOON)
    uuid = exempt(placed["head"], who, skills["weaving"], role_level_id=weaver)

    there = gaps.gap(who.ada.person_id, weaver, who.ada, NOON)
    elsewhere = gaps.gap(who.ada.person_id, senior, who.ada, NOON)

    line = next(one for one in there.skills if one.skill_slug == "weaving")
    assert (line.status, line.counted) == ("exempt", False)
    assert line.words == "Exempt as Weaver until 31 May 2026, because: On parental leave"
    assert elsewhere == before
    (view,) = queries.exemptions(who.ada.person_id, who.ada, NOON)
    assert (view.role_level, view.words) == ("Weaver", line.words)
    assert queries.exempt_from(who.ada.person_id, who.ada, NOON).words(skills["weaving"]) == line.words
    handlers.tell_of_exemption(ExemptionChanged(str(uuid), who.ada.person_id, ended=False), at=NOON)
    assert "Exempt as Weaver" in Item.objects.get(key__endswith=".given").body


def test_an_exemption_in_a_role_level_is_refused_where_it_says_nothing(who, placed, skills, weaver):
    senior = frameworks.role_level("weaver/senior-weaver", NOON).ref.id
    for role_level, skill in ((weaver, "cafe-keeping"), (0, "weaving")):
        with pytest.raises(commands.NotAskedThere):
            exempt(placed["head"], who, skills[skill], role_level_id=role_level)
    exempt(placed["head"], who, skills["weaving"], role_level_id=weaver)
    with pytest.raises(commands.AlreadyExempt):
        exempt(placed["head"], who, skills["weaving"], role_level_id=weaver)

    exempt(placed["head"], who, skills["weaving"], role_level_id=senior)
    exempt(placed["head"], who, skills["weaving"])
    with pytest.raises(commands.AlreadyExempt):
        exempt(placed["head"], who, skills["weaving"], role_level_id=senior, until_on=None)

    assert Exemption.objects.count() == 3


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_match_counts_exemptions_as_the_gap_to_that_role_level_does(who, placed, skills, weaver, crafts, everywhere):
    record.hold(Person.objects.get(pk=who.ada.person_id), crafts, weaving=3, dyeing=1, costing=1)
    before = {one.role_level.id: one for one in gaps.match(who.ada.person_id, who.ada, NOON)}
    exempt(placed["head"], who, skills["weaving"], **({} if everywhere else {"role_level_id": weaver}))

    found = gaps.match(who.ada.person_id, who.ada, NOON)

    for one in found:
        assert one == gaps.gap(who.ada.person_id, one.role_level.id, who.ada, NOON)
    now = {one.role_level.id: one for one in found}
    assert now[weaver].asked_sum < before[weaver].asked_sum
    # Where weaving alone is asked for at a level, there is nothing left by which a role level could fit.
    junior = frameworks.role_level("weaver/junior-weaver", NOON).ref.id
    assert junior in before
    assert (junior in now) != everywhere


def test_interest_is_for_oneself_until_it_is_shared(who, placed, skills):
    wishes = [Wish(skills["weaving"], 3, would_use=True), Wish(skills["dyeing"], 0, would_teach=True)]

    assert commands.save_interests(wishes=wishes, shared=False, actor=who.ada, at=NOON) == 2
    assert queries.wishes(who.ada.person_id, who.ada, NOON).words == {
        skills["weaving"]: "Interest: strong, willing to use it",
        skills["dyeing"]: "Willing to teach it",
    }
    for actor in (who.boss, placed["head"], placed["director"], who.first):
        assert queries.wishes(who.ada.person_id, actor, NOON).said == {}

    commands.save_interests(wishes=wishes[:1], shared=True, actor=who.ada, at=NOON)
    for actor in (who.boss, placed["head"]):
        assert len(queries.wishes(who.ada.person_id, actor, NOON).said) == 2
    assert queries.wishes(who.ada.person_id, placed["director"], NOON).said == {}
    assert Interest.objects.count() == 2
    entries = Entry.objects.filter(kind="assessments.interests.saved").count()
    assert commands.save_interests(wishes=wishes, shared=True, actor=who.ada, at=NOON) == 0
    assert Entry.objects.filter(kind="assessments.interests.saved").count() == entries


def test_what_is_no_interest_is_refused(who, skills):
    for wish, refusal in ((Wish(skills["weaving"], 4), commands.NotOnScale), (Wish(0, 1), commands.NoSuchSkill)):
        with pytest.raises(refusal):
            commands.save_interests(wishes=[wish], shared=False, actor=who.ada, at=NOON)
    with pytest.raises(NotVisible):
        commands.save_interests(wishes=[], shared=False, actor=Actor(account_id=1), at=NOON)


def test_somebody_is_told_once_that_a_signed_off_level_ends_and_once_that_it_has(who, crafts, skills):
    ada = Person.objects.get(pk=who.ada.person_id)
    row = record.signed_off(ada, skills["weaving"], crafts, 3, valid_until=NOON + 90 * DAY)

    assert commands.tell_of_ending_levels(at=NOON - 3 * DAY) == 0
    assert [commands.tell_of_ending_levels(at=NOON + days * DAY) for days in (0, 1, 2)] == [1, 0, 0]
    item = Item.objects.get(key=f"assessments.level.{row.pk}.ending")
    assert (item.todo, item.title) == (True, "Your signed-off level in Weaving ends on 31 May 2026")

    assert [commands.tell_of_ending_levels(at=NOON + days * DAY) for days in (90, 91)] == [1, 0]
    item.refresh_from_db()
    assert item.done_at is not None
    assert not Item.objects.get(key=f"assessments.level.{row.pk}.ended").todo
    assert LevelNotice.objects.count() == 2


def test_nobody_waits_for_the_end_of_a_level_that_another_took_the_place_of(who, crafts, skills):
    ada = Person.objects.get(pk=who.ada.person_id)
    row = record.signed_off(ada, skills["weaving"], crafts, 3, valid_until=NOON + 90 * DAY)
    commands.tell_of_ending_levels(at=NOON)
    record.signed_off(ada, skills["weaving"], crafts, 4, at=NOON, valid_until=NOON + 900 * DAY)

    assert commands.tell_of_ending_levels(at=NOON + DAY) == 0
    assert Item.objects.get(key=f"assessments.level.{row.pk}.ending").done_at is not None
    assert commands.tell_of_ending_levels(at=NOON + 91 * DAY) == 0
    assert Assessment.objects.count() == 2


def test_what_ended_long_ago_is_not_told_of(who, crafts, skills):
    ada = Person.objects.get(pk=who.ada.person_id)
    record.signed_off(ada, skills["weaving"], crafts, 3, at=NOON - 900 * DAY, valid_until=NOON - 200 * DAY)

    assert commands.tell_of_ending_levels(at=NOON) == 0
