"""Tables of what waits for people: items."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.notifications.models.messages import Message


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
    digest_at = models.DateTimeField(null=True)
    """The moment of the digest that it is to be part of; None: it has a message of its own, or none."""
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="items")
    """The e-mail that tells of it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["account_id", "done_at", "at"], name="item_account"),
            models.Index(fields=["key"], name="item_key"),
            models.Index(
                fields=["digest_at"],
                name="item_digest",
                condition=models.Q(digest_at__isnull=False, message__isnull=True),
            ),
        ]


personal.declare(
    personal.Holding(
        model="notifications.Item",
        what=_("What you were told and asked to do on this site, and when you read it or did it."),
        why=_("So that you know what waits for you."),
        keep=_("Two years after you were told."),
        purpose="running the site",
        account=("account_id",),
        fields=("at", "topic", "todo", "title", "body", "url", "due_at", "done_at", "read_at"),
        after="at",
        days=730,
        texts=("title", "body", "url"),
    )
)
