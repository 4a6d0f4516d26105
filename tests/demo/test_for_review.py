"""What the manager of the demo finds to review."""

import pytest

from waymark.access import queries as access
from waymark.assessments import queries as assessments
from waymark.assessments.types import Stand
from waymark.kernel.policy import OPERATOR, Actor
from waymark.people import queries as people

pytestmark = pytest.mark.django_db


def test_the_managers_team_sent_eight_assessments_of_which_something_opens_in_some(built, at):
    manager = Actor(access.demo_account("manager").id, people.person("manager", at, OPERATOR).id)

    found = assessments.reviews(manager, at)

    assert len(found) == 8
    assert any(one.count(Stand.DISCUSS) for one in found)
    assert any(one.rest for one in found)
    assert any(not one.opened for one in found)
