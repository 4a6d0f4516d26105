"""What a department asks for beside the standard: in a person's own gap, and in nothing that compares."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as record
from tests.conftest import NOON
from tests.frameworks import build, overlays
from waymark.assessments import commands as assessments
from waymark.assessments import queries as assessments_queries
from waymark.assessments.models import Judgement
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import OverlayKind
from waymark.gaps import queries
from waymark.kernel.ids import new_uuid
from waymark.organisation.models import Grade, Region
from waymark.people.models import Appointment, Post

HIGHER, EXTRA = OverlayKind.HIGHER_LEVEL, OverlayKind.EXTRA_SKILL
JUNIOR = ("role_level", "weaver/junior-weaver")


@pytest.fixture
def there(db):
    return overlays.there()


@pytest.fixture
def ada(there):
    return working("P1", there.agency)


@pytest.fixture
def ben(there):
    return working("P2", there.office)


def working(key, place):
    someone = record.person(key)
    region, _ = Region.objects.get_or_create(slug="north", defaults={"uuid": new_uuid(), "name": "North"})
    grade, _ = Grade.objects.get_or_create(code="G7", defaults={"uuid": new_uuid(), "name": "Grade 7", "rank": 1})
    post = Post.objects.create(
        uuid=new_uuid(), number=key, title="Weaver", organisation=place, grade=grade, region=region
    )
    Appointment.objects.create(person=someone, post=post, from_on=date(2020, 1, 1))
    return someone


@pytest.fixture
def junior(there):
    return frameworks.role_level(JUNIOR[1], NOON).ref.id


def lines(gap):
    return {line.skill_slug: (line.required_name, line.asked_for_by, line.standard_name) for line in gap.skills}


def gap_of(someone, role_level_id):
    return queries.gap(someone.pk, role_level_id, record.acting(someone), NOON)


def test_my_gap_has_what_my_department_asks_for_and_says_so(there, ada, junior):
    record.hold(ada, there.version, weaving=1)
    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=3)
    overlays.add(there, EXTRA, JUNIOR, skill="costing", level=2)

    gap = gap_of(ada, junior)

    assert lines(gap) == {
        "weaving": ("Practitioner", "Ministry", "Awareness"),
        "costing": ("Working", "Ministry", ""),
        "patience": ("", "", ""),
    }
    assert [(part.name, part.asked, part.beside, part.asked_for_by) for part in gap.parts] == [
        ("Costing", 2, 2, "Ministry"),
        ("Weaving", 3, 2, "Ministry"),
    ]
    assert (gap.known_sum, gap.unknown_sum, gap.asked_sum, gap.asked_for_by) == (1, 2, 5, ("Ministry",))
    weaving = next(line for line in gap.skills if line.skill_slug == "weaving")
    assert (weaving.gap, weaving.required_text) == (2, "")  # the framework names that level and leaves it undefined


def test_people_elsewhere_have_the_standard_alone(there, ada, ben, junior):
    record.hold(ben, there.version, weaving=1)
    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=3)

    gap = gap_of(ben, junior)

    assert lines(gap)["weaving"] == ("Awareness", "", "")
    assert (gap.fit_words, gap.asked_for_by) == ("100 %", ())


def test_of_what_two_organisations_ask_the_higher_counts(there, ada, junior):
    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=3)
    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=2, organisation_id=there.agency.pk)
    overlays.add(there, EXTRA, JUNIOR, skill="costing", level=1, importance="desirable")
    overlays.add(there, EXTRA, JUNIOR, skill="costing", level=2, organisation_id=there.agency.pk)

    gap = gap_of(ada, junior)

    found = lines(gap)
    assert next(line.importance for line in gap.skills if line.skill_slug == "costing") == "essential"

    assert found["weaving"] == ("Practitioner", "Ministry", "Awareness")
    assert found["costing"][:2] == ("Working", "Agency")


def test_what_was_taken_back_counts_no_more(there, ada, junior):
    uuid = overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=3)
    seen = frameworks.kept_overlay(uuid, there.head, NOON).kept.seen
    from waymark.frameworks import commands

    commands.end_overlay(uuid=uuid, seen=seen, reason="x", actor=there.head, at=NOON)

    assert lines(gap_of(ada, junior))["weaving"] == ("Awareness", "", "")


def test_a_level_that_the_standard_reached_is_the_standards(there, ada, junior):
    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=2)
    second = overlays.crafts(version="2")
    harder = build.role("weaver", build.level("junior-weaver", 2, build.asks("weaving", 3)))
    families = (build.replace(second.families[0], roles=(harder, second.families[0].roles[1])), second.families[1])
    build.published(build.replace(second, families=families), at=NOON)

    assert lines(gap_of(ada, junior))["weaving"] == ("Practitioner", "", "")


def test_matches_and_roles_beside_me_leave_it_out(there, ada, junior):
    record.hold(ada, there.version, weaving=1)
    before = (
        queries.match(ada.pk, record.acting(ada), NOON),
        queries.role_with_me(frameworks.role("weaver", NOON), ada.pk, record.acting(ada), NOON),
        frameworks.all_role_levels(NOON),
    )

    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=3)
    overlays.add(there, EXTRA, JUNIOR, skill="costing", level=2)

    after = (
        queries.match(ada.pk, record.acting(ada), NOON),
        queries.role_with_me(frameworks.role("weaver", NOON), ada.pk, record.acting(ada), NOON),
        frameworks.all_role_levels(NOON),
    )
    assert after == before
    assert gap_of(ada, junior) != after[1][junior]


def test_a_gap_takes_nine_queries_and_eight_more_where_something_is_asked(there, ada, junior):
    acting = record.acting(ada)

    def mine():
        return queries.gap(ada.pk, junior, acting, NOON)

    with CaptureQueriesContext(connection) as without:
        mine()
    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=3)
    overlays.add(there, EXTRA, JUNIOR, skill="costing", level=2)
    with CaptureQueriesContext(connection) as asking:
        mine()
    with CaptureQueriesContext(connection) as known:
        queries.gap(ada.pk, junior, acting, NOON, path=there.agency.path)

    assert (len(without), len(asking), len(known)) == (9, 17, 16)


def test_a_check_asks_what_its_result_counts_and_keeps_asking_it(there, ada, junior):
    build.published(build.small("songs"))
    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=3)
    extra = overlays.add(there, EXTRA, JUNIOR, skill="songs-skill", level=2)
    songs, weaving = overlays.skill_id("songs-skill"), overlays.skill_id("weaving")
    actor = record.acting(ada)

    check = assessments.start(role_level_id=junior, kind="quick", actor=actor, at=NOON)
    asked = {line.skill_id: line for line in assessments_queries.asked_by(check).requirements}
    frameworks_commands.end_overlay(reason="No more.", uuid=extra, seen=shown(extra, there), actor=there.head, at=NOON)
    for skill in (songs, weaving):
        assessments.save_answer(
            assessment=check.uuid, skill_id=skill, quick="meeting", seen_revision=None, actor=actor, at=NOON
        )
    done = assessments.submit(assessment=check.uuid, actor=actor, at=NOON)

    assert {songs, weaving} <= set(check.skills)
    assert (asked[songs].level, asked[songs].asked_for_by) == (2, "Ministry")
    assert (asked[weaving].level, asked[weaving].standard_level) == (3, 1)
    assert {answer.skill_id: answer.level for answer in done.answers} == {songs: 2, weaving: 3}
    assert Judgement.objects.get(skill_id=songs).version.framework.slug == "songs"
    shown_gap = queries.gaps_of_assessments([done])[done.uuid]
    assert {line.skill_id: line.gap for line in shown_gap.skills if line.skill_id in asked}[songs] == 0
    overlays.add(there, EXTRA, JUNIOR, skill="songs-skill", level=2)
    mine = {line.skill_id: line for line in gap_of(ada, junior).skills}
    assert (mine[songs].held, mine[songs].gap, mine[songs].counted_from) == (2, 0, "")


def test_a_check_of_somebody_elsewhere_asks_the_standard_alone(there, ben, junior):
    overlays.add(there, HIGHER, JUNIOR, skill="weaving", level=3)
    overlays.add(there, EXTRA, JUNIOR, skill="costing", level=2)

    check = assessments.start(role_level_id=junior, kind="full", actor=record.acting(ben), at=NOON)

    assert check.beside == ()
    assert overlays.skill_id("costing") not in check.skills


def shown(uuid, there):
    return frameworks.kept_overlay(uuid, there.head, NOON).kept.seen
