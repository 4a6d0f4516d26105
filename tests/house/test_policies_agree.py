"""Every policy of every room gives the same answer for one row as for the whole table.

Policies are found, not listed: one that finds nothing to answer for in ``world.py`` fails here.
"""

import importlib
from datetime import timedelta

import pytest

from tests.house import world
from tests.house.house import rooms
from tests.shared import grounds_made_once
from waymark.kernel.policy import PUBLIC, Policy

A_FEW = 2
MOMENTS = (world.NOON, world.NOON - timedelta(days=3), world.NOON - timedelta(days=1000))


def policies():
    """Give every policy that a room declares, by its name."""
    found = {}
    for room in rooms():
        try:
            module = importlib.import_module(f"waymark.{room}.policies")
        except ModuleNotFoundError as missing:
            if missing.name == f"waymark.{room}.policies":
                continue  # a room that nobody has to be let into
            raise
        for name, policy in vars(module).items():
            if isinstance(policy, Policy):
                found.setdefault(f"{room}.{name}", policy)
    return found


@pytest.fixture
def people(db):
    made = world.build()
    with grounds_made_once():
        yield made


def table_of(policy):
    """Return the model that a policy answers for: that of its grounds."""
    (model,) = {ground.rows(PUBLIC, world.NOON).model for ground in policy.grounds}
    return model


def some(rows, seen, first):
    """Give a few rows that are seen and a few that are not: of each actor others, so that all have their turn."""
    turned = rows[first % len(rows) :] + rows[: first % len(rows)]
    return [
        *[row for row in turned if row.pk in seen][:A_FEW],
        *[row for row in turned if row.pk not in seen][:A_FEW],
    ]


def test_one_row_and_the_whole_table_agree(people):
    for name, policy in policies().items():
        model = table_of(policy)
        rows = list(model.objects.all())
        assert len(rows) > 1, f"world.py has too few rows of {model._meta.label} to see {name} at work"

        for first, (who, actor) in enumerate(world.actors(people).items()):
            for at in MOMENTS:
                seen = set(model.objects.filter(pk__in=policy.visible(actor, at)).values_list("pk", flat=True))
                for row in some(rows, seen, first):
                    decided = policy.decide(actor, row, at).allowed

                    assert decided == (row.pk in seen), f"the two answers of {name} differ for {who}"


def test_every_ground_lets_somebody_in_and_says_why(people):
    actors = world.actors(people).values()
    shut = []
    for name, policy in policies().items():
        for ground in policy.grounds:
            assert ground.reason
            if not any(ground.rows(actor, world.NOON).exists() for actor in actors):
                shut.append(f"{name}: {ground.reason}")

    assert shut == [], "nobody in world.py is let in by these; add somebody who is"


def test_every_policy_refuses_somebody(people):
    for name, policy in policies().items():
        rows = table_of(policy).objects.all()

        assert any(
            not policy.decide(actor, row, world.NOON).allowed
            for actor in world.actors(people).values()
            for row in rows
        ), f"{name} lets everybody do everything"  # fmt: skip


def test_whoever_is_nobody_in_particular_is_let_in_nowhere(people):
    let_in = [name for name, policy in policies().items() if policy.visible(PUBLIC, world.NOON).exists()]

    assert let_in == []


def test_rooms_have_policies():
    assert len(policies()) > 5
