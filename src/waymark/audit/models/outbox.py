"""The outbox: events that wait to be handed to other rooms."""

from django.db import models


class OutboxEvent(models.Model):
    """One event, written in the transaction that made it true. ``settled_at`` is set once every handler has had it."""

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    """Not before then: later after each failure."""
    problem = models.CharField(max_length=400, blank=True)
    """What the last failed attempt said."""

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "id"], name="outbox_waiting", condition=models.Q(settled_at__isnull=True)),
        ]


class Handled(models.Model):
    """One handler has had one event: written in the handler's own transaction, so that it acts once."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="handled")
    handler = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="handled_once")]
