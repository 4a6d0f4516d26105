"""A policy gives the same answer for one row as for the whole table."""

import itertools
from datetime import timedelta

from waymark.kernel.policy import OPERATOR, PUBLIC, Actor
from waymark.people import policies
from waymark.people.models import Person

POLICIES = (
    policies.SEE_PERSON, policies.IN_SIGHT, policies.MAY_CLAIM_ROLE, policies.MAY_SET_MAIN_PROFESSION,
)  # fmt: skip


def test_one_row_and_the_whole_table_agree(place, noon):
    actors = [PUBLIC, OPERATOR, *(Actor(person_id=pk) for pk in (place.ada, place.ben, place.cat, place.dan))]
    answers = set()
    for policy, actor, at in itertools.product(POLICIES, actors, (noon, noon - timedelta(days=30))):
        visible = set(policy.visible(actor, at).values_list("pk", flat=True))
        for person in Person.objects.all():
            allowed = policy.decide(actor, person, at).allowed
            assert allowed == (person.pk in visible)
            answers.add(allowed)
    assert answers == {True, False}


def test_the_reason_says_why(place, noon):
    ben = Person.objects.get(pk=place.ben)

    assert policies.SEE_PERSON.decide(Actor(person_id=place.ada), ben, noon).reason == "they manage the person now"
    assert policies.SEE_PERSON.decide(OPERATOR, ben, noon).reason == "they operate the site"
    assert not policies.MAY_CLAIM_ROLE.decide(OPERATOR, ben, noon).allowed
