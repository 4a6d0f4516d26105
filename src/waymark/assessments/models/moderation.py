"""Tables of moderation: panels, the rules that choose what they look at, what was chosen, and what members said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models.guards import APPEND_ONLY, deletes_with
from waymark.kernel import personal, triggers
from waymark.kernel.policy import Purpose


class Panel(models.Model):
    """People who look together at assessments of a profession before they are signed off."""

    uuid = models.UUIDField(unique=True)
    profession = models.ForeignKey(
        "organisation.Profession", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "organisation.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Whose people's assessments it looks at. None: everybody's."""
    name = models.CharField(max_length=120)
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who made it."""
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["profession", "closed_at"], name="panel_of_profession")]


class PanelMember(models.Model):
    """An account in a panel over a time."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "account"], condition=Q(until_at__isnull=True), name="in_a_panel_once"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="panel_member_times_in_order"
            ),
        ]
        indexes = [models.Index(fields=["account", "until_at"], name="panels_of_account")]


class SamplingRule(models.Model):
    """Which confirmed assessments of a profession a panel looks at: one row per change, the latest holds."""

    uuid = models.UUIDField(unique=True)
    profession = models.ForeignKey(
        "organisation.Profession", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    share = models.PositiveSmallIntegerField(default=0)
    """How many of a hundred, by chance. 0: none."""
    first = models.PositiveSmallIntegerField(default=0)
    """How many of the first that somebody assesses in the profession. 0: none."""
    difference = models.PositiveSmallIntegerField(null=True)
    """From how many levels between the person's own word and the assessor's. None: whatever it is."""
    appeals = models.BooleanField(default=False)
    """Whether every other look is chosen."""
    seed = models.CharField(max_length=64)
    """What chance starts from. Nobody is shown it while the rule holds, so that nobody can tell what will be drawn."""
    reason = models.CharField(max_length=400)
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(share__lte=100), name="share_of_a_hundred")]
        indexes = [models.Index(fields=["profession", "id"], name="sampling_rule_of_profession")]


class Sample(models.Model):
    """A confirmed assessment that a rule chose for moderation. It changes once at most: when it gets its panel."""

    uuid = models.UUIDField(unique=True)
    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="sample")
    rule = models.ForeignKey(SamplingRule, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.JSONField(default=list)
    """Keys of what chose it (``rules.sampling``)."""
    panel = models.ForeignKey(Panel, null=True, on_delete=models.PROTECT, related_name="samples")
    """None: no panel could look at it when it was chosen, and a moderator has yet to say which does."""
    at = models.DateTimeField()


class PanelWord(models.Model):
    """What one member of a panel says of one skill. Never edited: what they say later stands beside it."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="words")
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField(null=True)
    has_skill = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__isnull=True, has_skill__isnull=False)
                | Q(level__isnull=False, has_skill__isnull=True),
                name="panel_word_is_a_level_or_a_yes_no",
            ),
        ]


_LEAVERS = _("As long as you work here, and six years after")

personal.declare(
    personal.Holding(
        model="assessments.Panel",
        what=_("That you made a panel"),
        why=_("So that somebody answers for who judges together."),
        keep=_("As long as its profession"),
        purpose=personal.RUNNING,
        account_mentions=("account_id",),
        fields=("name", "made_at"),
    ),
    personal.Holding(
        model="assessments.PanelMember",
        what=_("Which panels you belong to, from when until when"),
        why=_("So that it is known who judges together."),
        keep=_("As long as the panel"),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("panel__name", "from_at", "until_at"),
    ),
    personal.Holding(
        model="assessments.SamplingRule",
        what=_("That you said which assessments of a profession a panel looks at"),
        why=_("So that somebody answers for the rule assessments are chosen by."),
        keep=_("As long as its profession"),
        purpose=personal.RUNNING,
        account_mentions=("account_id",),
        fields=("at", "reason"),
    ),
    personal.Holding(
        model="assessments.Sample",
        what=_("Which of your assessments a panel looked at, and what chose them"),
        why=_("So that the same level means the same everywhere, and you can see how yours was looked at."),
        keep=_LEAVERS,
        purpose=Purpose.ASSESSMENT,
        person=("assessment__person_id",),
        fields=("assessment__uuid", "why", "at"),
    ),
    personal.Holding(
        model="assessments.PanelWord",
        what=_("What members of a panel said of your skills"),
        why=_("So that the same level means the same everywhere, and each member’s word stays on record."),
        keep=_LEAVERS,
        purpose=Purpose.ASSESSMENT,
        person=("sample__assessment__person_id",),
        account_mentions=("account_id",),
        fields=("skill_id", "level", "has_skill", "reason", "at"),
    ),
)

_ERASED_OF_SAMPLE = (
    "EXISTS (SELECT 1 FROM assessments_sample s JOIN assessments_assessment a ON a.id = s.assessment_id"
    " JOIN people_erasure e ON e.person_id = a.person_id AND e.done_at IS NULL WHERE s.id = OLD.sample_id)"
)

triggers.declare(
    triggers.Guard("assessments_samplingrule", "UPDATE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_samplingrule", "DELETE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_sample", "UPDATE", "OLD.panel_id IS NOT NULL", APPEND_ONLY),
    deletes_with("assessments_sample"),
    triggers.Guard("assessments_panelword", "UPDATE", "1 = 1", APPEND_ONLY),
    triggers.Guard("assessments_panelword", "DELETE", f"NOT {_ERASED_OF_SAMPLE}", APPEND_ONLY),
)
