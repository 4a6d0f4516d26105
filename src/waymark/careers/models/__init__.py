"""Tables of intentions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


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


personal.declare(
    personal.Holding(
        model="careers.Target",
        what=_("Roles you saved as where you want to get to"),
        why=_("To show you what is between you and the role you are aiming for."),
        keep=_("Until you let go of it, and two years after"),
        purpose="development",
        person=("person_id",),
        fields=("role_level_id", "from_at", "until_at"),
        after="until_at",
        days=2 * 365,
    )
)
