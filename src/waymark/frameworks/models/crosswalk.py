"""How skills of different frameworks stand to each other: outside versions, on what endures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal, triggers


class Crosswalk(models.Model):
    """Somebody says how a skill stands to one of another framework: "skill is ``kind`` other". Never changed.

    It holds from ``from_at`` until its end, which is a row of its own.
    """

    uuid = models.UUIDField(unique=True)
    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: the operator."""
    from_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(skill=models.F("other")), name="crosswalk_between_two_skills"),
        ]


class CrosswalkEnd(models.Model):
    """A relation that holds no longer: once, with who said so and why."""

    crosswalk = models.OneToOneField(Crosswalk, on_delete=models.PROTECT, related_name="end")
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: the operator."""
    at = models.DateTimeField()


class CrosswalkRejection(models.Model):
    """Two skills that were suggested to be related, and are not: nobody is asked again.

    ``skill`` is the one with the lower id, so that a pair is rejected once.
    """

    skill = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("frameworks.Skill", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: the operator."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skill", "other"], name="crosswalk_rejected_once"),
            models.CheckConstraint(
                condition=models.Q(skill__lt=models.F("other")), name="crosswalk_rejection_lower_id_first"
            ),
        ]


_NEVER_CHANGED = "How skills of two frameworks stand to each other is never changed: end it, and say it anew."
_KEPT = {
    "crosswalk": ("id", "uuid", "skill_id", "other_id", "kind", "by_id", "from_at"),
    "crosswalkend": ("id", "crosswalk_id", "by_id", "at"),
}
"""Reasons are left out: an erased person's name is taken out of them."""

triggers.declare(
    *(
        triggers.Guard(
            f"frameworks_{table}",
            "UPDATE",
            "NOT (" + " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in columns) + ")",
            _NEVER_CHANGED,
        )
        for table, columns in _KEPT.items()
    ),
    *(triggers.Guard(f"frameworks_{table}", "DELETE", "1 = 1", _NEVER_CHANGED) for table in _KEPT),
)

_WHY = _("So that somebody answers for how frameworks are understood by each other.")
_KEEP = _("As long as the frameworks are kept.")

personal.declare(
    personal.Holding(
        "frameworks.Crosswalk",
        what=_("Relations between skills of different frameworks that you made."),
        why=_WHY,
        keep=_KEEP,
        purpose=personal.RUNNING,
        account_mentions=("by_id",),
        fields=("kind", "reason", "from_at"),
        texts=("reason",),
    ),
    personal.Holding(
        "frameworks.CrosswalkEnd",
        what=_("Relations between skills of different frameworks that you ended."),
        why=_WHY,
        keep=_KEEP,
        purpose=personal.RUNNING,
        account_mentions=("by_id",),
        fields=("reason", "at"),
        texts=("reason",),
    ),
    personal.Holding(
        "frameworks.CrosswalkRejection",
        what=_("Suggested relations between skills that you turned down."),
        why=_WHY,
        keep=_KEEP,
        purpose=personal.RUNNING,
        account_mentions=("by_id",),
        fields=("at",),
    ),
)
