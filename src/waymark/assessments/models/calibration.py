"""Tables of exercises: invented cases that a panel judged, and what assessors said of them before they saw that."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models.guards import APPEND_ONLY
from waymark.kernel import personal, triggers
from waymark.kernel.policy import Purpose


class ExerciseCase(models.Model):
    """An invented piece of work for one skill, with the level a panel gave it and why.

    Its words never change, because answers were given to them: other words under its key are a row of their own, and
    the earlier one is retired.
    """

    uuid = models.UUIDField(unique=True)
    key = models.CharField(max_length=120)
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("frameworks.Version", on_delete=models.PROTECT, related_name="+", db_index=False)
    """In whose words of the skill it was judged, and is."""
    profession = models.ForeignKey(
        "organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """That of the framework when it was added. None: a framework that no profession owns."""
    title = models.CharField(max_length=200)
    sample = models.TextField()
    panel_level = models.PositiveSmallIntegerField()
    """A rank of the skill's scale; 0: not yet at the first level."""
    panel_reason = models.TextField()
    added_by = models.ForeignKey(
        "access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """None: an operator of the site."""
    at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    """From then on nobody is asked; the answers that were given stay."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(retired_at__isnull=True), name="one_exercise_per_key"),
        ]
        indexes = [models.Index(fields=["profession", "retired_at", "id"], name="exercise_of_profession")]


class ExerciseAnswer(models.Model):
    """The level an assessor gave an exercise, and why, before they saw what the panel said. One each; never edited."""

    case = models.ForeignKey(ExerciseCase, on_delete=models.PROTECT, related_name="answers")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "case"], name="one_answer_per_exercise")]


personal.declare(
    personal.Holding(
        model="assessments.ExerciseCase",
        what=_("That you added an exercise for assessors"),
        why=_("So that somebody answers for what assessors practise on."),
        keep=_("As long as the framework"),
        purpose=personal.RUNNING,
        account_mentions=("added_by_id",),
        fields=("at",),
    ),
    personal.Holding(
        model="assessments.ExerciseAnswer",
        what=_("The levels you gave exercises as an assessor, and why"),
        why=_("So that you, and the moderators of your profession, see how your judgement compares with the panel’s."),
        keep=_("As long as you work here, and six years after"),
        purpose=Purpose.ASSESSMENT,
        account=("account_id",),
        fields=("case__title", "level", "reason", "at"),
    ),
)
_SAME = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in (
        "uuid",
        "key",
        "skill_id",
        "version_id",
        "profession_id",
        "title",
        "sample",
        "panel_level",
        "panel_reason",
        "added_by_id",
        "at",
    )
)
_THEIR_PERSON_GOES = (
    "EXISTS (SELECT 1 FROM people_erasure e JOIN people_person p ON p.id = e.person_id "
    "WHERE p.account_id = OLD.account_id AND e.done_at IS NULL)"
)
triggers.declare(
    triggers.Guard("assessments_exercisecase", "UPDATE", f"OLD.retired_at IS NOT NULL OR {_SAME}", APPEND_ONLY),
    triggers.Guard("assessments_exercisecase", "DELETE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_exerciseanswer", "UPDATE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_exerciseanswer", "DELETE", f"NOT {_THEIR_PERSON_GOES}", APPEND_ONLY),
)
