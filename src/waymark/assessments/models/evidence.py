"""Tables of evidence: what a person keeps to show what they can do, and which decisions saw which of it."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models.audience import Audience
from waymark.assessments.types.evidence import EvidenceKind, ScanOutcome
from waymark.kernel import personal, triggers
from waymark.kernel.policy import Purpose


class Evidence(models.Model):
    """One thing that shows what a person can do. It can support many skills, and many assessments can use it.

    Which columns hold words depends on the kind. ``sought`` is what the search looks through: all of them, folded.
    """

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=13, choices=[(kind.value, kind.value) for kind in EvidenceKind])
    title = models.CharField(max_length=200)
    situation = models.TextField(blank=True)
    task = models.TextField(blank=True)
    action = models.TextField(blank=True)
    result = models.TextField(blank=True)
    url = models.CharField(max_length=2000, blank=True)
    by_name = models.CharField(max_length=200, blank=True)
    """Who saw it, or who awarded it."""
    words = models.TextField(blank=True)
    happened_on = models.DateField(null=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ONLY_ME)
    sought = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    """Since when it is out of the person's library. It is kept for the assessments that used it."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="evidence_revision_from_one"),
        ]
        indexes = [models.Index(fields=["person", "-saved_at"], name="evidence_person_saved")]


class EvidenceSkill(models.Model):
    """A skill that a piece of evidence supports."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "skill"], name="evidence_supports_a_skill_once")]


class EvidenceFile(models.Model):
    """A file of a piece of evidence. Its content lies in the store of evidence, under ``uuid``; ``name`` is only shown.

    ``scan`` says what the scanner said when it was brought; ``scanned_at`` is None where none was set up.
    """

    uuid = models.UUIDField(unique=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=11, choices=[(one.value, one.value) for one in ScanOutcome])
    scanned_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(scan=ScanOutcome.NOT_SCANNED, scanned_at__isnull=True)
                | (~Q(scan=ScanOutcome.NOT_SCANNED) & Q(scanned_at__isnull=False)),
                name="evidence_file_scanned_when",
            ),
        ]


class EvidenceBefore(models.Model):
    """What a piece of evidence said before it was changed, kept where a submitted assessment used it."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="before")
    revision = models.PositiveIntegerField()
    said = models.JSONField()
    """Its words by column, as they stood."""
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "revision"], name="one_evidence_before_per_revision"),
        ]


class EvidenceUse(models.Model):
    """A piece of evidence put to a skill of an assessment, with the revision that was seen."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.PROTECT, related_name="evidence_used")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "evidence", "skill"], name="evidence_used_once_for_a_skill"),
        ]


class Witness(models.Model):
    """Somebody asked to write what they saw. One of ``written_at``, ``declined_at`` and ``ended_at`` ends it."""

    uuid = models.UUIDField(unique=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="witnesses")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField()
    words = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When the person took it back."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, words="") | (Q(written_at__isnull=False) & ~Q(words="")),
                name="witness_words_when_written",
            ),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, declined_at__isnull=True)
                | Q(written_at__isnull=True, ended_at__isnull=True)
                | Q(declined_at__isnull=True, ended_at__isnull=True),
                name="witness_ends_one_way",
            ),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True) | Q(written_at__gte=F("asked_at")), name="witness_times_in_order"
            ),
            models.UniqueConstraint(
                fields=["evidence", "account"],
                condition=Q(declined_at__isnull=True, ended_at__isnull=True),
                name="one_open_witness_per_account",
            ),
        ]


def store() -> Storage:
    """Return where the content of files lies, as the settings say: a folder, or anything Django can keep files in."""
    return storages["evidence"]


@receiver(post_delete, sender=EvidenceFile)
def delete_content(sender: type[EvidenceFile], instance: EvidenceFile, **kwargs: Any) -> None:
    """Delete the content once its row is gone for good, whatever deleted that: its person, an erasure, a retention.

    What is left behind because the program stopped in between is swept away (``commands.sweep_evidence_files``).
    """
    transaction.on_commit(lambda: store().delete(instance.uuid.hex), robust=True)


_APPEND_ONLY = "The record is append-only: a later row supersedes."
_ERASED = "EXISTS (SELECT 1 FROM people_erasure e WHERE e.person_id = {person} AND e.done_at IS NULL)"
_OPEN = (
    "EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.id = OLD.assessment_id"
    " AND a.state IN ('in_progress', 'returned'))"
)

triggers.declare(
    triggers.Guard("assessments_evidenceuse", "UPDATE", f"NOT {_OPEN}", _APPEND_ONLY),
    triggers.Guard(
        "assessments_evidenceuse",
        "DELETE",
        f"NOT {_OPEN} AND NOT EXISTS (SELECT 1 FROM assessments_assessment b WHERE b.id = OLD.assessment_id"
        f" AND {_ERASED.format(person='b.person_id')})",
        _APPEND_ONLY,
    ),
    triggers.Guard("assessments_evidencebefore", "UPDATE", "1 = 1", _APPEND_ONLY),
    triggers.Guard(
        "assessments_evidencebefore",
        "DELETE",
        "EXISTS (SELECT 1 FROM assessments_evidence v WHERE v.id = OLD.evidence_id"
        f" AND NOT {_ERASED.format(person='v.person_id')})",
        _APPEND_ONLY,
    ),
)

_KEEP = _("As long as you work here, and six years after. You can remove what no assessment of yours used.")

personal.declare(
    personal.Holding(
        model="assessments.Evidence",
        what=_("Your evidence: accounts of what you did, links, what others saw, qualifications"),
        why=_("To show what a level rests on, in as many assessments as you like."),
        keep=_KEEP,
        purpose=Purpose.ASSESSMENT,
        person=("person_id",),
        fields=(
            "uuid",
            "kind",
            "title",
            "situation",
            "task",
            "action",
            "result",
            "url",
            "by_name",
            "words",
            "happened_on",
            "audience",
            "revision",
            "saved_at",
            "removed_at",
        ),
    ),
    personal.Holding(
        model="assessments.EvidenceSkill",
        what=_("Which skills each piece of your evidence supports"),
        why=_("To find it again where it is needed."),
        keep=_("As long as the evidence"),
        purpose=Purpose.ASSESSMENT,
        person=("evidence__person_id",),
        fields=("evidence__uuid", "skill_id"),
    ),
    personal.Holding(
        model="assessments.EvidenceFile",
        what=_("The files of your evidence. You can download each of them from its page"),
        why=_("To show what a level rests on."),
        keep=_("As long as the evidence"),
        purpose=Purpose.ASSESSMENT,
        person=("evidence__person_id",),
        fields=("uuid", "evidence__uuid", "name", "media_type", "size", "sha256", "scan", "scanned_at", "added_at"),
    ),
    personal.Holding(
        model="assessments.EvidenceBefore",
        what=_("What a piece of your evidence said before you changed it, where an assessment had used it"),
        why=_("So that a decision can be read beside what it was made on."),
        keep=_("As long as the evidence"),
        purpose=Purpose.ASSESSMENT,
        person=("evidence__person_id",),
        fields=("evidence__uuid", "revision", "said", "until_at"),
    ),
    personal.Holding(
        model="assessments.EvidenceUse",
        what=_("Which evidence you used in which assessment"),
        why=_("So that whoever decides sees it, and it can be seen later what they saw."),
        keep=_("As long as the assessment"),
        purpose=Purpose.ASSESSMENT,
        person=("assessment__person_id",),
        fields=("assessment__uuid", "evidence__uuid", "skill_id", "revision", "at"),
    ),
    personal.Holding(
        model="assessments.Witness",
        what=_("Whom you asked to write what they saw, and what they wrote"),
        why=_("To show what others saw you do."),
        keep=_("As long as the evidence"),
        purpose=Purpose.ASSESSMENT,
        person=("evidence__person_id",),
        # What somebody wrote is part of the record of whom they wrote about: it stays when they are erased.
        account_mentions=("account_id",),
        fields=("evidence__uuid", "message", "asked_at", "words", "written_at", "declined_at", "ended_at"),
    ),
)
