"""Threads: begun, replied to, resolved, opened again, and kept over versions."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.frameworks import build
from tests.reviews.conftest import AT
from waymark.audit.models import Entry
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as frameworks_queries
from waymark.frameworks.types import Passage, PassageKind
from waymark.kernel import personal
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.reviews import commands, queries
from waymark.reviews.models import Remark, Thread


def say(scene, text="Which cloth?", *, actor=None, passage=None):
    return commands.start_thread(
        version_id=scene.version_id, passage=passage or scene.weaving, text=text, actor=actor or scene.reviewer, at=AT
    )


def test_a_reviewer_remarks_and_an_author_replies(scene):
    thread = say(scene)
    commands.reply(thread=thread, text="Any.", actor=scene.author, at=AT)

    view = queries.thread(thread, scene.version_id, scene.author, AT)
    assert [(one.who.name, one.act, one.text) for one in view.remarks] == [
        ("Reviewer", "said", "Which cloth?"),
        ("Author", "said", "Any."),
    ]
    assert (view.name, view.resolved, view.version_label, view.gone) == ("Weaving", False, "1", False)
    assert Entry.objects.filter(kind__startswith="reviews.").count() == 2


@pytest.mark.parametrize(
    "kind",
    [PassageKind.FRAMEWORK, PassageKind.FAMILY, PassageKind.ROLE, PassageKind.ROLE_LEVEL, PassageKind.REQUIREMENT],
)
def test_every_kind_of_passage_can_be_talked_about(scene, kind):
    whole = frameworks_queries.document(scene.version_id)
    family = next(one for one in whole.families if one.key == "cloth")
    role = family.roles[0]
    level = role.levels[0]
    skill = next(one.uuid for one in whole.skills if one.key == "weaving")
    passage = {
        PassageKind.FRAMEWORK: Passage(kind, whole.uuid),
        PassageKind.FAMILY: Passage(kind, family.uuid),
        PassageKind.ROLE: Passage(kind, role.uuid),
        PassageKind.ROLE_LEVEL: Passage(kind, level.uuid),
        PassageKind.REQUIREMENT: Passage(kind, level.uuid, str(skill)),
    }[kind]

    thread = say(scene, passage=passage)

    assert Passage.read(passage.key) == passage
    assert queries.thread(thread, scene.version_id, scene.author, AT).name
    assert queries.open_on(scene.framework_id, [passage.uuid])[passage].threads == 1


def test_whoever_does_not_read_the_draft_neither_speaks_nor_hears(scene):
    thread = say(scene)

    for actor in (PUBLIC, scene.guest):
        with pytest.raises(NotVisible):
            say(scene, actor=actor)
        with pytest.raises(NotVisible):
            commands.reply(thread=thread, text="x", actor=actor, at=AT)
        with pytest.raises(NotVisible):
            queries.threads(scene.version_id, actor, AT)
    with pytest.raises(NotVisible):  # nobody in particular
        say(scene, actor=OPERATOR)
    assert Remark.objects.count() == 1


def test_what_the_draft_does_not_have_cannot_be_talked_about(scene):
    with pytest.raises(NotVisible):
        say(scene, passage=Passage(PassageKind.SKILL, uuid4()))
    with pytest.raises(NotVisible):
        say(scene, passage=replace(scene.weaving_2, part="9"))

    assert not Thread.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 4_001, "a\0b"])
def test_no_words_and_too_many_are_refused(scene, text):
    with pytest.raises(commands.NotSaid):
        say(scene, text)


def test_a_thread_is_resolved_and_opened_again(scene):
    thread = say(scene)
    commands.resolve(thread=thread, text="Done.", actor=scene.author, at=AT)
    assert queries.threads(scene.version_id, scene.author, AT)[0] == ()
    assert [one.uuid for one in queries.threads(scene.version_id, scene.author, AT, show="resolved")[0]] == [thread]
    with pytest.raises(commands.AlreadyResolved):
        commands.resolve(thread=thread, actor=scene.author, at=AT)

    commands.reopen(thread=thread, actor=scene.reviewer, at=AT)

    acts = [one.act for one in queries.thread(thread, scene.version_id, scene.author, AT).remarks]
    assert acts == ["said", "resolved", "reopened"]
    with pytest.raises(commands.NotResolved):
        commands.reopen(thread=thread, actor=scene.reviewer, at=AT)


def test_a_reviewer_resolves_only_threads_they_spoke_in(scene):
    theirs, others = say(scene), say(scene, actor=scene.author)

    commands.resolve(thread=theirs, actor=scene.reviewer, at=AT)

    with pytest.raises(NotVisible):
        commands.resolve(thread=others, actor=scene.reviewer, at=AT)


def test_mine_are_the_threads_i_spoke_in(scene):
    say(scene)
    mine = say(scene, actor=scene.author)

    assert [one.uuid for one in queries.threads(scene.version_id, scene.author, AT, show="mine")[0]] == [mine]


def test_a_thread_stays_with_its_passage_in_the_next_version(scene):
    thread = say(scene, passage=scene.weaving_2)
    frameworks.publish(version_id=scene.version_id, effective_from=AT, reason="x", actor=OPERATOR, at=AT)
    with pytest.raises(NotVisible):  # nothing is being written
        queries.threads(scene.version_id, scene.author, AT)

    made = frameworks.start_next_version(framework_id=scene.framework_id, label="2", actor=scene.author, at=AT)

    view = queries.thread(thread, made.id, scene.author, AT)
    assert (view.name, view.within, view.version_label) == ("Level 2: Working", "Weaving", "1")


def test_a_remark_is_never_changed(scene):
    say(scene)

    for change in ({"text": "Another"}, {"at": build.JANUARY}, {"author_id": scene.author.account_id}):
        with pytest.raises(IntegrityError, match="A remark is never changed"), transaction.atomic():
            Remark.objects.update(**change)
    with pytest.raises(IntegrityError, match="A remark is never changed"), transaction.atomic():
        Remark.objects.all().delete()


def test_erasing_somebody_takes_their_words_and_their_name(scene):
    thread = say(scene)
    commands.reply(thread=thread, text="Ask Reviewer.", actor=scene.author, at=AT)
    commands.suggest(
        version_id=scene.version_id, passage=scene.weaving, field="name", seen_text="Weaving", new_text="Loom work",
        why="Reviewer says so", actor=scene.reviewer, at=AT,
    )  # fmt: skip

    personal.erase(person_id=None, account_id=scene.reviewer.account_id, names=["Reviewer"])

    first, second = queries.thread(thread, scene.version_id, scene.author, AT).remarks
    assert (first.who.name, first.text, first.erased) == ("", "", True)
    assert second.text == "Ask [erased]."
    (left,), _ = queries.suggestions(scene.version_id, scene.author, AT, show="all")
    assert (left.who.name, left.why, left.erased) == ("", "", True)
    assert queries.open_in([scene.framework_id])[scene.framework_id].suggestions == 0
    with pytest.raises(NotVisible):
        commands.accept(suggestion=left.uuid, version_id=scene.version_id, actor=scene.author, at=AT)


@pytest.mark.parametrize("many", [1, 12])
def test_a_list_costs_the_same_whatever_was_said(scene, many, django_assert_max_num_queries):
    for number in range(many):
        thread = say(scene, f"{number}")
        commands.reply(thread=thread, text="x", actor=scene.author, at=AT)

    with django_assert_max_num_queries(10):
        assert len(queries.threads(scene.version_id, scene.reviewer, AT)[0]) == many


def test_everything_that_was_said_is_one_table(scene):
    thread = say(scene)
    commands.resolve(thread=thread, text="Settled.", actor=scene.author, at=AT)
    commands.suggest(
        version_id=scene.version_id, passage=scene.weaving, field="name", seen_text="Weaving", new_text="Loom work",
        actor=scene.reviewer, at=AT,
    )  # fmt: skip

    rows = queries.remark_rows(scene.version_id, scene.reviewer, AT)

    assert [(row.what, row.state, row.text) for row in rows] == [
        ("remark", "resolved", "Which cloth?"),
        ("resolved", "resolved", "Settled."),
        ("suggestion", "open", "Loom work"),
    ]


def test_a_file_that_leaves_something_out_takes_the_drafts_place_and_what_was_said_of_it_stays(scene):
    thread = say(scene)
    kept = say(scene, passage=Passage(PassageKind.FRAMEWORK, frameworks_queries.document(scene.version_id).uuid))
    suggestion = commands.suggest(
        version_id=scene.version_id, passage=scene.weaving, field="summary", seen_text="About Weaving.",
        new_text="About cloth.", actor=scene.reviewer, at=AT,
    )  # fmt: skip
    whole = replace(build.crafts(), profession="guild")
    gone = next(skill.key for skill in whole.skills if skill.key == "weaving")
    less = replace(
        whole, skills=tuple(skill for skill in whole.skills if skill.key != gone),
        families=tuple(
            replace(family, roles=tuple(
                replace(role, levels=tuple(
                    replace(level, requirements=tuple(one for one in level.requirements if one.skill != gone))
                    for level in role.levels
                ))
                for role in family.roles
            ))
            for family in whole.families
        ),
    )  # fmt: skip

    frameworks.replace_draft(
        version_id=scene.version_id, document=less, licence="", source_format="waymark", reason="Again.",
        actor=scene.author, at=AT,
    )  # fmt: skip

    (other, view), _pages = queries.threads(scene.version_id, scene.author, AT)
    assert (view.uuid, view.gone, view.name) == (thread, True, "Weaving")
    assert (other.uuid, other.gone, other.name) == (kept, False, "Crafts")
    commands.reply(thread=thread, text="It is gone.", actor=scene.reviewer, at=AT)
    commands.resolve(thread=thread, actor=scene.author, at=AT)
    left = queries.suggestion(suggestion, scene.version_id, scene.author, AT)
    assert (left.gone, left.name) == (True, "Weaving")
    with pytest.raises(NotVisible):
        commands.accept(suggestion=suggestion, version_id=scene.version_id, actor=scene.author, at=AT)
    commands.decline(suggestion=suggestion, reason="It went with the skill.", actor=scene.author, at=AT)
