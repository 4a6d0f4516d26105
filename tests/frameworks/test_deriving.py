"""Parts of another framework are taken over into a draft, with links back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.frameworks import build
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.commands.deriving import note_rewording
from waymark.frameworks.models import Relation, Scale, Skill, SkillWording, Version
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark_formats.framework import RelationKind

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY
BY = {"actor": OPERATOR, "at": AT}


@pytest.fixture
def crafts() -> int:
    return build.published(build.crafts())


@pytest.fixture
def draft(crafts) -> int:
    return build.drafted(build.small("arts"))


def derive(draft, source, skills=(), roles=()):
    return commands.derive(version_id=draft, source_id=source, skills=skills, roles=roles, **BY)


def test_a_role_brings_what_it_asks(draft, crafts):
    derived = derive(draft, crafts, roles=["weaver"])

    mine, theirs = queries.document(draft), queries.document(crafts)
    assert (derived.skills, derived.roles, derived.left) == (5, 1, ())
    family = mine.families[1]
    assert (family.key, family.name) == ("cloth", "Cloth")
    role, original = family.roles[0], theirs.families[0].roles[0]
    assert role.key == "weaver-arts"
    assert (role.responsibilities, role.hidden_labels) == (original.responsibilities, original.hidden_labels)
    assert [level.name for level in role.levels] == [level.name for level in original.levels]
    assert [len(level.requirements) for level in role.levels] == [2, 4, 1]
    assert role.levels[1].choices == original.levels[1].choices
    by_key = {skill.key: skill for skill in mine.skills}
    weaving = by_key["weaving-arts"]
    assert weaving.descriptors == theirs.skills[0].descriptors
    assert weaving.uuid != theirs.skills[0].uuid
    assert by_key["bookkeeping-arts"].scale == "two-levels"  # it came along; the four levels were there
    assert Scale.objects.filter(version=draft).count() == 2


def test_each_new_skill_says_where_it_comes_from(draft, crafts, settings):
    derive(draft, crafts, skills=["weaving"])

    relation = Relation.objects.get(version=draft)
    origin = Skill.objects.get(slug="weaving")
    assert (relation.kind, relation.uri) == ("same", f"{settings.PUBLIC_BASE_URL}/id/{origin.uuid}")
    found = queries.derivation(draft, "weaving-arts", AT)
    assert (found.framework_title, found.label, found.skill_slug, found.same) == ("Crafts", "1", "weaving", True)
    assert found.mine == found.theirs
    assert ("Working", "You can weave plain cloth.") in found.mine
    assert queries.derived_skills(draft) == (("weaving-arts", "Weaving", "Crafts"),)
    assert queries.derivation(draft, "arts-skill", AT) is None


def test_the_attribution_names_the_source_once(draft, crafts):
    derive(draft, crafts, skills=["weaving"])
    derive(draft, crafts, skills=["dyeing"])

    words = Version.objects.get(pk=draft).attribution
    assert words == 'Includes parts of "Crafts", version 1, The guild, CC BY 4.0.'
    assert Entry.objects.filter(kind="frameworks.draft.derived").count() == 2


def test_what_was_taken_over_is_used_again(draft, crafts):
    derive(draft, crafts, skills=["weaving"])

    derived = derive(draft, crafts, roles=["dyer"])

    assert derived.skills == 1
    assert SkillWording.objects.filter(version=draft, name="Weaving").count() == 1
    dyer = queries.document(draft).families[1].roles[0]
    assert {asks.skill for level in dyer.levels for asks in level.requirements} == {"weaving-arts", "dyeing-arts"}


def test_everything_comes_and_comes_once(draft, crafts):
    derived = derive(draft, crafts, skills=None, roles=None)

    assert (derived.skills, derived.roles) == (6, 3)
    counts = queries.counts(draft)
    assert (counts.families, counts.roles, counts.role_levels, counts.skills) == (3, 4, 8, 7)
    with pytest.raises(commands.NothingChosen):
        derive(draft, crafts, skills=None, roles=None)
    assert queries.counts(draft) == counts


def test_a_role_whose_name_is_there_stays_as_it_is(draft, crafts):
    commands.add_role(version_id=draft, family="arts-family", words={"name": "weaver"}, **BY)

    derived = derive(draft, crafts, roles=["weaver", "dyer"])

    assert (derived.roles, derived.left) == (1, ("Weaver",))


def test_a_role_comes_into_the_family_of_the_same_name(draft, crafts):
    commands.add_family(version_id=draft, name="CLOTH", summary="", **BY)

    derive(draft, crafts, roles=["weaver"])
    derive(draft, crafts, roles=["dyer"])

    assert [[role.name for role in family.roles] for family in queries.document(draft).families] == [
        ["Arts role"],
        ["Weaver", "Dyer"],
    ]


def test_a_skill_of_the_same_name_is_new_beside_ones_own(crafts):
    own = build.drafted(replace(build.small("arts"), skills=(build.skill("arts-skill"), build.skill("weaving"))))

    derive(own, crafts, skills=["weaving"])

    assert SkillWording.objects.filter(version=own, name="Weaving").count() == 2
    assert Relation.objects.get(version=own).skill_wording.skill.slug == "weaving-arts-2"


def test_a_parent_and_relations_come_when_both_ends_do(draft):
    source = build.crafts("guild")
    skills = (source.skills[0], replace(source.skills[1], parent="weaving"), *source.skills[2:])
    published = build.published(replace(source, skills=skills))

    derive(draft, published, skills=["dyeing-guild"])
    assert SkillWording.objects.get(version=draft, name="Dyeing").parent is None
    derive(draft, published, skills=None, roles=())
    assert SkillWording.objects.filter(version=draft).count() == 7


def test_a_reworded_skill_is_similar_from_then_on(draft, crafts):
    derive(draft, crafts, skills=["weaving"])

    note_rewording(SkillWording.objects.get(version=draft, name="Weaving").pk)

    assert Relation.objects.get(version=draft).kind == RelationKind.SIMILAR
    assert queries.derivation(draft, "weaving-arts", AT).same is False
    assert queries.derived_skills(draft)


def test_what_the_source_no_longer_has_is_said_to_be_gone(draft, crafts):
    derive(draft, crafts, skills=["weaving"])
    later = build.crafts(version="2")
    build.published(
        replace(
            later,
            skills=later.skills[1:],
            families=tuple(
                replace(family, roles=tuple(replace(role, levels=()) for role in family.roles))
                for family in later.families
            ),
        ),
        AT,
    )

    found = queries.derivation(draft, "weaving-arts", AT)

    assert (found.theirs, found.their_label) == ((), "")
    assert found.mine


def test_a_document_of_it_goes_out_and_in_again(draft, crafts):
    derive(draft, crafts, skills=None, roles=None)
    whole = queries.document(draft)
    commands.publish(version_id=draft, effective_from=AT, reason="x", **BY)

    made = commands.start_next_version(framework_id=Version.objects.get(pk=draft).framework_id, label="2", **BY)

    assert queries.document(made.id).skills == whole.skills
    assert queries.document(made.id).relations == whole.relations
    assert len(queries.derived_skills(made.id)) == 6


def test_nothing_of_a_draft_or_of_oneself_is_taken_over(draft, crafts):
    other = build.drafted(build.small("songs"))
    build.published(build.small("plays"))
    for source in (other, draft, 999_999):
        with pytest.raises(NotVisible):
            derive(draft, source, skills=None, roles=None)
    with pytest.raises(NotVisible):
        commands.derive(version_id=draft, source_id=crafts, skills=None, roles=None, actor=PUBLIC, at=AT)
    with pytest.raises(commands.NothingChosen, match="Nothing new"):
        derive(draft, crafts, skills=["no-such-skill"])


def test_lists_to_choose_from_cost_the_same_for_any_size(draft, crafts, django_assert_num_queries):
    grown = build.published(build.crafts("grown", times=8))
    derive(draft, crafts, skills=["weaving"])

    for source, count in ((crafts, 6), (grown, 48)):
        with django_assert_num_queries(3):
            skills, pages, found = queries.derivable_skills(draft, source, "", 1)
        with django_assert_num_queries(2):
            roles, _pages, _found = queries.derivable_roles(source, "", 1)
        assert (found, pages, len(skills)) == (count, 1, count)
        assert roles[0].skills
    derived = {skill.slug: skill.derived for skill in queries.derivable_skills(draft, crafts, "", 1)[0]}
    assert derived["weaving"]
    assert not derived["dyeing"]
    assert [skill.name for skill in queries.derivable_skills(draft, crafts, "KEEPING", 1)[0]] == [
        "Bookkeeping",
        "Café keeping",
    ]
