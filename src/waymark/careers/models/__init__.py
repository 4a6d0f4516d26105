"""Tables of intentions."""

from django.db import models
from django.db.models import Q


class Target(models.Model):
    """A role level someone wants to get to, from when until when."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role_level = models.ForeignKey("frameworks.RoleLevel", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_at__isnull=True), name="one_current_target"),
        ]
