"""Skills of a draft are worded, moved, removed and put back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.frameworks import build
from waymark.audit.models import Entry
from waymark.frameworks import commands, queries
from waymark.frameworks.models import Choice, Requirement, Skill, SkillWording, Version
from waymark.frameworks.types import LevelWords, SkillWords
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC

pytestmark = pytest.mark.django_db
AT = build.FEBRUARY
BY = {"actor": OPERATOR, "at": AT}


@pytest.fixture
def draft() -> int:
    return build.drafted(build.crafts())


@pytest.fixture
def second() -> int:
    """The second version of the framework, as it begins."""
    first = Version.objects.get(pk=build.published(build.crafts(), build.JANUARY))
    return commands.start_next_version(framework_id=first.framework_id, label="2", **BY).id


def words_of(version_id: int, slug: str, **changed) -> SkillWords:
    """The words of a skill as its form would send them, but for what is changed."""
    shown = queries.skill_shown(version_id, slug).fields
    ranks = [int(name.split("_")[1]) for name in shown if name.endswith("_text")]
    given = {
        "name": shown["name"],
        "summary": shown["summary"],
        "kind": shown["kind"],
        "code": shown["code"],
        "scale": shown["scale"],
        "parent": shown["parent"],
        "alternative_labels": tuple(shown["alternative_labels"].splitlines()),
        "hidden_labels": tuple(shown["hidden_labels"].splitlines()),
        "levels": {
            rank: LevelWords(
                shown[f"level_{rank}_text"], bool(shown[f"level_{rank}_undefined"]),
                shown[f"level_{rank}_evidence"], shown[f"level_{rank}_learning"],
            )
            for rank in ranks
        },
    }  # fmt: skip
    return SkillWords(**(given | changed))


def save(version_id: int, slug: str, *, seen: str | None = None, **changed) -> None:
    words = words_of(version_id, slug, **changed)
    commands.save_skill(version_id=version_id, slug=slug, words=words, seen=seen, **BY)


def in_order(version_id: int, under: str = "") -> list[str]:
    return [row.slug for row in queries.skill_tree(version_id, under=under).rows]


def move(version_id: int, slug: str, way: str) -> None:
    commands.move_skill(version_id=version_id, slug=slug, move=way, **BY)


def test_a_skill_is_added_at_the_end_with_an_address_of_its_own(draft):
    slug = commands.add_skill(version_id=draft, words=SkillWords("Spinning", code="7"), **BY)

    assert slug == "spinning"
    assert in_order(draft)[-1] == "spinning"
    assert Entry.objects.get(kind="frameworks.skill.added").facts["name"] == "Spinning"


def test_a_skill_of_the_same_name_in_another_framework_gets_another_address(draft):
    other = build.drafted(build.small("inn"))

    slug = commands.add_skill(version_id=other, words=SkillWords("Weaving"), **BY)

    assert slug == "weaving-inn"
    assert Skill.objects.get(slug=slug).framework.slug == "inn"


def test_a_skill_that_comes_back_by_its_name_is_the_same_skill(second):
    commands.remove_skill(version_id=second, slug="dyeing", seen=None, **BY)

    slug = commands.add_skill(version_id=second, words=SkillWords("Dyéing "), **BY)

    assert slug == "dyeing"


def test_saving_what_a_form_shows_changes_nothing(draft):
    before = queries.document(draft)

    for skill in before.skills:
        save(draft, skill.key)

    assert queries.document(draft) == before
    assert not Entry.objects.filter(kind="frameworks.skill.saved").exists()


def test_a_skill_is_worded_with_its_levels(draft):
    levels = {
        1: LevelWords("You can:\n- thread a loom\n- name its parts"),
        2: LevelWords(),
        3: LevelWords("You weave from a drawing.", evidence="A sample.", learning="With a master."),
        4: LevelWords(undefined=True),
    }

    save(draft, "weaving", name="Weaving cloth", alternative_labels=("loom work", "making cloth"), levels=levels)

    (skill,) = [one for one in queries.document(draft).skills if one.key == "weaving"]
    assert skill.name == "Weaving cloth"
    assert skill.alternative_labels == ("loom work", "making cloth")
    assert skill.descriptors == {
        1: "You can:\n- thread a loom\n- name its parts", 3: "You weave from a drawing.", 4: None,
    }  # fmt: skip
    assert (skill.evidence, skill.learning) == ({3: "A sample."}, {3: "With a master."})
    assert Entry.objects.get(kind="frameworks.skill.saved").facts["changed"][0] == "alternative_labels"


def test_a_write_in_ignorance_of_another_is_refused_with_what_stands_there(draft):
    seen = queries.skill_shown(draft, "dyeing").seen
    save(draft, "dyeing", seen=seen, summary="By Bo.")

    with pytest.raises(commands.Changed) as no:
        save(draft, "dyeing", seen=seen, summary="By Ada.")

    assert no.value.now.fields["summary"] == "By Bo."
    assert SkillWording.objects.get(version=draft, skill__slug="dyeing").summary == "By Bo."


def test_two_editors_of_two_skills_do_not_meet(draft):
    one, other = (queries.skill_shown(draft, slug).seen for slug in ("dyeing", "costing"))

    save(draft, "dyeing", seen=one, summary="By Bo.")
    save(draft, "costing", seen=other, summary="By Ada.")

    assert Entry.objects.filter(kind="frameworks.skill.saved").count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"summary": "A <script>alert(1)</script>"}, "summary"),
        ({"hidden_labels": ("fine", "=cmd|calc")}, "hidden_labels"),
        ({"kind": "magic"}, "kind"),
        ({"scale": "no-such-scale"}, "scale"),
        ({"scale": "two-levels"}, "scale"),
        ({"parent": "Juggling"}, "parent"),
        ({"parent": "Weaving"}, "parent"),
        ({"levels": {1: LevelWords("Text.", undefined=True)}}, "level_1_undefined"),
        ({"levels": {1: LevelWords(evidence="A sample.")}}, "level_1_text"),
        ({"levels": {2: LevelWords("=SUM(A1)")}}, "level_2_text"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(draft, changed, field):
    before = queries.document(draft)

    with pytest.raises(commands.Unfit) as no:
        save(draft, "weaving", **changed)

    assert list(no.value.fields) == [field]
    assert queries.document(draft) == before


def test_a_scale_is_changed_when_nothing_is_said_beyond_its_end(draft):
    nothing = {rank: LevelWords() for rank in (3, 4)}
    Requirement.objects.filter(skill_wording__skill__slug="weaving", level__gt=2).update(level=2)
    save(draft, "weaving", levels={**words_of(draft, "weaving").levels, **nothing})

    save(draft, "weaving", scale="two-levels")

    assert queries.skill_shown(draft, "weaving").fields["scale"] == "two-levels"


def test_a_scale_is_not_changed_when_more_is_asked_than_it_has(draft):
    nothing = {rank: LevelWords() for rank in (3, 4)}
    save(draft, "weaving", levels={**words_of(draft, "weaving").levels, **nothing})

    with pytest.raises(commands.Unfit, match="2 role levels ask for more"):
        save(draft, "weaving", scale="two-levels")


def test_skills_move_among_their_neighbours(draft):
    assert in_order(draft)[:3] == ["weaving", "dyeing", "costing"]

    move(draft, "costing", "up")
    move(draft, "weaving", "down")

    assert in_order(draft)[:3] == ["costing", "weaving", "dyeing"]


def test_a_skill_moves_under_the_one_above_it_and_out_again(draft):
    move(draft, "dyeing", "under")
    move(draft, "costing", "under")
    assert in_order(draft) == ["weaving", "bookkeeping", "patience", "cafe-keeping"]
    assert in_order(draft, "weaving") == ["dyeing", "costing"]

    move(draft, "costing", "under")
    deep = queries.skill_tree(draft, under="dyeing")
    assert [row.slug for row in deep.rows] == ["costing"]
    assert deep.trail == (("weaving", "Weaving"), ("dyeing", "Dyeing"))

    move(draft, "costing", "out")
    move(draft, "dyeing", "out")
    assert in_order(draft) == ["weaving", "dyeing", "bookkeeping", "patience", "cafe-keeping"]
    assert in_order(draft, "weaving") == ["costing"]


@pytest.mark.parametrize(
    ("slug", "way"), [("weaving", "up"), ("weaving", "under"), ("weaving", "out"), ("cafe-keeping", "down")]
)
def test_there_is_an_end_to_moving(draft, slug, way):
    with pytest.raises(commands.CannotMove):
        move(draft, slug, way)


def test_a_skill_does_not_stand_under_itself(draft):
    save(draft, "dyeing", parent="weaving")

    with pytest.raises(commands.Unfit, match="under itself"):
        save(draft, "weaving", parent="Dyeing")


def test_skills_are_found_by_name_and_code(draft):
    save(draft, "costing", code="FIN-7")

    assert [row.slug for row in queries.skill_tree(draft, words="KEEPING").rows] == ["bookkeeping", "cafe-keeping"]
    assert [row.slug for row in queries.skill_tree(draft, words="café").rows] == ["cafe-keeping"]
    assert [row.slug for row in queries.skill_tree(draft, words="fin-7").rows] == ["costing"]


def test_a_removed_skill_takes_along_what_hangs_on_it(draft):
    save(draft, "costing", parent="dyeing")
    hangs = queries.hanging(draft, "dyeing")
    assert hangs.asked_by == ("Weaver", "Associate dyer", "Dyer", "Senior dyer")
    assert hangs.children == ("Costing",)

    commands.remove_skill(version_id=draft, slug="dyeing", seen=hangs.seen, **BY)

    assert "dyeing" not in in_order(draft)
    assert "costing" in in_order(draft)
    assert not Requirement.objects.filter(skill_wording__skill__slug="dyeing").exists()
    assert not Skill.objects.filter(slug="dyeing").exists()  # only this draft had it
    assert Choice.objects.get(version=draft).choose == 1  # one of the two is left


def test_a_choice_without_skills_goes(draft):
    commands.remove_skill(version_id=draft, slug="dyeing", seen=None, **BY)
    commands.remove_skill(version_id=draft, slug="bookkeeping", seen=None, **BY)

    assert not Choice.objects.filter(version=draft).exists()


def test_a_skill_that_changed_meanwhile_is_not_removed(draft):
    seen = queries.hanging(draft, "dyeing").seen
    save(draft, "dyeing", summary="By Bo.")

    with pytest.raises(commands.Changed):
        commands.remove_skill(version_id=draft, slug="dyeing", seen=seen, **BY)

    assert "dyeing" in in_order(draft)


def test_a_removed_skill_is_put_back_as_the_version_before_has_it(second):
    before = queries.document(second)
    save(second, "dyeing", summary="Reworded in the draft.")
    commands.remove_skill(version_id=second, slug="dyeing", seen=None, **BY)
    assert queries.skills_removed(second) == (("dyeing", "Dyeing"),)

    commands.restore_skill(version_id=second, slug="dyeing", **BY)

    after = queries.document(second)
    (was,) = [one for one in before.skills if one.key == "dyeing"]
    (now,) = [one for one in after.skills if one.key == "dyeing"]
    assert now == was
    assert queries.hanging(second, "dyeing").asked_by == ("Weaver", "Associate dyer", "Dyer", "Senior dyer")
    assert queries.skills_removed(second) == ()
    with pytest.raises(commands.ThereAlready):
        commands.restore_skill(version_id=second, slug="dyeing", **BY)


def test_a_published_version_is_not_edited():
    published = build.published(build.crafts(), build.JANUARY)

    with pytest.raises(commands.NotADraft, match="Begin the next version"):
        save(published, "weaving", summary="Too late.")


def test_what_is_in_review_is_still_edited(draft):
    Version.objects.filter(pk=draft).update(state="in_review")

    save(draft, "weaving", summary="After a comment.")

    assert Entry.objects.filter(kind="frameworks.skill.saved").exists()


def test_a_draft_that_is_edited_no_longer_says_what_its_file_says(draft):
    Version.objects.filter(pk=draft).update(source_digest="abc")

    save(draft, "weaving", summary="Not from the file.")

    assert Version.objects.get(pk=draft).source_digest == ""


def test_nobody_else_edits(draft):
    with pytest.raises(NotVisible):
        commands.move_skill(version_id=draft, slug="weaving", move="down", actor=PUBLIC, at=AT)
    with pytest.raises(NotVisible):
        commands.add_skill(version_id=draft, words=SkillWords("Spinning"), actor=PUBLIC, at=AT)


def test_a_branch_takes_the_same_queries_whatever_its_size(draft, django_assert_num_queries):
    large = build.drafted(build.crafts("large", times=40))
    SkillWording.objects.filter(version=large).exclude(skill__slug="weaving-large").update(
        parent=SkillWording.objects.get(version=large, skill__slug="weaving-large")
    )
    move(draft, "dyeing", "under")

    for version, slug, count in ((draft, "weaving", 1), (large, "weaving-large", 239)):
        with django_assert_num_queries(7):
            branch = queries.skill_tree(version, under=slug)
        assert branch.count == count
    assert queries.skill_tree(large, under="weaving-large", page=9).page == 3


def test_what_is_put_back_comes_from_the_version_that_holds_and_not_from_a_withdrawn_one():
    build.published(build.crafts(), build.JANUARY)
    document = build.crafts(version="2")
    without = replace(document, skills=tuple(one for one in document.skills if one.key != "patience"), families=())
    withdrawn = build.published(
        replace(without, skills=(*without.skills, build.skill("pottery"))), build.JANUARY + timedelta(days=1)
    )
    commands.withdraw(version_id=withdrawn, reason="Wrong.", at=AT)
    framework = Version.objects.get(pk=withdrawn).framework_id
    third = commands.start_next_version(framework_id=framework, label="3", **BY).id
    commands.remove_skill(version_id=third, slug="patience", seen=None, **BY)

    assert queries.skills_removed(third) == (("patience", "Patience"),)
    commands.restore_skill(version_id=third, slug="patience", **BY)
    with pytest.raises(NotVisible):
        commands.restore_skill(version_id=third, slug="pottery", **BY)


def test_a_skill_whose_slug_the_name_asks_for_is_the_same_again(second):
    skill = Skill.objects.get(slug="cafe-keeping")
    commands.remove_skill(version_id=second, slug="cafe-keeping", seen=None, **BY)

    assert commands.add_skill(version_id=second, words=SkillWords("Cafe-keeping"), **BY) == "cafe-keeping"

    assert SkillWording.objects.get(version_id=second, skill__slug="cafe-keeping").skill_id == skill.pk
