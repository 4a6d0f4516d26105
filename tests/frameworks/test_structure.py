"""Families, roles and role levels of a draft are added, reworded, moved and taken out."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.frameworks import build
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import FamilyWording, Requirement, Role, RoleLevelWording, RoleWording, Version
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY
BY = {"actor": OPERATOR, "at": AT}


@pytest.fixture
def draft() -> int:
    return build.drafted(build.crafts())


def families(draft):
    return {family.key: [role.key for role in family.roles] for family in queries.document(draft).families}


def levels(draft, role="weaver"):
    return [level.key for level in queries.role_place(draft, role).levels]


def words(name="", description="", rung=None, grade_hint=""):
    return commands.RoleLevelWords(name, description, rung, grade_hint)


def test_a_family_a_role_and_a_level_begin(draft):
    family = commands.add_family(version_id=draft, name="Wood and stone", summary="All that is hard.", **BY)
    role = commands.add_role(version_id=draft, family=family, words={"name": "Stone mason"}, **BY)
    level = commands.add_role_level(version_id=draft, role=role, words=words("Lead mason"), **BY)

    assert families(draft)["wood-and-stone"] == ["stone-mason"]
    assert (role, level) == ("stone-mason", "lead-mason")
    made = queries.role_place(draft, role).levels[0]
    assert (made.rung, made.rung_inferred) == (5, True)
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True))[-3:] == [
        "frameworks.family.added",
        "frameworks.role.added",
        "frameworks.role_level.added",
    ]


def test_a_slug_that_is_taken_gets_the_frameworks_behind_it(draft):
    other = build.drafted(build.small("masons"))

    role = commands.add_role(version_id=other, family="masons-family", words={"name": "Weaver"}, **BY)

    assert role == "weaver-masons"


@pytest.mark.parametrize("name", ["New", "Compare"])
def test_a_word_of_our_addresses_is_no_slug(draft, name):
    family = commands.add_family(version_id=draft, name=name, summary="", **BY)

    assert family == f"{name.lower()}-crafts"


def test_what_is_taken_out_and_added_again_is_the_same_one(draft):
    before = Role.objects.get(slug="dyer")
    commands.remove_role(version_id=draft, role="dyer", seen=None, **BY)

    again = commands.add_role(version_id=draft, family="trade", words={"name": "DYER"}, **BY)
    level = commands.add_role_level(version_id=draft, role=again, words=words("Senior dyer"), **BY)

    assert Role.objects.get(slug=again) == before
    assert level == "senior-dyer"
    assert RoleLevelWording.objects.get(version=draft, role_level__slug="dyer/senior-dyer")


def test_a_role_without_levels_has_one_without_a_name(draft):
    commands.remove_role_level(version_id=draft, role="merchant", level="merchant", seen=None, **BY)

    key = commands.add_role_level(version_id=draft, role="merchant", words=words(), **BY)

    assert key == "merchant"
    assert levels(draft, "merchant") == ["merchant"]
    with pytest.raises(commands.FirstOneUnnamed, match="Give it one before"):
        commands.add_role_level(version_id=draft, role="merchant", words=words("Senior merchant"), **BY)


def test_a_level_beside_others_has_a_name(draft):
    with pytest.raises(commands.Unfit, match="Enter a name"):
        commands.add_role_level(version_id=draft, role="weaver", words=words(), **BY)
    with pytest.raises(commands.Unfit, match="Enter a name"):
        commands.save_role_level(version_id=draft, role="weaver", level="weaver", words=words(), seen=None, **BY)


def test_the_only_level_gets_a_name_and_keeps_its_address(draft):
    commands.save_role_level(
        version_id=draft, role="merchant", level="merchant", words=words("Chief merchant"), seen=None, **BY
    )
    other = commands.add_role_level(version_id=draft, role="merchant", words=words("Merchant"), **BY)

    assert other == "merchant-crafts"
    assert levels(draft, "merchant") == ["merchant", "merchant-crafts"]
    assert [level.rung for level in queries.role_place(draft, "merchant").levels] == [7, 3]


@pytest.mark.parametrize("rung", [0, 31, -1])
def test_a_rung_has_its_bounds(draft, rung):
    with pytest.raises(commands.Unfit, match="from 1 to 30"):
        commands.save_role_level(
            version_id=draft, role="weaver", level="weaver", words=words("Weaver", rung=rung), seen=None, **BY
        )


def test_a_rung_follows_from_the_name_until_somebody_says_it(draft):
    save = {"version_id": draft, "role": "weaver", "level": "weaver", "seen": None, **BY}
    commands.save_role_level(words=words("Principal weaver"), **save)
    assert queries.level_shown(draft, "weaver", "weaver").fields["rung"] == ""
    assert queries.role_place(draft, "weaver").levels[1].rung == 6

    commands.save_role_level(words=words("Principal weaver", rung=2), **save)
    assert queries.level_shown(draft, "weaver", "weaver").fields["rung"] == "2"


def test_a_role_is_reworded(draft):
    shown = queries.role_shown(draft, "weaver")
    new = dict(shown.fields) | {"name": "Cloth weaver", "alternative_labels": "cloth maker\n\n weaver of cloth \n"}

    commands.save_role(version_id=draft, role="weaver", words=new, seen=shown.seen, **BY)

    row = RoleWording.objects.get(version=draft, role__slug="weaver")
    assert (row.name, row.sort_key) == ("Cloth weaver", "cloth weaver")
    assert row.alternative_labels == ["cloth maker", "weaver of cloth"]
    assert Entry.objects.get(kind="frameworks.role.saved").facts["changed"] == ["name", "alternative_labels"]


def test_whoever_comes_second_is_told_and_changes_nothing(draft):
    shown = queries.family_shown(draft, "cloth")
    commands.save_family(version_id=draft, family="cloth", name="Fabric", summary="", seen=shown.seen, **BY)

    with pytest.raises(commands.Changed) as no:
        commands.save_family(version_id=draft, family="cloth", name="Textiles", summary="", seen=shown.seen, **BY)

    assert no.value.now.fields["name"] == "Fabric"
    assert FamilyWording.objects.get(version=draft, family__slug="cloth").name == "Fabric"


@pytest.mark.parametrize("text", ["<b>x</b>", "=SUM(A1)", "x" * 301])
def test_names_are_plain_text_and_not_endless(draft, text):
    for write in (
        lambda: commands.add_family(version_id=draft, name=text, summary="", **BY),
        lambda: commands.add_role(version_id=draft, family="cloth", words={"name": text}, **BY),
        lambda: commands.add_role_level(version_id=draft, role="weaver", words=words(text), **BY),
    ):
        with pytest.raises(commands.Unfit):
            write()


def test_things_move_by_one_place(draft):
    commands.move_family(version_id=draft, family="trade", way="up", **BY)
    commands.move_role(version_id=draft, role="weaver", way="down", **BY)
    commands.move_role_level(version_id=draft, role="weaver", level="junior-weaver", way="down", **BY)

    assert families(draft) == {"trade": ["merchant"], "cloth": ["dyer", "weaver"]}
    assert levels(draft) == ["weaver", "junior-weaver", "senior-weaver"]
    with pytest.raises(commands.AtTheEnd, match="first already"):
        commands.move_family(version_id=draft, family="trade", way="up", **BY)
    with pytest.raises(commands.AtTheEnd, match="last already"):
        commands.move_role(version_id=draft, role="weaver", way="down", **BY)


def test_a_role_goes_to_another_family(draft):
    commands.move_role_to(version_id=draft, role="weaver", family="trade", **BY)

    assert families(draft) == {"cloth": ["dyer"], "trade": ["merchant", "weaver"]}
    assert queries.role_spot(draft, "weaver") == ("trade", 1)


def test_what_hangs_on_a_family_goes_with_it(draft):
    hanging = queries.family_hanging(draft, "cloth")
    assert (hanging.roles, hanging.role_levels, hanging.requirements) == (2, 6, 12)

    commands.remove_family(version_id=draft, family="cloth", seen=None, **BY)

    assert families(draft) == {"trade": ["merchant"]}
    assert FamilyWording.objects.get(version=draft).position == 0
    assert Requirement.objects.filter(version=draft).count() == 2


def test_nobody_else_writes_and_nothing_that_is_published(draft):
    with pytest.raises(NotVisible):
        commands.add_family(version_id=draft, name="Wood", summary="", actor=PUBLIC, at=AT)
    commands.publish(version_id=draft, effective_from=AT, reason="x", **BY)

    with pytest.raises(commands.NotADraft, match="is published"):
        commands.remove_family(version_id=draft, family="cloth", seen=None, **BY)


@pytest.mark.parametrize(
    "write",
    [
        lambda draft: commands.save_family(version_id=draft, family="no", name="x", summary="", seen=None, **BY),
        lambda draft: commands.move_role(version_id=draft, role="no", way="up", **BY),
        lambda draft: commands.move_role_to(version_id=draft, role="weaver", family="no", **BY),
        lambda draft: commands.remove_role_level(version_id=draft, role="weaver", level="no", seen=None, **BY),
        lambda draft: queries.role_place(draft, "no"),
        lambda draft: queries.families(draft, "no", 1),
        lambda draft: queries.family_hanging(draft, "no"),
        lambda draft: queries.level_shown(draft, "weaver", "no"),
    ],
)
def test_what_is_not_there_is_not_visible(draft, write):
    with pytest.raises(NotVisible):
        write(draft)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["family", "role", "level", "to", "out", "in"]),
        st.integers(0, 9),
        st.sampled_from(["up", "down"]),
    ),
    max_size=25,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_after_any_moves_places_are_dense_and_nothing_is_lost(draft, steps):
    before = sum(len(roles) for roles in families(draft).values())

    def step(what, which, way):
        nonlocal before
        roles = list(RoleWording.objects.filter(version=draft).order_by("pk").values_list("role__slug", flat=True))
        homes = list(FamilyWording.objects.filter(version=draft).order_by("pk").values_list("family__slug", flat=True))
        role, home = (roles[which % len(roles)] if roles else ""), homes[which % len(homes)]
        if what == "family":
            commands.move_family(version_id=draft, family=home, way=way, **BY)
        elif what == "in":
            commands.add_role(version_id=draft, family=home, words={"name": f"Role {which}"}, **BY)
            before += 1
        elif not roles:
            return
        elif what == "role":
            commands.move_role(version_id=draft, role=role, way=way, **BY)
        elif what == "to":
            commands.move_role_to(version_id=draft, role=role, family=home, **BY)
        elif what == "out":
            commands.remove_role(version_id=draft, role=role, seen=None, **BY)
            before -= 1
        elif keys := levels(draft, role):
            commands.move_role_level(version_id=draft, role=role, level=keys[which % len(keys)], way=way, **BY)

    for one in steps:
        with contextlib.suppress(commands.AtTheEnd):
            step(*one)

    assert sum(len(roles) for roles in families(draft).values()) == before
    for rows, within in (
        (FamilyWording.objects.filter(version=draft), None),
        (RoleWording.objects.filter(version=draft), "family_wording_id"),
        (RoleLevelWording.objects.filter(version=draft), "role_wording_id"),
    ):
        lists: dict[object, list[int]] = {}
        for row in rows:
            lists.setdefault(getattr(row, within) if within else None, []).append(row.position)
        for places in lists.values():
            assert sorted(places) == list(range(len(places)))


def test_a_level_that_rests_under_the_key_of_another_is_not_taken_up_beside_it():
    first = build.published(build.crafts(), build.JANUARY)
    framework = Version.objects.get(pk=first).framework_id
    second = commands.start_next_version(framework_id=framework, label="2", **BY).id
    for level in ("associate-dyer", "dyer", "senior-dyer"):
        commands.remove_role_level(version_id=second, role="dyer", level=level, seen=None, **BY)
    lone = commands.add_role_level(version_id=second, role="dyer", words=words(), **BY)
    commands.save_role_level(version_id=second, role="dyer", level=lone, words=words("First dyer"), seen=None, **BY)

    commands.add_role_level(version_id=second, role="dyer", words=words("Dyer"), **BY)

    assert levels(second, "dyer") == ["dyer", "dyer-crafts"]


def test_each_label_of_a_role_is_looked_at(draft):
    said = queries.role_shown(draft, "weaver").fields | {"hidden_labels": "webster\n=1+1"}

    with pytest.raises(commands.Unfit) as no:
        commands.save_role(version_id=draft, role="weaver", words=said, seen=None, **BY)

    assert list(no.value.fields) == ["hidden_labels"]
