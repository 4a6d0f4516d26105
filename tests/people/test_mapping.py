"""Posts are mapped to role levels: suggested, decided, undone, and never more than was shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people.conftest import identity
from tests.people.mending import holding
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.organisation import queries as reference
from waymark.people import commands, queries
from waymark.people.models import Listing, MappingBatch, Person, Post, PostMapping, TitleGroup
from waymark.people.types import PostFilter


@pytest.fixture
def posts(mended, operator, noon):
    """The Home Office with three posts of a profession with a framework; Defra with two; suggestions worked out.

    Titles of Home Office posts: one "Head of data" and two of "Data engineer", of which one is unknown.
    """
    Post.objects.filter(uuid=identity("post 1")).update(role_level=None)
    for key in ("ho", "defra"):
        commands.suggest_roles(organisation_id=mended.bodies[key], actor=operator, at=noon)
    mended.home = reference.organisation_by_id(mended.bodies["ho"])
    return mended


def director(place, key="ho"):
    return holding(place, "hr-director", key)


def head(place, key="ho", profession=None):
    return holding(place, "department-head-of-profession", key, profession or place.digital)


def post(number):
    return Post.objects.get(uuid=identity(f"post {number}"))


def titles(place, actor, noon, narrowed=PostFilter(), key="ho"):  # noqa: B008
    home = reference.organisation_by_id(place.bodies[key])
    found = queries.titles(home.id, home.path, narrowed, actor, noon)
    return {one.title: one for one in found.titles}


def decide(place, noon, title, role_level_id, *, actor=None, again=False, seen=None):
    actor = actor or director(place)
    view = titles(place, actor, noon)[title]
    detail = queries.title_detail(view.uuid, actor, noon)
    return commands.map_title(
        title=view.uuid, role_level_id=role_level_id, seen=detail.view.seen if seen is None else seen, again=again,
        actor=actor, at=noon,
    )  # fmt: skip


def test_titles_that_say_the_same_are_one_with_a_suggestion(posts, operator, noon):
    Post.objects.filter(uuid=identity("post 2")).update(title="DATA ENG - Team 4")
    Post.objects.filter(uuid=identity("post 0")).update(title="Engineer, data (Leeds)")
    commands.suggest_roles(organisation_id=posts.home.id, actor=operator, at=noon)

    (view,) = titles(posts, director(posts), noon).values()

    assert (view.posts, view.unknown, view.mapped) == (3, 2, 1)
    assert (view.first.role_level_id, view.first.ref.title) == (posts.levels.engineer, "Data engineer")
    assert [(one.code, one.posts) for one in view.grades] == [("SEO", 2), ("G7", 1)]


def test_a_suggestion_says_what_it_was_made_from(posts, noon):
    view = titles(posts, director(posts), noon)["Data engineer"]

    (first, *_) = queries.title_detail(view.uuid, director(posts), noon).suggestions
    assert first.score == 100 * sum(p.points for p in first.parts) // sum(p.most for p in first.parts)
    assert {part.part: part.points for part in first.parts}["decided"] == 30
    assert all(part.words for part in first.parts)


def test_working_it_out_again_changes_nothing_and_keeps_the_titles(posts, operator, noon):
    before = list(TitleGroup.objects.order_by("pk").values("pk", "uuid", "title", "suggestions", "band"))

    commands.suggest_roles(organisation_id=posts.home.id, actor=operator, at=noon)

    assert list(TitleGroup.objects.order_by("pk").values("pk", "uuid", "title", "suggestions", "band")) == before


def test_nobody_is_mapped_by_a_suggestion(posts):
    assert post(1).role_level_id is None
    assert not PostMapping.objects.exists()


def test_deciding_a_title_maps_its_unknown_posts_and_says_how(posts, noon):
    done = decide(posts, noon, "Data engineer", posts.levels.engineer)

    assert done.posts == 1
    assert post(1).role_level_id == posts.levels.engineer
    row = PostMapping.objects.select_related("batch").get()
    assert (row.post_id, row.role_level_id, row.before_role_level_id) == (post(1).pk, posts.levels.engineer, None)
    assert (row.batch.how, row.batch.by_id, row.batch.at, row.batch.posts) == ("suggestion", posts.mender, noon, 1)
    assert queries.posts_tally(posts.home.path, director(posts), noon).unknown == 1
    assert Entry.objects.filter(kind="people.posts.mapped").count() == 1


def test_choosing_another_role_level_for_all_of_them_is_kept_as_by_hand(posts, noon):
    done = decide(posts, noon, "Data engineer", posts.levels.senior, again=True)

    assert done.posts == 2
    assert {post(1).role_level_id, post(2).role_level_id} == {posts.levels.senior}
    assert MappingBatch.objects.get().how == "by_hand"


def test_in_no_framework_is_a_decision(posts, noon):
    decide(posts, noon, "Head of data", None)

    view = titles(posts, director(posts), noon)["Head of data"]
    assert (view.unknown, view.none) == (0, 1)
    assert post(0).in_no_framework


def test_posts_of_no_profession_become_of_that_of_their_role_level(posts, noon):
    Post.objects.filter(uuid=identity("post 1")).update(profession=None)
    commands.rebuild_listing(actor=commands_operator(), at=noon)
    set_profession_of_framework(posts)
    before = Listing.objects.filter(person_id=posts.ben, profession_id=posts.digital).count()
    Person.objects.get(pk=posts.ben).memberships.all().delete()

    commands.map_post(
        post=identity("post 1"), role_level_id=posts.levels.engineer, seen=queries.post_seen(identity("post 1")),
        actor=director(posts), at=noon,
    )  # fmt: skip

    assert post(1).profession_id == posts.digital
    assert Listing.objects.filter(person_id=posts.ben, profession_id=posts.digital).count() >= before > 0


def commands_operator():
    from waymark.kernel.policy import OPERATOR

    return OPERATOR


def set_profession_of_framework(place):
    from waymark.frameworks.models import Framework

    Framework.objects.filter(slug="data").update(profession_id=place.digital)


def test_a_decision_about_other_posts_than_shown_is_refused(posts, noon):
    view = titles(posts, director(posts), noon)["Data engineer"]
    seen = queries.title_detail(view.uuid, director(posts), noon).view.seen
    decide(posts, noon, "Data engineer", posts.levels.senior)

    with pytest.raises(commands.PostsChanged):
        decide(posts, noon, "Data engineer", posts.levels.engineer, again=True, seen=seen)

    assert MappingBatch.objects.count() == 1


def test_a_role_level_that_no_framework_has_now_is_refused(posts, noon):
    with pytest.raises(commands.NoSuchRoleLevel):
        decide(posts, noon, "Data engineer", posts.levels.gone)

    assert not MappingBatch.objects.exists()


def test_what_is_mapped_already_is_nothing_to_map(posts, noon):
    decide(posts, noon, "Data engineer", posts.levels.engineer)

    with pytest.raises(commands.NothingToMap):
        decide(posts, noon, "Data engineer", posts.levels.engineer)


def test_undoing_puts_posts_back_and_leaves_what_was_decided_since(posts, noon):
    set_profession_of_framework(posts)
    Post.objects.filter(uuid__in=[identity("post 1"), identity("post 2")]).update(role_level=None, profession=None)
    commands.suggest_roles(organisation_id=posts.home.id, actor=director(posts), at=noon)
    done = decide(posts, noon, "Data engineer", posts.levels.engineer)
    commands.map_post(
        post=identity("post 2"), role_level_id=posts.levels.senior, seen=queries.post_seen(identity("post 2")),
        actor=director(posts), at=noon,
    )  # fmt: skip

    undone = commands.undo_mapping(batch=done.batch, actor=director(posts), at=noon + timedelta(hours=1))

    assert (undone.posts, undone.left) == (1, 1)
    assert (post(1).role_level_id, post(1).profession_id) == (None, None)
    assert post(2).role_level_id == posts.levels.senior
    with pytest.raises(commands.DecidedSince):
        commands.undo_mapping(batch=done.batch, actor=director(posts), at=noon)
    with pytest.raises(commands.DecidedSince):
        commands.undo_mapping(batch=undone.batch, actor=director(posts), at=noon)


def test_undoing_is_a_row_of_its_own(posts, noon):
    done = decide(posts, noon, "Data engineer", posts.levels.engineer)
    commands.undo_mapping(batch=done.batch, actor=director(posts), at=noon)

    found = queries.decisions_about(identity("post 1"), director(posts), noon)

    assert [(one.how, one.state) for one in found] == [("undo", "unknown"), ("suggestion", "mapped")]
    page = queries.mapping_batches(posts.home.id, director(posts), noon)
    assert [(one.how, one.may_undo) for one in page.batches] == [("undo", False), ("suggestion", False)]


def test_many_suggestions_are_accepted_as_they_were_shown(posts, noon):
    preview = queries.bulk_preview(posts.home.id, posts.home.path, PostFilter(), director(posts), noon)

    assert (preview.posts, preview.titles, preview.left_out) == (2, 2, 0)
    assert {(line.role_title, line.posts) for line in preview.lines} == {("Data engineer", 1), ("", 1)}
    done = commands.accept_suggestions(
        organisation_id=posts.home.id, narrowed=PostFilter(), seen=preview.seen, actor=director(posts), at=noon
    )

    assert done.posts == 2
    assert (post(1).role_level_id, post(0).in_no_framework) == (posts.levels.engineer, True)
    with pytest.raises(commands.PostsChanged):
        commands.accept_suggestions(
            organisation_id=posts.home.id, narrowed=PostFilter(), seen=preview.seen, actor=director(posts), at=noon
        )


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (PostFilter(state="mapped"), {"Data engineer"}),
        (PostFilter(grade="G7"), {"Head of data"}),
        (PostFilter(text="ENGIN"), {"Data engineer"}),
        (PostFilter(text="astronaut"), set()),
        (PostFilter(unit="digital-services"), {"Data engineer", "Head of data"}),
        (PostFilter(state="none"), set()),
    ],
)
def test_titles_are_narrowed(posts, noon, narrowed, expected):
    assert set(titles(posts, director(posts), noon, narrowed)) == expected


def test_a_filter_by_how_sure_keeps_those(posts, noon):
    for view in titles(posts, director(posts), noon).values():
        assert view.title in titles(posts, director(posts), noon, PostFilter(band=view.band))


def test_a_director_of_elsewhere_sees_and_maps_nothing_here(posts, noon):
    elsewhere = director(posts, "defra")
    view = titles(posts, director(posts), noon)["Data engineer"]

    assert titles(posts, elsewhere, noon) == {}
    with pytest.raises(NotVisible):
        queries.title_detail(view.uuid, elsewhere, noon)
    with pytest.raises(NotVisible):
        commands.map_title(title=view.uuid, role_level_id=None, seen="", actor=elsewhere, at=noon)
    with pytest.raises(NotVisible):
        commands.map_post(post=identity("post 1"), role_level_id=None, seen="", actor=elsewhere, at=noon)
    with pytest.raises(NotVisible):
        commands.suggest_roles(organisation_id=posts.home.id, actor=elsewhere, at=noon)
    with pytest.raises(NotVisible):
        commands.accept_suggestions(
            organisation_id=posts.home.id, narrowed=PostFilter(), seen="", actor=elsewhere, at=noon
        )


def test_a_head_of_profession_maps_their_own_profession_to_their_own_role_levels(posts, noon):
    set_profession_of_framework(posts)

    assert decide(posts, noon, "Data engineer", posts.levels.engineer, actor=head(posts)).posts == 1
    assert titles(posts, head(posts, profession=posts.policy), noon) == {}


def test_a_head_of_profession_does_not_give_posts_away(posts, noon):
    # The framework of these role levels is of no profession: none of theirs.
    with pytest.raises(commands.NotYourProfession):
        decide(posts, noon, "Data engineer", posts.levels.engineer, actor=head(posts))
    preview = queries.bulk_preview(posts.home.id, posts.home.path, PostFilter(), head(posts), noon)
    assert (preview.posts, preview.left_out) == (1, 1)


def test_a_cross_government_head_sees_and_does_not_decide(posts, noon):
    national = holding(posts, "head-of-profession", None, posts.digital)

    assert set(titles(posts, national, noon)) == {"Data engineer", "Head of data"}
    with pytest.raises(NotVisible):
        decide(posts, noon, "Data engineer", None, actor=national)


def test_only_whoever_decided_and_who_answers_for_the_posts_undoes(posts, noon):
    set_profession_of_framework(posts)
    done = decide(posts, noon, "Data engineer", posts.levels.engineer, actor=head(posts))

    with pytest.raises(NotVisible):
        commands.undo_mapping(batch=done.batch, actor=replace(director(posts, "defra"), account_id=987), at=noon)
    assert commands.undo_mapping(batch=done.batch, actor=director(posts), at=noon).posts == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE people_postmapping SET role_level_id = NULL", "DELETE FROM people_postmapping",
        "UPDATE people_mappingbatch SET words = 'x'", "DELETE FROM people_mappingbatch",
    ],
)  # fmt: skip
def test_what_was_decided_cannot_be_changed_in_the_database(posts, noon, sql):
    decide(posts, noon, "Data engineer", posts.levels.engineer)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_large_department_is_read_by_a_worker_and_once(posts, noon, monkeypatch):
    from waymark.people.commands.mapping import suggesting

    monkeypatch.setattr(suggesting, "READ_AT_ONCE", 1)

    assert commands.suggest_roles(organisation_id=posts.home.id, actor=director(posts), at=noon) is None
    with pytest.raises(commands.TitlesBeingRead):
        commands.suggest_roles(organisation_id=posts.home.id, actor=director(posts), at=noon)
    when, job = queries.titles_read(posts.home.id)
    assert when == noon
    assert job.kind == commands.TITLES_JOB


def test_the_numbers_of_queries_do_not_grow(posts, noon, django_assert_num_queries):
    actor = director(posts)
    home = posts.home
    uuid = titles(posts, actor, noon)["Data engineer"].uuid

    with django_assert_num_queries(1):
        queries.posts_tally(home.path, actor, noon)
    with django_assert_num_queries(7):
        queries.titles(home.id, home.path, PostFilter(), actor, noon)
    with django_assert_num_queries(8):
        queries.title_detail(uuid, actor, noon)
    with django_assert_num_queries(5):
        queries.bulk_preview(home.id, home.path, PostFilter(), actor, noon)
    with django_assert_num_queries(5):
        queries.posts_of_title(uuid, actor, noon)


def test_suggestions_work_without_anybody_there(operator, noon, posts):
    empty = SimpleNamespace(id=posts.bodies["defra"])
    Post.objects.filter(organisation_id=empty.id).update(title="?")

    done = commands.suggest_roles(organisation_id=empty.id, actor=operator, at=noon)

    assert (done.posts, done.titles) == (2, 1)
