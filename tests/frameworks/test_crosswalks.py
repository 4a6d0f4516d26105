"""Skills of different frameworks are related, once, by those who write one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.frameworks import build
from waymark.access.types import DutyKind
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import Crosswalk, CrosswalkRejection, Framework, Skill
from waymark.frameworks.types import SkillPair
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Duty

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY
LATER = AT + timedelta(days=1)


@pytest.fixture
def two():
    """Two published frameworks of different professions, and the ids of their skills by slug."""
    for slug in ("baking", "brewing"):
        build.published(build.small(slug))
        Framework.objects.filter(slug=slug).update(profession=build.profession(slug))
    return dict(Skill.objects.values_list("slug", "pk"))


def author(slug, kind=DutyKind.FRAMEWORK_AUTHOR):
    profession = Framework.objects.get(slug=slug).profession_id
    return Actor(duties=(Duty(kind.value, 1, profession_id=profession),))


def relate(two, kind="same", actor=OPERATOR, at=AT, **changed):
    words = {"skill_id": two["baking-skill"], "other_id": two["brewing-skill"], "kind": kind, "reason": "Both ferment."}
    return commands.relate(**(words | changed), actor=actor, at=at)


def test_the_same_skill_is_found_from_both_sides(two):
    relate(two)

    one, other = two["baking-skill"], two["brewing-skill"]
    assert queries.same_skills([one], AT) == {one: frozenset({other})}
    assert queries.same_skills([one, other], AT) == {one: frozenset({other}), other: frozenset({one})}
    assert queries.same_skills([], AT) == {}


@pytest.mark.parametrize("number", [10**30, -1])
def test_a_number_that_no_skill_can_have_is_not_there(two, number):
    with pytest.raises(NotVisible):
        commands.reconsider_suggestion(skill_id=number, other_id=two["baking-skill"], actor=OPERATOR, at=AT)


def test_only_what_is_the_same_counts_as_the_same(two):
    relate(two, kind="similar")

    assert queries.same_skills(two.values(), AT) == {}


def test_a_relation_counts_from_its_beginning_to_its_end(two):
    made = relate(two)

    commands.unrelate(relation=made.uuid, reason="A mistake", actor=OPERATOR, at=LATER)

    assert queries.same_skills(two.values(), AT - timedelta(seconds=1)) == {}
    assert queries.same_skills(two.values(), AT)
    assert queries.same_skills(two.values(), LATER) == {}
    assert Crosswalk.objects.count() == 1


def test_same_skills_costs_one_query(two, django_assert_num_queries):
    relate(two)

    with django_assert_num_queries(1):
        queries.same_skills(two.values(), AT)


@pytest.mark.parametrize(
    ("kind", "back"),
    [("same", "same"), ("similar", "similar"), ("related", "related"), ("broader", "narrower"),
     ("narrower", "broader"), ("replaced_by", "replaces")],
)  # fmt: skip
def test_each_side_reads_a_relation_its_own_way(two, kind, back, django_assert_num_queries):
    relate(two, kind=kind)

    with django_assert_num_queries(2):
        (here,) = queries.known_elsewhere(two["baking-skill"], AT)
    (there,) = queries.known_elsewhere(two["brewing-skill"], AT)
    assert (here.kind, here.other.slug) == (kind, "brewing-skill")
    assert (there.kind, there.other.slug) == (back, "baking-skill")


@pytest.mark.parametrize("kind", [DutyKind.FRAMEWORK_AUTHOR, DutyKind.HEAD_OF_PROFESSION])
@pytest.mark.parametrize("side", ["baking", "brewing"])
def test_those_who_write_either_framework_relate_and_end(two, side, kind):
    made = relate(two, actor=author(side, kind))
    other_side = {"baking": "brewing", "brewing": "baking"}[side]

    commands.unrelate(relation=made.uuid, reason="", actor=author(other_side, kind), at=LATER)

    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True))[-2:] == [
        "frameworks.crosswalk.related",
        "frameworks.crosswalk.ended",
    ]


def test_nobody_else_does(two):
    made = relate(two)
    build.published(build.small("milling"))
    Framework.objects.filter(slug="milling").update(profession=build.profession("milling"))
    entries = Entry.objects.count()

    for actor in (PUBLIC, author("milling"), author("baking", DutyKind.FRAMEWORK_REVIEWER)):
        with pytest.raises(NotVisible):
            relate(two, actor=actor)
        with pytest.raises(NotVisible):
            commands.unrelate(relation=made.uuid, reason="", actor=actor, at=LATER)
        with pytest.raises(NotVisible):
            commands.reject_suggestions(pairs=[tuple(two.values())], actor=actor, at=AT)
    assert Entry.objects.count() == entries


def test_a_skill_of_a_draft_is_not_there_for_those_who_may_not_read_it(two):
    build.drafted(build.small("milling"))
    Framework.objects.filter(slug="milling").update(profession=build.profession("milling"))
    hidden = Skill.objects.get(slug="milling-skill").pk

    with pytest.raises(NotVisible):
        relate(two, other_id=hidden, actor=author("baking"))
    relate(two, other_id=hidden, actor=OPERATOR)

    assert queries.known_elsewhere(two["baking-skill"], AT) == ()  # the public sees what is published


@pytest.mark.parametrize(("one", "other"), [("baking-skill", "brewing-skill"), ("brewing-skill", "baking-skill")])
def test_two_skills_are_related_once(two, one, other):
    made = relate(two)

    with pytest.raises(commands.AlreadyRelated, match="End that relation first"):
        relate(two, kind="broader", skill_id=two[one], other_id=two[other])
    commands.unrelate(relation=made.uuid, reason="", actor=OPERATOR, at=LATER)
    relate(two, kind="broader", at=LATER)

    assert queries.known_elsewhere(two["baking-skill"], LATER)[0].kind == "broader"


def test_what_cannot_be_related_is_refused(two):
    with pytest.raises(commands.NotRelatable, match="one framework"):
        relate(two, other_id=two["baking-skill"])
    with pytest.raises(commands.NotRelatable, match="how the two"):
        relate(two, kind="exemplar")
    with pytest.raises(NotVisible):
        relate(two, other_id=987_654)


def test_many_pairs_are_related_with_one_entry_and_known_ones_stay(two, django_assert_max_num_queries):
    build.published(build.small("milling"))
    milling = Skill.objects.get(slug="milling-skill").pk
    relate(two)
    pairs = [
        SkillPair(two["brewing-skill"], two["baking-skill"], "similar"),
        SkillPair(two["baking-skill"], milling, "similar"),
        SkillPair(milling, two["baking-skill"], "similar"),
    ]
    entries = Entry.objects.count()

    with django_assert_max_num_queries(12):
        made = commands.relate_many(pairs=pairs, reason="By name", actor=OPERATOR, at=LATER)

    assert made == 1
    assert Entry.objects.count() == entries + 1
    assert [one.kind for one in queries.known_elsewhere(two["baking-skill"], LATER)] == ["same", "similar"]


def test_of_many_pairs_one_that_is_refused_refuses_all(two):
    pairs = [
        SkillPair(two["baking-skill"], two["brewing-skill"], "same"),
        SkillPair(two["baking-skill"], 987_654, "same"),
    ]

    with pytest.raises(NotVisible):
        commands.relate_many(pairs=pairs, reason="", actor=OPERATOR, at=AT)

    assert not Crosswalk.objects.exists()


def test_a_suggestion_is_turned_down_once_and_taken_up_again(two):
    pair = (two["brewing-skill"], two["baking-skill"])

    assert commands.reject_suggestions(pairs=[pair], actor=author("baking"), at=AT) == 1
    assert commands.reject_suggestions(pairs=[pair[::-1]], actor=author("brewing"), at=AT) == 0
    commands.reconsider_suggestion(skill_id=pair[0], other_id=pair[1], actor=author("brewing"), at=LATER)

    assert not CrosswalkRejection.objects.exists()
    with pytest.raises(NotVisible):
        commands.reconsider_suggestion(skill_id=pair[0], other_id=pair[1], actor=author("brewing"), at=LATER)
