"""A draft too large to be checked while somebody waits: a worker checks it, and the page says when it did."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.pages import Page
from waymark.audit.models import Entry
from waymark.frameworks import commands as frameworks
from waymark.frameworks.models import SkillWording
from waymark.jobs.tasks import perform
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR
from waymark.reviews import commands, queries, rules
from waymark.reviews.models import AcceptedFinding, CheckRun, StoredFinding
from waymark.work.models import Job


@pytest.fixture
def large(world, monkeypatch):
    """Let the draft be too large, which it is from the first skill on."""
    found = queries.checks(world.version_id, now()).waiting
    monkeypatch.setattr(rules, "CHECKED_AT_ONCE", 0)
    world.found = found
    return world


def ask(world, client: Client | None = None) -> None:
    assert (client or world.author).post(world.checks).status_code == 303


def run() -> str:
    return perform.call(str(Job.objects.order_by("-pk").first().uuid))


def test_it_is_checked_when_somebody_asks_and_not_before(large):
    before = Page(large.author.get(large.checks))
    ask(large)
    waiting = Page(large.reviewer.get(large.checks))
    ended = run()
    after = Page(large.author.get(large.checks))

    assert "This draft was not checked yet" in before.text
    assert "Run the checks" in before.text
    assert "The checks are being run" in waiting.text
    assert "They wait for their turn" in waiting.text
    assert ended == "done"
    assert Job.objects.get().words == f"{len(large.found)} findings."
    assert f"{len(large.found)} findings" in after.text
    assert "The draft was not changed since" in after.text
    assert [page.inline for page in (before, waiting, after)] == [[], [], []]


def test_what_is_stored_is_what_checking_at_once_finds(large):
    ask(large, large.reviewer)
    run()

    assert queries.checks(large.version_id, now()).waiting == large.found
    assert queries.waiting_finding(large.version_id, large.found[0].digest, now()) == large.found[0]
    assert queries.findings_of(large.version_id, "skill", large.found[0].slug, now()) == ()
    rows = large.author.get(f"{large.checks}.csv").content.decode().splitlines()
    assert len(rows) > len(large.found)


def test_pages_and_kinds_are_cut_from_what_is_stored(large):
    ask(large)
    run()
    first = queries.checks_page(large.version_id, now(), kind="", page=1, per_page=2)
    last = queries.checks_page(large.version_id, now(), kind="", page=99, per_page=2)
    kind = large.found[-1].kind
    of_kind = queries.checks_page(large.version_id, now(), kind=kind, page=1, per_page=50)

    assert first.findings == large.found[:2]
    assert last.page == last.pages == -(-len(large.found) // 2)
    assert of_kind.findings == tuple(one for one in large.found if one.kind == kind)
    assert sum(first.counts.values()) == len(large.found)
    assert queries.checks_page(large.version_id, now(), kind="nonsense", page=1, per_page=2).kind == ""


def test_a_change_since_is_said_and_running_again_brings_it_up_to_date(large):
    ask(large)
    run()
    skill = SkillWording.objects.filter(version_id=large.version_id).earliest("pk").skill.slug
    frameworks.move_skill(version_id=large.version_id, slug=skill, move="down", actor=OPERATOR, at=now())

    changed = Page(large.author.get(large.checks))
    ask(large)
    run()
    again = Page(large.author.get(large.checks))

    assert "The draft was changed since" in changed.text
    assert "The draft was not changed since" in again.text
    assert CheckRun.objects.count() == 1
    assert StoredFinding.objects.count() == len(queries.checks(large.version_id, now()).waiting)


def test_other_limits_are_a_change_as_well(large):
    ask(large)
    run()
    commands.set_check_limits(version_id=large.version_id, most_skills=3, reading_age=9, actor=OPERATOR, at=now())

    assert queries.checks_page(large.version_id, now(), kind="", page=1, per_page=2).run.changed


def test_it_is_asked_for_once_at_a_time(large):
    ask(large)
    ask(large)

    assert Job.objects.count() == 1
    assert Entry.objects.filter(kind="reviews.checks.asked").count() == 1
    assert "The checks are being run already" in Page(large.author.get(large.checks)).text


def test_a_run_that_failed_can_be_asked_for_again(large):
    ask(large)
    Job.objects.update(state="failed")

    page = Page(large.reviewer.get(large.checks))
    ask(large)

    assert "The checks could not be run" in page.text
    assert Job.objects.count() == 2


def test_a_stranger_runs_nothing(large):
    assert large.stranger.post(large.checks).status_code == 404
    assert not Job.objects.exists()


def test_a_draft_that_is_gone_ends_the_job(large):
    ask(large)
    frameworks.publish(version_id=large.version_id, effective_from=now(), reason="x", actor=OPERATOR, at=now())

    assert run() == "refused"
    assert not StoredFinding.objects.exists()


def test_a_stored_finding_is_accepted_and_folded_away(large):
    ask(large)
    run()
    (finding, *others) = large.found

    refused = large.author.post(f"{large.checks}/{'0' * 32}", {"reason": "x"})
    accepted = large.author.post(f"{large.checks}/{finding.digest}", {"reason": "Weavers ask for it."})

    assert (refused.status_code, accepted.status_code) == (404, 303)
    assert AcceptedFinding.objects.get().digest == finding.digest
    found = queries.checks_page(large.version_id, now(), kind="", page=1, per_page=99)
    assert list(found.findings) == others
    assert [one.finding for one in found.accepted] == [finding]
    assert large.author.get(f"{large.checks}/{finding.digest}").status_code == 404


def test_its_page_costs_the_same_however_many_findings(large, django_assert_max_num_queries):
    ask(large)
    run()
    large.author.get(large.checks)

    with django_assert_max_num_queries(30):
        large.author.get(large.checks)
