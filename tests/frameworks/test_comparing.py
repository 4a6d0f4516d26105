"""Of large versions only what differs is read: what is said of it is what whole versions would say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.frameworks import build
from waymark.frameworks import commands, queries, rules
from waymark.frameworks.models import Relation, Skill, SkillWording
from waymark.frameworks.queries import comparing
from waymark.kernel import triggers
from waymark.kernel.policy import OPERATOR
from waymark_formats.framework import FrameworkDocument, RelationDocument, RelationKind, ScaleDocument
from waymark_formats.framework import ScaleLevel as Step

pytestmark = pytest.mark.django_db


def related(document: FrameworkDocument) -> FrameworkDocument:
    """Give some skills a parent, and relations among each other and to elsewhere."""
    parents = {"dyeing-1": "weaving-1", "patience": "weaving"}
    skills = tuple(replace(one, parent=parents.get(one.key, "")) for one in document.skills)
    relations = (
        RelationDocument("costing", RelationKind.RELATED, "bookkeeping"),
        RelationDocument("bookkeeping", RelationKind.RELATED, "patience-1"),
        RelationDocument("patience-1", RelationKind.RELATED, "weaving"),
        RelationDocument("weaving", RelationKind.RELATED, uri="https://example.org/looms", title="Looms"),
    )
    return replace(document, skills=skills, relations=relations)


OLD = related(build.crafts(times=2))
Edit = Callable[[FrameworkDocument, int], FrameworkDocument]


def changed(of: str, **traits) -> Edit:
    """Change one thing of a kind in every trait that is named."""

    def edit(document: FrameworkDocument, number: int) -> FrameworkDocument:
        place = 0

        def one(kind: str, thing):
            nonlocal place
            if kind != of:
                return thing
            place += 1
            found = {name: make(thing) for name, make in traits.items()}
            return replace(thing, **found) if place - 1 == number % counted(document, of) else thing

        return replace(
            document,
            skills=tuple(one("skill", skill) for skill in document.skills),
            families=tuple(
                one(
                    "family",
                    replace(
                        family,
                        roles=tuple(
                            one("role", replace(role, levels=tuple(one("level", level) for level in role.levels)))
                            for role in family.roles
                        ),
                    ),
                )
                for family in document.families
            ),
        )

    return edit


def counted(document: FrameworkDocument, of: str) -> int:
    roles = [role for family in document.families for role in family.roles]
    levels = sum(len(role.levels) for role in roles)
    return max(
        {"skill": len(document.skills), "family": len(document.families), "role": len(roles), "level": levels}[of], 1
    )


def without_a_skill(document: FrameworkDocument, number: int) -> FrameworkDocument:
    gone = document.skills[number % len(document.skills)].key
    families = tuple(
        replace(
            family,
            roles=tuple(
                replace(
                    role,
                    levels=tuple(
                        replace(
                            level, requirements=tuple(one for one in level.requirements if one.skill != gone),
                            choices=(),
                        )
                        for level in role.levels
                    ),
                )
                for role in family.roles
            ),
        )
        for family in without_choices(document).families
    )  # fmt: skip
    skills = tuple(
        replace(one, parent="" if one.parent == gone else one.parent) for one in document.skills if one.key != gone
    )
    relations = tuple(one for one in document.relations if gone not in {one.skill, one.to})
    return replace(document, families=families, skills=skills, relations=relations)


def without_choices(document: FrameworkDocument) -> FrameworkDocument:
    edit = changed("level", requirements=lambda one: tuple(replace(each, choice="") for each in one.requirements))
    for number in range(counted(document, "level")):
        document = edit(document, number)
    return document


def moved_role(document: FrameworkDocument, number: int) -> FrameworkDocument:
    families = [list(family.roles) for family in document.families]
    giving = next((place for place in range(len(families)) if families[(place + number) % len(families)]), 0)
    giving = (giving + number) % len(families)
    if families[giving]:
        families[(giving + 1) % len(families)].append(families[giving].pop())
    return replace(
        document,
        families=tuple(
            replace(family, roles=tuple(roles)) for family, roles in zip(document.families, families, strict=True)
        ),
    )


def other_scale(document: FrameworkDocument, number: int) -> FrameworkDocument:
    three = ScaleDocument("four-levels", "Four levels", tuple(Step(n, f"Step {n}") for n in range(1, 5)))
    return replace(document, scales=(three, *document.scales[1:]))


EDITS: dict[str, Edit] = {
    "skill reworded": changed("skill", summary=lambda one: one.summary + " And more."),
    "skill renamed": changed("skill", name=lambda one: one.name + " well"),
    "skill spaced": changed("skill", summary=lambda one: one.summary + " "),
    "descriptor reworded": changed("skill", descriptors=lambda one: {**one.descriptors, 1: "You can say what it is."}),
    "parent taken": changed("skill", parent=lambda one: ""),
    "family reworded": changed("family", summary=lambda one: "Something else."),
    "role reworded": changed("role", summary=lambda one: "Something else."),
    "role renamed": changed("role", name=lambda one: "New " + one.name.lower()),
    "role gone": changed("family", roles=lambda one: one.roles[1:]),
    "role moved": moved_role,
    "level reworded": changed("level", description=lambda one: "Something else."),
    "level gone": changed("role", levels=lambda one: one.levels[1:]),
    "asks less": changed("level", requirements=lambda one: one.requirements[:-1], choices=lambda one: ()),
    "asks otherwise": changed(
        "level", requirements=lambda one: tuple(replace(each, weight=each.weight + 1) for each in one.requirements)
    ),
    "skill gone": without_a_skill,
    "relations gone": lambda document, number: replace(document, relations=document.relations[number % 3 :]),
    "other scale": other_scale,
    "nothing": lambda document, number: document,
}


def valid(document: FrameworkDocument) -> FrameworkDocument:
    """Leave out groups of which nothing is left."""
    for number in range(counted(document, "level")):
        document = changed(
            "level",
            choices=lambda one: tuple(
                each for each in one.choices if any(asked.choice == each.key for asked in one.requirements)
            ),
            requirements=lambda one: tuple(
                replace(asked, choice=asked.choice if asked.choice in {each.key for each in one.choices} else "")
                for asked in one.requirements
            ),
        )(document, number)
    return document


@given(
    edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 20)), min_size=1, max_size=4),
    succeeded=st.booleans(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_differs_says_what_whole_versions_say(monkeypatch, edits, succeeded):
    document = OLD
    for name, number in edits:
        document = EDITS[name](document, number)
    with transaction.atomic():
        older = build.published(OLD)
        draft = build.drafted(valid(replace(document, version="2", summary="How things are made now.")), build.FEBRUARY)
        for thing in queries.left_out(draft)[:1] if succeeded else ():
            options = queries.successor_options(draft, thing.kind)
            commands.name_successors(
                version_id=draft, kind=thing.kind, uuid=thing.uuid, successors=[one.id for one in options[:1]],
                reason="It is the same work.", seen=None, actor=OPERATOR, at=build.FEBRUARY,
            )  # fmt: skip
        whole = queries.difference(older, draft), queries.touched(draft)
        assert whole[0] == rules.difference(
            queries.document(older), queries.document(draft), queries.replacements_said(draft)
        )
        monkeypatch.setattr(comparing, "LARGE", 0)
        try:
            assert (queries.difference(older, draft), queries.touched(draft)) == whole
        finally:
            monkeypatch.undo()
            transaction.set_rollback(True)


def test_relations_alike_hide_no_other(monkeypatch):
    """Two rows of one version that say the same, and two of the next that do not."""
    older = build.published(OLD)
    draft = build.drafted(replace(OLD, version="2", summary="How things are made now."), build.FEBRUARY)
    one = Relation.objects.filter(version=older, skill_wording__skill__slug="weaving").get()
    for version, title in ((older, "Looms"), (draft, "Spindles")):
        skill = SkillWording.objects.get(version=version, skill__slug="weaving")
        with triggers.suspended(connection):
            Relation.objects.create(
                version_id=version, uuid=one.uuid, skill_wording=skill, kind=one.kind, position=99, title=title,
                uri=one.uri if title == "Looms" else "https://example.org/spindles",
            )  # fmt: skip
    whole = queries.difference(older, draft)
    assert [change.kind for change in whole.changes] == ["relation"]

    monkeypatch.setattr(comparing, "LARGE", 0)
    assert queries.difference(older, draft) == whole


def test_of_a_large_version_no_more_is_read_than_differs(monkeypatch, django_assert_max_num_queries):
    older = build.published(OLD)
    draft = build.drafted(replace(EDITS["skill reworded"](OLD, 2), version="2"), build.FEBRUARY)
    monkeypatch.setattr(comparing, "LARGE", 0)

    with django_assert_max_num_queries(64):
        _older, newer, _said = comparing.compared(older, draft)

    assert "patience-1" not in {one.key for one in newer.skills}
    assert {change.slug for change in queries.difference(older, draft).changes} == {"costing"}
    monkeypatch.setattr(comparing, "MOST_DIFFERING", 0)
    assert len(comparing.compared(older, draft)[1].skills) == Skill.objects.count()
