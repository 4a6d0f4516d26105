"""Whom a new version touches: counted before it is published, told when it holds, and shown in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.access.models import Account
from waymark.assessments import commands, queries, rules
from waymark.assessments.models import Standing
from waymark.audit import commands as audit
from waymark.audit.models import Entry
from waymark.careers import queries as careers
from waymark.careers.models import Target
from waymark.config.wiring import HANDLERS
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.jobs.kinds import Step, tell_of_changes
from waymark.kernel import clock
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR
from waymark.notifications.models import Item
from waymark.organisation.models import Organisation
from waymark.people import queries as people
from waymark.people.models import Appointment, Post, Restriction, RoleClaim
from waymark.work import commands as work
from waymark.work.models import Job

TOMORROW = NOON + timedelta(days=1)


def second():
    """The crafts once more: weavers know more of weaving and need no costing, dyeing is worded anew, juniors go."""
    document = build.crafts(version="2")
    weaver = document.families[0].roles[0]
    _junior, level, senior = weaver.levels
    asked = tuple(
        replace(one, level=3) if one.skill == "weaving" else one for one in level.requirements if one.skill != "costing"
    )
    roles = (replace(weaver, levels=(replace(level, requirements=asked), senior)), *document.families[0].roles[1:])
    skills = tuple(
        replace(skill, summary="Colour for ever.") if skill.key == "dyeing"
        else replace(skill, summary=f"{skill.summary} ") if skill.key == "costing"
        else skill
        for skill in document.skills
        if skill.key != "patience"
    )  # fmt: skip
    families = (replace(document.families[0], roles=roles), document.families[1])
    return replace(document, families=families, skills=skills)


@pytest.fixture
def draft(crafts):
    return build.drafted(second())


def level_id(slug):
    return frameworks.role_level(slug, NOON).ref.id


def member(name, slug="weaver/weaver", *, account=True):
    someone = record.person(name, name)
    if account:
        someone.account = Account.objects.create(
            uuid=uuid4(), email=f"{name}@example.org", name=name, created_at=record.EARLIER
        )
        someone.save()
    if slug:
        RoleClaim.objects.create(person=someone, role_level_id=level_id(slug), from_at=record.EARLIER)
    return someone


def placed(someone, slug, fte="1", **changed):
    place, _ = Organisation.objects.get_or_create(
        slug="mill", defaults={"uuid": uuid4(), "name": "Mill", "kind": "unit", "path": "/1/"}
    )
    post = Post.objects.create(
        uuid=uuid4(), number=str(uuid4())[:20], title="Weaver", organisation=place, role_level_id=level_id(slug)
    )
    Appointment.objects.create(person=someone, post=post, from_on=record.EARLIER.date(), fte=fte, **changed)


def publish(draft, at=NOON, effective_from=NOON):
    frameworks_commands.publish(version_id=draft, effective_from=effective_from, reason="x", actor=OPERATOR, at=at)


def tell(draft, at=NOON):
    return commands.tell_of_changes(version_id=draft, touched=frameworks.touched(draft), after=0, at=at)


def titles():
    return dict(Item.objects.values_list("account_id", "title"))


def test_each_person_is_told_how_much_of_a_version_affects_them(draft, crafts):
    ada, ben, cat, dan = member("ada"), member("ben", "dyer/dyer"), member("cat", ""), member("dan", "merchant")
    eve = member("eve", "weaver/junior-weaver")
    record.hold(cat, crafts, dyeing=1, weaving=1)
    record.hold(ada, crafts, dyeing=2)
    publish(draft)

    assert tell(draft) == (0, 4)

    assert titles() == {
        ada.account_id: "3 changes affect you: 1 harder, 1 easier, 1 wording",
        ben.account_id: "1 change affects you: 1 wording",
        cat.account_id: "1 change affects you: 1 wording",
        eve.account_id: "1 change affects you: 1 no longer there",
    }
    assert dan.account_id not in titles()
    item = Item.objects.get(account_id=ada.account_id)
    assert item.url == "/frameworks/crafts/versions/2/changes?mine=1"
    assert Entry.objects.get(kind="assessments.changes.told").reason == ""


def test_somebody_is_told_once(draft):
    member("ada")
    publish(draft)

    assert [tell(draft), tell(draft)] == [(0, 1), (0, 0)]
    assert Item.objects.count() == 1


def test_a_person_whose_record_is_restricted_is_not_told_and_not_counted(draft):
    ada = member("ada")
    Restriction.objects.create(uuid=uuid4(), person=ada, from_at=record.EARLIER)
    record.hold(ada, frameworks.version("crafts", "1").id, dyeing=2)
    Target.objects.create(person=ada, role_level_id=level_id("weaver/weaver"), from_at=record.EARLIER)
    publish(draft)

    assert tell(draft) == (0, 0)
    assert people.impact_of([level_id("weaver/weaver")], NOON) == {}
    assert queries.impact_of([], frameworks.touched(draft).skills, NOON).people == 0
    assert careers.impact_of([level_id("weaver/weaver")], NOON) == {}


def test_what_somebody_is_shown_is_what_they_were_told_the_number_of(draft, crafts):
    ada = member("ada")
    record.hold(ada, crafts, dyeing=2)
    actor = replace(record.acting(ada), account_id=ada.account_id)

    found = queries.changes_for(ada.pk, level_id("weaver/weaver"), frameworks.touched(draft), actor, NOON)

    assert rules.changes_in_words(*found.counts) == "3 changes affect you: 1 harder, 1 easier, 1 wording"
    assert [one.name for one in found.harder + found.easier + found.wording] == [
        "Weaver: Weaving", "Weaver: Costing", "Dyeing",
    ]  # fmt: skip
    with pytest.raises(NotVisible):
        queries.changes_for(ada.pk, None, frameworks.touched(draft), record.acting(member("ben")), NOON)


def test_a_skill_that_goes_is_told_to_whoever_holds_it(draft, crafts):
    ada = member("ada", "dyer/dyer")
    patience = frameworks.skill("patience", NOON).id
    judgement = record.judged(ada, patience, crafts, has_skill=True)
    commands.load_judgements([judgement], actor=OPERATOR, at=NOON)
    publish(draft)

    tell(draft)

    assert titles() == {ada.account_id: "2 changes affect you: 1 wording, 1 no longer there"}


def test_what_moved_or_differs_in_spacing_alone_touches_nobody(draft):
    touched = frameworks.touched(draft)

    assert {one.name for one in touched.skills.values()} == {"Dyeing", "Patience"}
    assert {one.slug for one in touched.role_levels.values()} == {
        "weaver/weaver", "weaver/junior-weaver", "dyer/associate-dyer", "dyer/dyer", "dyer/senior-dyer",
    }  # fmt: skip


def test_a_first_version_touches_nobody(crafts):
    member("ada")

    assert (frameworks.touched(crafts).role_levels, tell(crafts)) == ({}, (0, 0))


def test_who_is_in_a_role_level_is_counted_as_their_card_says_it(crafts):
    member("ada")
    ben, cat, dan, eve = (member(name, "") for name in ("ben", "cat", "dan", "eve"))
    placed(ben, "weaver/weaver")
    placed(cat, "dyer/dyer", "0.6")
    placed(cat, "weaver/weaver", "0.4")
    placed(dan, "weaver/weaver", until_on=record.EARLIER.date() + timedelta(days=1))
    placed(eve, "weaver/weaver")
    RoleClaim.objects.create(person=eve, role_level=None, from_at=record.EARLIER)

    found = people.impact_of([level_id("weaver/weaver"), level_id("dyer/dyer"), level_id("merchant")], NOON)

    cards = [people.card(one.pk, NOON).role_level_id for one in (ben, cat, dan, eve)]
    assert cards == [level_id("weaver/weaver"), level_id("dyer/dyer"), None, None]
    assert {pk: (one.people, one.posts) for pk, one in found.items()} == {
        level_id("weaver/weaver"): (2, 4), level_id("dyer/dyer"): (1, 1),
    }  # fmt: skip
    held = {one.person_id: one.role_level_id for one in people.roles_held(0, 100, NOON)}
    assert [held[one.pk] for one in (ben, cat, dan, eve)] == cards


def test_the_impact_on_the_record_agrees_with_the_database(draft, crafts):
    ada, ben = member("ada"), member("ben", "dyer/dyer")
    record.hold(ada, crafts, dyeing=2, weaving=1)
    record.hold(ben, crafts, dyeing=1)
    commands.start(role_level_id=level_id("weaver/weaver"), kind="full", actor=record.acting(ada), at=NOON)
    Target.objects.create(person=ben, role_level_id=level_id("weaver/weaver"), from_at=NOON)
    touched = frameworks.touched(draft)

    found = queries.impact_of(touched.role_levels, touched.skills, NOON)

    dyeing = frameworks.skill("dyeing", NOON).id
    assert (found.open_assessments, found.people) == (1, 2)
    assert (
        found.holders
        == {dyeing: Standing.objects.filter(purpose="development", skill_id=dyeing).count()}
        == {dyeing: 2}
    )
    assert careers.impact_of(touched.role_levels, NOON) == {level_id("weaver/weaver"): 1}


def test_the_news_waits_for_the_day_from_which_the_version_holds(draft):
    ada = member("ada")
    publish(draft, effective_from=TOMORROW)
    audit.deliver(handlers=HANDLERS, at=NOON)

    (job,) = Job.objects.filter(kind="assessments.tell")
    assert (job.next_at, job.arguments) == (TOMORROW, {"version": draft})
    assert work.hand_out(at=NOON) == ()
    assert ada.account_id not in titles()


def test_the_work_goes_on_where_it_was_and_tells_everybody_once(draft, monkeypatch):
    everyone = [member(f"p{number}") for number in range(5)]
    publish(draft)
    audit.deliver(handlers=HANDLERS, at=NOON)
    monkeypatch.setattr("waymark.assessments.commands.telling.AT_ONCE", 2)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    work.hand_out(at=NOON)
    uuid = Job.objects.get(kind="assessments.tell").uuid
    said = tell_of_changes(Step(work.claim(job=uuid, worker="w", at=NOON), "w"))

    assert said == "Told 5 people."
    assert set(titles()) == {one.account_id for one in everyone}
    job = Job.objects.get(uuid=uuid)
    assert (job.done, job.total) == (everyone[3].pk, everyone[-1].pk)


def test_a_version_that_does_not_hold_is_told_to_nobody(draft, monkeypatch):
    member("ada")
    publish(draft, effective_from=TOMORROW)
    audit.deliver(handlers=HANDLERS, at=NOON)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    work.hand_out(at=TOMORROW)
    uuid = Job.objects.get(kind="assessments.tell").uuid

    assert "nobody was told" in tell_of_changes(Step(work.claim(job=uuid, worker="w", at=TOMORROW), "w"))
    assert titles() == {}


def test_the_queries_do_not_grow_with_the_people(
    draft, crafts, django_assert_num_queries, django_assert_max_num_queries
):
    for number in range(12):
        record.hold(member(f"p{number}"), crafts, dyeing=1)
    touched = frameworks.touched(draft)
    publish(draft)

    with django_assert_num_queries(3):
        people.impact_of(touched.role_levels, NOON)
    with django_assert_num_queries(3):
        queries.impact_of(touched.role_levels, touched.skills, NOON)
    with django_assert_max_num_queries(16):
        commands.tell_of_changes(version_id=draft, touched=touched, after=0, at=NOON)
