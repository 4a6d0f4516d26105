"""Tables of people who may be on record twice."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.people.types import Shared


class Suspicion(models.Model):
    """Two on record who may be one person, as a feed that brought ``person`` makes it seem.

    It is settled by a ``PersonAlias``, or by somebody who says that they are two.
    """

    feed = models.ForeignKey("people.Feed", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    """Whoever was there before."""
    why = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Shared])
    at = models.DateTimeField()
    two_at = models.DateTimeField(null=True)
    """When somebody said that they are two people; until then it is open."""
    by = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="suspected_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_their_own_twin"),
        ]
        indexes = [models.Index(fields=["-at", "-id"], condition=Q(two_at__isnull=True), name="suspicion_open")]


personal.declare(
    personal.Holding(
        model="people.Suspicion",
        what=_("That you may be on record twice, and whether somebody said that you are two people"),
        why=_("So that your records can be put together, or kept apart."),
        keep=_("As long as your record"),
        purpose=personal.RUNNING,
        person=("person_id", "other_id"),
        account_mentions=("by_id",),
        fields=("why", "at", "two_at", "reason"),
    ),
)
