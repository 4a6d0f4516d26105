"""Tables that protect people: whose record is restricted, and who was erased."""

from django.db import models
from django.db.models import F, Q


class Restriction(models.Model):
    """A person's record is kept and not used: while it is in force only they and a data protection officer see it."""

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_at__isnull=True), name="one_current_restriction"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="restriction_times_in_order"
            ),
        ]


class Erasure(models.Model):
    """A person was erased. Until ``done_at`` is set, in the same transaction, guards let their rows be deleted."""

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    rows = models.JSONField(default=dict)
    """How many rows went or were emptied, by table."""
