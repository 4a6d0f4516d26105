"""What follows when somebody may not decide any more: a duty ended, they left, or the person has another manager."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.assessments import rules
from waymark.assessments.commands import hands, sending, steps
from waymark.assessments.events import TalkFollows
from waymark.assessments.models import Assessment, Hand, Talk
from waymark.audit import commands as audit
from waymark.kernel.policy import OPERATOR
from waymark.people import queries as people
from waymark.people.types import ManagerCard


@transaction.atomic
def put_back(*, accounts: Collection[int] | None = None, persons: Collection[int] | None = None, at: datetime) -> int:
    """Put back onto the desk what is in the hands of an assessor who cannot decide about it any more; return how many.

    That is who has no duty over the profession now, wherever, whose account is closed, or who manages the person now.
    What they decided so far stands, and their drafts stay theirs. Its day stays the same: the person waits since. The
    others who may assess it are told, and its person; while a panel looks at it, the panel goes on. Of whoever
    restricted their record nobody else is told. Safe to repeat.

    Args:
        accounts: whose hands to look at. None: everybody's.
        persons: whose assessments to look at. None: everybody's.
        at: when.

    Cost: four queries, and some thirty for each that is put back.
    """
    held = Hand.objects.filter(role=Hand.Role.ASSESSOR, ended_at__isnull=True)
    if accounts is not None:
        held = held.filter(account_id__in=accounts)
    if persons is not None:
        held = held.filter(assessment__person_id__in=persons)
    rows = list(
        held.order_by("assessment__person_id", "pk").values_list(
            "assessment_id", "account_id", "assessment__person_id", "assessment__profession_id"
        )
    )
    if not rows:
        return 0
    over = access.professions_over([DutyKind.ASSESSOR], {row[1] for row in rows}, at)
    managers = people.managers_of({row[2] for row in rows}, at)
    untold = set(people.restricted(at).values_list("person_id", flat=True))  # few
    number = 0
    for assessment_id, account_id, person_id, profession_id in rows:
        duties = over.get(account_id, frozenset())
        manager = managers.get(person_id)
        if (None in duties or profession_id in duties) and (manager is None or manager.account_id != account_id):
            continue
        number += _put_back(assessment_id, account_id, person_id, at, told=person_id not in untold)
    return number


def _put_back(assessment_id: int, account_id: int, person_id: int, at: datetime, *, told: bool) -> int:
    row = _locked(assessment_id, person_id)
    hand = hands.holding(row, Hand.Role.ASSESSOR)
    if hand is None or hand.account_id != account_id or (row.state, "put_back") not in rules.MOVES:
        return 0  # somebody decided or passed it on meanwhile
    hands.end(row, Hand.Ended.PUT_BACK, at)
    steps.moved(row, "put_back", actor=OPERATOR, at=at)
    audit.record(
        "assessments.assessment.put_back", actor=OPERATOR, at=at, subjects=(person_id,), assessment=str(row.uuid),
        role_level=row.role_level_id, was_with=account_id,
    )  # fmt: skip
    waits = told and row.state != rules.IN_MODERATION
    steps.tell(row, sending.could_assess(row, at, but={account_id}) if waits else (), at)
    return 1


@transaction.atomic
def follow_managers(*, persons: Collection[int] | None = None, at: datetime) -> int:
    """Give what people sent to their manager to the one they have now; return how many assessments moved.

    It leaves the hands of the manager before, with the drafts that are theirs alone. Whoever has no manager with an
    account is told that it waits for nobody. Sheets that are still to be talked about follow too. What whoever
    restricted their record sent follows once the record is used again. Safe to repeat.

    Args:
        persons: whose. None: everybody's.
        at: when.

    Cost: seven queries, and about ten for each that moves.
    """
    unused = people.restricted(at)
    waiting = Assessment.objects.filter(goes_to=Assessment.GoesTo.MANAGER, state=rules.SUBMITTED)
    waiting = waiting.exclude(person_id__in=unused)
    talks = Talk.objects.filter(ended_at__isnull=True, assessment__goes_to=Assessment.GoesTo.MANAGER)
    talks = talks.exclude(assessment__state=rules.WITHDRAWN).exclude(assessment__person_id__in=unused)
    if persons is not None:
        waiting = waiting.filter(person_id__in=persons)
        talks = talks.filter(assessment__person_id__in=persons)
    rows = list(waiting.order_by("person_id", "pk").values_list("pk", "person_id"))
    sheets = list(talks.order_by("pk").values_list("assessment_id", "assessment__person_id", "account_id"))
    managers = _accounts(people.managers_of({row[1] for row in rows} | {row[1] for row in sheets}, at))
    held = dict(
        Hand.objects.filter(
            assessment__in=[row[0] for row in rows], role=Hand.Role.MANAGER, ended_at__isnull=True
        ).values_list("assessment_id", "account_id")
    )
    moving = [row for row in rows if held.get(row[0]) != managers.get(row[1])]
    talking = [row[:2] for row in sheets if row[2] != managers.get(row[1])]
    # All of them at once and in order, as everybody locks people: one by one, two could wait for each other.
    moved = sorted({person_id for _pk, person_id in (*moving, *talking)})
    list(people.rows_of(moved).select_for_update(no_key=True).values_list("pk"))
    number = sum(_follow(pk, person_id, managers.get(person_id), at) for pk, person_id in moving)
    for pk, person_id in talking:
        _hand_sheet_on(pk, person_id, managers.get(person_id), at)
    return number


def _follow(assessment_id: int, person_id: int, account_id: int | None, at: datetime) -> int:
    row = _locked(assessment_id, person_id)
    hand = hands.holding(row, Hand.Role.MANAGER)
    if row.state != rules.SUBMITTED or row.goes_to != Assessment.GoesTo.MANAGER:
        return 0  # decided or taken back meanwhile
    hands.end(row, Hand.Ended.PUT_BACK, at)
    if account_id is not None:
        hands.give(row, Hand.Role.MANAGER, account_id, Hand.Why.CHOSEN, at)
    steps.moved(row, "change_manager", actor=OPERATOR, at=at)
    audit.record(
        "assessments.assessment.manager_changed", actor=OPERATOR, at=at, subjects=(person_id,),
        assessment=str(row.uuid), role_level=row.role_level_id, was_with=hand.account_id if hand else None,
        is_with=account_id,
    )  # fmt: skip
    steps.tell(row, (account_id,) if account_id is not None else (), at)
    return 1


def _hand_sheet_on(assessment_id: int, person_id: int, account_id: int | None, at: datetime) -> None:
    row = _locked(assessment_id, person_id)
    sheet = Talk.objects.annotate(number=Count("points")).get(assessment=row)
    theirs = row.goes_to == Assessment.GoesTo.MANAGER and row.state != rules.WITHDRAWN
    if not theirs or sheet.ended_at is not None:
        return  # talked about, taken back or sent to somebody else meanwhile
    was_with, sheet.account_id = sheet.account_id, account_id
    sheet.save(update_fields=["account"])
    audit.record(
        "assessments.talk.follows", actor=OPERATOR, at=at, subjects=(person_id,), assessment=str(row.uuid),
        was_with=was_with, is_with=account_id,
    )  # fmt: skip
    audit.announce(TalkFollows(str(row.uuid), person_id, account_id, sheet.pk, sheet.number), at=at)


def _accounts(managers: Mapping[int, ManagerCard]) -> dict[int, int]:
    """Return the accounts of managers who can sign in, by the same keys. One query."""
    known = {person_id: one.account_id for person_id, one in managers.items() if one.account_id is not None}
    usable = access.account_cards(known.values())
    return {person_id: account_id for person_id, account_id in known.items() if account_id in usable}


def _locked(assessment_id: int, person_id: int) -> Assessment:
    """Return an assessment, locked behind its person as every decision locks it."""
    people.row_of(person_id).select_for_update(no_key=True).get()
    return Assessment.objects.select_for_update().get(pk=assessment_id)
