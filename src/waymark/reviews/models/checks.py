"""What authors say about the findings of lint: accepted ones, and what their framework allows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class AcceptedFinding(models.Model):
    """A finding that is meant to be so, with the reason, until it is taken back.

    ``digest`` is that of its kind, what it is about and the content that gave rise to it: other content is another
    finding, and nobody has accepted that.
    """

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    thing = models.UUIDField()
    """The skill, role or role level it is about."""
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: the operator."""
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "digest"],
                condition=models.Q(until_at__isnull=True),
                name="finding_accepted_once",
            )
        ]


class CheckLimits(models.Model):
    """What a framework allows before lint says something; a framework without a row has the usual limits."""

    framework = models.OneToOneField("frameworks.Framework", on_delete=models.PROTECT, related_name="+")
    most_skills = models.PositiveSmallIntegerField()
    reading_age = models.PositiveSmallIntegerField()


personal.nothing_personal(
    _("How many skills a role level of a framework asks for at most, and for whom it is easy to read."),
    "reviews.CheckLimits",
)
personal.declare(
    personal.Holding(
        "reviews.AcceptedFinding",
        what=_("Findings about a framework that you accepted, and why."),
        why=_("So that the authors of a framework know why something is as it is."),
        keep=_("As long as the framework is kept."),
        purpose=personal.RUNNING,
        account_mentions=("by_id",),
        fields=("kind", "reason", "from_at"),
        texts=("reason",),
    )
)
