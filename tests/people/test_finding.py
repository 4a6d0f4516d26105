"""Finding people by what they are called, and by where they are."""

from datetime import date

import pytest

from tests.people.conftest import identity
from waymark.organisation.models import Organisation
from waymark.people import queries
from waymark.people.models import Appointment


def called(text):
    return [one.name for one in queries.people_called(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("S1", ["Ben Okafor"]),
        (" S1 ", ["Ben Okafor"]),
        ("Ben Okafor", ["Ben Okafor"]),
        ("okafor BEN", ["Ben Okafor"]),
        ("Oka", ["Ben Okafor"]),
        ("Cat Evans", ["Cat Évans"]),
        ("évans", ["Cat Évans"]),
        ("S", []),
        ("", []),
        ("   ", []),
        ("\x00", []),
        ("Okafor Cat", []),
    ],
)
def test_people_are_found_by_staff_number_and_name(place, text, names):
    assert called(text) == names


def test_people_are_found_by_uuid(place):
    assert called(str(identity("person 3"))) == ["Dan Kaur"]


def test_those_found_stand_a_to_z_and_are_as_many_as_asked(place):
    assert [one.name for one in queries.people_called("", limit=2)] == []
    assert len(queries.people_called("k", limit=1)) == 1


def test_finding_takes_two_queries_at_most(place, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        called("Okafor")


def test_people_are_named_with_what_they_are_called_outside(place):
    names = queries.person_names([place.ben, place.ben, 987_654])

    assert {pk: (one.name, one.staff_number) for pk, one in names.items()} == {place.ben: ("Ben Okafor", "S1")}


def test_people_are_found_under_an_organisation_while_they_are_there(place, noon):
    def under(*slugs, at=noon):
        paths = [Organisation.objects.get(pk=place.bodies[slug]).path for slug in slugs]
        return set(queries.placed_under(paths, at).values_list("pk", flat=True))

    everyone_digital = {place.ada, place.ben, place.cat}
    assert under("ho") == under("agency") == under("digital") == everyone_digital
    assert under("defra") == {place.dan, place.eve}
    assert under("digital", "defra") == everyone_digital | {place.dan, place.eve}
    assert under() == set()
    Appointment.objects.filter(person_id=place.ben).update(until_on=date(2026, 3, 1))
    assert under("digital") == {place.ada, place.cat}
