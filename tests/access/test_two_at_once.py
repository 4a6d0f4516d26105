"""Two people at the same moment: one wins, the other is told."""

import threading

import pytest
from django.db import connection

from tests.access.conftest import Someone, administrator, give
from tests.conftest import NOON
from waymark.access import commands, queries
from waymark.access.models import AdminSession, Grant, GrantDecision, Revocation
from waymark.kernel.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def together(*moves):
    """Run moves at the same moment, each on a connection of its own; return what each gave or was refused with."""
    gate = threading.Barrier(len(moves))
    results = [None] * len(moves)

    def run(number, move):
        gate.wait()
        try:
            results[number] = move()
        except Refusal as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def refusals(results):
    return [type(one).__name__ for one in results if isinstance(one, Refusal)]


def test_of_two_decisions_at_once_one_stands():
    ada, ben, cho, dee = (Someone(name) for name in ("ada", "ben", "cho", "dee"))
    grant = give(ben, "auditor", by=administrator(ada))
    deciders = [administrator(cho), administrator(dee)]

    results = together(
        *(
            lambda actor=actor, approve=approve: commands.decide(
                grant=grant, approve=approve, reason="Checked", actor=actor, at=NOON
            )
            for actor, approve in zip(deciders, (True, False), strict=True)
        )
    )

    assert refusals(results) == ["AlreadyDecided"]
    assert GrantDecision.objects.filter(grant__uuid=grant).count() == 1
    assert ben.holds("auditor") == GrantDecision.objects.get(grant__uuid=grant).approved


def test_two_administrators_who_leave_at_once_do_not_leave_nobody():
    ada, ben = Someone("ada"), Someone("ben")
    grants = {who: give(who, "administrator") for who in (ada, ben)}

    results = together(
        *(
            lambda who=who, grant=grant: commands.give_up(grant=grant, reason="Moved on", actor=who.actor, at=NOON)
            for who, grant in grants.items()
        )
    )

    assert refusals(results) == ["LastAdministrator"]
    assert Revocation.objects.count() == 1
    assert sum(queries.duties_held(who.id, NOON).administrator for who in grants) == 1


def test_the_same_duty_given_twice_at_once_is_given_once():
    ada, ben = Someone("ada"), Someone("ben")
    by = administrator(ada)

    results = together(*[lambda: give(ben, "facilitator", by=by)] * 2)

    assert refusals(results) == ["AlreadyHeld"]
    assert Grant.objects.filter(account_id=ben.id).count() == 1


def test_two_tabs_open_one_session():
    ada = Someone("ada")
    give(ada, "administrator")
    actor = ada.actor

    results = together(*[lambda: commands.open_admin_session(reason="Review", actor=actor, at=NOON)] * 2)

    assert refusals(results) == ["SessionOpen"]
    assert AdminSession.objects.count() == 1


def test_of_two_who_take_one_duty_back_at_once_one_is_told():
    ada, ben = Someone("ada"), Someone("ben")
    by = administrator(ada)
    grant = give(ben, "facilitator", by=by)
    holder = ben.actor

    results = together(
        lambda: commands.revoke(grant=grant, reason="Moved on", actor=by, at=NOON),
        lambda: commands.give_up(grant=grant, reason="Moved on", actor=holder, at=NOON),
    )

    assert refusals(results) == ["AlreadyOver"]
    assert Revocation.objects.count() == 1
