"""Tables of the record."""

from django.db import models
from django.db.models import F, Q

from waymark.assessments.models import holdings as holdings
from waymark.assessments.models.audience import Audience
from waymark.assessments.models.calibration import ExerciseAnswer, ExerciseCase
from waymark.assessments.models.counting import Exemption, Interest, LevelNotice, Revocation
from waymark.assessments.models.drafting import ExerciseDraft, ExerciseDraftWord
from waymark.assessments.models.evidence import (
    Evidence,
    EvidenceBefore,
    EvidenceFile,
    EvidenceSkill,
    EvidenceUse,
    Witness,
)
from waymark.assessments.models.guards import APPEND_ONLY, deletes_with
from waymark.assessments.models.moderation import Panel, PanelMember, PanelWord, Sample, SamplingRule
from waymark.assessments.models.moving import Hand, Step, Terms
from waymark.assessments.models.sharing import Share
from waymark.assessments.models.spreadsheets import ImportedLevel, LevelFile
from waymark.assessments.models.talking import Talk, TalkPoint
from waymark.assessments.models.travelling import Acceptance, AcceptanceRule, RecordLink
from waymark.kernel import triggers

__all__ = [
    "Acceptance",
    "AcceptanceRule",
    "Answer",
    "Assessment",
    "Audience",
    "Evidence",
    "EvidenceBefore",
    "EvidenceFile",
    "EvidenceSkill",
    "EvidenceUse",
    "Exemption",
    "ExerciseAnswer",
    "ExerciseCase",
    "ExerciseDraft",
    "ExerciseDraftWord",
    "Hand",
    "ImportedLevel",
    "Interest",
    "Judgement",
    "LevelFile",
    "LevelNotice",
    "Panel",
    "PanelMember",
    "PanelWord",
    "RecordLink",
    "Revocation",
    "Sample",
    "SamplingRule",
    "Share",
    "Source",
    "Standing",
    "Step",
    "Talk",
    "TalkPoint",
    "Terms",
    "Withdrawal",
    "Witness",
]


class Source(models.TextChoices):
    """Whose word a judgement is."""

    SELF = "self"
    MANAGER = "manager"
    ASSESSOR = "assessor"
    PANEL = "panel"
    FEEDBACK = "feedback"
    QUALIFICATION = "qualification"
    IMPORTED = "imported"


class Assessment(models.Model):
    """A dated event: a person answers for the skills of a role level, as one version words them.

    ``state`` is what the last of its steps led to (``Step``); ``rules.moves`` has every move there is.
    """

    class Kind(models.TextChoices):
        QUICK = "quick"
        FULL = "full"
        SINGLE = "single"

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        CONFIRMED = "confirmed"
        IN_MODERATION = "in_moderation"
        SIGNED_OFF = "signed_off"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    class GoesTo(models.TextChoices):
        NOBODY = ""
        MANAGER = "manager"
        ASSESSOR = "assessor"

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role_level = models.ForeignKey("frameworks.RoleLevel", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("frameworks.Version", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    state = models.CharField(max_length=13, choices=State)
    goes_to = models.CharField(max_length=8, choices=GoesTo, blank=True, default=GoesTo.NOBODY)
    """Who says the levels. Nobody: it is a self-assessment, and being submitted is its end."""
    profession = models.ForeignKey(
        "organisation.Profession", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Which profession's assessors it goes to: that of the framework, when it was submitted. None: not submitted to
    anybody, or a framework that no profession owns."""
    due_on = models.DateField(null=True)
    """By when whoever has it should have answered. None: nobody has to."""
    blind = models.BooleanField(default=False)
    """Whether whoever says the levels answers before they see what the person put."""
    appeal_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="appeals")
    taken_over = models.JSONField(default=list)
    """Ids of skills that are left out because they were assessed and that still holds."""
    confirmed_at = models.DateTimeField(null=True)
    """When its person last said that role level and version are the right ones. None: not yet."""
    own_role_level = models.ForeignKey(
        "frameworks.RoleLevel", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """What the person's own role level was when it began, or when they last said that."""
    seen_version = models.ForeignKey(
        "frameworks.Version", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The version that held then."""
    skills = models.JSONField(default=list)
    """Ids of the enduring skills it asks about, in the order of its pages."""
    beside = models.JSONField(default=list)
    """What the person's department asked for beside the standard when it began: as ``frameworks.types.Beside``."""
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role_level", "kind"],
                condition=Q(state="in_progress", kind__in=["quick", "full"]),
                name="one_open_assessment",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"], name="assessment_person_state"),
            # The desk: what waits in a profession, the most urgent first.
            models.Index(fields=["profession", "state", "due_on", "id"], name="assessment_desk"),
        ]


class Answer(models.Model):
    """What somebody has put for one skill so far: a draft, editable until they submit, or decide.

    ``by`` is None for the person's own; drafts of whoever says the levels stand beside each other. One of ``level``
    and ``has_skill`` is set (``has_skill`` answers a requirement that names no level), but in a draft of somebody
    else, which may begin with a note.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True)
    has_skill = models.BooleanField(null=True)
    quick = models.CharField(max_length=15, blank=True)
    """The word that was chosen when the question was a quick one; the level follows from it."""
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "skill"], condition=Q(by__isnull=True), name="one_answer_per_skill"
            ),
            models.UniqueConstraint(
                fields=["assessment", "by", "skill"],
                condition=Q(by__isnull=False),
                name="one_draft_per_skill_and_account",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True, has_skill__isnull=False)
                | Q(level__isnull=False, has_skill__isnull=True)
                | Q(by__isnull=False, level__isnull=True, has_skill__isnull=True),
                name="answer_is_a_level_or_a_yes_no",
            ),
        ]


class Judgement(models.Model):
    """One source's word on one skill of one person, on one day. Never edited, and deleted with its person only.

    ``level`` is a rank of the skill's scale in ``version`` (0: assessed, not yet at the first level);
    ``has_skill`` answers a requirement that names no level.
    """

    uuid = models.UUIDField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("frameworks.Version", on_delete=models.PROTECT, related_name="+", db_index=False)
    assessment = models.ForeignKey(
        Assessment, null=True, on_delete=models.PROTECT, related_name="judgements", db_index=False
    )
    source = models.CharField(max_length=13, choices=Source)
    maker = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField(null=True)
    has_skill = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ONLY_ME)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__isnull=True, has_skill__isnull=False)
                | Q(level__isnull=False, has_skill__isnull=True),
                name="judgement_is_a_level_or_a_yes_no",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("made_at")), name="judgement_valid_later"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "skill", "made_at"], name="judgement_person_skill_made"),
            models.Index(fields=["assessment"], name="judgement_assessment", condition=Q(assessment__isnull=False)),
        ]


class Withdrawal(models.Model):
    """A submitted assessment taken back by its person. A row of its own: its judgements stay and stop counting."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)


class Standing(models.Model):
    """The level a person holds in a skill for one purpose: the judgement the rule picked. Derived, rebuildable."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.CASCADE, related_name="+", db_index=False)
    purpose = models.CharField(max_length=12)
    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(null=True)
    has_skill = models.BooleanField(null=True)
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose", "skill"], name="one_standing_per_skill_and_purpose"),
        ]


triggers.declare(
    *(
        triggers.Guard(table, "UPDATE", "1 = 1", APPEND_ONLY)
        for table in ("assessments_judgement", "assessments_withdrawal")
    ),
    deletes_with("assessments_judgement", "OLD.person_id"),
    deletes_with("assessments_withdrawal"),
)
