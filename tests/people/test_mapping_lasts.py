"""What was decided about posts lasts: HR files, reorganisations, new frameworks and other decisions come later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.organisation.trees import asked
from tests.people.conftest import identity
from tests.people.mending import ask, ben, holding
from tests.people.test_mapping import decide, director, head, post, posts, set_profession_of_framework, titles
from waymark.audit.models import Entry, OutboxEvent, Subject
from waymark.frameworks.events import VersionPublished, VersionWithdrawn
from waymark.frameworks.models import Version
from waymark.jobs import kinds
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, Actor
from waymark.notifications.models import Item
from waymark.organisation import queries as reference
from waymark.people import commands, handlers, queries
from waymark.people.events import PostsDecided, TitlesLost
from waymark.people.models import Correction, MappingBatch, Person, Post, PostMapping, TitleReading
from waymark.people.types import LOOK_AGAIN, PersonSaid, PostFilter, Seat
from waymark.work import commands as work
from waymark.work.models import Job

__all__ = ["posts"]


def say(place, noon, *, title="Data engineer", profession=None, family="Okafor", days=1):
    """Have the Home Office's feed speak of Ben, whose post is P1."""
    feed = place.feed if hasattr(place, "feed") else None
    if feed is None:
        feed = place.feed = commands.add_feed(
            organisation_id=place.bodies["ho"], name="HR", actor=OPERATOR, at=noon
        ).uuid
    seat = Seat("P1", title, place.bodies["digital"], None, None, profession or place.digital, date(2026, 1, 1))
    said = PersonSaid("S1", "Ben", family, seats=(seat,))
    return commands.put(feed=feed, said=said, actor=OPERATOR, at=noon + timedelta(days=days))


def of_policy(place):
    """Have the framework of the role levels be of another profession than the posts."""
    from waymark.frameworks.models import Framework

    Framework.objects.filter(slug="data").update(profession_id=place.policy)


def map_one(place, noon, role_level_id, *, number=1, actor=None, **more):
    uuid = identity(f"post {number}")
    return commands.map_post(
        post=uuid, role_level_id=role_level_id, seen=queries.post_seen(uuid), actor=actor or director(place), at=noon,
        **more,
    )  # fmt: skip


def undo(place, batch, noon, *, actor=None):
    return commands.undo_mapping(batch=batch, actor=actor or director(place), at=noon)


def test_a_feed_leaves_a_decided_profession_while_it_says_the_same(posts, noon):
    of_policy(posts)
    say(posts, noon)
    map_one(posts, noon, posts.levels.engineer)
    assert post(1).profession_id == posts.policy

    done = say(posts, noon, family="Okafor-Lund", days=2)

    assert done.what == "changed"
    assert Person.objects.get(pk=posts.ben).family_name == "Okafor-Lund"
    assert (post(1).profession_id, post(1).role_level_id) == (posts.policy, posts.levels.engineer)


def test_a_profession_that_a_feed_names_anew_counts_and_stays_when_the_decision_is_undone(posts, noon):
    of_policy(posts)
    tax = reference.profession_id("tax")
    done = map_one(posts, noon, posts.levels.engineer)

    say(posts, noon, profession=tax)

    assert (post(1).profession_id, post(1).fed_profession_id) == (tax, None)
    undo(posts, done.batch, noon + timedelta(days=2))
    assert (post(1).profession_id, post(1).role_level_id) == (tax, None)
    row = PostMapping.objects.order_by("-pk").first()
    assert (row.profession_id, row.before_profession_id) == (tax, tax)


def test_a_decided_post_that_is_called_otherwise_is_to_be_looked_at_again(posts, noon):
    map_one(posts, noon, posts.levels.engineer)
    say(posts, noon, title="data  ENGINEER")
    assert not post(1).look_again

    say(posts, noon, title="Chief storyteller", days=2)
    commands.suggest_roles(organisation_id=posts.home.id, actor=OPERATOR, at=noon + timedelta(days=2))

    assert post(1).role_level_id == posts.levels.engineer
    assert set(titles(posts, director(posts), noon, PostFilter(state=LOOK_AGAIN))) == {"Chief storyteller"}
    assert queries.posts_tally(posts.home.path, director(posts), noon).again == 1
    assert queries.post(identity("post 1"), director(posts), noon).again
    assert map_one(posts, noon, posts.levels.engineer).posts == 1
    assert queries.posts_tally(posts.home.path, director(posts), noon).again == 0
    with pytest.raises(commands.NothingToMap):
        map_one(posts, noon, posts.levels.engineer)


def test_an_undecided_post_that_is_called_otherwise_is_only_unknown(posts, noon):
    say(posts, noon, title="Chief storyteller")

    assert not post(1).look_again


def test_decisions_are_undone_one_upon_the_other(posts, noon):
    first = map_one(posts, noon, posts.levels.engineer)
    second = map_one(posts, noon, posts.levels.senior)
    with pytest.raises(commands.DecidedSince):
        undo(posts, first.batch, noon)

    undo(posts, second.batch, noon)
    assert post(1).role_level_id == posts.levels.engineer
    undo(posts, first.batch, noon)

    assert post(1).role_level_id is None
    with pytest.raises(commands.UndoneAlready):
        undo(posts, first.batch, noon)


def test_what_was_decided_again_the_same_is_not_undone_by_the_earlier_one(posts, noon):
    first = map_one(posts, noon, posts.levels.engineer)
    map_one(posts, noon, posts.levels.senior)
    map_one(posts, noon, posts.levels.engineer)

    with pytest.raises(commands.DecidedSince):
        undo(posts, first.batch, noon)


def test_what_somebody_may_not_undo_is_left_to_who_may(posts, noon):
    Post.objects.filter(uuid=identity("post 2")).update(profession=posts.policy, role_level=None)
    commands.suggest_roles(organisation_id=posts.home.id, actor=OPERATOR, at=noon)
    preview = queries.bulk_preview(posts.home.id, posts.home.path, PostFilter(text="engineer"), director(posts), noon)
    done = commands.accept_suggestions(
        organisation_id=posts.home.id, narrowed=PostFilter(text="engineer"), seen=preview.seen, actor=director(posts),
        at=noon,
    )  # fmt: skip
    assert done.posts == 2

    # The same account, as head of one profession: it decided, and undoes what is still its own.
    part = undo(posts, done.batch, noon, actor=head(posts))
    assert (part.posts, part.left) == (1, 1)
    view = queries.mapping_batch(done.batch, director(posts), noon)
    assert (view.undone, view.may_undo) == (1, True)

    rest = undo(posts, done.batch, noon)
    assert (rest.posts, rest.left) == (1, 0)
    assert not queries.mapping_batch(done.batch, director(posts), noon).may_undo
    assert {post(1).role_level_id, post(2).role_level_id} == {None}


def test_after_a_merger_posts_are_listed_and_decisions_undone_where_they_are_now(posts, noon):
    done = map_one(posts, noon, posts.levels.engineer)
    commands.reorganise(
        change=asked("merge", posts.bodies["ho"], into_id=posts.bodies["defra"], on=noon.date()), actor=OPERATOR,
        at=noon + timedelta(hours=1),
    )  # fmt: skip

    elsewhere = director(posts, "defra")
    defra = reference.organisation_by_id(posts.bodies["defra"])
    assert queries.posts_tally(defra.path, elsewhere, noon).not_read == 3
    lost = OutboxEvent.objects.get(kind=TitlesLost.kind).payload["organisation_ids"]
    assert lost == [posts.bodies["defra"]]
    handlers.read_lost_titles(TitlesLost(lost), at=noon)
    assert queries.titles_read(defra.id)[1].kind == commands.TITLES_JOB
    commands.work_out_suggestions(organisation_id=defra.id, actor=OPERATOR, at=noon + timedelta(hours=2))
    assert titles(posts, elsewhere, noon, key="defra")["Data engineer"].posts == 4

    page = queries.mapping_batches(defra.id, elsewhere, noon)
    assert [one.uuid for one in page.batches] == [done.batch]
    assert undo(posts, done.batch, noon + timedelta(hours=3), actor=elsewhere).posts == 1
    with pytest.raises(NotVisible):
        queries.mapping_batch(done.batch, Actor(account_id=987, duties=director(posts).duties), noon)


def test_a_unit_that_goes_to_another_department_leaves_its_titles_behind(posts, noon):
    commands.reorganise(
        change=asked("move", posts.bodies["agency"], into_id=posts.bodies["defra"], on=noon.date()), actor=OPERATOR,
        at=noon,
    )  # fmt: skip

    assert post(1).title_group is None
    assert post(3).title_group is not None


@pytest.mark.parametrize("event", [VersionPublished, VersionWithdrawn])
def test_titles_are_read_anew_when_the_versions_that_hold_change(posts, noon, event):
    version = Version.objects.get()

    handlers.suggest_from_other_versions(event(version.pk), at=noon)

    assert Job.objects.filter(kind=commands.TITLES_JOB).count() == 2
    assert queries.titles_read(posts.home.id)[1].kind == commands.TITLES_JOB


def test_titles_are_read_anew_on_the_day_from_which_a_version_holds(posts, noon):
    version = Version.objects.get()

    handlers.suggest_from_other_versions(VersionPublished(version.pk), at=version.effective_from - timedelta(days=1))

    assert {job.next_at for job in Job.objects.all()} == {version.effective_from}
    assert queries.titles_read(posts.home.id)[1] is None


def test_suggestions_from_before_a_version_are_not_accepted_by_the_hundred(posts, noon):
    TitleReading.objects.update(at=Version.objects.get().effective_from - timedelta(days=1))
    preview = queries.bulk_preview(posts.home.id, posts.home.path, PostFilter(), director(posts), noon)

    with pytest.raises(commands.SuggestionsOutdated):
        commands.accept_suggestions(
            organisation_id=posts.home.id, narrowed=PostFilter(), seen=preview.seen, actor=director(posts), at=noon
        )

    assert not MappingBatch.objects.exists()


def test_nobody_decides_about_the_post_they_are_in(posts, noon):
    director_ben = Actor(account_id=posts.account, person_id=posts.ben, duties=director(posts).duties)

    with pytest.raises(NotVisible):
        map_one(posts, noon, posts.levels.senior, actor=director_ben)
    assert queries.post(identity("post 1"), director_ben, noon).title == "Data engineer"
    Post.objects.filter(uuid=identity("post 1")).update(title="Chief storyteller")
    commands.suggest_roles(organisation_id=posts.home.id, actor=OPERATOR, at=noon)
    assert not titles(posts, director_ben, noon)["Chief storyteller"].to_decide
    assert titles(posts, director(posts), noon)["Chief storyteller"].to_decide
    preview = queries.bulk_preview(posts.home.id, posts.home.path, PostFilter(), director_ben, noon)
    commands.accept_suggestions(
        organisation_id=posts.home.id, narrowed=PostFilter(), seen=preview.seen, actor=director_ben, at=noon
    )
    assert (post(1).role_level_id, post(0).in_no_framework) == (None, True)


def test_whose_posts_were_decided_stands_in_their_record_and_they_are_told(posts, noon):
    done = decide(posts, noon, "Data engineer", posts.levels.engineer)

    (entry,) = Entry.objects.filter(kind="people.posts.mapped")
    assert set(Subject.objects.filter(entry=entry).values_list("person_id", flat=True)) == {posts.ben}
    batch = MappingBatch.objects.get(uuid=done.batch)
    assert OutboxEvent.objects.get(kind=PostsDecided.kind).payload == {"batch_id": batch.pk}
    handlers.tell_the_holders(PostsDecided(batch.pk), at=noon)
    assert Job.objects.get(kind=commands.TELL_JOB).arguments == {"batch": batch.pk}
    assert commands.tell_of_decision(batch_id=batch.pk, after=0, at=noon) == (0, 1)
    assert commands.tell_of_decision(batch_id=batch.pk, after=0, at=noon) == (0, 0)
    item = Item.objects.get(account_id=posts.account)
    assert "Data engineer" in item.title

    undone = undo(posts, done.batch, noon)
    (entry,) = Entry.objects.filter(kind="people.posts.unmapped")
    assert set(Subject.objects.filter(entry=entry).values_list("person_id", flat=True)) == {posts.ben}
    assert commands.tell_of_decision(
        batch_id=MappingBatch.objects.get(uuid=undone.batch).pk, after=0, at=noon
    ) == (0, 1)  # fmt: skip


def test_nobody_is_told_of_what_was_undone_before(posts, noon):
    done = map_one(posts, noon, posts.levels.engineer)
    undo(posts, done.batch, noon)

    batch = MappingBatch.objects.get(uuid=done.batch)
    assert commands.tell_of_decision(batch_id=batch.pk, after=0, at=noon) == (0, 0)


def test_working_suggestions_out_keeps_nobody_waiting_while_it_reads(posts, noon):
    outside, heard = len(connection.savepoint_ids), []

    commands.work_out_suggestions(
        organisation_id=posts.home.id, say=lambda words: heard.append(len(connection.savepoint_ids) - outside),
        actor=OPERATOR, at=noon,
    )  # fmt: skip

    assert heard == [0, 0, 0]


def test_a_post_that_changes_while_titles_are_read_waits_for_the_next_reading(posts, noon):
    def rename(words):
        Post.objects.filter(uuid=identity("post 1")).update(title="Chief storyteller", title_group=None)

    calls = iter([lambda words: None, rename, lambda words: None])
    commands.work_out_suggestions(
        organisation_id=posts.home.id, say=lambda words: next(calls)(words), actor=OPERATOR, at=noon
    )

    assert post(1).title_group is None
    assert post(2).title_group.title == "Data engineer"


def test_an_older_reading_does_not_replace_a_newer_one(posts, noon):
    commands.work_out_suggestions(organisation_id=posts.home.id, actor=OPERATOR, at=noon - timedelta(days=1))

    assert queries.titles_read(posts.home.id)[0] == noon


def test_a_suggestion_says_whether_it_is_for_whoever_asks_to_choose(posts, noon):
    assert not titles(posts, head(posts), noon)["Data engineer"].first.mine
    assert titles(posts, director(posts), noon)["Data engineer"].first.mine
    set_profession_of_framework(posts)
    commands.suggest_roles(organisation_id=posts.home.id, actor=OPERATOR, at=noon)
    assert titles(posts, head(posts), noon)["Data engineer"].first.mine


def wrong_role(posts, noon, **more):
    return commands.ask_correction(
        about="role", text="I lead the others.", proposed_role_level_id=posts.levels.senior, actor=ben(posts), at=noon,
        **more,
    )  # fmt: skip


def test_deciding_about_the_post_answers_what_its_holder_says(posts, noon):
    uuid = wrong_role(posts, noon)
    view = queries.role_correction(uuid, identity("post 1"), director(posts), noon)
    assert (view.proposed_role.id, view.text) == (posts.levels.senior, "I lead the others.")
    assert queries.role_correction(uuid, identity("post 2"), director(posts), noon) is None

    map_one(posts, noon, posts.levels.senior, correction=uuid, answer="You are right.")

    row = Correction.objects.get()
    assert (row.state, row.answer, row.decided_by_id) == ("accepted", "You are right.", posts.mender)
    assert MappingBatch.objects.get().how == "correction"
    assert Entry.objects.get(kind="people.posts.mapped").facts["correction"] == str(uuid)
    with pytest.raises(commands.AlreadySettled):
        map_one(posts, noon, posts.levels.engineer, correction=uuid)


def test_a_correction_is_answered_at_its_own_post_by_who_may_decide_it(posts, noon):
    uuid = wrong_role(posts, noon)

    with pytest.raises(NotVisible):
        map_one(posts, noon, posts.levels.senior, number=2, correction=uuid)
    with pytest.raises(NotVisible):
        map_one(posts, noon, posts.levels.senior, correction=identity("no such correction"))
    other = ask(posts, noon, about="post", text="It is called otherwise.", actor=ben(posts))
    with pytest.raises(NotVisible):
        map_one(posts, noon, posts.levels.senior, correction=other)
    assert not MappingBatch.objects.exists()


def test_what_the_post_is_already_can_be_the_answer(posts, noon):
    map_one(posts, noon, posts.levels.senior)
    uuid = wrong_role(posts, noon)

    assert map_one(posts, noon, posts.levels.senior, correction=uuid).posts == 1
    assert Correction.objects.get().state == "accepted"


def test_a_wrong_role_is_not_accepted_without_deciding(posts, noon):
    uuid = wrong_role(posts, noon)

    with pytest.raises(commands.DecideThePost):
        commands.accept_correction(uuid=uuid, actor=holding(posts, "hr-director", "ho"), at=noon)

    assert Correction.objects.get().state == "open"


def test_only_a_role_level_in_force_is_proposed(posts, noon):
    with pytest.raises(commands.RoleLevelNotOffered):
        commands.ask_correction(about="role", proposed_role_level_id=posts.levels.gone, actor=ben(posts), at=noon)


def test_grades_of_a_scheme_of_their_own_are_compared_by_band(posts, noon, monkeypatch):
    from waymark.organisation.models import Grade

    common = Grade.objects.get(organisation=None, code="SEO")
    own = Grade.objects.create(
        uuid=identity("own grade"), organisation_id=posts.home.id, code="B2", name="Band 2", band=common.band, rank=1
    )
    bandless = Grade.objects.create(
        uuid=identity("other grade"), organisation_id=posts.home.id, code="X", name="X", rank=common.rank
    )
    ranks = reference.grade_ranks()
    assert (ranks[common.pk], ranks[bandless.pk]) == ((common.rank,), ())
    assert common.rank in ranks[own.pk]
    Post.objects.filter(uuid=identity("post 1")).update(grade=own)
    # So few posts tell which grades are usual.
    monkeypatch.setattr("waymark_engine.mapping.FROM", 1)
    commands.suggest_roles(organisation_id=posts.home.id, actor=OPERATOR, at=noon)

    first = titles(posts, director(posts), noon)["Data engineer"].first
    assert first.role_level_id == posts.levels.engineer
    (grade,) = [part for part in first.parts if part.part == "grade"]
    # By rank alone a grade of rank 1 would be far from SEO: five of ten.
    assert grade.points > 5


def test_what_a_department_calls_a_role_level_is_known_for_its_own_titles(posts, noon):
    from waymark.frameworks.models import Framework, Overlay, OverlayEntry

    overlay = Overlay.objects.create(
        uuid=identity("overlay"), organisation_id=posts.home.id, framework=Framework.objects.get(), kind="local_name",
        role_level_id=posts.levels.senior,
    )  # fmt: skip
    OverlayEntry.objects.create(
        overlay=overlay, number=1, act="published", text="Pipeline plumber", version=Version.objects.get(), at=noon
    )
    Post.objects.filter(uuid__in=[identity("post 0"), identity("post 4")]).update(title="Pipeline plumber")
    for key in ("ho", "defra"):
        commands.suggest_roles(organisation_id=posts.bodies[key], actor=OPERATOR, at=noon)

    assert titles(posts, director(posts), noon)["Pipeline plumber"].first.role_level_id == posts.levels.senior
    elsewhere = titles(posts, director(posts, "defra"), noon, key="defra")
    assert elsewhere["Pipeline plumber"].first.role_level_id is None


def test_a_worker_reads_the_titles_and_tells_the_holders(posts, noon):
    done = map_one(posts, noon, posts.levels.engineer)
    handlers.tell_the_holders(PostsDecided(MappingBatch.objects.get(uuid=done.batch).pk), at=noon)
    handlers.read_lost_titles(TitlesLost([posts.home.id]), at=noon)
    said = {}
    for job in Job.objects.all():
        claimed = work.claim(job=job.uuid, worker="w", at=noon)
        said[job.kind] = kinds.KINDS[job.kind](kinds.Step(claimed, "w"))

    assert said == {commands.TELL_JOB: "Told 1 person.", commands.TITLES_JOB: "Read 2 titles."}
    assert Job.objects.get(kind=commands.TITLES_JOB).words == "Putting posts under their titles"
    assert queries.titles_read(posts.home.id)[1] is None
