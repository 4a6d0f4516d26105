"""What an assessor answered to exercises, and the figures about them, go with them and with nobody else."""

import pytest
from django.db import DatabaseError, transaction

from tests.privacy.conftest import NOON
from waymark.assessments.models import ExerciseAnswer
from waymark.kernel.policy import OPERATOR
from waymark.privacy import commands
from waymark.reporting.models import AssessorFigures

pytestmark = pytest.mark.django_db


def test_answers_and_figures_go_with_their_assessor(people):
    account, others = people.person.account_id, ExerciseAnswer.objects.exclude(account_id=people.person.account_id)
    before = others.count()
    assert ExerciseAnswer.objects.filter(account_id=account).exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ExerciseAnswer.objects.filter(account_id=account).delete()

    done = commands.erase_person(person_id=people.person.pk, reason="They asked for it.", actor=OPERATOR, at=NOON)

    assert done.rows["assessments.exerciseanswer"] == 2
    assert done.rows["reporting.assessorfigures"] == 2
    assert not ExerciseAnswer.objects.filter(account_id=account).exists()
    assert not AssessorFigures.objects.filter(account_id=account).exists()
    assert others.count() == before > 0
