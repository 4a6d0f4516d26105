"""A feed speaks of a unit at the moment when it closes: nobody is left in what is closed."""

from __future__ import annotations

import pytest

from tests.people.feeding.conftest import AT, later
from tests.people.feeding.test_organisations_change import reorganise, said
from tests.shared import together
from waymark.kernel.policy import OPERATOR
from waymark.people import commands
from waymark.people.models import Post
from waymark.people.types import Put

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("merger_first", [True, False])
def test_a_unit_merges_while_somebody_is_put_into_it(department, merger_first):
    ids = department.ids

    def put():
        return commands.put(
            feed=department.feed.uuid, said=said(department, unit=ids["u2"]), actor=OPERATOR, at=later(1)
        )

    def merge():
        return reorganise("merge", ids["u2"], into_id=ids["u1"], at=AT)

    moves = [merge, put] if merger_first else [put, merge]
    done = together(*moves)
    became, _change = reversed(done) if merger_first else done

    there = list(Post.objects.values_list("organisation_id", flat=True))
    if isinstance(became, commands.SaidWrongly):
        assert there == []
    else:
        assert isinstance(became, Put)
        assert there == [ids["u1"]]
