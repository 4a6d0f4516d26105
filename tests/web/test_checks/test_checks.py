"""The checks beside a draft: counted, shown where they are, accepted with a reason and taken back."""

from __future__ import annotations

import csv
import io

import pytest

from tests.web.pages import Page
from waymark.audit.models import Entry
from waymark.frameworks.models import LevelDescriptor, Requirement, SkillWording
from waymark.kernel.clock import now
from waymark.reviews import commands, queries
from waymark.reviews.models import AcceptedFinding, CheckLimits


def waiting(world):
    return queries.checks(world.version_id, now()).waiting


def address(world, finding):
    return f"{world.checks}/{finding.digest}"


def test_checks_are_counted_by_kind_and_each_says_what_to_do(world):
    page = Page(world.author.get(world.checks))

    found = waiting(world)
    assert page.headings == ["Checks"]
    assert f"{len(found)} finding" in page.text
    assert "Near-duplicate in another framework" in page.text
    assert "/skills/baking-skill" in page.links
    assert page.inline == []


def test_one_kind_can_be_shown_alone(world):
    page = Page(world.author.get(f"{world.checks}?kind=undefined_levels"))

    assert "Levels without a description (" in page.text
    assert "nobody has said how they stand" not in page.text
    assert Page(world.author.get(f"{world.checks}?kind=nonsense&page=99")).status == 200


def test_a_reviewer_reads_the_checks_and_accepts_none(world):
    (finding, *_) = waiting(world)

    page = Page(world.reviewer.get(world.checks))
    assert "Accept with a reason" not in page.text
    places = [link for link in page.links if link.startswith("/authoring/drafts/cloth/1/preview/skills/")]
    assert world.reviewer.get(places[0]).status_code == 200
    assert not [link for link in page.links if link.startswith("/authoring/drafts/cloth/1/skills/")]
    for answer in (
        world.reviewer.get(address(world, finding)),
        world.reviewer.post(address(world, finding), {"reason": "x"}),
        world.stranger.get(world.checks),
        world.stranger.get(world.checks + ".csv"),
    ):
        assert answer.status_code == 404
    assert not AcceptedFinding.objects.exists()


def test_accepting_asks_for_a_reason_and_folds_the_finding_away(world):
    (finding, *others) = waiting(world)

    empty = Page(world.author.post(address(world, finding), {"reason": " "}))
    accepted = world.author.post(address(world, finding), {"reason": "Weavers ask for it."})

    assert (empty.status, "Say why it is meant to be so" in empty.text) == (422, True)
    assert accepted.status_code == 303
    assert [one.digest for one in waiting(world)] == [one.digest for one in others]
    page = Page(world.reviewer.get(world.checks))
    assert "1 accepted" in page.text
    assert "Weavers ask for it." in page.text
    assert Entry.objects.filter(kind="reviews.finding.accepted").count() == 1
    assert world.author.get(address(world, finding)).status_code == 404


def test_what_was_accepted_can_be_shown_again(world):
    (finding, *_) = before = waiting(world)
    world.author.post(address(world, finding), {"reason": "x"})
    accepted = AcceptedFinding.objects.get()

    assert world.reviewer.post(f"{world.checks}/accepted/{accepted.uuid}").status_code == 404
    assert world.author.post(f"{world.checks}/accepted/{accepted.uuid}").status_code == 303
    assert world.author.post(f"{world.checks}/accepted/{accepted.uuid}").status_code == 404

    assert waiting(world) == before
    world.author.post(address(world, finding), {"reason": "once more"})
    assert AcceptedFinding.objects.filter(until_at__isnull=True).get().reason == "once more"


def test_an_accepted_finding_comes_back_when_its_content_changes(world):
    vague = LevelDescriptor.objects.filter(version_id=world.version_id, defined=True).earliest("pk")
    LevelDescriptor.objects.filter(pk=vague.pk).update(text="You understand cloth.")
    (finding,) = [one for one in fresh(world) if one.kind == "vague" and one.shown == "You understand cloth"]
    world.author.post(address(world, finding), {"reason": "It is the first level."})
    assert finding.digest not in {one.digest for one in fresh(world)}

    LevelDescriptor.objects.filter(pk=vague.pk).update(text="You understand wool.")

    assert any(one.shown == "You understand wool" for one in fresh(world))


def fresh(world):
    """What waits after rows were changed behind the back of every command."""
    from waymark.frameworks.queries import lint

    lint._kept.cache_clear()
    return waiting(world)


def test_a_finding_that_is_gone_is_not_accepted(world):
    author = account_of(world)

    with pytest.raises(commands.FindingGone, match="Look at the findings again"):
        commands.accept_finding(version_id=world.version_id, digest="gone", reason="x", actor=author, at=now())


def account_of(world):
    from waymark.access import queries as access
    from waymark.access.models import Account
    from waymark.kernel.policy import Actor

    account = Account.objects.get(name="author").pk
    return Actor(account, duties=access.duties_of(account, now()))


def test_limits_are_the_frameworks_own(world):
    wrong = Page(world.author.post(f"{world.checks}/limits", {"most_skills": "2", "reading_age": "x"}))
    right = world.author.post(f"{world.checks}/limits", {"most_skills": "3", "reading_age": "9"})

    assert wrong.status == 422
    assert "Enter a number of skills from 3 to 60" in wrong.text
    assert right.status_code == 303
    assert CheckLimits.objects.get().most_skills == 3
    assert "may ask for 3 skills" in Page(world.author.get(world.checks)).text
    assert Page(world.author.get(f"{world.checks}/limits")).status == 200
    assert world.reviewer.get(f"{world.checks}/limits").status_code == 404


def test_the_file_holds_every_finding_and_no_formula(world):
    SkillWording.objects.filter(version_id=world.version_id).update(summary="")
    found = fresh(world)
    world.author.post(address(world, found[0]), {"reason": "=1+1"})

    answer = world.author.get(f"{world.checks}.csv")

    assert answer.content.startswith("\ufeff".encode())  # or Excel breaks accents
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert len(rows) == 1 + len(found)
    assert [row[-1] for row in rows if row[-1].startswith("'")] == ["'=1+1"]


def test_a_finding_about_a_role_level_leads_to_it(world):
    mine = Requirement.objects.filter(version_id=world.version_id)
    mine.filter(role_level_wording=mine.earliest("pk").role_level_wording_id).delete()

    found = [one for one in fresh(world) if one.thing == "role_level"]

    assert found
    links = [link for number in (1, 2, 3) for link in Page(world.author.get(f"{world.checks}?page={number}")).links]
    for one in found:
        assert f"/authoring/drafts/cloth/1/roles/{one.role_slug}/levels/{one.slug}" in links


def test_findings_stand_beside_the_form_of_what_they_are_about(world):
    one = next(finding for finding in waiting(world) if finding.thing == "skill")
    theirs = queries.findings_of(world.version_id, "skill", one.slug, now())

    page = Page(world.author.get(f"/authoring/drafts/cloth/1/skills/{one.slug}"))

    assert one in theirs
    assert {finding.slug for finding in theirs if not finding.match} == {one.slug}
    assert "to look at" in page.text
    assert page.inline == []
    assert f"/authoring/drafts/cloth/1/skills/{one.slug}" in Page(world.author.get(world.checks)).links


def test_the_page_costs_the_same_however_many_findings(world, django_assert_max_num_queries):
    world.author.get(world.checks)

    with django_assert_max_num_queries(32):
        world.author.get(world.checks)
