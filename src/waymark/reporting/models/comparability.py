"""Tables of how comparably assessors judge: what was worked out last for each scale of a profession."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.kernel.policy import Purpose


class Comparability(models.Model):
    """How far those who judged on one scale of a profession agree, and by how much their severity differs.

    Worked out anew as a whole: the row and its figures take the place of the earlier ones.
    """

    uuid = models.UUIDField(unique=True)
    profession = models.ForeignKey(
        "organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """None: frameworks that no profession owns."""
    at = models.DateTimeField()
    scale_name = models.CharField(max_length=200)
    levels = models.JSONField(default=list)
    """Names of the levels by rank, not yet at the first among them."""
    judgements = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    linking = models.PositiveIntegerField()
    """Judgements that say something about severity: of cases that several judged, neither all at the bottom nor all
    at the top."""
    assessors = models.PositiveIntegerField()
    per_logit = models.FloatField(null=True)
    """Levels that a logit of severity stands for. None: nothing links anybody."""
    thresholds = models.JSONField(default=list)
    pairs = models.PositiveIntegerField()
    exact = models.FloatField(null=True)
    """None, as the next ones: too few, or everything at one level."""
    adjacent = models.FloatField(null=True)
    kappa_linear = models.FloatField(null=True)
    kappa_quadratic = models.FloatField(null=True)
    alpha = models.FloatField(null=True)
    alpha_low = models.FloatField(null=True)
    alpha_high = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["profession", "id"], name="comparability_of_profession")]


class Figures(models.Model):
    """What departments and assessors have in common: agreement, and severity in logits."""

    pairs = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    exact = models.FloatField(null=True)
    adjacent = models.FloatField(null=True)
    difference = models.FloatField(null=True)
    kappa_linear = models.FloatField(null=True)
    kappa_quadratic = models.FloatField(null=True)
    alpha = models.FloatField(null=True)
    alpha_low = models.FloatField(null=True)
    alpha_high = models.FloatField(null=True)
    linked = models.SmallIntegerField(null=True)
    """Which connected set: those of one set can be compared. None: shares no case with anybody."""
    severity = models.FloatField(null=True)
    """Above 0: stricter than the mean of the connected set."""
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)

    class Meta:
        abstract = True


class DepartmentFigures(Figures):
    """A department: the assessors who work there."""

    report = models.ForeignKey(Comparability, on_delete=models.CASCADE, related_name="departments")
    organisation = models.ForeignKey(
        "organisation.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assessors = models.PositiveIntegerField()
    averaged = models.PositiveIntegerField()
    """Of these, how many are in the mean of the severities."""
    shared = models.JSONField(default=dict)
    """By id of a department it cannot be compared with: how many cases assessors of both judged, and how many of them
    were neither all at the bottom nor all at the top. Those it shares none with are left out."""


class AssessorFigures(Figures):
    """One assessor. For themselves, and for moderators of the profession."""

    report = models.ForeignKey(Comparability, on_delete=models.CASCADE, related_name="of_assessors")
    account = models.ForeignKey("access.Account", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisation.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The department they work in. None: they hold no post."""
    extreme = models.BooleanField(default=False)
    """Whether all their judgements of use are at the top, or all at the bottom."""
    infit = models.FloatField(null=True)
    outfit = models.FloatField(null=True)


personal.nothing_personal(
    _("How far those who judge agree, all of them together and by department. It names nobody, and nobody is shown "
      "figures over few."),
    "reporting.Comparability",
    "reporting.DepartmentFigures",
)  # fmt: skip
personal.declare(
    personal.Holding(
        model="reporting.AssessorFigures",
        what=_("How the levels you gave as an assessor compare with those of the panel and of other assessors"),
        why=_("So that you, and the moderators of your profession, see where to talk about cases. It changes nobody’s "
              "level."),
        keep=_("Until it is worked out anew"),
        purpose=Purpose.ASSESSMENT,
        account=("account_id",),
        fields=("report__at", "cases", "pairs", "exact", "adjacent", "difference", "kappa_linear", "kappa_quadratic",
                "alpha", "severity", "low", "high", "infit", "outfit"),
    ),
)  # fmt: skip
