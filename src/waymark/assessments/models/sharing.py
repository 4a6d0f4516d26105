"""Tables of who was shown what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.kernel.policy import Purpose


class Share(models.Model):
    """An assessment shown by its person to one account, or to whoever manages them, until they take it back.

    One of ``with_account`` and ``with_manager`` is set. What is shared with the manager follows the reporting line: a
    new manager sees it, the one before does not any more.
    """

    uuid = models.UUIDField(unique=True)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.PROTECT, related_name="shares")
    with_account = models.ForeignKey(
        "access.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    with_manager = models.BooleanField(default=False)
    message = models.CharField(max_length=400, blank=True)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(with_account__isnull=True, with_manager=True)
                | Q(with_account__isnull=False, with_manager=False),
                name="shared_with_an_account_or_the_manager",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("from_at")), name="share_times_in_order"
            ),
            models.UniqueConstraint(
                fields=["assessment", "with_account"],
                condition=Q(ended_at__isnull=True, with_account__isnull=False),
                name="shared_once_with_an_account",
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(ended_at__isnull=True, with_manager=True),
                name="shared_once_with_the_manager",
            ),
        ]
        indexes = [models.Index(fields=["with_account", "ended_at"], name="share_with_account")]


personal.declare(
    personal.Holding(
        model="assessments.Share",
        what=_("Which of your assessments you showed to whom, from when until when, and what you wrote with it."),
        why=_("So that whoever you named can read it, and so that you can see who could and take it back."),
        keep=_("As long as the assessment."),
        purpose=Purpose.DEVELOPMENT,
        person=("assessment__person_id",),
        account=("with_account_id",),
        fields=("from_at", "ended_at", "with_manager", "message"),
    )
)
