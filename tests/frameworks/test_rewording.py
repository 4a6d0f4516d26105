"""Rewording one text of a draft keeps every rule that the forms of its editors keep."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from django.db import transaction

from tests.frameworks import build
from tests.shared import together
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import LevelDescriptor, Relation, RoleLevelWording, RoleWording, SkillWording, Version
from waymark.frameworks.types import PassageKind
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR

AT = build.FEBRUARY
K = PassageKind


@pytest.fixture
def draft(db) -> int:
    build.profession("baking")
    return build.drafted(replace(build.crafts(), profession="baking"))


def skill(draft, slug="weaving"):
    return SkillWording.objects.get(version_id=draft, skill__slug=slug)


def reword(draft, kind, uuid, field, seen, new, part=""):
    commands.reword(
        version_id=draft, kind=kind, uuid=uuid, part=part, field=field, seen_text=seen, new_text=new, actor=OPERATOR,
        at=AT,
    )  # fmt: skip


def test_a_reworded_draft_is_not_what_its_file_says(draft):
    Version.objects.filter(pk=draft).update(source_digest="of a file")

    reword(draft, K.SKILL, skill(draft).skill.uuid, "summary", "About Weaving.", "Threads.")

    assert Version.objects.get(pk=draft).source_digest == ""


@pytest.mark.parametrize("new", ["<script>alert(1)</script>", '=HYPERLINK("x")'])
def test_tags_and_formulas_are_refused_as_in_the_editor(draft, new):
    row = skill(draft)
    for kind, uuid, part, field, seen in (
        (K.SKILL, row.skill.uuid, "", "summary", "About Weaving."),
        (K.SKILL_LEVEL, row.skill.uuid, "2", "text", "You can weave plain cloth."),
        (K.FRAMEWORK, row.version.framework.uuid, "", "title", "Crafts"),
    ):
        assert queries.why_not_these_words(kind, field, new)
        with pytest.raises(commands.NotTheseWords):
            reword(draft, kind, uuid, field, seen, new, part)

    assert skill(draft).summary == "About Weaving."


def test_a_level_beside_others_keeps_a_name(draft):
    row = RoleLevelWording.objects.get(version_id=draft, name="Junior weaver")

    with pytest.raises(commands.NotTheseWords, match="without others"):
        reword(draft, K.ROLE_LEVEL, row.role_level.uuid, "name", "Junior weaver", " ")


def test_an_inferred_rung_follows_the_new_name(draft):
    role = RoleWording.objects.get(version_id=draft, role__slug="merchant")

    reword(draft, K.ROLE, role.role.uuid, "name", "Merchant", "Head merchant")
    lone = role.levels.get()
    after_the_role = lone.rung
    reword(draft, K.ROLE_LEVEL, lone.role_level.uuid, "name", "", "Junior merchant")

    assert (after_the_role, role.levels.get().rung) == (7, 2)


@pytest.mark.parametrize("part", ["", "2"])
def test_a_skill_that_was_taken_over_is_no_longer_the_same(draft, part):
    row = skill(draft)
    Relation.objects.create(
        version_id=draft, uuid=new_uuid(), skill_wording=row, kind="same", uri="https://x.example", position=0,
        source={"derived_from": {}},
    )  # fmt: skip
    field, seen = ("text", "You can weave plain cloth.") if part else ("summary", "About Weaving.")

    reword(draft, K.SKILL_LEVEL if part else K.SKILL, row.skill.uuid, field, seen, "Else.", part)

    assert Relation.objects.get(skill_wording=row).kind == "similar"


def test_the_record_names_the_thing_as_its_form_looks_for_it(draft):
    row = skill(draft)

    reword(draft, K.SKILL_LEVEL, row.skill.uuid, "text", "You can weave plain cloth.", "Else.", "2")

    assert Entry.objects.get(kind="frameworks.draft.reworded").facts["skill_wording"] == row.pk


@pytest.mark.django_db(transaction=True)
def test_a_level_that_is_defined_during_an_import_takes_no_id_of_it(draft):
    described = threading.Event()

    def define():
        with transaction.atomic():
            # The fourth level of dyeing has no row yet.
            dyeing = skill(draft, "dyeing").skill.uuid
            reword(draft, K.SKILL_LEVEL, dyeing, "text", "", "You teach it.", "4")
            described.set()
            time.sleep(1)

    def bring():
        described.wait(20)
        return build.drafted(build.small("tools"))

    results = together(define, bring)

    assert results[0] is None
    assert isinstance(results[1], int)
    assert LevelDescriptor.objects.filter(version_id=results[1]).count() == 3
