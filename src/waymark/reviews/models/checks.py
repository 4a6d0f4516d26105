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


class CheckRun(models.Model):
    """The checks of a version too large to be checked while somebody waits: the last time a worker ran them."""

    version = models.OneToOneField("frameworks.Version", on_delete=models.CASCADE, related_name="+")
    job = models.UUIDField(null=True)
    """The job that runs them, or that failed to; None once they have been run."""
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    """When the content that the findings are about was read; None: they were never run."""
    most_skills = models.PositiveSmallIntegerField()
    reading_age = models.PositiveSmallIntegerField()
    """What the framework allowed then."""


class StoredFinding(models.Model):
    """One finding of the last run. ``content`` is the finding, as ``rules.finding_from`` reads it."""

    run = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    """The gravest kinds first, then in the order of the framework."""
    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="stored_finding_in_order")]
        indexes = [
            # A page of one kind, and the one finding that somebody accepts.
            models.Index(fields=["run", "kind", "position"], name="stored_finding_of_kind"),
            models.Index(fields=["run", "digest"], name="stored_finding_by_digest"),
        ]


personal.nothing_personal(
    _("What the checks found about a large draft of a framework, and when they were run."),
    "reviews.CheckRun",
    "reviews.StoredFinding",
)
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
