"""What of a difference is told to people, and how, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.frameworks import build
from waymark.frameworks import commands, queries, rules
from waymark.frameworks.models import FamilyWording, Version
from waymark.kernel.policy import OPERATOR
from waymark_formats.framework import Importance, RelationDocument, RelationKind, ScaleDocument
from waymark_formats.framework import ScaleLevel as Step

OLD = build.crafts()


def with_skill(key, document=OLD, **changed):
    skills = tuple(replace(one, **changed) if one.key == key else one for one in document.skills)
    return replace(document, skills=skills)


def with_asked(where, document=OLD, **changed):
    """Change what one level of the weaver asks of weaving."""
    families = tuple(
        replace(
            family,
            roles=tuple(
                replace(
                    role,
                    levels=tuple(
                        replace(
                            one,
                            requirements=tuple(
                                replace(each, **changed) if each.skill == "weaving" and one.key == where else each
                                for each in one.requirements
                            ),
                        )
                        for one in role.levels
                    ),
                )
                for role in family.roles
            ),
        )
        for family in document.families
    )
    return replace(document, families=families)


def touched(newer):
    difference = rules.difference(OLD, newer)
    return rules.touched(newer, difference, lambda kind, slug: hash((kind, slug)))


def test_a_name_that_only_search_knows_is_told_to_nobody():
    newer = with_skill("dyeing", hidden_labels=("tinting",))

    found = rules.difference(OLD, newer)

    assert [(one.what, one.name) for one in found.changes] == [("hidden", "Dyeing")]
    assert not any(any(counts.values()) for counts in found.counts.values())
    assert not touched(newer).role_levels
    assert not touched(newer).skills
    both = rules.difference(OLD, with_skill("dyeing", hidden_labels=("tinting",), name="Tinting")).changes
    assert [(one.what, one.before, one.after) for one in both] == [("renamed", "Dyeing", "Tinting")]


def test_relations_that_come_and_go_are_told():
    related = replace(
        OLD,
        relations=(
            RelationDocument("weaving", RelationKind.BROADER, to="dyeing"),
            RelationDocument("costing", RelationKind.SAME, uri="https://x.example/1", title="Pricing"),
        ),
    )

    gone, come = rules.difference(related, OLD), rules.difference(OLD, related)

    assert [(one.what, one.kind, one.name) for one in gone.changes] == [
        ("removed", "relation", "Weaving: broader Dyeing"), ("removed", "relation", "Costing: same Pricing"),
    ]  # fmt: skip
    assert gone.counts["relations"] == {"added": 0, "removed": 2}
    assert come.counts["relations"] == {"added": 2, "removed": 0}
    assert rules.difference(related, related).changes == ()


def test_a_level_of_another_scale_is_neither_more_nor_less():
    five = ScaleDocument("five", "Five", tuple(Step(rank, name) for rank, name in enumerate("PQRST", 1)))
    newer = with_asked("weaver", replace(with_skill("weaving", scale="five"), scales=(*OLD.scales, five)), level=3)
    renamed = (replace(OLD.scales[0], levels=(Step(1, "Aware"), *OLD.scales[0].levels[1:])), *OLD.scales[1:])

    asked = [
        one for one in rules.difference(OLD, newer).changes if one.kind == "requirement" and "Weaver: " in one.name
    ]
    same = rules.difference(OLD, with_asked("weaver", replace(OLD, scales=renamed), level=3)).changes
    essential = with_asked("weaver", newer, importance=Importance.DESIRABLE)
    less = [one for one in rules.difference(OLD, essential).changes if one.name == "Weaver: Weaving"]

    assert [(one.before, one.after, one.effect) for one in asked] == [("Working, weight 3", "R, weight 3", "")]
    assert [one.effect for one in same if one.name == "Weaver: Weaving"] == ["harder"]
    assert [one.effect for one in less] == ["easier"]


def test_what_is_asked_names_the_group_and_not_its_key():
    newer = replace(OLD, families=())

    words = {one.name: one.before for one in rules.difference(OLD, newer).changes if one.kind == "requirement"}

    assert words["Weaver: Dyeing"] == 'Working, in the group "One of these"'
    assert words["Weaver: Costing"] == "Awareness, desirable, weight 9"


@pytest.mark.django_db
def test_a_file_that_undoes_another_authors_order_is_looked_at_again():
    build.profession("baking")
    draft = build.drafted(replace(OLD, profession="baking"))
    document = with_skill("dyeing", summary="Else.")
    asked = {"document": document, "into": "crafts", "owner": "", "version": "1", "licence": "", "replaces": True}
    planned = queries.plan_import(**asked, actor=OPERATOR, at=build.JANUARY)
    first, second = FamilyWording.objects.filter(version=draft).order_by("position")
    commands.move_family(version_id=draft, family=second.family.slug, way="up", actor=OPERATOR, at=build.JANUARY)

    assert first.family.slug == "cloth"
    assert queries.seen_of(planned) != queries.seen_of(queries.plan_import(**asked, actor=OPERATOR, at=build.JANUARY))


@pytest.mark.django_db
def test_what_two_published_versions_differ_in_is_worked_out_once(django_assert_num_queries):
    first = build.published(OLD)
    second = build.published(with_skill("dyeing", replace(OLD, version="2"), summary="Else."), build.FEBRUARY)
    draft = build.drafted(with_skill("dyeing", replace(OLD, version="3"), summary="Once more."), build.FEBRUARY)
    once, people = queries.difference(first, second), queries.touched(second)

    with django_assert_num_queries(1):
        assert queries.difference(first, second) is once
    with django_assert_num_queries(3):
        assert queries.touched(second) is people
    before = queries.difference(second, draft)
    commands.add_family(version_id=draft, name="Clay", summary="", actor=OPERATOR, at=build.FEBRUARY)
    assert queries.difference(second, draft) != before
    assert Version.objects.count() == 3
