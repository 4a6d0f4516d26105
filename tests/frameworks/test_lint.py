"""What a framework could do better: every kind is found where it is, and nothing where there is nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.frameworks import build
from waymark.frameworks import commands, queries
from waymark.frameworks.models import Skill
from waymark.frameworks.rules import lint
from waymark.frameworks.rules.verbs import vague_points
from waymark.frameworks.types import Limits
from waymark.kernel.ids import derived_uuid
from waymark.kernel.policy import OPERATOR
from waymark_formats.framework import ChoiceDocument, FamilyDocument, FrameworkDocument

AT = build.FEBRUARY
GOOD = {1: "You can thread a loom with help.", 2: "You can weave plain cloth alone.", 3: "You can design new cloth."}


def skill(key, **traits):
    described = {"descriptors": GOOD, "summary": f"{key.capitalize()} and nothing else.", "uuid": derived_uuid(key)}
    return build.skill(key, **(described | traits))


def framework(*skills, asks=None, **level_traits):
    """A framework whose one role level asks for all its skills at level 1, and has nothing to find."""
    asked = asks if asks is not None else [build.asks(one.key, 1) for one in skills]
    level = build.level("senior", 1, *asked, uuid=derived_uuid("level"), **level_traits)
    role = build.role("weaver", level, uuid=derived_uuid("role"))
    return FrameworkDocument("Cloth", (FamilyDocument("all", "All", roles=(role,)),), skills, (build.FOUR,))


def found(document, limits=None):
    return lint.lint(document, limits=limits or Limits())


def kinds(document, limits=None):
    return [one.kind for one in found(document, limits)]


def test_a_good_framework_has_no_findings():
    assert found(framework(skill("weaving"))) == ()


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (lint.UNDEFINED, {"descriptors": {**GOOD, 4: None}}),
        (lint.UNDEFINED, {"descriptors": {**GOOD, 4: "  "}}),
        (lint.UNDEFINED, {"descriptors": {2: GOOD[2]}}),  # level 1 is asked for
        (lint.NO_STEP, {"descriptors": {**GOOD, 4: GOOD[3]}}),
        (lint.ABOVE, {"descriptors": {**GOOD, 5: "You can teach all others to weave."}}),
        (lint.VAGUE, {"descriptors": {**GOOD, 4: "You understand cloth."}}),
        (lint.NO_SUMMARY, {"summary": " "}),
    ],
)
def test_what_is_wrong_with_a_skill_is_found_at_the_skill(kind, changed):
    (one,) = found(framework(skill("weaving", **changed)))

    assert (one.kind, one.thing, one.slug) == (kind, "skill", "weaving")
    assert queries.in_words(one).sentence
    assert queries.in_words(one).advice


def test_a_level_that_is_not_mentioned_and_not_asked_for_may_be_missing():
    assert found(framework(skill("weaving", descriptors={1: GOOD[1], 3: GOOD[3]}))) == ()


def test_a_requirement_above_the_scale_is_found_at_its_role_level():
    document = framework(skill("weaving", descriptors={**GOOD}), asks=[build.asks("weaving", 5)])

    (one,) = [one for one in found(document) if one.kind == lint.ABOVE]
    assert (one.thing, one.role_slug, one.values["level"]) == ("role_level", "weaver", 5)


def test_a_skill_nobody_asks_for_is_an_orphan_unless_it_is_a_branch():
    alone, branch = skill("dyeing"), skill("cloth")
    leaf = skill("weaving", parent="cloth", descriptors={1: "You sell cloth at a fair."})

    assert [one.slug for one in found(framework(leaf, asks=[])) if one.kind == lint.ORPHAN] == ["weaving"]
    document = framework(leaf, branch, alone, asks=[build.asks("weaving", 1)])
    assert [one.slug for one in found(document) if one.kind == lint.ORPHAN] == ["dyeing"]


def test_a_role_and_a_role_level_that_ask_for_nothing_are_found():
    empty = framework(skill("weaving"), asks=[])

    assert lint.EMPTY in kinds(empty)


def test_too_many_counts_what_must_be_chosen_and_not_what_may_be():
    names = [f"{word} {thing}" for word in ("cutting", "sewing", "mending") for thing in ("silk", "felt")]
    skills = [
        skill(name.replace(" ", "-"), descriptors={1: f"You can do {name} by hand."}, summary=f"{name} it is.")
        for name in names
    ]
    limits = Limits(most_skills=5)

    (one,) = [one for one in found(framework(*skills), limits) if one.kind == lint.TOO_MANY]
    assert one.values == {"count": 6, "most": 5}
    grouped = [build.asks(one.key, 1, choice="c" if number < 3 else "") for number, one in enumerate(skills)]
    chosen = framework(*skills, asks=grouped, choices=(ChoiceDocument("c", "One of", 1),))
    assert lint.TOO_MANY not in kinds(chosen, limits)


def test_long_sentences_of_long_words_are_hard_to_read():
    text = (
        "You can operationalise organisational methodologies facilitating interdepartmental harmonisation of "
        "administrative responsibilities, considering accountability arrangements, constitutional proprieties, "
        "environmental sustainability obligations and intergenerational affordability of recommendations, "
        "notwithstanding contradictory representations communicated internationally by intermediary organisations"
    )

    assert kinds(framework(skill("weaving", descriptors={1: text}))) == [lint.HARD]


def test_a_branch_is_no_duplicate_of_what_hangs_on_it():
    branch = skill("weaving", name="Weaving cloth")
    leaf = skill("weaving-more", name="Weaving cloth", parent="weaving")
    copy = skill("weaving-again", name="Weaving cloth")

    duplicates = [one for one in found(framework(branch, leaf, copy)) if one.kind == lint.DUPLICATE]

    assert {(one.slug, one.match.slug) for one in duplicates} == {
        ("weaving-again", "weaving"),
        ("weaving-again", "weaving-more"),
    }


def test_a_finding_is_the_same_until_its_content_changes():
    def digest(document):
        return next(one.digest for one in found(document) if one.kind == lint.VAGUE)

    vague = {**GOOD, 4: "You understand cloth."}
    before = digest(framework(skill("weaving", descriptors=vague)))

    assert digest(framework(skill("weaving", descriptors=vague, name="Loom work"))) == before
    assert digest(framework(skill("weaving", descriptors={**GOOD, 4: "You understand wool."}))) != before


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("You understand cloth", True),
        ("- be aware of cloth", True),
        ("You can: \n- understand how to weave", True),
        ("You know and apply the rules of cloth", False),
        ("You can explain cloth", False),
        ("You can understand and design cloth", False),
        ("You knowingly weave", False),
        ("You understand cloth. You weave it.", True),
    ],
)
def test_a_point_is_vague_when_nothing_in_it_can_be_seen_done(text, vague):
    assert bool(vague_points(text)) is vague


def test_every_kind_has_words():
    for kind in queries.FINDING_KINDS:
        assert queries.kind_in_words(kind)


@pytest.fixture
def two(db):
    """A published framework, and a draft of another with a skill of the same name and words."""
    build.published(build.small("baking"))
    document = build.small("brewing")
    same = replace(document.skills[0], name="Baking skill", summary="About Baking skill.")
    return build.drafted(replace(document, skills=(same,)))


def near_elsewhere(version_id):
    return [one for one in queries.findings(version_id, Limits(), AT) if one.kind == lint.ELSEWHERE]


def test_a_near_duplicate_elsewhere_is_shown_with_its_match(two):
    (one,) = near_elsewhere(two)

    assert (one.match.slug, one.match.framework_slug) == ("baking-skill", "baking")
    assert sum(points for _, points, _ in one.match.parts) * 100 // sum(most for *_, most in one.match.parts) == (
        one.match.score
    )


@pytest.mark.parametrize("settle", ["relate", "reject"])
def test_a_pair_somebody_has_decided_about_is_no_finding(two, settle):
    one, other = (Skill.objects.get(slug=f"{slug}-skill").pk for slug in ("baking", "brewing"))

    if settle == "relate":
        commands.relate(skill_id=one, other_id=other, kind="same", reason="", actor=OPERATOR, at=AT)
    else:
        commands.reject_suggestions(pairs=[(one, other)], actor=OPERATOR, at=AT)

    assert near_elsewhere(two) == []


def test_findings_are_worked_out_once_until_something_is_done(two, django_assert_num_queries):
    queries.findings(two, Limits(), AT)

    with django_assert_num_queries(4):
        queries.findings(two, Limits(), AT)


def test_the_number_of_queries_does_not_grow(db, django_assert_max_num_queries):
    for times, slug in ((1, "crafts"), (6, "more-crafts")):
        version_id = build.drafted(replace(build.crafts(slug, times=times)))
        with django_assert_max_num_queries(24):
            assert queries.findings(version_id, Limits(), AT)


def test_suggestions_say_why_and_leave_out_what_is_decided(two):
    table = queries.crosswalk_table("baking", "brewing", OPERATOR, AT)

    (one,) = table.suggested
    assert (one.skill_slug, one.other_slug) == ("baking-skill", "brewing-skill")
    assert one.score == 100 * sum(part[1] for part in one.parts) // sum(part[2] for part in one.parts)
    commands.reject_suggestions(pairs=[(one.skill_id, one.other_id)], actor=OPERATOR, at=AT)
    after = queries.crosswalk_table("brewing", "baking", OPERATOR, AT)
    assert after.suggested == ()
    assert [(line.skill_slug, line.other_slug) for line in after.rejected] == [("brewing-skill", "baking-skill")]


def test_what_is_related_is_read_from_the_framework_one_looks_from(two):
    one, other = (Skill.objects.get(slug=f"{slug}-skill").pk for slug in ("baking", "brewing"))
    commands.relate(skill_id=one, other_id=other, kind="broader", reason="x", actor=OPERATOR, at=AT)

    (here,) = queries.crosswalk_table("baking", "brewing", OPERATOR, AT).related
    (there,) = queries.crosswalk_table("brewing", "baking", OPERATOR, AT).related

    assert (here.kind, here.skill_slug, there.kind, there.skill_slug) == (
        "broader", "baking-skill", "narrower", "brewing-skill",
    )  # fmt: skip
