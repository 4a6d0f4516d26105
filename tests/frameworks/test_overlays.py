"""A department puts a standard in its context."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOON
from tests.frameworks import build, overlays
from waymark.access.models import Grant
from waymark.access.types import DutyKind
from waymark.audit.models import Entry, OutboxEvent
from waymark.frameworks import commands, handlers, queries
from waymark.frameworks.events import VersionPublished, VersionWithdrawn
from waymark.frameworks.models import Overlay, OverlayEntry, Role
from waymark.frameworks.types import OverlayKind, OverlayState
from waymark.kernel.errors import NotVisible, Stale
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.notifications.models import Item
from waymark.work.models import Job
from waymark_formats.framework import ScaleDocument
from waymark_formats.framework import ScaleLevel as Step

LATER = NOON + timedelta(days=1)
WEAVER = ("role_level", "weaver/weaver")
NOTE, HIGHER, EXTRA = OverlayKind.NOTE, OverlayKind.HIGHER_LEVEL, OverlayKind.EXTRA_SKILL


@pytest.fixture
def there(db):
    return overlays.there()


def note(there, text="Our looms are old.", **traits):
    return overlays.add(there, NOTE, ("role", "weaver"), text=text, **traits)


def read(path):
    role = Role.objects.get(slug="weaver").pk
    level = queries.role_level("weaver/weaver", NOON).ref.id
    return queries.overlays_of_role(role, [level], [path] if path else [])


def shown(uuid, there):
    return queries.kept_overlay(uuid, there.head, LATER)


def second(there, change, at=LATER):
    """Publish a second version, with something done to the first."""
    return build.published(change(overlays.crafts(version="2")), at=at)


def role_of(document, key, **changed):
    families = tuple(
        replace(family, roles=tuple(replace(one, **changed) if one.key == key else one for one in family.roles))
        for family in document.families
    )
    return replace(document, families=families)


def skill_of(document, key, **changed):
    return replace(
        document, skills=tuple(replace(one, **changed) if one.key == key else one for one in document.skills)
    )


def test_a_note_is_read_where_it_holds_and_below_and_nowhere_else(there):
    note(there)

    for path in (there.ministry.path, there.agency.path):
        (one,) = read(path)
        assert (one.organisation_name, one.text, one.version_label) == ("Ministry", "Our looms are old.", "1")
    assert read(there.office.path) == ()
    assert read("") == ()


def test_what_an_agency_adds_is_not_read_above_it(there):
    note(there, organisation_id=there.agency.pk)

    assert len(read(there.agency.path)) == 1
    assert read(there.ministry.path) == ()


@pytest.mark.parametrize("who", ["public", "other place", "other profession", "author", "head of profession"])
def test_only_the_departmental_head_of_the_profession_there_adds(there, who):
    trade = overlays.another_profession()
    actors = {
        "public": Actor(),
        "other place": overlays.head_of(there.office, there.profession),
        "other profession": overlays.head_of(there.ministry, trade),
        "author": overlays.head_of(there.ministry, there.profession, DutyKind.FRAMEWORK_AUTHOR),
        "head of profession": Actor(
            account_id=there.head.account_id,
            duties=(Duty(DutyKind.HEAD_OF_PROFESSION, 1, profession_id=there.profession),),
        ),
    }

    with pytest.raises(NotVisible):
        note(there, actor=actors[who])

    assert not Overlay.objects.exists()
    assert not Entry.objects.filter(kind__startswith="frameworks.overlay").exists()


def director_of(place):
    return overlays.head_of(place, None, DutyKind.HR_DIRECTOR)


def test_what_no_profession_owns_is_put_in_context_by_the_hr_director_there(there):
    build.published(build.behaviours())
    behaviour = ("skill", build.behaviours().skills[0].key)
    director = director_of(there.ministry)

    uuid = overlays.add(there, NOTE, behaviour, text="At sea.", actor=director)

    assert overlays.state_of(uuid, director) == "current"
    for nobody in (there.head, director_of(there.office)):
        with pytest.raises(NotVisible):
            overlays.add(there, NOTE, behaviour, text="On land.", actor=nobody)
        with pytest.raises(NotVisible):
            queries.kept_overlay(uuid, nobody, NOON)


def test_what_a_profession_owns_is_not_the_hr_directors(there):
    with pytest.raises(NotVisible):
        note(there, actor=director_of(there.ministry))


def test_the_standard_is_not_touched(there):
    before = queries.document(there.version)

    note(there)
    overlays.add(there, HIGHER, WEAVER, skill="weaving", level=4)

    assert queries.document(there.version) == before


@pytest.mark.parametrize(
    ("skill", "level", "refusal"),
    [
        ("weaving", 2, commands.NotHigher),
        ("weaving", 1, commands.NotHigher),
        ("weaving", 5, commands.NoSuchLevel),
        ("weaving", None, commands.NoSuchLevel),
        ("cafe-keeping", 2, commands.NotAsked),
    ],
)
def test_a_level_is_raised_and_never_lowered(there, skill, level, refusal):
    with pytest.raises(refusal):
        overlays.add(there, HIGHER, WEAVER, skill=skill, level=level)

    assert not Overlay.objects.exists()


def test_the_refusal_to_lower_says_what_the_standard_asks(there):
    with pytest.raises(commands.NotHigher, match=r"asks for Weaving at Working\. A department can ask for more"):
        overlays.add(there, HIGHER, WEAVER, skill="weaving", level=1)


def test_a_skill_of_any_framework_can_be_asked_for_beside_the_standards(there):
    build.published(build.small("pottery"))

    overlays.add(there, EXTRA, WEAVER, skill="pottery-skill", level=3, importance="desirable", text="We glaze.")

    (one,) = read(there.agency.path)
    assert (one.skill_name, one.level_name, one.importance) == ("Pottery skill", "Practitioner", "desirable")


def test_a_skill_that_the_standard_asks_for_is_not_an_extra_one(there):
    with pytest.raises(commands.AskedAlready):
        overlays.add(there, EXTRA, WEAVER, skill="weaving", level=4)


@pytest.mark.parametrize(("skill", "level"), [("cafe-keeping", None), ("cafe-keeping", 9)])
def test_an_extra_skill_is_asked_for_at_a_level_of_its_scale(there, skill, level):
    with pytest.raises(commands.NoSuchLevel):
        overlays.add(there, EXTRA, WEAVER, skill=skill, level=level)


def test_nothing_is_added_without_words(there):
    with pytest.raises(commands.NothingSaid):
        note(there, text="  ")


def test_what_asks_for_more_hangs_on_a_role_level(there):
    with pytest.raises(NotVisible):
        overlays.add(there, EXTRA, ("role", "weaver"), skill="cafe-keeping", level=1)


def test_a_department_asks_for_a_skill_once(there):
    first = overlays.add(there, HIGHER, WEAVER, skill="weaving", level=3)
    with pytest.raises(commands.SaidAlready), transaction.atomic():
        overlays.add(there, HIGHER, WEAVER, skill="weaving", level=4)

    end(first, there)
    again = overlays.add(there, HIGHER, WEAVER, skill="weaving", level=4)

    assert again == first
    assert [one.level_name for one in read(there.ministry.path)] == ["Expert"]


def end(uuid, there, at=NOON):
    seen = queries.kept_overlay(uuid, there.head, at).kept.seen
    commands.end_overlay(uuid=uuid, seen=seen, reason="No longer so.", actor=there.head, at=at)


def test_a_change_supersedes_and_the_history_stays(there):
    uuid = note(there)
    seen = shown(uuid, there).kept.seen

    commands.change_overlay(uuid=uuid, seen=seen, text="Our looms are new.", actor=there.head, at=NOON)
    end(uuid, there)

    page = shown(uuid, there)
    assert [(one.act, one.text) for one in page.history] == [
        ("ended", "No longer so."),
        ("changed", "Our looms are new."),
        ("published", "Our looms are old."),
    ]
    assert page.history[0].by == "Head of ministry"
    assert page.kept.state is OverlayState.ENDED
    assert read(there.ministry.path) == ()
    kinds = Entry.objects.filter(kind__startswith="frameworks.overlay").order_by("pk").values_list("kind", flat=True)
    assert [kind.rpartition(".")[2] for kind in kinds] == ["published", "changed", "ended"]


def test_what_was_taken_back_is_not_changed_any_more(there):
    uuid = note(there)
    end(uuid, there)

    with pytest.raises(commands.TakenBack):
        commands.check_overlay(uuid=uuid, seen="", actor=there.head, at=NOON)


def test_two_heads_do_not_lose_each_others_words(there):
    uuid = note(there)
    seen = shown(uuid, there).kept.seen
    commands.change_overlay(uuid=uuid, seen=seen, text="First.", actor=there.head, at=NOON)

    with pytest.raises(Stale):
        commands.change_overlay(uuid=uuid, seen=seen, text="Second.", actor=there.head, at=NOON)

    assert [one.text for one in read(there.ministry.path)] == ["First."]


def test_another_departments_head_cannot_touch_it(there):
    uuid = note(there)
    other = overlays.head_of(there.office, there.profession)

    for act in (commands.check_overlay, commands.change_overlay):
        with pytest.raises(NotVisible):
            act(uuid=uuid, seen=shown(uuid, there).kept.seen, actor=other, at=NOON)
    with pytest.raises(NotVisible):
        queries.kept_overlay(uuid, other, NOON)


@pytest.mark.parametrize("table", ["frameworks_overlay", "frameworks_overlayentry"])
def test_rows_are_append_only_in_the_database_itself(there, table):
    note(there)

    for sql in (f"UPDATE {table} SET id = -id", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_an_unchanged_standard_asks_for_nothing(there):
    uuid = note(there)
    second(there, lambda document: skill_of(document, "weaving", summary="Other words."))

    assert shown(uuid, there).kept.state is OverlayState.CURRENT


def test_a_change_of_spacing_alone_asks_for_nothing(there):
    uuid = note(there)
    second(there, lambda document: role_of(document, "weaver", summary="Weaver  in short"))

    assert shown(uuid, there).kept.state is OverlayState.CURRENT


def test_a_reworded_standard_asks_to_check_and_shows_then_now_and_ours(there):
    uuid = note(there)
    second(there, lambda document: role_of(document, "weaver", summary="Weaver, in other words."))

    before, page = queries.kept_overlay(uuid, there.head, NOON), shown(uuid, there)

    assert before.kept.state is OverlayState.CURRENT
    assert page.kept.state is OverlayState.CHECK
    (changed,) = [part for part in page.parts if part.changed]
    assert (changed.label, changed.then, changed.now) == ("Summary", "Weaver in short.", "Weaver, in other words.")
    assert page.kept.overlaid.text == "Our looms are old."


def test_saying_that_it_is_still_right_holds_it_against_the_new_version(there):
    uuid = note(there)
    second(there, lambda document: role_of(document, "weaver", summary="Weaver, in other words."))

    commands.check_overlay(uuid=uuid, seen=shown(uuid, there).kept.seen, actor=there.head, at=LATER)

    page = shown(uuid, there)
    assert page.kept.state is OverlayState.CURRENT
    assert (page.history[0].act, page.history[0].version_label, page.history[0].text) == (
        "checked", "2", "Our looms are old.",
    )  # fmt: skip


def test_a_page_opened_before_the_new_version_checks_nothing(there):
    uuid = note(there)
    seen = queries.kept_overlay(uuid, there.head, NOON).kept.seen
    second(there, lambda document: role_of(document, "weaver", summary="Weaver, in other words."))

    with pytest.raises(Stale):
        commands.check_overlay(uuid=uuid, seen=seen, actor=there.head, at=LATER)


def test_an_item_that_was_left_out_says_so(there):
    uuid = overlays.add(there, NOTE, ("role", "merchant"), text="We trade by post.")
    second(there, lambda document: replace(document, families=document.families[:1]))

    page = shown(uuid, there)

    assert page.kept.state is OverlayState.GONE
    with pytest.raises(commands.LeftOut):
        commands.check_overlay(uuid=uuid, seen=page.kept.seen, actor=there.head, at=LATER)
    end(uuid, there, at=LATER)
    assert shown(uuid, there).kept.state is OverlayState.ENDED


def asks_more(document, **levels):
    """The same framework, whose weaver is asked for skills at these levels."""
    asked = tuple(build.asks(slug.replace("_", "-"), level) for slug, level in levels.items())
    role = next(one for family in document.families for one in family.roles if one.key == "weaver")
    changed = tuple(replace(one, requirements=asked, choices=()) if one.key == "weaver" else one for one in role.levels)
    return role_of(document, "weaver", levels=changed)


def test_a_raised_level_that_the_standard_reaches_is_overtaken(there):
    uuid = overlays.add(there, HIGHER, WEAVER, skill="weaving", level=3)
    second(there, lambda document: asks_more(document, weaving=3))

    page = shown(uuid, there)

    assert page.kept.state is OverlayState.OVERTAKEN
    with pytest.raises(commands.NotHigher):
        commands.check_overlay(uuid=uuid, seen=page.kept.seen, actor=there.head, at=LATER)
    commands.change_overlay(uuid=uuid, seen=page.kept.seen, level=4, actor=there.head, at=LATER)
    assert shown(uuid, there).kept.state is OverlayState.CURRENT


def test_a_raised_level_below_which_the_standard_moved_asks_to_check(there):
    uuid = overlays.add(there, HIGHER, WEAVER, skill="weaving", level=4)
    second(there, lambda document: asks_more(document, weaving=3))

    page = shown(uuid, there)

    assert page.kept.state is OverlayState.CHECK
    (changed,) = [part for part in page.parts if part.changed]
    assert (changed.label, changed.then, changed.now) == ("What the standard asks for", "Working", "Practitioner")


def test_an_extra_skill_that_the_standard_now_asks_for_is_overtaken(there):
    uuid = overlays.add(there, EXTRA, WEAVER, skill="cafe-keeping", level=1)
    second(there, lambda document: asks_more(document, weaving=2, cafe_keeping=2))

    assert shown(uuid, there).kept.state is OverlayState.OVERTAKEN


def test_what_a_change_touches_is_counted_by_what_it_hangs_on(there):
    note(there)
    note(there, text="A second.", organisation_id=there.agency.pk)
    ended = overlays.add(there, NOTE, ("skill", "dyeing"), text="Indigo only.")
    overlays.add(there, HIGHER, WEAVER, skill="weaving", level=3)
    end(ended, there)
    framework = queries.framework("crafts", NOON).framework_id

    by_role = queries.overlays_touched(framework, {"role": ["weaver"]})
    by_level_or_skill = queries.overlays_touched(framework, {"role_level": ["weaver/weaver"], "skill": ["dyeing"]})
    none = queries.overlays_touched(framework, {"role": ["dyer"]})

    assert (by_role.overlays, by_role.organisations) == (2, ("Agency", "Ministry"))
    assert (by_level_or_skill.overlays, by_level_or_skill.organisations) == (1, ("Ministry",))
    assert none.overlays == 0


def granted(there):
    Grant.objects.create(
        uuid=new_uuid(), account_id=there.head.account_id, kind=DutyKind.DEPARTMENT_HEAD_OF_PROFESSION,
        profession_id=there.profession, organisation=there.ministry, from_at=NOON - timedelta(days=9),
        until_at=NOON + timedelta(days=99), two_people=False, reason="x", created_at=NOON,
    )  # fmt: skip


def test_departmental_heads_are_asked_to_check_and_it_is_over_when_they_did(there):
    granted(there)
    uuid = note(there)
    overlays.add(there, NOTE, ("role", "dyer"), text="Indigo only.")
    version = second(there, lambda document: role_of(document, "weaver", summary="Weaver, in other words."))
    assert OutboxEvent.objects.filter(kind="frameworks.version.published", payload__version_id=version).count() == 1

    handlers.have_departments_asked(VersionPublished(version), at=NOON)
    (job,) = Job.objects.filter(kind="frameworks.ask_to_check")
    assert (job.next_at, job.arguments) == (LATER, {"version": version})
    assert not Item.objects.exists()
    commands.ask_departments_to_check(version_id=version, at=LATER)
    commands.ask_departments_to_check(version_id=version, at=LATER)

    (item,) = Item.objects.all()
    assert (item.account_id, item.title, item.todo) == (
        there.head.account_id, "Check 1 thing that Ministry added to Crafts", True,
    )  # fmt: skip
    commands.check_overlay(uuid=uuid, seen=shown(uuid, there).kept.seen, actor=there.head, at=LATER)
    item.refresh_from_db()
    assert item.done_at == LATER


def test_a_withdrawal_ends_what_was_asked_and_asks_those_who_had_looked_already(there):
    granted(there)
    uuid = note(there)
    version = second(there, lambda document: role_of(document, "weaver", summary="Weaver, in other words."))
    commands.ask_departments_to_check(version_id=version, at=LATER)
    commands.withdraw(version_id=version, reason="Wrong.", at=LATER)
    assert OutboxEvent.objects.filter(kind="frameworks.version.withdrawn").count() == 1

    handlers.have_departments_look_back(VersionWithdrawn(version), at=LATER)

    assert [item.done_at for item in Item.objects.all()] == [LATER]  # the first version says what it said
    third = build.published(
        role_of(overlays.crafts(version="3"), "weaver", summary="Weaver once more."), at=LATER + timedelta(days=1)
    )
    then = LATER + timedelta(days=2)
    kept = queries.kept_overlay(uuid, there.head, then).kept
    commands.check_overlay(uuid=uuid, seen=kept.seen, actor=there.head, at=then)
    commands.withdraw(version_id=third, reason="Wrong.", at=then)
    handlers.have_departments_look_back(VersionWithdrawn(third), at=then)
    (item,) = Item.objects.filter(done_at=None)
    assert "Version 1 holds again" in item.body
    kept = queries.kept_overlay(uuid, there.head, then).kept
    commands.check_overlay(uuid=uuid, seen=kept.seen, actor=there.head, at=then + timedelta(hours=1))
    assert not Item.objects.filter(done_at=None).exists()


def test_nobody_is_told_of_a_version_that_changes_nothing_of_theirs(there):
    granted(there)
    note(there)
    version = second(there, lambda document: document)

    commands.ask_departments_to_check(version_id=version, at=LATER)

    assert not Item.objects.exists()


def everything(there):
    """Add something of every kind, to every kind of thing."""
    made = [
        overlays.add(there, kind, thing, text="Ours.")
        for thing in (("role", "weaver"), WEAVER, ("skill", "weaving"))
        for kind in (NOTE, OverlayKind.EXAMPLE, OverlayKind.LOCAL_NAME)
    ]
    made.append(overlays.add(there, HIGHER, WEAVER, skill="weaving", level=3))
    made.append(overlays.add(there, EXTRA, WEAVER, skill="cafe-keeping", level=1))
    return made


def test_the_list_takes_as_many_queries_for_many_as_for_few(there):
    everything(there)
    second(there, lambda document: role_of(document, "weaver", summary="Weaver, in other words."))
    with CaptureQueriesContext(connection) as few:
        assert len(queries.kept_overlays(there.head, LATER)) == 11
    for text in "abcdefgh":
        note(there, text=text)
        overlays.add(there, NOTE, ("skill", "dyeing"), text=text)

    with CaptureQueriesContext(connection) as many:
        assert len(queries.kept_overlays(there.head, LATER)) == 27

    assert len(many) == len(few) <= 19


def test_what_is_read_beside_a_role_or_a_skill_is_one_query(there):
    everything(there)
    role, level = Role.objects.get(slug="weaver").pk, queries.role_level("weaver/weaver", NOON).ref.id
    skill = overlays.skill_id("weaving")

    with CaptureQueriesContext(connection) as one:
        assert len(queries.overlays_of_role(role, [level], [there.agency.path])) == 8
    with CaptureQueriesContext(connection) as another:
        assert len(queries.overlays_of_skill(skill, [there.agency.path])) == 3
    with CaptureQueriesContext(connection) as none:
        queries.overlays_of_role(role, [level], [])

    assert (len(one), len(another), len(none)) == (1, 1, 0)


def test_an_entry_is_never_numbered_twice(there):
    uuid = note(there)
    first = OverlayEntry.objects.get(overlay__uuid=uuid)

    with pytest.raises(IntegrityError), transaction.atomic():
        OverlayEntry.objects.create(
            overlay=first.overlay, number=1, act="changed", text="x", version=first.version, at=NOON
        )


@pytest.mark.parametrize("said", [True, False])
def test_a_level_asked_for_on_another_scale_counts_as_what_somebody_said_it_does(there, said):
    overlays.add(there, HIGHER, WEAVER, skill="weaving", level=3)
    five = ScaleDocument("five", "Five", tuple(Step(rank, name) for rank, name in enumerate("PQRST", 1)))
    document = overlays.crafts(version="2")
    skills = tuple(replace(one, scale="five") if one.key == "weaving" else one for one in document.skills)
    build.published(replace(document, skills=skills, scales=(*document.scales, five)), at=LATER)
    if said:
        ladders = {one.name: one for one in queries.ladders_in_use(OPERATOR, LATER)}
        commands.say_equivalence(
            one=ladders["Four levels"], other=ladders["Five"], counts_as=(1, 2, 4, 5), reason="So.", explanation="",
            actor=OPERATOR, at=LATER,
        )  # fmt: skip

    asked = queries.in_context(queries.role_level("weaver/weaver", LATER), [there.ministry.path], LATER)

    (weaving,) = [one for one in asked.requirements if one.skill_slug == "weaving"]
    assert (weaving.level, weaving.asked_for_by) == ((4, "Ministry") if said else (2, ""))


def test_an_erased_name_goes_from_what_a_department_said_and_nothing_else_changes(there):
    note(there, text="Ask Ada Lovelace.")
    entry = OverlayEntry.objects.get()

    OverlayEntry.objects.filter(pk=entry.pk).update(text="Ask [erased].")

    for change in ({"text": "Else."}, {"level": 1}, {"text": "[erased]", "number": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            OverlayEntry.objects.filter(pk=entry.pk).update(**change)
    assert OverlayEntry.objects.get().text == "Ask [erased]."
