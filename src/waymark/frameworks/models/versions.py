"""What a version says. Every row carries its version, and no row of a published version changes."""

from django.db import models

from waymark.kernel import triggers


class Version(models.Model):
    """One release of a framework."""

    class State(models.TextChoices):
        DRAFT = "draft"
        IN_REVIEW = "in_review"
        PUBLISHED = "published"
        RETIRING = "retiring"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(unique=True)
    framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    licence = models.CharField(max_length=200, blank=True)
    attribution = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    source_format = models.CharField(max_length=20, blank=True)
    source = models.JSONField(default=dict)
    source_digest = models.CharField(max_length=64, blank=True)
    """Of the files it was imported from, byte for byte; empty when it was written here."""
    state = models.CharField(max_length=10, choices=State)
    created_at = models.DateTimeField()
    effective_from = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    """From when it does not hold any more, whatever comes after it: the day a framework retires, or the moment a
    version was withdrawn. Before that moment of a retiring version readers are told of it."""
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "label"], name="version_label_once_per_framework"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "in_review"])
                | models.Q(published_at__isnull=False, effective_from__isnull=False),
                name="version_published_has_dates",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | models.Q(ends_at__isnull=False), name="version_withdrawn_ends"
            ),
        ]
        indexes = [
            models.Index(
                fields=["source_digest"], condition=~models.Q(source_digest=""), name="version_by_source_digest"
            )
        ]


class Scale(models.Model):
    """Ordered levels, lowest first."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, default="labels")
    position = models.PositiveSmallIntegerField()


class ScaleLevel(models.Model):
    """One step of a scale. ``rank`` counts from 1; 0 is "assessed, not yet at the first level".

    ``value`` is what a numeric scale counts the step as.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="levels")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scale", "rank"], name="scale_rank_once"),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="scale_rank_from_one"),
        ]


class SkillWording(models.Model):
    """What one version calls a skill and says of it. ``source`` keeps raw text an exporter needs.

    ``parent`` is the wording of the skill above it in the same version; ``code`` what the framework numbers it by.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="wordings")
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=220)
    summary = models.TextField(blank=True)
    alternative_labels = models.JSONField(default=list)
    hidden_labels = models.JSONField(default=list)
    position = models.PositiveIntegerField()
    source = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "skill"], name="skill_worded_once_per_version")]
        indexes = [models.Index(fields=["version", "sort_key"], name="skill_wording_a_to_z")]


class Relation(models.Model):
    """A version says how one of its skills stands to another, or to something elsewhere (``target`` empty)."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    uuid = models.UUIDField()
    skill_wording = models.ForeignKey(SkillWording, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=12)
    target = models.ForeignKey(SkillWording, null=True, on_delete=models.PROTECT, related_name="related_by")
    uri = models.TextField(blank=True)
    title = models.TextField(blank=True)
    position = models.PositiveIntegerField()
    source = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target__isnull=False) | ~models.Q(uri=""), name="relation_leads_somewhere"
            )
        ]


class LevelDescriptor(models.Model):
    """What someone at ``rank`` does. ``defined`` is False for a level that is named and left undefined."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    skill_wording = models.ForeignKey(SkillWording, on_delete=models.PROTECT, related_name="descriptors")
    rank = models.PositiveSmallIntegerField()
    defined = models.BooleanField()
    text = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    learning = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["skill_wording", "rank"], name="descriptor_once_per_rank")]


class FamilyWording(models.Model):
    """What one version calls a family."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("frameworks.JobFamily", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "family"], name="family_worded_once_per_version")]


class RoleWording(models.Model):
    """What one version says of a role."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey("frameworks.Role", on_delete=models.PROTECT, related_name="wordings")
    family_wording = models.ForeignKey(FamilyWording, on_delete=models.PROTECT, related_name="roles")
    name = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=220)
    summary = models.TextField(blank=True)
    responsibilities = models.TextField(blank=True)
    entry_routes = models.TextField(blank=True)
    next_moves = models.TextField(blank=True)
    role_type = models.CharField(max_length=80, blank=True)
    alternative_labels = models.JSONField(default=list)
    hidden_labels = models.JSONField(default=list)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "role"], name="role_worded_once_per_version")]


class RoleLevelWording(models.Model):
    """What one version says of a role level. ``name`` is empty for the lone level of a role without levels."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    role_level = models.ForeignKey("frameworks.RoleLevel", on_delete=models.PROTECT, related_name="wordings")
    role_wording = models.ForeignKey(RoleWording, on_delete=models.PROTECT, related_name="levels")
    name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    rung = models.PositiveSmallIntegerField()
    rung_inferred = models.BooleanField(default=False)
    grade_hint = models.CharField(max_length=80, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "role_level"], name="role_level_worded_once_per_version")
        ]


class Choice(models.Model):
    """A choose-n group: at least ``choose`` of its requirements are asked for."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    role_level_wording = models.ForeignKey(RoleLevelWording, on_delete=models.PROTECT, related_name="choices")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    choose = models.PositiveSmallIntegerField()


class Requirement(models.Model):
    """A role level asks for a skill, at a level or (``level`` empty) without one."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    role_level_wording = models.ForeignKey(RoleLevelWording, on_delete=models.PROTECT, related_name="requirements")
    skill_wording = models.ForeignKey(SkillWording, on_delete=models.PROTECT, related_name="asked_by")
    level = models.PositiveSmallIntegerField(null=True)
    importance = models.CharField(max_length=10)
    weight = models.PositiveSmallIntegerField(default=1)
    choice = models.ForeignKey(Choice, null=True, on_delete=models.PROTECT, related_name="requirements")
    position = models.PositiveIntegerField()
    source = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role_level_wording", "skill_wording"], name="requirement_once_per_role_level"
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__gte=1), name="requirement_level_from_one"
            ),
        ]


CONTENT = (
    "scale",
    "scalelevel",
    "skillwording",
    "relation",
    "leveldescriptor",
    "familywording",
    "rolewording",
    "rolelevelwording",
    "choice",
    "requirement",
)
"""Tables whose rows belong to a version and freeze with it."""

_FROZEN = "EXISTS (SELECT 1 FROM frameworks_version v WHERE v.id = {row}.version_id AND v.published_at IS NOT NULL)"
_KEPT = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in (
        "id", "uuid", "framework_id", "label", "title", "summary", "licence", "attribution", "notes",
        "source_format", "source", "source_digest", "effective_from", "published_at",
    )
)  # fmt: skip

triggers.declare(
    *(
        triggers.Guard(
            f"frameworks_{table}",
            event,  # type: ignore[arg-type]
            " OR ".join(_FROZEN.format(row=row) for row in rows),
            "A published version never changes: make a new version.",
        )
        for table in CONTENT
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"]))
    ),
    triggers.Guard(
        "frameworks_version",
        "UPDATE",
        f"OLD.published_at IS NOT NULL AND NOT ({_KEPT} AND NEW.state IN ('published', 'retiring', 'withdrawn'))",
        "A published version never changes, but for its retirement or withdrawal: make a new version.",
    ),
    triggers.Guard(
        "frameworks_version",
        "DELETE",
        "OLD.published_at IS NOT NULL",
        "A published version is never deleted.",
    ),
)
