"""The table of attempts: what makes guessing slow."""

from __future__ import annotations

from django.db import models

from waymark.kernel import personal


class Attempts(models.Model):
    """How often something was tried lately under one key, and until when it may not be tried again."""

    key = models.CharField(max_length=64, unique=True)
    """A keyed digest of what was tried and of whom or from where: neither can be read back."""
    whose = models.CharField(max_length=64, blank=True, db_index=True)
    """A keyed digest of whom alone, so that all that was tried on one account can be forgotten. Empty: nobody's."""
    tries = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["first_at"], name="attempts_first")]


personal.nothing_personal(
    "It counts under keyed digests that cannot be read back, and every row goes after a day.", "access.Attempts"
)
