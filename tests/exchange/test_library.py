"""The starter library is imported whole or in part, related, and left alone the second time."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.exchange.test_command_line import command  # noqa: F401 - a fixture
from waymark.audit.models import Entry
from waymark.exchange import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import Crosswalk, Equivalence, Version
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.organisation import commands as organisation

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
THREE = ("finance", "commercial", "policy")


@pytest.fixture
def professions():
    organisation.ensure_reference(actor=OPERATOR, at=AT)


def brought(*only, **more):
    return commands.import_library(only=only, actor=OPERATOR, at=AT, **more)


@pytest.mark.usefixtures("professions")
def test_some_frameworks_come_related_with_what_their_levels_count_as_and_the_same_again_changes_nothing():
    done = brought(*THREE, reason="to begin with")

    assert [one.version.framework_slug for one in done.frameworks] == ["commercial", "finance", "policy"]
    assert {one.version.state for one in done.frameworks} == {"published"}
    assert {card.framework_slug for card in frameworks.current_versions(AT)} == set(THREE)
    related = Crosswalk.objects.filter(skill__framework__slug="policy", other__framework__slug="finance")
    assert done.relations == Crosswalk.objects.count() > 3
    assert related.filter(kind="related").exists()
    assert not Crosswalk.objects.filter(reason="").exists()
    assert Crosswalk.objects.values("reason").distinct().count() == done.relations
    assert done.equivalences == Equivalence.objects.count() == 2
    there = Equivalence.objects.get(from_framework__slug="finance")
    assert (there.to_framework.slug, there.counts_as) == ("policy", [0, 1, 2, 3])
    assert Equivalence.objects.get(from_framework__slug="policy").counts_as == [1, 3, 4]

    entries = Entry.objects.count()
    again = brought(*THREE)
    assert (again.frameworks, again.there, again.relations, again.equivalences) == (
        (), ("commercial", "finance", "policy"), 0, 0,
    )  # fmt: skip
    assert Entry.objects.count() == entries


@pytest.mark.usefixtures("professions")
def test_what_comes_later_is_related_to_what_was_here_and_what_authors_ended_stays_ended():
    brought("finance", "commercial")
    first = Crosswalk.objects.count()
    (one, *_) = Crosswalk.objects.order_by("pk")
    from waymark.frameworks import commands as writing

    writing.unrelate(relation=one.uuid, reason="They are not.", actor=OPERATOR, at=AT)

    done = brought("finance", "commercial", "policy")

    assert first > 0
    assert [result.version.framework_slug for result in done.frameworks] == ["policy"]
    assert done.relations == Crosswalk.objects.count() - first > 0
    assert Crosswalk.objects.filter(skill=one.skill_id, other=one.other_id).count() == 1


@pytest.mark.usefixtures("professions")
def test_a_plan_writes_nothing():
    done = brought("policy", plan=True)

    assert [one.version.state for one in done.frameworks] == ["planned"]
    assert not Version.objects.exists()


@pytest.mark.usefixtures("professions")
def test_a_name_that_is_not_in_the_library_is_refused_with_those_that_are():
    with pytest.raises(commands.NotInLibrary, match=r'no framework "polcy".*policy, project-delivery'):
        brought("policy", "polcy")
    assert not Version.objects.exists()


@pytest.mark.usefixtures("professions")
def test_only_an_operator_brings_it():
    with pytest.raises((NotAllowed, Refusal)):
        commands.import_library(only=["policy"], actor=PUBLIC, at=AT)
    assert not Version.objects.exists()


def test_at_the_command_line(command):  # noqa: F811
    status, out, err = command("import", "library", "--only", "finance", "--only", "policy", "--json")
    assert (status, err) == (0, "")
    assert [one["framework"] for one in json.loads(out)["frameworks"]] == ["finance", "policy"]

    _, again, _ = command("import", "library", "--only", "finance")
    assert "finance is here already and was left as it is." in again
    assert "0 relations between skills, 0 tables of levels and 0 exercises for assessors were new." in again

    status, _, err = command("import", "library", "--into", "mine")
    assert (status, "says these things itself" in err) == (1, True)
    status, _, err = command("import", "somewhere.json", "--only", "finance")
    assert (status, "--only goes with the starter library" in err) == (1, True)
