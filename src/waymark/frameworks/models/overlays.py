"""What an organisation adds to a standard. The standard's own rows know nothing of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.frameworks.types import OverlayKind
from waymark.kernel import personal, triggers

_SAID = (OverlayKind.NOTE, OverlayKind.EXAMPLE, OverlayKind.LOCAL_NAME)
_ASKED = (OverlayKind.EXTRA_SKILL, OverlayKind.HIGHER_LEVEL)


class Overlay(models.Model):
    """One thing an organisation adds to a role, a role level or a skill of a framework: which, and of what kind.

    It hangs on what endures, so that it outlives every version. What it says is in its entries. An extra skill and a
    higher level hang on a role level and name the skill it asks for.
    """

    uuid = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    role = models.ForeignKey("frameworks.Role", null=True, on_delete=models.PROTECT, related_name="+")
    role_level = models.ForeignKey("frameworks.RoleLevel", null=True, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey("frameworks.Skill", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=_ASKED, role__isnull=True, role_level__isnull=False, skill__isnull=False)
                | Q(kind__in=_SAID, role__isnull=False, role_level__isnull=True, skill__isnull=True)
                | Q(kind__in=_SAID, role__isnull=True, role_level__isnull=False, skill__isnull=True)
                | Q(kind__in=_SAID, role__isnull=True, role_level__isnull=True, skill__isnull=False),
                name="overlay_hangs_on_one_thing",
            ),
            # Two people of one organisation at once would otherwise ask for the same skill at two levels.
            models.UniqueConstraint(
                fields=["organisation", "kind", "role_level", "skill"],
                condition=Q(kind__in=_ASKED),
                name="overlay_asks_once_for_a_skill",
            ),
            *(
                models.UniqueConstraint(
                    fields=["organisation", thing],
                    condition=Q(kind=OverlayKind.LOCAL_NAME, **{f"{thing}__isnull": False}),
                    name=f"overlay_one_name_for_a_{thing}",
                )
                for thing in ("role", "role_level", "skill")
            ),
        ]


class OverlayEntry(models.Model):
    """What was said by an overlay, from then on: the latest entry counts, and none ever changes.

    Every entry is whole: one that only finds an overlay still right says the same again against another version.
    """

    overlay = models.ForeignKey(Overlay, on_delete=models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveSmallIntegerField()
    """Counts from 1, overlay by overlay."""
    act = models.CharField(max_length=9)
    text = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    """Asked for, of an extra skill or a raised one; empty for a skill without levels."""
    importance = models.CharField(max_length=10, blank=True)
    version = models.ForeignKey("frameworks.Version", on_delete=models.PROTECT, related_name="+")
    """The version of the standard it was held against."""
    skill_version = models.ForeignKey("frameworks.Version", null=True, on_delete=models.PROTECT, related_name="+")
    """The version whose words for the skill it was held against; empty where no skill is named."""
    account = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["overlay", "number"], name="overlay_entry_number_once"),
            models.CheckConstraint(condition=Q(level__isnull=True) | Q(level__gte=1), name="overlay_level_from_one"),
        ]


_APPEND_ONLY = "What a department adds to a standard is append-only: a later entry counts."

_SAME = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in (
        "id", "overlay_id", "number", "act", "level", "importance", "version_id", "skill_version_id", "account_id",
        "at",
    )
)  # fmt: skip

triggers.declare(
    triggers.Guard("frameworks_overlay", "UPDATE", "1 = 1", _APPEND_ONLY),
    triggers.Guard("frameworks_overlay", "DELETE", "1 = 1", _APPEND_ONLY),
    # An erasure may take somebody's name out of the words.
    triggers.Guard(
        "frameworks_overlayentry",
        "UPDATE",
        f"NOT ({_SAME} AND (NEW.text IS NOT DISTINCT FROM OLD.text OR NEW.text LIKE '%[erased]%'))",
        _APPEND_ONLY,
    ),
    triggers.Guard("frameworks_overlayentry", "DELETE", "1 = 1", _APPEND_ONLY),
)

personal.nothing_personal(
    _("What a department adds to a standard: its notes, its examples, what else it asks for. It names no person."),
    "frameworks.Overlay",
)
personal.declare(
    personal.Holding(
        "frameworks.OverlayEntry",
        what=_("What you added to a standard for your department, changed, checked or took back, and when."),
        why=_("So that people know which words are their department’s, and who answers for them can be asked."),
        keep=_("As long as the framework is kept."),
        purpose=personal.RUNNING,
        account=("account_id",),
        fields=("overlay__organisation__name", "overlay__kind", "act", "text", "level", "at"),
        erasing=personal.Erasing.KEEP,
        kept_because=_("They are the department’s words. The account that wrote them no longer has a name."),
        texts=("text",),
    )
)
