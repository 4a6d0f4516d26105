"""Scales of a draft: named, reordered, and not taken away from under anybody."""

from __future__ import annotations

import pytest

from tests.frameworks import build
from tests.frameworks.overlays import organisation
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import (
    DraftReader,
    Framework,
    LevelDescriptor,
    Overlay,
    OverlayEntry,
    Requirement,
    Role,
    RoleLevel,
    Skill,
    SkillWording,
    Version,
)
from waymark.frameworks.types import SkillWords
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark_formats.waymark import reading, writing

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY
BY = {"actor": OPERATOR, "at": AT}


@pytest.fixture
def draft() -> int:
    return build.drafted(build.crafts())


def names(version_id: int, key: str) -> list[str]:
    (found,) = [one.scale for one in queries.scales_in_use(version_id) if one.scale.key == key]
    return [level.name for level in found.levels]


def test_a_scale_is_added(draft):
    key = commands.add_scale(version_id=draft, name="Yes or no", levels=["Not yet", " ", "Yes "], **BY)

    assert key == "yes-or-no"
    assert names(draft, key) == ["Not yet", "Yes"]


@pytest.mark.parametrize(
    ("name", "levels", "field"),
    [("", ["One"], "name"), ("Empty", [" "], "levels"), ("Long", list("abcdefghijklm"), "levels"),
     ("Tags", ["<b>One</b>"], "levels")],
)  # fmt: skip
def test_what_is_no_scale_is_refused(draft, name, levels, field):
    with pytest.raises(commands.Unfit) as no:
        commands.add_scale(version_id=draft, name=name, levels=levels, **BY)

    assert list(no.value.fields) == [field]


def test_a_scale_and_its_levels_are_named(draft):
    seen = queries.scale_shown(draft, "two-levels").seen
    levels = {1: ("Learner", "With help."), 2: ("Able", "Alone, and well.")}

    commands.save_scale(version_id=draft, key="two-levels", name="Two", levels=levels, seen=seen, **BY)

    assert names(draft, "two-levels") == ["Learner", "Able"]
    with pytest.raises(commands.Changed):
        commands.save_scale(version_id=draft, key="two-levels", name="Pair", levels=levels, seen=seen, **BY)


def test_a_level_that_is_used_stays_and_says_by_what(draft):
    with pytest.raises(commands.StillUsed) as no:
        commands.remove_level(version_id=draft, key="four-levels", rank=2, seen=None, **BY)

    assert "Working is used, so it stays." in str(no.value)
    assert "3 skills describe it: Weaving, Dyeing, Costing." in str(no.value)
    assert "3 requirements ask for it." in str(no.value)


def test_levels_above_a_removed_one_move_down_with_all_that_hangs_on_them(draft):
    LevelDescriptor.objects.filter(skill_wording__scale__key="four-levels", rank=2).delete()
    Requirement.objects.filter(skill_wording__scale__key="four-levels", level=2).update(level=1)
    threes = Requirement.objects.filter(version=draft, skill_wording__scale__key="four-levels", level=3).count()
    fours = Requirement.objects.filter(version=draft, skill_wording__scale__key="four-levels", level=4).count()

    commands.remove_level(version_id=draft, key="four-levels", rank=2, seen=None, **BY)

    assert names(draft, "four-levels") == ["Awareness", "Practitioner", "Expert"]
    (weaving,) = [one for one in queries.document(draft).skills if one.key == "weaving"]
    assert weaving.descriptors == {1: "You can thread a loom.", 2: None, 3: "You teach it."}
    asked = Requirement.objects.filter(version=draft, skill_wording__scale__key="four-levels")
    assert (asked.filter(level=2).count(), asked.filter(level=3).count()) == (threes, fours)


def test_levels_change_places_with_all_that_hangs_on_them(draft):
    commands.move_level(version_id=draft, key="two-levels", rank=1, up=True, **BY)

    assert names(draft, "two-levels") == ["Able", "Learning"]
    (skill,) = [one for one in queries.document(draft).skills if one.key == "bookkeeping"]
    assert skill.descriptors == {1: "You close a year.", 2: "You enter a bill."}
    assert Requirement.objects.get(version=draft, skill_wording__skill__slug="bookkeeping").level == 2
    with pytest.raises(commands.CannotMove):
        commands.move_level(version_id=draft, key="two-levels", rank=1, up=False, **BY)


def test_a_level_is_added_at_the_top(draft):
    assert commands.add_level(version_id=draft, key="two-levels", name="Master", **BY) == 3

    assert names(draft, "two-levels") == ["Learning", "Able", "Master"]
    commands.remove_level(version_id=draft, key="two-levels", rank=3, seen=None, **BY)
    assert names(draft, "two-levels") == ["Learning", "Able"]


def test_a_scale_that_skills_stand_on_stays(draft):
    with pytest.raises(commands.StillUsed, match="1 skill is on this scale: Bookkeeping"):
        commands.remove_scale(version_id=draft, key="two-levels", seen=None, **BY)

    SkillWording.objects.filter(scale__key="two-levels").update(
        scale=SkillWording.objects.filter(scale__key="four-levels").first().scale
    )
    commands.remove_scale(version_id=draft, key="two-levels", seen=None, **BY)
    assert [one.scale.key for one in queries.scales_in_use(draft)] == ["four-levels"]


def test_the_last_scale_and_the_last_level_stay():
    made = build.drafted(build.small("inn"))
    Requirement.objects.all().delete()
    LevelDescriptor.objects.all().delete()
    for rank in (4, 3, 2):
        commands.remove_level(version_id=made, key="four-levels", rank=rank, seen=None, **BY)

    with pytest.raises(commands.LastOne):
        commands.remove_level(version_id=made, key="four-levels", rank=1, seen=None, **BY)
    commands.remove_skill(version_id=made, slug="inn-skill", seen=None, **BY)
    with pytest.raises(commands.LastOne):
        commands.remove_scale(version_id=made, key="four-levels", seen=None, **BY)


def test_a_first_draft_that_is_discarded_leaves_only_the_record(draft):
    commands.discard_draft(version_id=draft, seen=None, **BY)

    for model in (Version, Framework, Role, RoleLevel, Skill, SkillWording):
        assert not model.objects.exists()
    assert Entry.objects.get(kind="frameworks.draft.discarded").facts["label"] == "1"


def test_a_later_draft_that_is_discarded_takes_what_it_alone_had(django_user_model):
    first = Version.objects.get(pk=build.published(build.crafts(), build.JANUARY))
    made = commands.start_next_version(framework_id=first.framework_id, label="2", **BY)
    whole = queries.document(first.pk)
    commands.add_skill(version_id=made.id, words=SkillWords("Spinning"), **BY)
    account = django_user_model.objects.create(
        uuid="00000000-0000-0000-0000-00000000000c", email="r@example.org", created_at=AT
    )
    DraftReader.objects.create(version_id=made.id, account=account, from_at=AT)

    commands.discard_draft(version_id=made.id, seen=None, **BY)

    assert queries.document(first.pk) == whole
    assert not Skill.objects.filter(slug="spinning").exists()
    assert not DraftReader.objects.exists()
    with pytest.raises(commands.NotADraft):
        commands.discard_draft(version_id=first.pk, seen=None, **BY)


def values(version_id: int, key: str) -> list[tuple[str, str]]:
    found = next(one for one in queries.document(version_id).scales if one.key == key)
    return [(level.name, str(level.value)) for level in found.levels]


def test_a_scale_of_values_keeps_rising_whatever_is_done_to_its_levels(draft):
    lines = ["Fair = 20", "60", "Best = 80.50"]
    key = commands.add_scale(version_id=draft, name="Marks", kind="numeric", levels=lines, **BY)
    assert values(draft, key) == [("Fair", "20.0000"), ("60", "60.0000"), ("Best", "80.5000")]

    commands.move_level(version_id=draft, key=key, rank=1, up=True, **BY)
    commands.add_level(version_id=draft, key=key, name="Top = 100", **BY)

    assert [name for name, _value in values(draft, key)] == ["60", "Fair", "Best", "Top"]
    assert [value[:3] for _name, value in values(draft, key)] == ["20.", "60.", "80.", "100"]
    levels = {rank: (name, "") for rank, (name, _value) in enumerate(values(draft, key), 1)}
    shown = queries.scale_shown(draft, key)
    assert shown.fields["level_3_value"] == "80.5"
    given = {1: "10", 2: "11", 3: "12", 4: "13"}
    commands.save_scale(version_id=draft, key=key, name="Marks", levels=levels, values=given, seen=shown.seen, **BY)
    assert [value for _name, value in values(draft, key)] == ["10.0000", "11.0000", "12.0000", "13.0000"]


@pytest.mark.parametrize("kind", ["labels", "points", "numeric", "grade_bands", "none"])
def test_a_scale_of_each_kind_is_read_again_as_it_was_written(draft, kind, tmp_path):
    levels = {"numeric": ["1", "Two = 2.5"], "none": []}.get(kind, ["1", "2"])
    commands.add_scale(version_id=draft, name="Scale of a kind", kind=kind, levels=levels, **BY)
    whole = queries.document(draft)

    ((name, written),) = writing.write(whole).items()
    (tmp_path / name).write_bytes(written)
    assert reading.read(tmp_path / name).document.scales == whole.scales
    if kind == "none":
        with pytest.raises(commands.Unfit, match="without levels"):
            commands.add_level(version_id=draft, key="scale-of-a-kind", name="One", **BY)


@pytest.mark.parametrize(
    ("kind", "levels", "field"),
    [
        ("numeric", ["Good"], "levels"), ("numeric", ["60", "60"], "levels"), ("numeric", ["1", "NaN"], "levels"),
        ("numeric", ["1e9"], "levels"), ("none", ["One"], "levels"), ("points", [], "levels"), ("stars", ["1"], "kind"),
    ],
)  # fmt: skip
def test_a_scale_that_no_file_could_hold_is_refused(draft, kind, levels, field):
    with pytest.raises(commands.Unfit) as no:
        commands.add_scale(version_id=draft, name="Scale", kind=kind, levels=levels, **BY)

    assert list(no.value.fields) == [field]


def test_a_scale_becomes_one_of_another_kind(draft):
    levels = {1: ("Learning", ""), 2: ("Able", "")}
    with pytest.raises(commands.Unfit) as no:
        commands.save_scale(
            version_id=draft, key="two-levels", name="Two", levels=levels, kind="numeric", seen=None, **BY
        )
    assert list(no.value.fields) == ["level_1_value"]

    commands.save_scale(
        version_id=draft, key="two-levels", name="Two", levels=levels, kind="numeric", values={1: "1", 2: "9"},
        seen=None, **BY,
    )  # fmt: skip
    assert values(draft, "two-levels") == [("Learning", "1.0000"), ("Able", "9.0000")]
    commands.save_scale(version_id=draft, key="two-levels", name="Two", levels=levels, kind="points", seen=None, **BY)
    assert values(draft, "two-levels") == [("Learning", "None"), ("Able", "None")]


def test_the_second_scale_of_a_long_name_has_a_key_that_fits(draft):
    for _number in range(2):
        key = commands.add_scale(version_id=draft, name="n" * 80, levels=["One"], **BY)

    assert len(key) <= 80


def test_a_draft_that_something_on_record_is_about_is_kept_and_says_what(draft):
    skill = SkillWording.objects.filter(version=draft).earliest("pk").skill
    overlay = Overlay.objects.create(
        uuid=new_uuid(), organisation=organisation("ministry"), framework=skill.framework, kind="note", skill=skill
    )
    OverlayEntry.objects.create(overlay=overlay, number=1, act="published", text="Ours.", version_id=draft, at=AT)

    with pytest.raises(commands.StillNeeded, match=r"overlay entry \(1\).*take out of it, one by one"):
        commands.discard_draft(version_id=draft, seen=None, **BY)

    assert queries.document(draft).skills
