"""Tables of exercises that moderators are still writing. Nobody else sees them, and no assessor is asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class ExerciseDraft(models.Model):
    """A piece of work that becomes an exercise for each skill it shows, once it is published. Then the draft goes."""

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="+", db_index=False)
    profession = models.ForeignKey(
        "organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """That of the framework when it was begun: its moderators write the draft together."""
    title = models.CharField(max_length=200)
    sample = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    """Grows by one with every change, so that nobody overwrites what they have not seen."""
    begun_by = models.ForeignKey(
        "access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """None: an operator of the site."""
    changed_by = models.ForeignKey(
        "access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["profession", "id"], name="exercise_draft_of_profession")]


class ExerciseDraftWord(models.Model):
    """A skill that the piece of work shows, with the panel's level and reason as far as they are written."""

    draft = models.ForeignKey(ExerciseDraft, on_delete=models.CASCADE, related_name="words", db_index=False)
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+", db_index=False)
    panel_level = models.PositiveSmallIntegerField(null=True)
    """A rank of the skill's scale; 0: not yet at the first level; None: not written yet."""
    panel_reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "skill"], name="one_word_per_skill_of_a_draft")]


personal.declare(
    personal.Holding(
        model="assessments.ExerciseDraft",
        what=_("That you began or changed a draft of an exercise for assessors"),
        why=_("So that those who write it together know whose words they are."),
        keep=_("Until the draft is published or thrown away"),
        purpose=personal.RUNNING,
        account_mentions=("begun_by_id", "changed_by_id"),
        fields=("changed_at",),
    ),
)
personal.nothing_personal(_("What invented work shows, in a panel’s words."), "assessments.ExerciseDraftWord")
