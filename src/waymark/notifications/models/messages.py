"""Tables of what waits for people: e-mails."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class State(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting"
    SENDING = "sending"
    """A sender has claimed it; the mail server may or may not have it yet."""
    SENT = "sent"
    """The mail server said that it took it."""
    REFUSED = "refused"
    """The mail server said that it never will."""
    UNKNOWN = "unknown"
    """The sender ended between giving it away and hearing the answer: it is not sent again unless a person says so."""
    DROPPED = "dropped"
    """Nobody to send it to, or nothing to say any more."""


class Message(models.Model):
    """One e-mail to one account. ``reference`` is its Message-ID: the same however often it is tried."""

    reference = models.UUIDField(unique=True)
    account_id = models.BigIntegerField()
    topic = models.CharField(max_length=20)
    """Empty for a digest of several."""
    digest = models.BooleanField(default=False)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    send_after = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sender = models.CharField(max_length=200, blank=True)
    """Which sender claimed it: one name for each machine and data folder."""
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=400, blank=True)
    """What the mail server or provider said last."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="message_state_is_known"),
        ]
        indexes = [
            # Which is next: the claim of every sender.
            models.Index(fields=["send_after", "id"], name="message_waiting", condition=models.Q(state="waiting")),
            # How many left in the last minute: the rate of a provider.
            models.Index(fields=["finished_at"], name="message_sent", condition=models.Q(state="sent")),
            models.Index(fields=["state", "at"], name="message_state"),
            models.Index(fields=["account_id"], name="message_account"),
        ]


personal.declare(
    personal.Holding(
        model="notifications.Message",
        what=_("Emails this site sent you: what they said, when, and whether the mail server took them."),
        why=_("So that each is sent once, and so that we can find out why one did not arrive."),
        keep=_("90 days."),
        purpose="running the site",
        account=("account_id",),
        fields=("at", "topic", "digest", "subject", "text", "state", "finished_at", "answer"),
        after="at",
        days=90,
        texts=("subject", "text"),
    )
)
