"""Tables of levels that travel: what a department accepts, what it accepted, and records that people show outside."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models.guards import APPEND_ONLY, deletes_with, never_changes
from waymark.kernel import personal, triggers
from waymark.kernel.policy import Purpose


class AcceptanceRule(models.Model):
    """What a department accepts of levels that were signed off elsewhere: one row per change, the latest holds."""

    class Assurance(models.TextChoices):
        ASSESSOR = "assessor"
        PANEL = "panel"

    class Scales(models.TextChoices):
        SAME = "same"
        EQUIVALENT = "equivalent"

    uuid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(
        "organisation.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    profession = models.ForeignKey(
        "organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Whose frameworks it is about. None: those of every profession without a rule of its own."""
    issuers = models.JSONField(default=list)
    """Ids of the departments whose assessors' word is accepted. Empty: those of every department."""
    months = models.PositiveSmallIntegerField(null=True)
    """How old a level may be on the day of the move. None: as old as it is valid."""
    assurance = models.CharField(max_length=8, choices=Assurance)
    """The least that is asked for."""
    scales = models.CharField(max_length=10, choices=Scales)
    """Whether a level on another scale is accepted where somebody said what it counts as."""
    reason = models.CharField(max_length=400)
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "id"], name="acceptance_rule_of_body")]


class Acceptance(models.Model):
    """What a department a person moved to made of one level that was signed off before. Never edited."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        ASKED = "asked"

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "organisation.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    judgement = models.ForeignKey("assessments.Judgement", on_delete=models.PROTECT, related_name="+", db_index=False)
    moved_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    why = models.JSONField(default=list)
    """Why it was not accepted, as keys of ``rules.accepting``; empty when it was."""
    rule = models.ForeignKey(AcceptanceRule, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """None: the department had written none."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "judgement", "moved_on"], name="one_outcome_per_move"),
        ]
        indexes = [models.Index(fields=["person", "moved_on"], name="acceptance_of_person")]


class RecordLink(models.Model):
    """Some of a person's signed-off levels, shown to whoever has the link, until a day or until they end it.

    The link and the code that is printed are kept as digests: whoever reads this table can open none of them.
    """

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, unique=True)
    items = models.JSONField(default=list)
    """UUIDs of the judgements it shows, as text."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="record_link_ends_later"),
        ]


_LEAVERS = _("As long as you work here, and six years after")

personal.declare(
    personal.Holding(
        model="assessments.AcceptanceRule",
        what=_("That you wrote what a department accepts of levels signed off elsewhere"),
        why=_("So that somebody answers for the rule people’s levels are held to."),
        keep=_("As long as the department"),
        purpose=personal.RUNNING,
        account_mentions=("account_id",),
        fields=("at", "reason"),
    ),
    personal.Holding(
        model="assessments.Acceptance",
        what=_("Which of your levels a department accepted when you moved there, and which it asks for again"),
        why=_("So that nobody is assessed again in what was accepted."),
        keep=_LEAVERS,
        purpose=Purpose.ASSESSMENT,
        person=("person_id",),
        fields=("organisation__name", "judgement__uuid", "moved_on", "outcome", "why", "at"),
    ),
    personal.Holding(
        model="assessments.RecordLink",
        what=_("Links by which you show some of your levels outside, until when, and how often they were opened"),
        why=_("So that you can show what you hold, and end it."),
        keep=_LEAVERS,
        purpose=Purpose.DEVELOPMENT,
        person=("person_id",),
        fields=("items", "made_at", "expires_at", "ended_at", "looks", "looked_at"),
    ),
)
triggers.declare(
    triggers.Guard("assessments_acceptancerule", "UPDATE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_acceptancerule", "DELETE", "1 = 1", APPEND_ONLY),
    *never_changes("assessments_acceptance", "OLD.person_id"),
    triggers.Guard("assessments_recordlink", "UPDATE", "OLD.ended_at IS NOT NULL", APPEND_ONLY),
    deletes_with("assessments_recordlink", "OLD.person_id"),
)
