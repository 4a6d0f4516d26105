"""A file of people has the titles of the department read again; a post that is called otherwise waits for that."""

from __future__ import annotations

from tests.people.feeding.conftest import AT, later, row
from waymark.kernel.policy import OPERATOR
from waymark.people import commands, handlers, queries
from waymark.people.events import FeedApplied
from waymark.people.models import FeedRun, Post


def test_a_post_that_is_called_otherwise_is_under_no_title_until_they_are_read(bring, department):
    bring(row("1"), row("2"))
    commands.suggest_roles(organisation_id=department.ids["d"], actor=OPERATOR, at=AT)
    assert Post.objects.filter(title_group=None).count() == 0

    run = bring(row("1"), row("2", job_title="Decision maker"), at=later(1))

    assert list(Post.objects.filter(title_group=None).values_list("number", flat=True)) == ["P2"]
    applied = FeedApplied(FeedRun.objects.get(uuid=run.uuid).pk, 1, 0, 0, 0, 0)
    handlers.read_titles_anew(applied, at=later(1))
    _when, job = queries.titles_read(department.ids["d"])
    assert job.kind == commands.TITLES_JOB
    commands.work_out_suggestions(organisation_id=department.ids["d"], actor=OPERATOR, at=later(1))
    assert Post.objects.get(number="P2").title_group.title == "Decision maker"
    assert queries.titles_read(department.ids["d"]) == (later(1), None)


def test_what_was_decided_about_a_post_stays_when_the_file_calls_it_otherwise(bring, department):
    bring(row("1"))
    commands.suggest_roles(organisation_id=department.ids["d"], actor=OPERATOR, at=AT)
    post = Post.objects.get(number="P1")
    commands.map_post(post=post.uuid, role_level_id=None, seen=queries.post_seen(post.uuid), actor=OPERATOR, at=AT)

    bring(row("1", job_title="Decision maker"), at=later(1))

    post.refresh_from_db()
    assert (post.title, post.in_no_framework) == ("Decision maker", True)
