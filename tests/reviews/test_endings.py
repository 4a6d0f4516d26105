"""A framework retires and a version is withdrawn: by two people, with a reason, and nothing disappears."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.frameworks import build
from tests.reviews.test_releases import AT, LATER, author, decide, head
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import Version
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.reviews import commands, queries
from waymark.search import queries as search

NEVER = AT + timedelta(days=900)


@pytest.fixture
def versions(db):
    """Two published versions: the second says something else of dyeing."""
    build.profession("baking")
    first = build.published(replace(build.crafts(), profession="baking"))
    document = build.crafts(version="2")
    skills = tuple(
        replace(skill, name="Tinting", summary="Else.") if skill.key == "dyeing" else skill for skill in document.skills
    )
    return first, build.published(replace(document, skills=skills, profession="baking"), AT - timedelta(days=5))


def propose(version, act="withdraw", actor=None, **changed):
    asked = {"from_at": LATER, "reason": "It was wrong."} | changed
    return commands.propose_ending(version_id=version, act=act, actor=actor or author(), at=AT, **asked)


def current(at):
    try:
        return frameworks.framework("crafts", at).label
    except NotVisible:
        return None


def found(words, at):
    return [one.title for one in search.find(words, at=at).hits]


def test_a_version_that_two_people_withdraw_leaves_its_place_to_the_one_before(versions):
    decide(propose(versions[1]), head())

    assert (current(AT), current(AT - timedelta(days=1)), current(NEVER)) == ("1", "2", "1")
    card = frameworks.version("crafts", "2")
    assert (card.state_at(AT), card.ended_because) == ("withdrawn", "It was wrong.")
    assert frameworks.skill("dyeing", AT).name == "Dyeing"


def test_search_finds_what_holds_again(versions):
    decide(propose(versions[1]), head())

    assert found("dyeing", AT)[:1] == ["Dyeing"]
    assert "Tinting" not in found("tinting", AT)


def test_a_version_withdrawn_before_its_day_never_holds(versions):
    third = build.published(replace(build.crafts(version="3"), profession="baking"), AT, effective_from=LATER)

    decide(propose(third), head())

    assert current(NEVER) == "2"
    assert found("tinting", NEVER)[:1] == ["Tinting"]


def test_a_framework_retires_on_its_day_and_can_be_read_afterwards(versions):
    decide(propose(versions[1], "retire"), head())

    assert (current(AT), current(LATER), current(NEVER)) == ("2", None, None)
    states = [frameworks.version("crafts", label).state_at(at) for label in ("1", "2") for at in (AT, LATER)]
    assert states == ["retiring", "retired"] * 2
    assert (found("tinting", AT)[:1], found("tinting", LATER)) == (["Tinting"], [])
    assert frameworks.skill("dyeing", LATER).name == "Tinting"
    assert not frameworks.skill("dyeing", LATER).current


def test_nobody_ends_a_version_alone_or_without_a_reason(versions):
    with pytest.raises(commands.ReasonNeeded):
        propose(versions[1], reason=" ")
    with pytest.raises(NotVisible):
        propose(versions[1], actor=PUBLIC)
    mine = propose(versions[1], actor=head())
    with pytest.raises(commands.OwnProposal):
        decide(mine, head())
    with pytest.raises(commands.AlreadyProposed):
        propose(versions[1], "retire")

    assert Version.objects.get(pk=versions[1]).state == "published"


def test_what_is_not_in_force_does_not_end(versions):
    draft = build.drafted(replace(build.crafts(version="3"), profession="baking"), AT)
    decide(propose(versions[1]), head())

    for version in (draft, versions[1]):
        with pytest.raises(frameworks_commands.NotInForce):
            propose(version)


def test_the_next_version_begins_from_what_was_not_withdrawn(versions):
    decide(propose(versions[1]), head())
    framework = Version.objects.get(pk=versions[0]).framework_id

    made = frameworks_commands.start_next_version(framework_id=framework, label="3", actor=OPERATOR, at=AT)

    assert frameworks.version_before(made.id) == versions[0]
    assert frameworks.difference(versions[0], made.id).changes == ()


def test_a_version_that_is_published_meanwhile_retires_with_its_framework(versions):
    decide(propose(versions[1], "retire", from_at=LATER + timedelta(days=30)), head())
    build.published(replace(build.crafts(version="3"), profession="baking"), LATER)

    card = frameworks.version("crafts", "3")
    assert (card.state_at(LATER), card.ends_at, card.ended_because) == (
        "retiring", LATER + timedelta(days=30), "It was wrong.",
    )  # fmt: skip
    assert (current(LATER), current(NEVER)) == ("3", None)
    assert (found("dyeing", LATER)[:1], found("dyeing", NEVER)) == (["Dyeing"], [])


def test_a_version_of_a_framework_that_retires_later_can_be_withdrawn_before(versions):
    decide(propose(versions[1], "retire", from_at=LATER), head())

    decide(propose(versions[1]), head())

    assert (current(AT), current(NEVER)) == ("1", None)
    assert (found("dyeing", AT)[:1], found("dyeing", NEVER)) == (["Dyeing"], [])
    with pytest.raises(frameworks_commands.NotInForce):
        propose(versions[0], "retire")


def test_a_refused_end_leaves_everything_as_it_was(versions):
    release = propose(versions[1])

    decide(release, head(), agree=False, answer="No.")

    assert current(NEVER) == "2"
    assert queries.last_release(versions[1], author(), AT).state == "refused"


def test_two_people_call_a_retirement_off_before_its_day(versions):
    decide(propose(versions[1], "retire", from_at=LATER), head())
    third = build.published(replace(build.crafts(version="3"), profession="baking"), AT, effective_from=LATER)

    decide(propose(versions[1], "keep", reason="It is needed."), head())

    assert (current(AT), current(NEVER)) == ("2", "3")
    assert [Version.objects.get(pk=pk).ended_because for pk in (*versions, third)] == [""] * 3
    assert (found("tinting", AT)[:1], found("dyeing", NEVER)[:1]) == (["Tinting"], ["Dyeing"])
    assert "Tinting" not in found("tinting", NEVER)
    with pytest.raises(frameworks_commands.NotInForce):
        propose(versions[1], "keep")


def test_what_has_retired_is_not_called_off(versions):
    decide(propose(versions[1], "retire"), head())
    late = propose(versions[1], "keep")

    with pytest.raises(frameworks_commands.NotInForce):
        decide(late, head(), at=LATER)
