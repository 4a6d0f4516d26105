"""What becomes of things that a version leaves out. It hangs on what endures, and is said by a version."""

from django.db import models
from django.db.models import Q

from waymark.kernel import triggers

_THING = ("skill", "role", "role_level")


def _exactly_one() -> Q:
    one = Q()
    for chosen in _THING:
        one |= Q(**{f"{name}__isnull": name != chosen for name in _THING})
    return one


class Replacement(models.Model):
    """A version says what becomes of one thing that it leaves out. Appended: of several the latest counts.

    Without successors nothing replaces the thing.
    """

    version = models.ForeignKey("frameworks.Version", on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey("frameworks.Skill", null=True, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey("frameworks.Role", null=True, on_delete=models.CASCADE, related_name="+")
    role_level = models.ForeignKey("frameworks.RoleLevel", null=True, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=_exactly_one(), name="replacement_of_one_thing")]


class Successor(models.Model):
    """One thing that takes the place of another; a skill of a skill, a role of a role, a role level of a role level."""

    replacement = models.ForeignKey(Replacement, on_delete=models.CASCADE, related_name="successors")
    skill = models.ForeignKey("frameworks.Skill", null=True, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey("frameworks.Role", null=True, on_delete=models.CASCADE, related_name="+")
    role_level = models.ForeignKey("frameworks.RoleLevel", null=True, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=_exactly_one(), name="successor_is_one_thing")]


_PUBLISHED = "EXISTS (SELECT 1 FROM frameworks_version v WHERE v.id = {version} AND v.published_at IS NOT NULL)"
_OF_SUCCESSOR = (
    "EXISTS (SELECT 1 FROM frameworks_replacement r JOIN frameworks_version v ON v.id = r.version_id"
    " WHERE r.id = {row}.replacement_id AND v.published_at IS NOT NULL)"
)
_SAID = "What a published version says of its successors never changes."

_SAME = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in ("id", "version_id", "skill_id", "role_id", "role_level_id", "said_at")
)

triggers.declare(
    # An erasure may take somebody's name out of the reason.
    triggers.Guard(
        "frameworks_replacement",
        "UPDATE",
        f"NOT ({_SAME} AND (NEW.reason IS NOT DISTINCT FROM OLD.reason OR NEW.reason LIKE '%[erased]%'))",
        "What was said of successors is said again, not edited.",
    ),
    triggers.Guard("frameworks_replacement", "INSERT", _PUBLISHED.format(version="NEW.version_id"), _SAID),
    triggers.Guard("frameworks_replacement", "DELETE", _PUBLISHED.format(version="OLD.version_id"), _SAID),
    triggers.Guard("frameworks_successor", "UPDATE", "1 = 1", "What was said of successors is said again, not edited."),
    triggers.Guard("frameworks_successor", "INSERT", _OF_SUCCESSOR.format(row="NEW"), _SAID),
    triggers.Guard("frameworks_successor", "DELETE", _OF_SUCCESSOR.format(row="OLD"), _SAID),
)
