"""What a level of one scale counts as on another: outside versions, on a framework and what makes a scale."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal, triggers


class Equivalence(models.Model):
    """Somebody says what each level of a scale counts as on another. Never changed: a later row takes its place.

    A scale is named by its framework and its ladder (kind, names, values), so that it is the same scale in each version
    that has it. ``counts_as`` has one rank per level of the first, or None. ``holds`` is False in a row that says
    there is no table any more.
    """

    uuid = models.UUIDField(unique=True)
    from_framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="+")
    from_ladder = models.JSONField()
    from_digest = models.CharField(max_length=64)
    to_framework = models.ForeignKey("frameworks.Framework", on_delete=models.PROTECT, related_name="+")
    to_ladder = models.JSONField()
    to_digest = models.CharField(max_length=64)
    counts_as = models.JSONField()
    holds = models.BooleanField(default=True)
    reason = models.CharField(max_length=400)
    explanation = models.TextField(blank=True)
    by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    """Empty: the operator."""
    from_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["from_framework", "from_digest", "to_framework", "to_digest", "from_at"],
                name="equivalence_between_scales",
            )
        ]


_NEVER_CHANGED = "What a level counts as is never changed: say it anew, and the later table holds."
_KEPT = (
    "id", "uuid", "from_framework_id", "from_ladder", "from_digest", "to_framework_id", "to_ladder", "to_digest",
    "counts_as", "holds", "by_id", "from_at",
)  # fmt: skip
"""Texts are left out: an erased person's name is taken out of them."""

triggers.declare(
    triggers.Guard(
        "frameworks_equivalence",
        "UPDATE",
        "NOT (" + " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in _KEPT) + ")",
        _NEVER_CHANGED,
    ),
    triggers.Guard("frameworks_equivalence", "DELETE", "1 = 1", _NEVER_CHANGED),
)

personal.declare(
    personal.Holding(
        "frameworks.Equivalence",
        what=_("What you said the levels of one scale count as on another."),
        why=_("So that somebody answers for how levels are understood elsewhere."),
        keep=_("As long as the frameworks are kept."),
        purpose=personal.RUNNING,
        account_mentions=("by_id",),
        fields=("counts_as", "reason", "explanation", "from_at"),
        texts=("reason", "explanation"),
    )
)
