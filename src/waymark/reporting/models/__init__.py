"""Tables of figures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal, triggers
from waymark.reporting.models.comparability import AssessorFigures, Comparability, DepartmentFigures

__all__ = [
    "AssessorFigures",
    "Comparability",
    "DepartmentFigures",
    "DisclosureProfile",
    "ObservedCount",
    "ProfileInForce",
    "Snapshot",
]


class DisclosureProfile(models.Model):
    """What a site decides about small numbers. A version never changes; a change is the next version."""

    slug = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=300, blank=True)
    fewest = models.PositiveSmallIntegerField()
    fewest_for_mean = models.PositiveSmallIntegerField()
    hide_zero = models.BooleanField()
    round_to = models.PositiveSmallIntegerField()
    secondary = models.BooleanField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="profile_version_once"),
            models.CheckConstraint(condition=Q(fewest__gte=3, round_to__gte=1), name="profile_hides_something"),
        ]


class ProfileInForce(models.Model):
    """A profile holds from a moment on, until another does. Of two that have begun the one that was said last holds."""

    profile = models.ForeignKey(DisclosureProfile, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    put_at = models.DateTimeField()


class Snapshot(models.Model):
    """Posts were counted, once in a month."""

    month = models.DateField(unique=True)
    """Its first day."""
    at = models.DateTimeField()
    posts = models.PositiveIntegerField()


class ObservedCount(models.Model):
    """So many posts with people in them are mapped to a role level at a grade, in a department or in all of them.

    Of a department (``organisation``) the grade is its own or everyone's. Of all of them it is a grade of everyone's,
    or a band where a department has grades of its own, or neither where these compare with none.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="+")
    role_level = models.ForeignKey("frameworks.RoleLevel", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisation.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    grade = models.ForeignKey("organisation.Grade", null=True, on_delete=models.PROTECT, related_name="+")
    band = models.ForeignKey("organisation.GradeBand", null=True, on_delete=models.PROTECT, related_name="+")
    posts = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["role_level", "organisation"], name="observed_of_role_level")]


personal.nothing_personal(
    _("What a site decides about small numbers, and from when it holds. Who decided stands in the record."),
    "reporting.DisclosureProfile",
    "reporting.ProfileInForce",
)
personal.nothing_personal(
    _("How many posts of each grade are mapped to a role level. It names nobody, and nobody is shown small numbers."),
    "reporting.Snapshot",
    "reporting.ObservedCount",
)

_STAYS = "A disclosure profile, and that it was put in force, never change."
triggers.declare(
    *(
        triggers.Guard(table, event, "1 = 1", _STAYS)
        for table in ("reporting_disclosureprofile", "reporting_profileinforce")
        for event in ("UPDATE", "DELETE")
    )
)
