"""Tables of the conversation sheet: what a person and their manager see differently, and what they make of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.kernel.policy import Purpose


class Talk(models.Model):
    """The conversation sheet of an assessment that went to a manager. Both write to it until it was talked about."""

    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="talk")
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Which manager it waits for: the one whose differing word began it, then whoever manages the person since. None:
    nobody does."""
    begun_at = models.DateTimeField()
    """When it was begun last: a later difference begins it anew."""
    ended_at = models.DateTimeField(null=True)
    """When a manager marked it talked about. None: it is still to be."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")), name="talk_times_in_order"
            )
        ]


class TalkPoint(models.Model):
    """One skill of a sheet: both levels as they stood when it came onto it, and what the two wrote."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="points")
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+", db_index=False)
    own_level = models.PositiveSmallIntegerField(null=True)
    own_has_skill = models.BooleanField(null=True)
    manager_level = models.PositiveSmallIntegerField(null=True)
    manager_has_skill = models.BooleanField(null=True)
    about = models.TextField(blank=True)
    """What to talk about; it begins as the manager's reason."""
    came_of_it = models.TextField(blank=True)
    agreed = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    """By when what was agreed is to be done."""
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who wrote last."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "skill"], name="one_talk_point_per_skill")]


personal.declare(
    personal.Holding(
        model="assessments.Talk",
        what=_("Which of your assessments you and your manager were to talk about, and when you had"),
        why=_("So that a difference between the two of you is talked about, and not left standing."),
        keep=_("As long as you work here, and six years after"),
        purpose=Purpose.ASSESSMENT,
        person=("assessment__person_id",),
        account_mentions=("account_id",),
        fields=("assessment__uuid", "begun_at", "ended_at"),
    ),
    personal.Holding(
        model="assessments.TalkPoint",
        what=_("What you and your manager saw differently, what you wrote about it, and what you agreed"),
        why=_("So that both of you leave with the same actions and days."),
        keep=_("As long as you work here, and six years after"),
        purpose=Purpose.ASSESSMENT,
        person=("talk__assessment__person_id",),
        account_mentions=("by_id",),
        fields=(
            "talk__assessment__uuid",
            "skill_id",
            "own_level",
            "own_has_skill",
            "manager_level",
            "manager_has_skill",
            "about",
            "came_of_it",
            "agreed",
            "due_on",
            "saved_at",
        ),
    ),
)
