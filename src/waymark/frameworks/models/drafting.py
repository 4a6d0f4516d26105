"""Who may read a draft beside those whose duty it is, and what was typed and not saved yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class DraftReader(models.Model):
    """An account that was asked to review a draft, until it is asked no longer."""

    version = models.ForeignKey("frameworks.Version", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey("access.Account", on_delete=models.CASCADE, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "account"], condition=models.Q(until_at__isnull=True), name="draft_reader_once"
            )
        ]


class UnsavedForm(models.Model):
    """What somebody typed into a form of the workbench and has not saved: kept so that it is not lost.

    ``place`` is the form's address; ``seen`` the digest of what the form showed when it was opened.
    """

    account = models.ForeignKey("access.Account", on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=300)
    fields = models.JSONField(default=dict)
    seen = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "place"], name="unsaved_form_once_per_place")]


personal.declare(
    personal.Holding(
        "frameworks.DraftReader",
        what=_("Which drafts of frameworks you were asked to review."),
        why=_("So that reviewers can read what is not published yet."),
        keep=_("As long as the version is kept."),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("version__title", "version__label", "from_at", "until_at"),
    ),
    personal.Holding(
        "frameworks.UnsavedForm",
        what=_("What you typed into the workbench for frameworks and have not saved."),
        why=_("So that nothing you typed is lost when a page is closed."),
        keep=_("Until you save or discard it, and at most 30 days."),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("place", "fields", "saved_at"),
        after="saved_at",
        days=30,
    ),
)
