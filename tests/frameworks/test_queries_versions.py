"""Which version is current, and what each holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.frameworks import build
from waymark.frameworks import queries as frameworks
from waymark.frameworks.models import Version
from waymark.frameworks.types import Counts
from waymark.kernel.errors import NotVisible

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY = build.JANUARY, build.FEBRUARY
MARCH = datetime(2026, 3, 2, tzinfo=UTC)


def retire(version_id: int) -> None:
    Version.objects.filter(pk=version_id).update(state=Version.State.RETIRING, ends_at=build.JANUARY)


def labels(at: datetime) -> list[tuple[str, str]]:
    return [(card.framework_slug, card.label) for card in frameworks.current_versions(at)]


def test_the_current_version_is_the_latest_whose_day_has_come():
    build.published(build.crafts(version="1"), at=JANUARY)
    build.published(build.crafts(version="2"), at=MARCH)

    found = [labels(at) for at in (JANUARY - timedelta(seconds=1), JANUARY, FEBRUARY, MARCH)]

    assert found == [[], [("crafts", "1")], [("crafts", "1")], [("crafts", "2")]]


def test_of_two_versions_of_one_day_the_one_published_later_is_current():
    build.published(build.crafts(version="1"), at=FEBRUARY, effective_from=JANUARY)
    build.published(build.crafts(version="2"), at=MARCH, effective_from=JANUARY)

    assert frameworks.framework("crafts", MARCH).label == "2"


def test_a_retired_version_is_not_current_and_can_still_be_read():
    first = build.published(build.crafts(version="1"), at=JANUARY)
    second = build.published(build.crafts(version="2"), at=FEBRUARY)
    retire(second)

    current = frameworks.framework("crafts", MARCH)

    assert current.id == first
    assert frameworks.version("crafts", "2").state_at(MARCH) == "retired"


def test_a_draft_is_nowhere_to_be_seen():
    draft = build.drafted(build.crafts())

    with pytest.raises(NotVisible):
        frameworks.framework("crafts", MARCH)
    with pytest.raises(NotVisible):
        frameworks.version("crafts", "1")
    with pytest.raises(NotVisible):
        frameworks.versions_of("crafts")
    with pytest.raises(NotVisible):
        frameworks.role("weaver", MARCH)
    with pytest.raises(NotVisible):
        frameworks.skill("weaving", MARCH)
    assert frameworks.current_versions(MARCH) == ()
    assert frameworks.skills_a_to_z(MARCH) == ()
    assert frameworks.all_role_levels(MARCH) == ()
    assert frameworks.version_by_id(draft).state == "draft"


def test_versions_are_listed_newest_first_with_those_to_come():
    build.published(build.crafts(version="1"), at=JANUARY)
    build.published(build.crafts(version="3"), at=MARCH)
    build.published(build.crafts(version="2"), at=FEBRUARY)

    assert [card.label for card in frameworks.versions_of("crafts")] == ["3", "2", "1"]


def test_frameworks_stand_in_alphabetical_order_of_title():
    for slug, title in (("a", "Élan"), ("b", "zeal"), ("c", "Duty")):
        build.published(replace(build.small(slug), title=title))

    assert [card.title for card in frameworks.current_versions(MARCH)] == ["Duty", "Élan", "zeal"]


def test_a_card_says_all_about_its_version():
    version = build.published(build.crafts(), at=JANUARY)

    card = frameworks.version_by_id(version)

    assert (card.framework_slug, card.label, card.title, card.licence) == ("crafts", "1", "Crafts", "CC BY 4.0")
    assert (card.summary, card.attribution, card.notes) == ("How things are made.", "The guild", "Release 1.")
    assert (card.effective_from, card.profession_id) == (JANUARY, None)


def test_a_professions_frameworks_are_found_by_it():
    weavers, others = build.profession("weavers"), build.profession("others")
    build.published(replace(build.crafts(), profession="weavers"))
    build.published(build.small("for-everyone"))

    assert [card.framework_slug for card in frameworks.current_for_profession(weavers, MARCH)] == ["crafts"]
    assert frameworks.current_for_profession(others, MARCH) == ()


def test_what_a_version_holds_is_counted_and_undefined_levels_are_not():
    crafts, small = build.published(build.crafts()), build.published(build.small("small"))

    counted = frameworks.counts_of([crafts, small, 999_999])

    assert counted == {
        crafts: Counts(families=2, roles=3, role_levels=7, skills=6, descriptors=12, requirements=14),
        small: Counts(families=1, roles=1, role_levels=1, skills=1, descriptors=3, requirements=1),
    }
    assert frameworks.counts(crafts) == counted[crafts]
    assert frameworks.counts(999_999) == Counts(0, 0, 0, 0, 0, 0)


def test_what_is_not_there_is_not_visible():
    build.published(build.crafts())

    for ask in (
        lambda: frameworks.framework("no-such", MARCH),
        lambda: frameworks.versions_of("no-such"),
        lambda: frameworks.version("crafts", "no-such"),
        lambda: frameworks.version_by_id(999_999),
        lambda: frameworks.grid(999_999),
        lambda: frameworks.document(999_999),
        lambda: frameworks.findables(999_999),
        lambda: frameworks.role("no-such", MARCH),
        lambda: frameworks.role_level("weaver/no-such", MARCH),
        lambda: frameworks.role_level_by_id(999_999, MARCH),
        lambda: frameworks.skill("no-such", MARCH),
    ):
        with pytest.raises(NotVisible):
            ask()
