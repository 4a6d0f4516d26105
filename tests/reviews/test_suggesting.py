"""Other words: suggested, accepted in one click, declined, taken back."""

from __future__ import annotations

import pytest

from tests.reviews.conftest import AT
from waymark.audit.models import Entry
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as frameworks_queries
from waymark.kernel.errors import NotVisible, Stale
from waymark.kernel.policy import OPERATOR
from waymark.reviews import commands, queries
from waymark.reviews.models import Suggestion


def suggest(scene, new="You can weave cloth without a fault.", *, passage=None, field="text", seen=None, **given):
    passage = passage or scene.weaving_2
    now = {one.field: one.text for one in frameworks_queries.passage(scene.version_id, passage).texts}
    return commands.suggest(
        version_id=scene.version_id, passage=passage, field=field, seen_text=now[field] if seen is None else seen,
        new_text=new, actor=given.pop("actor", scene.reviewer), at=AT, **given,
    )  # fmt: skip


def text_of(scene, passage=None, field="text"):
    texts = frameworks_queries.passage(scene.version_id, passage or scene.weaving_2).texts
    return next(one.text for one in texts if one.field == field)


def test_accepting_writes_the_words_into_the_draft(scene):
    uuid = suggest(scene)

    commands.accept(suggestion=uuid, version_id=scene.version_id, actor=scene.author, at=AT)

    assert text_of(scene) == "You can weave cloth without a fault."
    view = queries.suggestion(uuid, scene.version_id, scene.reviewer, AT)
    assert (view.state, view.decided_by.name, view.mine, view.changed) == ("accepted", "Author", True, False)
    assert Entry.objects.filter(kind="frameworks.draft.reworded").count() == 1
    assert Entry.objects.filter(kind="reviews.suggestion.accepted").count() == 1


def test_a_text_that_changed_meanwhile_is_not_overwritten(scene):
    uuid = suggest(scene)
    frameworks.reword(
        version_id=scene.version_id, kind=scene.weaving_2.kind, uuid=scene.weaving_2.uuid, part="2", field="text",
        seen_text="You can weave plain cloth.", new_text="You weave.", actor=scene.second, at=AT,
    )  # fmt: skip

    with pytest.raises(Stale) as no:
        commands.accept(suggestion=uuid, version_id=scene.version_id, actor=scene.author, at=AT)

    assert "You can weave plain cloth." in str(no.value)
    assert "You weave." in str(no.value)
    assert text_of(scene) == "You weave."
    view = queries.suggestion(uuid, scene.version_id, scene.author, AT)
    assert (view.state, view.changed, view.now) == ("open", True, "You weave.")
    assert not Entry.objects.filter(kind="reviews.suggestion.accepted").exists()


def test_declining_needs_a_reason(scene):
    uuid = suggest(scene)
    for reason in ("", "x" * 401):
        with pytest.raises(commands.NotSaid):
            commands.decline(suggestion=uuid, reason=reason, actor=scene.author, at=AT)

    commands.decline(suggestion=uuid, reason="Too strict.", actor=scene.author, at=AT)

    assert queries.suggestion(uuid, scene.version_id, scene.reviewer, AT).reason == "Too strict."
    assert text_of(scene) == "You can weave plain cloth."


def test_only_authors_decide_and_only_its_maker_takes_it_back(scene):
    uuid = suggest(scene)

    for actor in (scene.reviewer, scene.guest):
        with pytest.raises(NotVisible):
            commands.accept(suggestion=uuid, version_id=scene.version_id, actor=actor, at=AT)
        with pytest.raises(NotVisible):
            commands.decline(suggestion=uuid, reason="No.", actor=actor, at=AT)
    with pytest.raises(NotVisible):
        commands.withdraw(suggestion=uuid, actor=scene.author, at=AT)
    commands.withdraw(suggestion=uuid, actor=scene.reviewer, at=AT)

    assert Suggestion.objects.get().state == "withdrawn"


def test_what_is_decided_stays_decided(scene):
    uuid = suggest(scene)
    commands.accept(suggestion=uuid, version_id=scene.version_id, actor=scene.author, at=AT)

    with pytest.raises(commands.AlreadyDecided):
        commands.decline(suggestion=uuid, reason="No.", actor=scene.second, at=AT)
    with pytest.raises(commands.AlreadyDecided):
        commands.withdraw(suggestion=uuid, actor=scene.reviewer, at=AT)


def test_the_same_words_and_words_that_do_not_fit_are_refused(scene):
    with pytest.raises(commands.SameWords):
        suggest(scene, "You can weave plain cloth.")
    with pytest.raises(frameworks.TextChanged):
        suggest(scene, seen="Something else")
    for new in ("", "two\nlines", "x" * 301):
        with pytest.raises(frameworks.NotTheseWords):
            suggest(scene, new, passage=scene.weaving, field="name")
    with pytest.raises(NotVisible):
        suggest(scene, "x", field="source", seen="", passage=scene.weaving)

    assert not Suggestion.objects.exists()


def test_words_are_not_taken_into_another_framework(scene):
    uuid = suggest(scene)
    other = frameworks.start_framework(
        title="Other", slug="other", summary="x", label="1",
        profession_id=frameworks_queries.version_by_id(scene.version_id).profession_id, actor=scene.author, at=AT,
    )  # fmt: skip

    with pytest.raises(NotVisible):
        commands.accept(suggestion=uuid, version_id=other.id, actor=scene.author, at=AT)


def test_a_published_version_is_not_reworded(scene):
    frameworks.publish(version_id=scene.version_id, effective_from=AT, reason="x", actor=OPERATOR, at=AT)

    with pytest.raises(frameworks.NotADraft):
        frameworks.reword(
            version_id=scene.version_id, kind=scene.weaving.kind, uuid=scene.weaving.uuid, field="name",
            seen_text="Weaving", new_text="Loom work", actor=scene.author, at=AT,
        )  # fmt: skip


def test_rewording_a_level_that_is_left_undefined_defines_it(scene):
    third = type(scene.weaving_2)(scene.weaving_2.kind, scene.weaving_2.uuid, "3")
    uuid = suggest(scene, "You weave patterns.", passage=third)

    commands.accept(suggestion=uuid, version_id=scene.version_id, actor=scene.author, at=AT)

    weaving = next(one for one in frameworks_queries.document(scene.version_id).skills if one.key == "weaving")
    assert weaving.descriptors[3] == "You weave patterns."


def test_a_renamed_skill_stands_where_its_new_name_belongs(scene):
    uuid = suggest(scene, "Äpplied weaving", passage=scene.weaving, field="name")

    commands.accept(suggestion=uuid, version_id=scene.version_id, actor=scene.author, at=AT)

    assert frameworks_queries.skills_to_read(scene.version_id, 1)[0][0].name == "Äpplied weaving"
