"""One person proposes that a version is published, retired or withdrawn, and another decides."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class Release(models.Model):
    """A proposal about a version, until a second person agreed or refused.

    ``digest`` names the content it was made about: when that changed, the proposal is void.
    """

    class Act(models.TextChoices):
        PUBLISH = "publish"
        RETIRE = "retire"
        WITHDRAW = "withdraw"
        KEEP = "keep"
        """The framework, which was to retire, stays."""

    class State(models.TextChoices):
        OPEN = "open"
        AGREED = "agreed"
        REFUSED = "refused"
        TAKEN_BACK = "taken_back"
        VOID = "void"

    uuid = models.UUIDField(unique=True)
    version = models.ForeignKey("frameworks.Version", on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=8, choices=Act)
    from_at = models.DateTimeField()
    """From when the version is to hold, or not to hold any more; not before it is agreed."""
    notes = models.TextField(blank=True)
    """What readers are to be told of the version."""
    reason = models.TextField(blank=True)
    """Why it is retired, withdrawn or kept; why it is to be published although not everyone signed it off."""
    digest = models.CharField(max_length=64)
    proposed_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(state="open"), name="one_open_release_of_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="release_decided_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="agreed")
                | models.Q(decided_by__isnull=True)
                | models.Q(proposed_by__isnull=True)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="release_takes_two_people",
            ),
        ]


personal.declare(
    personal.Holding(
        model="reviews.Release",
        what=_("That you proposed to publish, retire, keep or withdraw a version of a framework, and what came of it."),
        why=_("So that a framework changes only when two people answer for it."),
        keep=_("As long as the version is kept. When you are erased your reason and your name go."),
        purpose=personal.RUNNING,
        account=("proposed_by_id",),
        account_mentions=("decided_by_id",),
        fields=(
            "version__title",
            "version__label",
            "act",
            "from_at",
            "notes",
            "reason",
            "proposed_at",
            "state",
            "answer",
        ),
        erasing=personal.Erasing.BLANK,
        blanks=(("proposed_by_id", None), ("reason", personal.REMOVED)),
        texts=("reason", "answer"),
    )
)
