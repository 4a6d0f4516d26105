"""Tables of people feeds: what a department's HR system says, what it calls people, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.people.types import FeedStep, RowKind, RunState


class Feed(models.Model):
    """What one department says about its people, time and again."""

    uuid = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=80, unique=True)
    """What its identifiers are kept under. Fixed at birth."""
    mapping = models.JSONField(default=dict)
    """What its files call a column, by the column's key."""
    most_leavers = models.PositiveSmallIntegerField(default=10)
    """Per cent of the people there who may leave by one file without a second person's agreement."""
    most_joiners = models.PositiveSmallIntegerField(default=20)
    most_moved = models.PositiveSmallIntegerField(default=20)
    most_renamed = models.PositiveSmallIntegerField(default=5)
    """Likewise whose name or address may change: addresses lead to accounts."""
    most_aside = models.PositiveSmallIntegerField(default=10)
    """Likewise how many rows may be set aside."""
    raised_by = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who last raised one of these: files that they bring themselves are held against what is usual everywhere."""
    needs_end = models.BooleanField(default=False)
    columns = models.JSONField(default=list)
    """Keys of the columns that the file applied last had: one that lacks some of them is cut."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="feed_name_once_per_organisation"),
            models.CheckConstraint(condition=Q(most_leavers__lte=100), name="feed_leavers_are_a_share"),
        ]


class FeedRun(models.Model):
    """One file of a feed, and how far it is. What it would change is worked out from the file, as often as needed."""

    uuid = models.UUIDField(unique=True)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="runs")
    account = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    filename = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the file."""
    full = models.BooleanField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in RunState])
    doing = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in FeedStep])
    job = models.UUIDField(null=True)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    before = models.PositiveIntegerField(default=0)
    seen = models.CharField(max_length=64, blank=True)
    unusual = models.JSONField(default=list)
    approved_by = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    limits = models.JSONField(default=dict)
    """What was usual in the feed when the file was brought, by kind in per cent: a later change does not count."""
    columns = models.JSONField(default=dict)
    """Headings: "read", with what each is read as, and "ignored"."""
    checked_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(account__isnull=True) | ~Q(approved_by=F("account")),
                name="feed_run_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["feed", "-at", "-id"], name="feed_run_history")]


class FeedRow(models.Model):
    """What a file would do to one person, until it is applied; then what it did, for as long as it is kept."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in RowKind])
    row = models.PositiveIntegerField()
    value = models.CharField(max_length=40)
    """What the feed calls the person."""
    name = models.CharField(max_length=201)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.CASCADE, related_name="+")
    twin = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    said = models.JSONField(null=True)
    was = models.CharField(max_length=32, blank=True)
    """Digest of what the feed had said of them before, when this was worked out."""
    words = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["run", "kind", "id"], name="feed_row_by_kind")]


class Identifier(models.Model):
    """What a source calls a person, and a digest of what it said of them last."""

    source = models.CharField(max_length=80)
    value = models.CharField(max_length=80)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="identifiers")
    said = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "value"], name="identifier_once_per_source")]


class Movement(models.Model):
    """Somebody joined, moved or left. Appended to; ids of one run follow each other."""

    class Kind(models.TextChoices):
        JOINED = "joined"
        MOVED = "moved"
        LEFT = "left"

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    on = models.DateField()
    before_post = models.ForeignKey("people.Post", null=True, on_delete=models.SET_NULL, related_name="+")
    """Of somebody who joined: the post of another department that they came from; empty: they came from none."""
    post = models.ForeignKey("people.Post", null=True, on_delete=models.SET_NULL, related_name="+")
    run = models.ForeignKey(FeedRun, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    """Of somebody who left: when their account was closed, or it was found that they came back; before: it waits."""

    class Meta:
        indexes = [
            models.Index(
                fields=["on"], condition=Q(kind="left", settled_at__isnull=True), name="movement_leavers_to_come"
            ),
        ]


class PersonAlias(models.Model):
    """``person`` is ``kept`` under another number, until somebody says that they are two after all."""

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_at__isnull=True), name="one_current_alias"),
            models.CheckConstraint(condition=~Q(person=F("kept")), name="nobody_is_their_own_alias"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="alias_times_in_order"
            ),
        ]


_WHY = _("From your employer’s people records, to know that a later file speaks of you.")

personal.declare(
    personal.Holding(
        model="people.Feed",
        what=_("That you last raised how much one file of a department may change"),
        why=_("So that another administrator agrees to what you bring yourself."),
        keep=_("Until somebody else changes it"),
        purpose=personal.RUNNING,
        account_mentions=("raised_by_id",),
        fields=("name",),
        erasing=personal.Erasing.KEEP,
        kept_because=_("It says which account changed what is usual in a feed."),
    ),
    personal.Holding(
        model="people.FeedRun",
        what=_("Files of people that you brought or agreed to, and what became of each"),
        why=_("So that a change to many people’s records can be traced."),
        keep=_("As long as the site"),
        purpose=personal.RUNNING,
        account=("account_id",),
        account_mentions=("approved_by_id",),
        fields=("filename", "size", "full", "state", "at", "applied_at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_(
            "It says which file changed many people’s records, and which accounts brought and agreed to it."
        ),
    ),
    personal.Holding(
        model="people.FeedRow",
        what=_("What your department’s file of people said about you, where it changed something"),
        why=_("To show what a file would change before it is applied."),
        keep=_("30 days after the file"),
        purpose=personal.RUNNING,
        person=("person_id",),
        mentions=("twin_id",),
        fields=("kind", "row", "value", "name", "words"),
    ),
    personal.Holding(
        model="people.Identifier",
        what=_("What your department’s systems call you"),
        why=_WHY,
        keep=_("As long as you work here, and six years after"),
        purpose=personal.RUNNING,
        person=("person_id",),
        fields=("source", "value"),
    ),
    personal.Holding(
        model="people.Movement",
        what=_("When you joined, moved and left"),
        why=_("To welcome whoever is new, and to end the access of whoever has left."),
        keep=_("Six years after"),
        purpose="development",
        person=("person_id",),
        fields=("kind", "on", "before_post__title", "post__title"),
        after="on",
        days=6 * 365 + 2,
    ),
    personal.Holding(
        model="people.PersonAlias",
        what=_("That you were on record twice, and which of the two is kept"),
        why=_("So that both numbers lead to your one record."),
        keep=_("As long as your record"),
        purpose=personal.RUNNING,
        person=("person_id", "kept_id"),
        account_mentions=("by_id",),
        fields=("reason", "from_at", "until_at"),
    ),
)
