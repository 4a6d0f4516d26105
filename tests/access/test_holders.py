"""Whose duty something is."""

from tests.access.conftest import NOON, YEAR, give
from waymark.access import queries
from waymark.organisation import queries as organisation


def path_of(organisation_id):
    return organisation.organisation_by_id(organisation_id).path


def asked(kind, path="", profession_id=None, at=NOON):
    return queries.holders([kind], organisation_path=path, profession_id=profession_id, at=at)


def test_a_duty_over_a_place_covers_what_is_below_it_and_nothing_beside_it(places, ada):
    give(ada, "hr-director", organisation_id=places.health)

    assert asked("hr-director", path_of(places.clinic)) == (ada.id,)
    assert asked("hr-director", path_of(places.health)) == (ada.id,)
    assert asked("hr-director", path_of(places.transport)) == ()
    assert asked("hr-director") == ()


def test_a_duty_over_a_profession_covers_that_profession_alone(places, ada):
    give(ada, "head-of-profession", profession_id=places.digital)

    assert asked("head-of-profession", profession_id=places.digital) == (ada.id,)
    assert asked("head-of-profession", profession_id=places.policy) == ()
    assert asked("head-of-profession") == ()


def test_an_administrator_is_asked_whether_a_session_is_open_or_not(ada, ben):
    give(ada, "administrator")

    assert asked("administrator") == (ada.id,)
    assert asked("administrator", at=YEAR) == ()
    assert ben.id not in asked("administrator")
