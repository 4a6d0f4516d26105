"""Role levels ranked by fit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build
from waymark.frameworks import queries as frameworks
from waymark.gaps import queries
from waymark.people import commands as people


def slugs(matches):
    return [gap.role_level.slug for gap in matches]


def test_the_best_fit_comes_first_and_carries_its_sum(ada, as_ada, crafts):
    record.hold(ada, crafts, weaving=2, dyeing=1)

    found = queries.match(ada.pk, as_ada, NOON)

    assert [(gap.role_level.slug, gap.known_sum, gap.unknown_sum, gap.asked_sum, gap.met) for gap in found] == [
        ("dyer/associate-dyer", 1, 0, 1, 1),
        ("weaver/junior-weaver", 1, 0, 1, 1),
        ("weaver/senior-weaver", 2, 0, 3, 0),
        ("weaver/weaver", 2, 2, 4, 1),
        ("dyer/dyer", 2, 0, 4, 1),
        ("dyer/senior-dyer", 3, 0, 8, 0),
    ]


def test_equal_low_ends_go_by_skills_met_then_by_the_high_end_then_by_slug(db):
    def one_role(key, *asked):
        return build.role(key, build.level(key, 3, *asked, name=""))

    family = build.FamilyDocument(
        "f",
        "F",
        roles=(
            one_role("spread", build.asks("a", 2), build.asks("b", 2)),
            one_role("sure", build.asks("a", 1), build.asks("c", 1)),
            one_role("hopeful", build.asks("a", 1), build.asks("d", 1)),
            one_role("another-hopeful", build.asks("a", 1), build.asks("d", 1)),
        ),
    )
    document = build.replace(record.weavers(), families=(family,), skills=tuple(build.skill(key) for key in "abcd"))
    ids = record.skill_ids(build.published(document))

    found = queries.match_levels({ids["a"]: 1, ids["b"]: 1, ids["c"]: 0}, NOON)

    assert [(gap.role_level.slug, gap.fit.low, gap.met, gap.fit.high) for gap in found] == [
        ("another-hopeful", 0.5, 1, 1.0),
        ("hopeful", 0.5, 1, 1.0),
        ("sure", 0.5, 1, 0.5),
        ("spread", 0.5, 0, 0.5),
    ]


def test_my_own_role_level_and_those_named_are_left_out(ada, as_ada, crafts, junior_weaver, weaver):
    record.hold(ada, crafts, weaving=2)
    people.claim_role(person_id=ada.pk, role_level_id=junior_weaver, actor=as_ada, at=NOON)

    found = queries.match(ada.pk, as_ada, NOON, exclude=[weaver])

    assert slugs(found) == ["weaver/senior-weaver", "dyer/dyer", "dyer/senior-dyer"]


def test_a_role_level_that_shares_no_assessed_skill_is_not_a_match(ada, as_ada, crafts):
    record.hold(ada, crafts, costing=2)

    assert slugs(queries.match(ada.pk, as_ada, NOON)) == ["merchant", "weaver/weaver"]


def test_a_skill_shared_only_without_a_level_is_no_match(ada, as_ada, crafts, skills):
    found = queries.match_levels({skills["cafe-keeping"]: 3, skills["patience"]: 2}, NOON)

    assert found == ()


def test_who_was_never_assessed_matches_nothing(ada, as_ada, crafts):
    assert queries.match(ada.pk, as_ada, NOON) == ()
    assert queries.match_levels({}, NOON) == ()


def test_as_many_as_asked_for(ada, as_ada, crafts):
    record.hold(ada, crafts, weaving=2)

    assert slugs(queries.match(ada.pk, as_ada, NOON, top=2)) == ["weaver/junior-weaver", "weaver/senior-weaver"]


def test_a_match_says_the_same_as_the_gap_to_that_role_level(ada, as_ada, crafts):
    record.hold(ada, crafts, weaving=3, dyeing=0, costing=1)

    for found in queries.match(ada.pk, as_ada, NOON):
        assert found == queries.gap(ada.pk, found.role_level.id, as_ada, NOON)


@pytest.mark.parametrize("times", [1, 15])
def test_matching_costs_eight_queries_however_many_role_levels_there_are(ada, as_ada, times):
    version = build.published(build.crafts(times=times))
    record.hold(ada, version, weaving=1, dyeing=2)

    with CaptureQueriesContext(connection) as spent:
        found = queries.match(ada.pk, as_ada, NOON, top=1000)

    assert len(spent) == 8
    assert len(found) == 6
    assert len(frameworks.all_role_levels(NOON)) == 7 * times


def test_what_does_not_hold_yet_is_not_matched(ada, as_ada, crafts):
    record.hold(ada, crafts, weaving=2)
    build.published(build.crafts(version="2", slug="crafts"), at=NOON.replace(year=2027))

    assert {gap.version_label for gap in queries.match(ada.pk, as_ada, NOON)} == {"1"}
