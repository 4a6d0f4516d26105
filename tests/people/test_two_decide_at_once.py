"""Two people decide on the same thing at the same moment: one decision stands, the other is told."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection

from tests.people.mending import ask, holding, manager_of
from waymark.access.types import DutyKind
from waymark.audit.models import Entry
from waymark.kernel.errors import Refusal
from waymark.people import commands
from waymark.people.models import Correction, ReportingLine

pytestmark = pytest.mark.django_db(transaction=True)


def together(*moves):
    """Run moves at the same moment, each on a connection of its own; return what each gave or was refused with."""
    gate = threading.Barrier(len(moves))
    results = [None] * len(moves)

    def run(number, move):
        gate.wait()
        try:
            while True:
                try:
                    results[number] = move()
                except OperationalError as busy:
                    if "locked" not in str(busy):
                        raise
                else:
                    return
        except Refusal as refusal:
            results[number] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_one_accepts_while_another_declines(mended, noon):
    place = mended
    uuid = ask(place, noon, manager=place.dan)
    director = holding(place, DutyKind.HR_DIRECTOR, "ho")

    results = together(
        lambda: commands.accept_correction(uuid=uuid, seen_manager_id=place.ada, actor=director, at=noon),
        lambda: commands.decline_correction(uuid=uuid, reason="No", actor=director, at=noon),
    )

    row = Correction.objects.get(uuid=uuid)
    assert results in ([True, "AlreadySettled"], ["AlreadySettled", None])
    assert manager_of(place.ben, noon) == (place.dan if row.state == "accepted" else place.ada)
    assert Entry.objects.filter(kind__in=["people.correction.accepted", "people.correction.declined"]).count() == 1


def test_two_set_two_managers(mended, noon):
    place = mended
    director = holding(place, DutyKind.ADMINISTRATOR)

    results = together(
        *(
            lambda manager=manager: commands.set_manager(
                person_id=place.ben, manager_id=manager, seen_manager_id=place.ada, actor=director, at=noon
            )
            for manager in (place.dan, place.eve)
        )
    )

    assert sorted(map(str, results)) == ["ManagerChanged", "None"]
    assert ReportingLine.objects.filter(person_id=place.ben, until_on=None).count() == 1
