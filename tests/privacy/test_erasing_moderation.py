"""Erasing a person takes what was chosen of theirs and what panels said of it; others’ words and panels stay."""

import pytest

from tests.privacy.conftest import NOON
from waymark.assessments.models import PanelMember, PanelWord, Sample
from waymark.kernel import personal
from waymark.kernel.policy import OPERATOR
from waymark.privacy import commands

pytestmark = pytest.mark.django_db


def test_what_panels_said_of_somebody_goes_with_them_and_of_others_stays(person, people):
    about = {one.key: one for one in personal.holdings() if one.key in {"assessments.sample", "assessments.panelword"}}
    for holding in about.values():
        assert personal.rows_about(holding, person_id=person.pk, account_id=person.account_id).exists()
    others = (Sample.objects.count() // 4 * 3, PanelWord.objects.count() // 4 * 3)

    commands.erase_person(person_id=person.pk, reason="They asked for it.", actor=OPERATOR, at=NOON)

    assert not Sample.objects.filter(assessment__person_id=person.pk).exists()
    assert (Sample.objects.count(), PanelWord.objects.count()) == others


def test_a_member_of_a_panel_leaves_it_when_erased(people):
    account = people.manager.account_id
    assert PanelMember.objects.filter(account_id=account).exists()

    commands.erase_person(person_id=people.manager.pk, reason="They asked for it.", actor=OPERATOR, at=NOON)

    assert not PanelMember.objects.filter(account_id=account).exists()
    assert PanelMember.objects.exists()
