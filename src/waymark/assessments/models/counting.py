"""Tables of what bears on a level beside judgements: taken back, about to end, exempt, and whether it is wanted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models.audience import Audience
from waymark.assessments.models.guards import APPEND_ONLY
from waymark.kernel import personal, triggers
from waymark.kernel.policy import Purpose


class Revocation(models.Model):
    """A judgement that counts no more, and why. The judgement stays."""

    judgement = models.OneToOneField("assessments.Judgement", on_delete=models.PROTECT, related_name="revocation")
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()


class LevelNotice(models.Model):
    """A person was told that a signed-off level ends soon, or has ended: each once of one judgement."""

    class About(models.TextChoices):
        ENDING = "ending"
        ENDED = "ended"

    judgement = models.ForeignKey("assessments.Judgement", on_delete=models.CASCADE, related_name="+", db_index=False)
    about = models.CharField(max_length=6, choices=About)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["judgement", "about"], name="told_once_of_a_level")]


class Exemption(models.Model):
    """A person need not hold a skill, for a reason, from a day until another: everywhere, or in one role level.

    It may be ended before its last day, with a reason; what it says stays.
    """

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+", db_index=False)
    role_level = models.ForeignKey(
        "frameworks.RoleLevel", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """None: wherever the skill is asked for."""
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=400)
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="exemption_days_in_order"
            )
        ]
        indexes = [models.Index(fields=["person", "skill"], name="exemption_person_skill")]


class Interest(models.Model):
    """How much a person wants to work with a skill, whatever their level. Their own word, editable."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+", db_index=False)
    interest = models.PositiveSmallIntegerField()
    """0 (none) to 3 (a great deal)."""
    would_use = models.BooleanField(default=False)
    would_teach = models.BooleanField(default=False)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ONLY_ME)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="one_interest_per_skill"),
            models.CheckConstraint(condition=Q(interest__lte=3), name="interest_of_0_to_3"),
        ]


_LEAVERS = _("As long as you work here, and six years after")

personal.declare(
    personal.Holding(
        model="assessments.Revocation",
        what=_("Which word about your level no longer counts, and why"),
        why=_("So that what was wrong stops counting and stays explained."),
        keep=_LEAVERS,
        purpose=Purpose.ASSESSMENT,
        person=("judgement__person_id",),
        account_mentions=("account_id",),
        fields=("judgement__uuid", "at", "reason"),
    ),
    personal.Holding(
        model="assessments.LevelNotice",
        what=_("When you were told that a signed-off level of yours ends, or has ended"),
        why=_("So that you are told once."),
        keep=_("As long as what was said"),
        purpose=Purpose.ASSESSMENT,
        person=("judgement__person_id",),
        fields=("judgement__uuid", "about", "at"),
    ),
    personal.Holding(
        model="assessments.Exemption",
        what=_("Which skills you need not hold, from when until when, and why"),
        why=_("So that you are not asked for what does not apply to you."),
        keep=_LEAVERS,
        purpose=Purpose.ASSESSMENT,
        person=("person_id",),
        account_mentions=("account_id", "ended_by_id"),
        fields=("uuid", "skill_id", "role_level_id", "from_on", "until_on", "reason", "at", "ended_at", "ended_why"),
    ),
    personal.Holding(
        model="assessments.Interest",
        what=_("How much you want to use each skill, and whether you would teach it"),
        why=_("So that work and help can find whoever wants to give it."),
        keep=_("As long as you work here"),
        purpose=Purpose.DEVELOPMENT,
        person=("person_id",),
        fields=("skill_id", "interest", "would_use", "would_teach", "audience", "saved_at"),
    ),
)

_ERASED = "EXISTS (SELECT 1 FROM people_erasure e WHERE e.person_id = {person} AND e.done_at IS NULL)"

triggers.declare(
    triggers.Guard("assessments_revocation", "UPDATE", "1 = 1", APPEND_ONLY),
    triggers.Guard(
        "assessments_revocation",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM assessments_judgement j WHERE j.id = OLD.judgement_id"
        f" AND {_ERASED.format(person='j.person_id')})",
        APPEND_ONLY,
    ),
)
