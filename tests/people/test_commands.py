"""What a person says of themselves, and loading everyone."""

from datetime import date, timedelta

import pytest

from tests.people.conftest import identity
from waymark.audit.models import Entry
from waymark.kernel.errors import NotAllowed, NotVisible, Stale
from waymark.kernel.policy import PUBLIC, Actor
from waymark.people import commands, queries
from waymark.people.models import Membership, Person, RoleClaim
from waymark.people.types import LineRow, PersonRow


def ben(place):
    return Actor(account_id=place.account, person_id=place.ben)


def claim(place, noon, role_level_id, *, actor=None, person_id=None):
    commands.claim_role(
        person_id=person_id or place.ben, role_level_id=role_level_id, actor=actor or ben(place), at=noon
    )


def test_a_claim_stands_before_the_mapping_and_the_record_says_whom_it_is_about(place, noon):
    claim(place, noon, place.levels.senior)

    assert queries.card(place.ben, noon).role_level_id == place.levels.senior
    entry = Entry.objects.get(kind="people.role.claimed")
    assert entry.subjects.get().person_id == place.ben
    assert entry.facts == {"role_level": place.levels.senior}


def test_not_sure_is_recorded_too(place, noon):
    claim(place, noon, None)

    card = queries.card(place.ben, noon)
    assert (card.claimed, card.role_level_id) == (True, None)


def test_a_later_claim_ends_the_one_before(place, noon):
    claim(place, noon, None)

    claim(place, noon + timedelta(hours=1), place.levels.engineer)

    assert list(RoleClaim.objects.filter(person_id=place.ben).order_by("pk").values_list("until_at", flat=True)) == [
        noon + timedelta(hours=1), None,
    ]  # fmt: skip
    assert queries.card(place.ben, noon).claimed_role_level_id is None
    assert queries.card(place.ben, noon + timedelta(hours=2)).claimed_role_level_id == place.levels.engineer


def test_saying_the_same_again_changes_nothing(place, noon):
    claim(place, noon, place.levels.senior)

    claim(place, noon + timedelta(hours=1), place.levels.senior)

    assert RoleClaim.objects.filter(person_id=place.ben).count() == 1
    assert Entry.objects.filter(kind="people.role.claimed").count() == 1


def test_a_claim_older_than_the_one_that_stands_is_refused(place, noon):
    claim(place, noon, place.levels.senior)

    with pytest.raises(Stale, match="somewhere else"):
        claim(place, noon - timedelta(hours=1), place.levels.engineer)

    assert queries.card(place.ben, noon).role_level_id == place.levels.senior


@pytest.mark.parametrize("which", ["gone", "unknown"])
def test_a_role_level_of_no_current_framework_cannot_be_claimed(place, noon, which):
    role_level_id = place.levels.gone if which == "gone" else 10**6

    with pytest.raises(commands.RoleLevelNotOffered, match="Choose another"):
        claim(place, noon, role_level_id)

    assert not RoleClaim.objects.filter(person_id=place.ben).exists()


def test_nobody_claims_a_role_for_somebody_else(place, noon, operator):
    for actor in (Actor(person_id=place.ada), operator, PUBLIC):
        with pytest.raises(NotVisible):
            claim(place, noon, place.levels.senior, actor=actor)

    assert not RoleClaim.objects.filter(person_id=place.ben).exists()


def set_policy(place, noon, **changed):
    given = {"person_id": place.ben, "profession_id": place.policy, "actor": ben(place), "at": noon}
    commands.set_main_profession(**(given | changed))


def test_a_new_main_profession_ends_the_old_one_that_day(place, noon):
    set_policy(place, noon)

    rows = Membership.objects.filter(person_id=place.ben, main=True).order_by("pk")
    assert list(rows.values_list("profession_id", "from_on", "until_on")) == [
        (place.digital, date(2026, 1, 1), date(2026, 3, 2)),
        (place.policy, date(2026, 3, 2), None),
    ]
    assert queries.card(place.ben, noon).main_profession_slug == "policy"
    assert queries.card(place.ben, noon - timedelta(days=1)).main_profession_id == place.digital
    entry = Entry.objects.get(kind="people.main_profession.set")
    assert entry.subjects.get().person_id == place.ben


def test_a_secondary_membership_that_becomes_the_main_one_ends(place, noon):
    set_policy(place, noon)

    secondary = Membership.objects.get(person_id=place.ben, main=False)
    assert secondary.until_on == date(2026, 3, 2)


def test_a_first_main_profession_needs_none_before(place, noon):
    set_policy(place, noon, person_id=place.ada, actor=Actor(person_id=place.ada))

    assert queries.card(place.ada, noon).main_profession_slug == "policy"


def test_the_main_profession_may_change_twice_in_a_day(place, noon):
    set_policy(place, noon)

    set_policy(place, noon + timedelta(hours=1), profession_id=place.digital)

    assert queries.card(place.ben, noon + timedelta(hours=1)).main_profession_id == place.digital


def test_choosing_the_main_profession_again_changes_nothing(place, noon):
    set_policy(place, noon, profession_id=place.digital)

    assert Membership.objects.filter(person_id=place.ben).count() == 2
    assert not Entry.objects.filter(kind="people.main_profession.set").exists()


def test_an_unknown_profession_is_refused(place, noon):
    with pytest.raises(commands.ProfessionUnknown, match="from the list"):
        set_policy(place, noon, profession_id=10**6)

    assert queries.card(place.ben, noon).main_profession_id == place.digital


def test_a_main_profession_of_a_later_day_is_not_overwritten(place, noon):
    with pytest.raises(Stale, match="later day"):
        set_policy(place, noon - timedelta(days=90))

    assert queries.card(place.ben, noon).main_profession_id == place.digital


def test_nobody_sets_somebody_elses_profession(place, noon, operator):
    for actor in (Actor(person_id=place.ada), operator, PUBLIC):
        with pytest.raises(NotVisible):
            set_policy(place, noon, actor=actor)


def test_a_load_says_what_it_wrote_in_one_entry(place):
    entry = Entry.objects.get(kind="people.loaded")

    assert entry.facts == {
        "people": 5, "posts": 5, "appointments": 5, "lines": 3, "memberships": 2, "claims": 1,
    }  # fmt: skip
    assert place.loaded.people == 5


def test_a_load_with_a_staff_number_that_is_taken_writes_nobody(place, noon, operator):
    rows = [
        PersonRow(identity("new"), "S9", None, "New", "Person", ""),
        PersonRow(identity("twin"), "S1", None, "A", "B", ""),
    ]

    with pytest.raises(commands.AlreadyLoaded, match="Nothing was loaded"):
        commands.load(people=rows, actor=operator, at=noon)

    assert not Person.objects.filter(staff_number="S9").exists()
    assert Entry.objects.filter(kind="people.loaded").count() == 1


def test_the_database_refuses_a_second_current_manager(place, noon, operator):
    with pytest.raises(commands.AlreadyLoaded):
        commands.load(
            people=[PersonRow(identity(f"x{i}"), f"X{i}", None, "New", "Person", "") for i in range(3)],
            lines=[LineRow(2, 0, date(2026, 1, 1), None), LineRow(2, 1, date(2026, 1, 1), None)],
            actor=operator, at=noon,
        )  # fmt: skip

    assert not Person.objects.filter(staff_number="X0").exists()


def test_only_an_operator_loads_people(noon, db):
    with pytest.raises(NotAllowed, match="operator"):
        commands.load(people=[], actor=PUBLIC, at=noon)


def test_people_who_come_after_a_load_get_ids_of_their_own(place):
    later = Person.objects.create(
        uuid=identity("later"), staff_number="S99", given_name="Later", family_name="Person", sort_key="person later"
    )

    assert later.pk > place.eve
