"""What becomes of what a version leaves out: said by the draft, known to readers once it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from tests.frameworks import build
from waymark.access.types import DutyKind
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import Replacement, Role, Skill, Version
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def baking():
    return build.profession("baking")


@pytest.fixture
def draft(baking):
    """The second version of a framework, without a skill and a role of the first."""
    build.published(replace(build.crafts(), profession="baking"))
    document = build.crafts(version="2")
    families = tuple(
        replace(family, roles=tuple(role for role in family.roles if role.key != "merchant"))
        for family in document.families
    )
    levels = replace(families[0].roles[0], levels=families[0].roles[0].levels[2:])
    families = (replace(families[0], roles=(levels, *families[0].roles[1:])), families[1])
    skills = tuple(skill for skill in document.skills if skill.key not in {"patience", "cafe-keeping"})
    return build.drafted(replace(document, families=families, skills=skills, profession="baking"))


def author(profession):
    return Actor(account_id=1, duties=(Duty(DutyKind.FRAMEWORK_AUTHOR.value, 1, profession_id=profession),))


def name(draft, kind, slug, *successors, reason="", actor=OPERATOR):
    (thing,) = [one for one in queries.left_out(draft) if (one.kind, one.slug) == (kind, slug)]
    commands.name_successors(
        version_id=draft, kind=kind, uuid=thing.uuid, successors=successors, reason=reason, seen=None, actor=actor,
        at=build.FEBRUARY,
    )  # fmt: skip


def skill_id(slug):
    return Skill.objects.get(slug=slug).pk


def test_everything_a_draft_leaves_out_is_listed_with_nothing_said(draft):
    found = [(one.kind, one.slug, one.said) for one in queries.left_out(draft)]

    assert found == [
        ("role", "merchant", None),
        ("role_level", "merchant", None),
        ("role_level", "weaver/junior-weaver", None),
        ("role_level", "weaver/weaver", None),
        ("skill", "cafe-keeping", None),
        ("skill", "patience", None),
    ]


def test_a_first_version_leaves_nothing_out(baking):
    assert queries.left_out(build.drafted(build.crafts())) == ()


def test_an_author_names_what_takes_the_place_of_a_thing(draft, baking):
    name(draft, "skill", "patience", skill_id("dyeing"), skill_id("weaving"), actor=author(baking))

    (said,) = [one.said for one in queries.left_out(draft) if one.slug == "patience"]
    assert [one.name for one in said.successors] == ["Dyeing", "Weaving"]
    assert Entry.objects.filter(kind="frameworks.successors.named").count() == 1


def test_what_is_said_again_counts(draft):
    name(draft, "skill", "patience", skill_id("dyeing"))
    name(draft, "skill", "patience", reason="Everybody has it.")

    (said,) = [one.said for one in queries.left_out(draft) if one.slug == "patience"]
    assert (said.successors, said.reason) == ((), "Everybody has it.")


def test_a_thing_that_nothing_replaces_needs_a_reason(draft):
    with pytest.raises(commands.ReasonNeeded, match="Say why"):
        name(draft, "skill", "patience", reason="  ")


def test_only_what_is_in_the_draft_takes_a_place(draft):
    with pytest.raises(commands.NoSuchSuccessor):
        name(draft, "skill", "patience", skill_id("cafe-keeping"))


@pytest.mark.parametrize("actor", [PUBLIC, Actor(account_id=1)])
def test_nobody_else_says_what_replaces_what(draft, actor):
    with pytest.raises(NotVisible):
        name(draft, "skill", "patience", skill_id("dyeing"), actor=actor)


def test_what_a_colleague_said_meanwhile_is_not_overridden(draft):
    (opened,) = [one for one in queries.left_out(draft) if one.slug == "patience"]
    name(draft, "skill", "patience", skill_id("dyeing"))
    asked = {"version_id": draft, "kind": "skill", "uuid": opened.uuid, "successors": [], "reason": "No use."}

    with pytest.raises(commands.SaidMeanwhile, match="Somebody else said"):
        commands.name_successors(**asked, seen=opened.seen, actor=OPERATOR, at=build.FEBRUARY)

    (now,) = [one for one in queries.left_out(draft) if one.slug == "patience"]
    assert [one.slug for one in now.said.successors] == ["dyeing"]
    commands.name_successors(**asked, seen=now.seen, actor=OPERATOR, at=build.FEBRUARY)


def test_a_thing_that_stays_has_no_successors(draft):
    with pytest.raises(NotVisible):
        commands.name_successors(
            version_id=draft, kind="skill", uuid=Skill.objects.get(slug="dyeing").uuid,
            successors=[skill_id("weaving")], reason="", seen=None, actor=OPERATOR, at=build.FEBRUARY,
        )  # fmt: skip


def test_readers_learn_it_when_the_version_holds_and_not_before(draft):
    name(draft, "skill", "patience", skill_id("dyeing"), reason="It is part of it.")
    patience = skill_id("patience")
    assert queries.replacements("skill", [patience], build.FEBRUARY) == {}

    commands.publish(version_id=draft, effective_from=build.FEBRUARY, reason="x", actor=OPERATOR, at=build.JANUARY)

    assert queries.replacements("skill", [patience], build.JANUARY) == {}
    said = queries.replacements("skill", [patience, skill_id("weaving")], build.FEBRUARY)
    assert {
        pk: ([one.url for one in found.successors], found.reason, found.version_label) for pk, found in said.items()
    } == {patience: (["/skills/dyeing"], "It is part of it.", "2")}


def test_what_a_published_version_says_of_successors_stays(draft):
    name(draft, "role", "merchant", Role.objects.get(slug="dyer").pk)
    thing = queries.left_out(draft)[0]
    commands.publish(version_id=draft, effective_from=build.FEBRUARY, reason="x", actor=OPERATOR, at=build.JANUARY)

    with pytest.raises(commands.AlreadyPublished):
        commands.name_successors(
            version_id=draft, kind="role", uuid=thing.uuid, successors=[], reason="No.", seen=None, actor=OPERATOR,
            at=build.FEBRUARY,
        )  # fmt: skip


def test_the_difference_tells_what_was_split_and_merged(draft):
    older = Version.objects.get(label="1").pk
    name(draft, "skill", "patience", skill_id("dyeing"), skill_id("weaving"))
    name(draft, "skill", "cafe-keeping", skill_id("costing"))

    found = queries.difference(older, draft)

    assert found.finer["skills"] == {"split": 1, "merged": 1}
    (split,) = [change for change in found.changes if change.what == "split"]
    assert [one.name for one in split.successors] == ["Dyeing", "Weaving"]


def test_the_number_of_queries_is_fixed(draft, django_assert_num_queries):
    name(draft, "skill", "patience", skill_id("dyeing"))
    name(draft, "skill", "cafe-keeping", skill_id("costing"))

    patience = Skill.objects.get(slug="patience").uuid

    with django_assert_num_queries(10):
        queries.left_out(draft)
    with django_assert_num_queries(6):
        queries.left_out_one(draft, "skill", patience)


def test_an_erased_name_goes_from_a_reason_and_nothing_else_of_it_changes(draft):
    name(draft, "skill", "patience", reason="Ada Lovelace said so.")

    Replacement.objects.update(reason="[erased] said so.")

    for change in ({"reason": "Else."}, {"said_at": build.JANUARY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Replacement.objects.update(**change)
