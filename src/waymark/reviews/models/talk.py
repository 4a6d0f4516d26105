"""What is said about the passages of a framework, and other words that are suggested for them.

Both hang on a passage by its identity, so that they stay with it from version to version.
"""

from __future__ import annotations

from django.db import models

from waymark.kernel import triggers

MOST_CALLED = 300


class Thread(models.Model):
    """A conversation about one passage. ``version`` is the draft in which it began; empty once that was discarded.

    ``passage`` is the UUID of what it is about, of the kind ``passage_kind``; ``part`` says which part of that;
    ``called`` is what that was called then, for when a draft has it no longer.
    """

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("frameworks.Version", null=True, on_delete=models.SET_NULL, related_name="+")
    passage_kind = models.CharField(max_length=12)
    passage = models.UUIDField()
    part = models.CharField(max_length=36, blank=True)
    called = models.CharField(max_length=MOST_CALLED, blank=True)
    resolved = models.BooleanField(default=False)
    started_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["framework", "passage"], name="thread_of_passage"),
            models.Index(fields=["framework", "resolved", "id"], name="thread_by_state"),
        ]


class Remark(models.Model):
    """One thing said in a thread, or that it was resolved or opened again. Appended, never changed."""

    class Act(models.TextChoices):
        SAID = "said"
        RESOLVED = "resolved"
        REOPENED = "reopened"

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="remarks")
    author = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=8, choices=Act, default=Act.SAID)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(act="said") | ~models.Q(text=""), name="remark_says_something")
        ]


class Suggestion(models.Model):
    """Other words for one text of a passage, until its authors decide, or whoever suggested them takes them back.

    ``seen`` is the text as it stood when they were suggested, ``text`` what it should become, ``called`` the name of
    the passage then.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("frameworks.Version", null=True, on_delete=models.SET_NULL, related_name="+")
    passage_kind = models.CharField(max_length=12)
    passage = models.UUIDField()
    part = models.CharField(max_length=36, blank=True)
    called = models.CharField(max_length=MOST_CALLED, blank=True)
    field = models.CharField(max_length=20)
    seen = models.TextField(blank=True)
    text = models.TextField(blank=True)
    because = models.TextField(blank=True)
    author = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="suggestion_decided_has_a_moment",
            )
        ]
        indexes = [
            models.Index(fields=["framework", "passage"], name="suggestion_of_passage"),
            models.Index(fields=["framework", "state", "id"], name="suggestion_by_state"),
        ]


_SAME = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in ("id", "thread_id", "act", "at"))
_SAID = "A remark is never changed: say it again."

triggers.declare(
    # An erasure may take its author away, and somebody's name out of its text.
    triggers.Guard(
        "reviews_remark",
        "UPDATE",
        f"NOT ({_SAME} AND (NEW.author_id IS NULL OR NEW.author_id IS NOT DISTINCT FROM OLD.author_id)"
        " AND (NEW.text IS NOT DISTINCT FROM OLD.text OR NEW.text LIKE '%[erased]%'))",
        _SAID,
    ),
    triggers.Guard("reviews_remark", "DELETE", "1 = 1", _SAID),
)
