"""Tables of reference data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


class Organisation(models.Model):
    """A department, an agency or a unit. ``path`` is the ids from the root down, ``/1/7/``: a subtree is a range."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department"
        AGENCY = "agency"
        UNIT = "unit"

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey("organisation.Organisation", null=True, on_delete=models.PROTECT, related_name="parts")
    path = models.CharField(max_length=200, unique=True)
    code = models.CharField(max_length=40, blank=True, default="")
    """What the department itself calls it, in its HR system; empty where it is not known."""


class Profession(models.Model):
    """A body with accountable people that may publish a framework."""

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    sort_key = models.CharField(max_length=220, db_index=True)


class Region(models.Model):
    """A place people work in: an ITL1 area, overseas, or unknown."""

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)


class GradeBand(models.Model):
    """What makes grades of different organisations equivalent. ``rank`` counts from 1, the most junior."""

    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField(unique=True)


class Grade(models.Model):
    """A pay and seniority grade of one organisation, or of everyone (``organisation`` empty). Not a role level."""

    uuid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    band = models.ForeignKey(GradeBand, null=True, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="grade_code_once_per_organisation"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(organisation__isnull=True), name="common_grade_code_once"
            ),
        ]


personal.nothing_personal(
    _("What organisations, professions, places and grades there are."),
    "organisation.Organisation",
    "organisation.Profession",
    "organisation.Region",
    "organisation.GradeBand",
    "organisation.Grade",
)
