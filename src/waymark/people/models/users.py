"""Tables of SCIM: what lets a department's system in, and the people it keeps here one by one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class FeedToken(models.Model):
    """What lets a department's system speak for a feed. One at a time; only a digest is kept."""

    uuid = models.UUIDField(unique=True)
    feed = models.ForeignKey("people.Feed", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, which is 256 random bits."""
    made_by = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    """When administrators were told that it ends soon."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed"], condition=models.Q(ended_at__isnull=True), name="one_token_of_a_feed"
            )
        ]


class FeedDay(models.Model):
    """What a department's system ended by SCIM on one day, and who agreed that it may be more than is usual."""

    feed = models.ForeignKey("people.Feed", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    endings = models.PositiveIntegerField(default=0)
    """People whose work or access was ended."""
    there = models.PositiveIntegerField(default=0)
    """How many people the feed spoke of, and how many worked there, whichever is more, when they were counted last."""
    refused_at = models.DateTimeField(null=True)
    """When more was first refused."""
    opened_by = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "on"], name="day_once_per_feed")]


class FeedUser(models.Model):
    """Somebody as a department's system keeps them here: under which names, and what it said of them last.

    Gone when the system takes them away; the person stays on record.
    """

    uuid = models.UUIDField(unique=True)
    feed = models.ForeignKey("people.Feed", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=40)
    """What the feed calls them (``Identifier``); fixed when the system first speaks of them."""
    user_name = models.CharField(max_length=200)
    user_key = models.CharField(max_length=400)
    """``user_name`` without case: unique in its feed."""
    external_id = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(null=True)
    left_on = models.DateField(null=True)
    """The first day they do not work here any more, since the system said that they are not active."""
    manager = models.ForeignKey("people.FeedUser", null=True, on_delete=models.SET_NULL, related_name="+")
    said = models.JSONField(default=dict)
    written = models.JSONField(null=True)
    """The words of the post that was complete last: a post stays while the system takes it apart to change it."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "user_key"], name="user_name_once_per_feed"),
            models.UniqueConstraint(fields=["feed", "person"], name="person_once_per_feed"),
            models.UniqueConstraint(
                fields=["feed", "external_id"], condition=~models.Q(external_id=""), name="external_id_once_per_feed"
            ),
        ]
        indexes = [
            models.Index(fields=["feed", "changed_at", "id"], name="feed_user_by_change"),
            # SQLite does not find one by the constraint: it cannot know that what is asked for is not empty.
            models.Index(fields=["feed", "external_id"], name="feed_user_by_external_id"),
        ]


personal.declare(
    personal.Holding(
        model="people.FeedUser",
        what=_("What your department’s system said about you last"),
        why=_("To tell your department’s system what it said, and to notice what changes."),
        keep=_("Until your department’s system takes you away"),
        purpose=personal.RUNNING,
        person=("person_id",),
        fields=("value", "user_name", "external_id", "active", "left_on", "said", "created_at", "changed_at"),
    ),
    personal.Holding(
        model="people.FeedToken",
        what=_("Tokens you made that let a department’s system in, and when"),
        why=_("So that it can be traced who let a system in."),
        keep=_("As long as the site"),
        purpose=personal.RUNNING,
        account=("made_by_id",),
        fields=("created_at", "last_used_on", "ended_at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("It says which account let a system change many people’s records."),
    ),
    personal.Holding(
        model="people.FeedDay",
        what=_("Days on which you let a department’s system end the work of unusually many people"),
        why=_("So that it can be traced who agreed."),
        keep=_("As long as the site"),
        purpose=personal.RUNNING,
        account=("opened_by_id",),
        fields=("on", "opened_at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("It says which account agreed that a system ends the work of many people."),
    ),
)
