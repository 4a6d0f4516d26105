"""Whatever is done to duties, in whatever order: what counts is what should."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.conftest import Someone, give
from tests.conftest import NOON
from waymark.access import commands, queries
from waymark.access.models import AdminSession, Grant
from waymark.access.types import GrantFilter, GrantState
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import OPERATOR

HOUR = timedelta(hours=1)
NAMES = ("ada", "ben", "cho")
MOVES = st.tuples(
    st.sampled_from(["give", "give", "cover", "approve", "decline", "revoke", "give up", "session", "end session"]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 5),
    st.integers(1, 6),
    st.sampled_from(["facilitator", "auditor", "administrator"]),
)


def make(move, people, at):
    """Do one thing, or have it refused; nothing but a refusal may come out."""
    what, one, other, number, hours, kind = move
    who, also = people[one], people[other]
    grants = list(Grant.objects.order_by("pk"))
    grant = grants[number % len(grants)] if grants else None
    reason = "For the test"
    try:
        with transaction.atomic():
            if what == "give":
                give(also, kind, by=OPERATOR if number % 2 else who.at(at), at=at, until_at=at + hours * HOUR)
            elif what == "session":
                commands.open_admin_session(reason=reason, minutes=hours * 20, actor=who.at(at), at=at)
            elif what == "end session":
                commands.end_admin_session(actor=who.at(at), at=at)
            elif grant is None:
                return
            elif what == "cover":
                commands.name_cover(
                    grant=grant.uuid, account=also.uuid, until_at=at + hours * HOUR, reason=reason, actor=who.at(at),
                    at=at,
                )  # fmt: skip
            elif what in {"approve", "decline"}:
                actor = OPERATOR if number % 2 else who.at(at)
                commands.decide(grant=grant.uuid, approve=what == "approve", reason=reason, actor=actor, at=at)
            elif what == "revoke":
                actor = OPERATOR if number % 2 else who.at(at)
                commands.revoke(grant=grant.uuid, reason=reason, actor=actor, at=at)
            else:
                commands.give_up(grant=grant.uuid, reason=reason, actor=who.at(at), at=at)
    except Refusal:
        pass


def counts(grant: Grant, at) -> bool:
    """Say whether a grant counts, written out once more in plain Python."""
    decision, revocation = getattr(grant, "decision", None), getattr(grant, "revocation", None)
    if not grant.from_at <= at < grant.until_at or (revocation is not None and revocation.at <= at):
        return False
    if grant.two_people and not (decision is not None and decision.approved and decision.at <= at):
        return False
    return grant.covers is None or counts(grant.covers, at)


def administered(people, at) -> bool:
    return any(queries.duties_held(person.id, at).administrator for person in people)


def in_a_session(account_id, at) -> bool:
    return any(
        one.from_at <= at < (one.ended_at or one.until_at) for one in AdminSession.objects.filter(account_id=account_id)
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, min_size=4, max_size=25))
def test_what_counts_is_what_should(db, moves):
    with transaction.atomic():
        try:
            people = [Someone(name) for name in NAMES]
            give(people[0], "administrator", until_at=NOON + 100 * HOUR)
            for number, move in enumerate(moves):
                at = NOON + number * HOUR / 2
                somebody = administered(people, at)
                make(move, people, at)
                # Whatever is done, somebody who is an administrator now leaves another one behind.
                assert administered(people, at) or not somebody
            for at in (NOON, NOON + 3 * HOUR, NOON + 7.25 * HOUR, NOON + len(moves) * HOUR / 2):
                check(people, at)
        finally:
            transaction.set_rollback(True)


def check(people, at):
    grants = list(Grant.objects.select_related("covers__covers", "covers__decision", "covers__revocation"))
    for grant in grants:
        # Nobody covers a cover, and a cover lies inside the time of what it covers.
        if grant.covers is not None:
            assert grant.covers.covers_id is None
            assert grant.covers.from_at <= grant.from_at < grant.until_at <= grant.covers.until_at
            assert grant.covers.account_id != grant.account_id
    for person in people:
        held = queries.duties_held(person.id, at)
        session = in_a_session(person.id, at)
        should = {
            grant.pk
            for grant in grants
            if grant.account_id == person.id and counts(grant, at) and (grant.kind != "administrator" or session)
        }
        assert {duty.grant_id for duty in held.duties} == should
    # A list narrowed to a state shows the grants that stand there, and no other.
    everything = [card for card in queries.grants(OPERATOR, at, GrantFilter()).rows]
    for state in GrantState:
        found = {card.id for card in queries.grants(OPERATOR, at, GrantFilter(state=state)).rows}
        assert found == {card.id for card in everything if card.state is state} or len(everything) == 25
    assert {card.id for card in everything if card.state is GrantState.IN_FORCE} == {
        grant.pk for grant in grants if counts(grant, at)
    } or len(everything) == 25
