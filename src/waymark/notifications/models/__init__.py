"""Tables of what waits for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class Item(models.Model):
    """One thing one account is told. A to-do item waits until ``done_at``; other items are news."""

    uuid = models.UUIDField(unique=True)
    account_id = models.BigIntegerField()
    """Accounts stand on a floor above."""
    topic = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    """What it is about, as whoever announces it says: telling the same again adds nothing."""
    todo = models.BooleanField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    """Where to act on it: a path on this site."""
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["account_id", "done_at", "at"], name="item_account"),
            models.Index(fields=["key"], name="item_key"),
        ]


personal.declare(
    personal.Holding(
        model="notifications.Item",
        what=_("What you were told here, and what waits for you to do"),
        why=_("To tell you when something is decided, or waits for you."),
        keep=_("Two years"),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("topic", "title", "body", "url", "todo", "at", "due_at", "done_at", "read_at"),
        after="at",
        days=2 * 365,
        texts=("title", "body", "url"),
    )
)
