"""Tables of what the program does by itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class State(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Tried as often as it may be: it waits for a person."""
    CANCELLED = "cancelled"


class Job(models.Model):
    """One piece of work. The worker that holds the lease renews it with every step; when it runs out, another may."""

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120, unique=True)
    """What was asked for, as whoever asks says: asking for the same again starts nothing."""
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    """Steps in all; 0 while nobody knows."""
    words = models.CharField(max_length=200, blank=True)
    """What it is doing, or what came of it."""
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    """When it may be handed to a worker, the next time."""
    due_at = models.DateTimeField(null=True)
    """Since when it is due, of one that was handed out and nobody has begun: handing it out again moves ``next_at``."""
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=400, blank=True)
    asked_by = models.BigIntegerField(null=True)
    """The account that asked; None: the schedule or an operator. Accounts stand on a floor above."""
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=State.values), name="job_state_is_known")]
        indexes = [
            # What a worker looks for every second.
            models.Index(fields=["next_at", "id"], name="job_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["lease_until"], name="job_running", condition=models.Q(state="running")),
            models.Index(fields=["asked_by"], name="job_asked_by"),
            models.Index(fields=["-asked_at", "-id"], name="job_newest"),
        ]


class Schedule(models.Model):
    """When a kind of work that is due again and again was last asked for, or (``backup``) said to be done."""

    kind = models.CharField(max_length=80, unique=True)
    last_at = models.DateTimeField()


personal.declare(
    personal.Holding(
        model="work.Job",
        what=_("Work that you asked this site to do, such as an export: when, and what came of it."),
        why=_("So that you can see how far it is."),
        keep=_("90 days after it ended."),
        purpose="running the site",
        account=("asked_by",),
        fields=("kind", "state", "words", "asked_at", "finished_at"),
        after="finished_at",
        days=90,
    ),
    personal.Holding(
        model="django_tasks_database.DBTaskResult",
        what=_("Work this site does by itself, and what went wrong with it."),
        why=_("So that work that was interrupted goes on, and a failure can be looked into."),
        keep=_("90 days after it ended."),
        purpose=personal.RUNNING,
        after="finished_at",
        days=90,
    ),
)
personal.nothing_personal("It says when the site last did something by itself.", "work.Schedule")
