"""Tables of requests, holds and retention."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.privacy.types import Basis, RequestKind, RequestState


class DataRequest(models.Model):
    """A person asks for something about their own data; an officer decides. Once decided it does not change."""

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in RequestKind])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in RequestState])
    about = models.CharField(max_length=80, blank=True)
    """Key of the kind of data it is about."""
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="erasure", state="open"), name="one_open_erasure_request"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="request_is_open_or_decided",
            ),
        ]
        indexes = [models.Index(fields=["asked_at", "id"], name="request_open", condition=Q(state="open"))]


class Hold(models.Model):
    """A duty to keep somebody's data: while it is in force they are not erased and nothing of theirs is deleted."""

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=16, choices=[(basis.value, basis.value) for basis in Basis])
    reason = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: an operator."""
    until_on = models.DateField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    released_because = models.TextField(blank=True)


class RetentionRun(models.Model):
    """What was past its time at ``at``, and, once carried out, what was deleted. Counts only."""

    uuid = models.UUIDField(unique=True)
    at = models.DateTimeField()
    looked_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    found = models.JSONField(default=list)
    """Lists of key, rows and the oldest day."""
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    deleted = models.JSONField(default=dict)


personal.declare(
    personal.Holding(
        model="privacy.DataRequest",
        what=_("What you asked for about your own data, and what was answered"),
        why=_("To answer you within a month, and to be able to show that you were answered."),
        keep=_("Three years after the answer. When you are erased, that you asked stays and your words go"),
        purpose=personal.RUNNING,
        person=("person_id",),
        account_mentions=("decided_by_id",),
        fields=("uuid", "kind", "state", "about", "text", "asked_at", "decided_at", "answer"),
        erasing=personal.Erasing.BLANK,
        blanks=(("about", ""), ("text", ""), ("answer", "")),
        after="decided_at",
        days=3 * 365,
    ),
    personal.Holding(
        model="privacy.Hold",
        what=_("Duties to keep somebody’s data, such as an open legal claim"),
        why=_("So that nothing is erased that the law says must be kept."),
        keep=_("Six years after the duty ends"),
        purpose=personal.RUNNING,
        person=("person_id",),
        account_mentions=("placed_by_id", "released_by_id"),
        fields=("basis", "reason", "placed_at", "until_on", "released_at", "released_because"),
        erasing=personal.Erasing.BLANK,
        blanks=(("reason", ""), ("released_because", "")),
        after="released_at",
        days=6 * 365 + 2,
        withheld=_(
            "Not part of a copy, for anybody: to say whether there is one could spoil a claim or an investigation."
        ),
    ),
    personal.Holding(
        model="privacy.RetentionRun",
        what=_("Which data protection officer deleted what was past its time"),
        why=_("So that somebody answers for each deletion."),
        keep=_("As long as the site"),
        purpose=personal.RUNNING,
        account_mentions=("looked_by_id", "done_by_id"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("It holds counts, and a number that leads to nobody once the officer is erased."),
    ),
)
