"""Who may: one row and the whole table get the same answer."""

import pytest

from tests.assessments import build as record
from tests.conftest import NOON
from waymark.assessments import commands, policies
from waymark.assessments.models import Assessment
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.people.models import Person

OF_ASSESSMENTS = ("SEE_ASSESSMENT", "MAY_ANSWER", "MAY_SUBMIT", "MAY_WITHDRAW")
OF_PEOPLE = ("SEE_LEVELS", "MAY_START")


@pytest.fixture
def actors(ada, stranger, weaver):
    for someone in (ada, stranger):
        commands.start(role_level_id=weaver, kind="full", actor=record.acting(someone), at=NOON)
    return {"ada": record.acting(ada), "stranger": record.acting(stranger), "public": PUBLIC, "operator": OPERATOR}


@pytest.mark.parametrize("who", ["ada", "stranger", "public", "operator"])
@pytest.mark.parametrize("name", [*OF_ASSESSMENTS, *OF_PEOPLE])
def test_one_row_and_the_whole_table_agree(actors, name, who):
    policy, actor = getattr(policies, name), actors[who]
    rows = (Assessment if name in OF_ASSESSMENTS else Person).objects.all()

    seen = set(rows.filter(pk__in=policy.visible(actor, NOON)).values_list("pk", flat=True))

    assert seen == {row.pk for row in rows if policy.decide(actor, row, NOON).allowed}
    for row in rows:
        if row.pk in seen:
            assert policy.require(actor, row.pk, NOON) == policy.decide(actor, row, NOON).reason
        else:
            with pytest.raises(NotVisible):
                policy.require(actor, row.pk, NOON)


def test_each_sees_their_own_the_operator_sees_levels_and_the_public_nothing(actors, ada, stranger):
    def seen(name, who):
        return policies.__dict__[name].visible(actors[who], NOON).count()

    assert [seen("SEE_ASSESSMENT", who) for who in actors] == [1, 1, 0, 0]
    assert [seen("SEE_LEVELS", who) for who in actors] == [1, 1, 0, 2]
    assert [seen("MAY_START", who) for who in actors] == [1, 1, 0, 0]
