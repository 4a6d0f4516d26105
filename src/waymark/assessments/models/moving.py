"""Tables of how an assessment moves: its steps, in whose hands it is, and the terms a framework sets."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models.guards import APPEND_ONLY, never_changes
from waymark.kernel import personal, triggers
from waymark.kernel.policy import Purpose


class Step(models.Model):
    """One move of an assessment. Never edited: the steps, in order, are its history, and the last says its state."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=20)
    before = models.CharField(max_length=13, blank=True)
    """Empty for the first: before it, there was no assessment."""
    after = models.CharField(max_length=13)
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who made it. None: the program, or somebody at the command line."""
    maker = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Likewise, as a person; None for an account that belongs to nobody."""
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    words = models.JSONField(default=list)
    """Keys of the ready-made sentences that were chosen beside it (``rules.phrases``)."""
    declaration = models.TextField(blank=True)
    """What was declared, word for word."""


class Hand(models.Model):
    """In whose hands an assessment is, from when until when, and why. One at a time for each part somebody plays."""

    class Role(models.TextChoices):
        MANAGER = "manager"
        ASSESSOR = "assessor"
        MODERATOR = "moderator"

    class Why(models.TextChoices):
        CHOSEN = "chosen"
        NEXT = "next"
        DELEGATED = "delegated"
        CONFLICT = "conflict"
        MODERATION = "moderation"
        APPEAL = "appeal"

    class Ended(models.TextChoices):
        DECIDED = "decided"
        RETURNED = "returned"
        PASSED_ON = "passed_on"
        DELEGATED = "delegated"
        PUT_BACK = "put_back"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.PROTECT, related_name="hands")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=9, choices=Role)
    why = models.CharField(max_length=10, choices=Why)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, choices=Ended, blank=True)
    reason = models.TextField(blank=True)
    """Why it left these hands, in their own words: a conflict of interest, for example."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "role"], condition=Q(ended_at__isnull=True), name="in_one_pair_of_hands"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="") | Q(ended_at__gte=F("from_at")) & ~Q(ended_why=""),
                name="hand_ended_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["account", "ended_at"], name="hand_of_account")]


class Terms(models.Model):
    """What a framework asks of assessments, one row per change: the latest holds."""

    framework = models.ForeignKey(
        "frameworks.Framework", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """None: every framework that has no terms of its own."""
    evidence_from = models.PositiveSmallIntegerField(null=True)
    """From which level up evidence is asked for. None: never."""
    days = models.PositiveSmallIntegerField()
    """Days within which whoever has it should answer."""
    months = models.PositiveSmallIntegerField(null=True)
    """Months for which a sign-off holds. None: without end."""
    blind = models.BooleanField(default=False)
    """Whether managers and assessors answer before they see what the person put."""
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["framework", "id"], name="terms_of_framework")]


_LEAVERS = _("As long as you work here, and six years after")

personal.declare(
    personal.Holding(
        model="assessments.Step",
        what=_("What happened to your assessments: who sent, returned, confirmed or signed them off, when and why"),
        why=_("So that you and those who judge can follow how each decision came about."),
        keep=_LEAVERS,
        purpose=Purpose.ASSESSMENT,
        person=("assessment__person_id",),
        mentions=("maker_id",),
        account_mentions=("account_id",),
        fields=("assessment__uuid", "move", "before", "after", "at", "reason", "words", "declaration"),
    ),
    personal.Holding(
        model="assessments.Hand",
        what=_("In whose hands your assessments were, from when until when, and why"),
        why=_("So that somebody answers for each of them."),
        keep=_LEAVERS,
        purpose=Purpose.ASSESSMENT,
        person=("assessment__person_id",),
        account_mentions=("account_id",),
        fields=("assessment__uuid", "role", "why", "from_at", "ended_at", "ended_why", "reason"),
    ),
    personal.Holding(
        model="assessments.Terms",
        what=_("That you set what a framework asks of assessments"),
        why=_("So that somebody answers for the terms people are assessed on."),
        keep=_("As long as the framework"),
        purpose=personal.RUNNING,
        account_mentions=("account_id",),
        fields=("at",),
    ),
)
triggers.declare(
    *never_changes("assessments_step"),
    triggers.Guard("assessments_terms", "UPDATE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_terms", "DELETE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_hand", "UPDATE", "OLD.ended_at IS NOT NULL", APPEND_ONLY),
)
