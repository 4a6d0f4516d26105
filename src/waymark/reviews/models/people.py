"""Who was asked to review a draft, in groups or one by one, and who signs it off."""

from __future__ import annotations

from django.db import models

from waymark.kernel import triggers


class ReviewGroup(models.Model):
    """People, often of several departments, who are asked together to review a framework, until it is closed."""

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "name"],
                condition=models.Q(closed_at__isnull=True),
                name="review_group_name_once_per_framework",
            )
        ]
        indexes = [models.Index(fields=["framework", "closed_at"], name="review_group_of_framework")]


class GroupMember(models.Model):
    """An account in a review group over a time."""

    group = models.ForeignKey(ReviewGroup, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "account"], condition=models.Q(until_at__isnull=True), name="group_member_once"
            )
        ]


class Invitation(models.Model):
    """An account was asked to review a draft, by itself or with a group, until it is asked no longer.

    ``finished_at``: when they said that they had finished.
    """

    uuid = models.UUIDField(unique=True)
    version = models.ForeignKey("frameworks.Version", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(ReviewGroup, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "account"], condition=models.Q(until_at__isnull=True), name="invited_once"
            )
        ]


class Signatory(models.Model):
    """An account that was chosen to sign a draft off, until it is chosen no longer."""

    uuid = models.UUIDField(unique=True)
    version = models.ForeignKey("frameworks.Version", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    chosen_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "account"], condition=models.Q(until_at__isnull=True), name="chosen_to_sign_once"
            )
        ]


class SignOff(models.Model):
    """What one signatory said of a draft: ready, or not yet and why. A later one stands before an earlier one.

    ``digest`` names the content it was about (``frameworks.queries.content_digest``).
    """

    signatory = models.ForeignKey(Signatory, on_delete=models.CASCADE, related_name="said")
    ready = models.BooleanField()
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ready=True) | ~models.Q(reason=""), name="sign_off_not_ready_has_a_reason"
            )
        ]


triggers.declare(
    triggers.Guard(
        "reviews_signoff",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.signatory_id <> OLD.signatory_id OR NEW.ready <> OLD.ready"
        " OR NEW.digest <> OLD.digest OR NEW.at <> OLD.at"
        " OR (NEW.reason <> OLD.reason AND NEW.reason NOT LIKE '%[erased]%')",
        "A sign-off is never changed: say it again.",
    )
)
