"""Where people count: a rule, a table derived from it, and the commands that keep it."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.conftest import identity
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import PUBLIC, Actor
from waymark.organisation import queries as organisation
from waymark.people import commands, rules
from waymark.people.models import Appointment, Listing, Membership, Person, Post
from waymark.people.types import ListingRow, Main, PersonRow, Work

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
DAYS = [date(2026, 1, day) for day in range(1, 9)]
DIGITAL, POLICY = 1, 2


def test_someone_without_a_post_counts_everywhere_and_nowhere_in_particular():
    assert rules.listed([], []) == [ListingRow(0, 0, date.min, None)]
    assert rules.listed([], [Main(DIGITAL, JAN, None)])[1:] == [ListingRow(0, DIGITAL, JAN, None)]


def test_a_post_counts_in_every_organisation_above_it_as_its_own_profession_and_as_the_persons():
    found = rules.listed([Work((7, 8), POLICY, FEB, APR)], [Main(DIGITAL, JAN, MAR)])

    assert found == [
        ListingRow(0, 0, date.min, None),
        ListingRow(0, DIGITAL, JAN, MAR),
        ListingRow(0, POLICY, FEB, APR),
        *(
            row
            for place in (7, 8)
            for row in (
                ListingRow(place, 0, FEB, APR),
                ListingRow(place, DIGITAL, FEB, MAR),
                ListingRow(place, POLICY, FEB, APR),
            )
        ),
    ]


def test_periods_that_touch_or_overlap_are_one():
    works = [Work((7,), None, JAN, FEB), Work((7,), None, FEB, MAR), Work((7,), None, APR, None)]

    found = rules.listed(works, [])

    assert [row[2:] for row in found if row.organisation_id == 7] == [(JAN, MAR), (APR, None)]


def test_a_period_of_no_days_does_not_count():
    assert rules.listed([Work((7,), POLICY, JAN, JAN)], [Main(POLICY, JAN, JAN)]) == rules.listed([], [])


periods = st.tuples(st.sampled_from(DAYS), st.none() | st.sampled_from(DAYS)).filter(
    lambda period: period[1] is None or period[0] <= period[1]
)
works = st.builds(
    lambda places, profession, period: Work(places, profession, *period),
    st.sampled_from([(1,), (1, 2), (1, 3), (4,)]), st.sampled_from([None, DIGITAL, POLICY]), periods,
)  # fmt: skip
mains = st.builds(lambda profession, period: Main(profession, *period), st.sampled_from([DIGITAL, POLICY]), periods)


@settings(deadline=None)
@given(st.lists(works, max_size=4), st.lists(mains, max_size=3))
def test_day_by_day_the_listing_says_what_posts_and_professions_say(works, mains):
    found = rules.listed(works, mains)

    for day in [*DAYS, DAYS[-1] + timedelta(days=9)]:
        expected = {(0, 0)}
        as_main = {main.profession_id for main in mains if holds(main, day)}
        expected |= {(0, profession) for profession in as_main}
        for work in works:
            if holds(work, day):
                professions = {0, *as_main, *({work.profession_id} - {None})}
                expected |= {(place, one) for place in (0, *work.organisation_ids) for one in professions}
        rows = [row[:2] for row in found if holds(row, day)]
        assert set(rows) == expected
        assert len(rows) == len(set(rows))


def holds(period, day):
    return period.from_on <= day and (period.until_on is None or day < period.until_on)


def listing():
    return set(Listing.objects.values_list("person_id", "organisation_id", "profession_id", "from_on", "until_on"))


def test_a_load_lists_its_people_and_rebuilding_gives_the_same(place, noon, operator):
    before = listing()

    rows = commands.rebuild_listing(actor=operator, at=noon)

    assert before == listing()
    assert rows == len(before) == Listing.objects.count()
    ben = {row[1:3] for row in before if row[0] == place.ben}
    above = ("ho", "agency", "digital")
    assert ben == {(place_id, one) for place_id in (0, *(place.bodies[key] for key in above))
                   for one in (0, place.digital)}  # fmt: skip


def test_a_second_load_lists_its_people_too(place, noon, operator):
    there = listing()

    loaded = commands.load(people=[PersonRow(identity("x"), "X", None, "X", "Y", "")], actor=operator, at=noon)

    assert listing() - there == {(loaded.first_person_id, 0, 0, date.min, None)}


def test_a_new_main_profession_is_listed_at_once(place, noon, operator):
    commands.set_main_profession(
        person_id=place.ben, profession_id=place.policy, actor=Actor(person_id=place.ben), at=noon
    )

    kept = listing()
    assert (place.ben, 0, place.policy, noon.date(), None) in kept
    commands.rebuild_listing(actor=operator, at=noon)
    assert listing() == kept


def test_a_site_that_has_people_lists_them_when_it_migrates(place, noon):
    before = listing()
    Listing.objects.filter(person_id=place.ben).delete()

    import_module("waymark.people.migrations.0005_list_everyone").list_everyone(apps, None)

    assert listing() == before


def test_only_an_operator_rebuilds(place, noon):
    with pytest.raises(NotAllowed, match="operator"):
        commands.rebuild_listing(actor=PUBLIC, at=noon)


def test_rebuilding_an_empty_place_lists_nobody(db, noon, operator):
    assert commands.rebuild_listing(actor=operator, at=noon) == 0


def test_many_people_are_listed_in_slices(place, noon, operator, monkeypatch, django_assert_num_queries):
    before = listing()
    monkeypatch.setattr("waymark.people.commands.listing.AT_ONCE", 2)

    commands.rebuild_listing(actor=operator, at=noon)

    assert listing() == before


def test_two_posts_at_once_count_in_both_places(place, noon, operator):
    other = Post.objects.create(
        uuid=identity("second"), number="P99", title="Adviser", organisation_id=place.bodies["defra"],
        profession_id=place.policy,
    )  # fmt: skip
    Appointment.objects.create(person_id=place.ben, post=other, from_on=FEB, fte=Decimal("0.2"))
    Membership.objects.filter(person_id=place.ben, main=True).update(until_on=MAR)

    commands.rebuild_listing(actor=operator, at=noon)

    ben = {row[1:] for row in listing() if row[0] == place.ben}
    assert (place.bodies["defra"], place.policy, FEB, None) in ben
    assert (place.bodies["defra"], place.digital, FEB, MAR) in ben
    assert (place.bodies["ho"], place.digital, JAN, None) in ben


def test_an_organisation_knows_what_it_is_part_of(place):
    above = organisation.above()

    assert above[place.bodies["digital"]] == tuple(place.bodies[key] for key in ("ho", "agency", "digital"))
    assert above[place.bodies["ho"]] == (place.bodies["ho"],)
    assert set(Person.objects.values_list("pk", flat=True)) == {row[0] for row in listing()}


@pytest.mark.parametrize(
    ("query", "prefixes"),
    [
        ("", ()),
        ("  ", ()),
        ("Okaf", ("okaf",)),
        ("Ben  ÓKAF", ("ben okaf", "okaf ben")),
        ("jan van dijk", ("jan van dijk", "van dijk jan", "dijk jan van")),
    ],
)
def test_a_name_may_be_written_either_way_round(query, prefixes):
    assert rules.name_prefixes(query) == prefixes
