"""Tables of reference data: bodies, professions, places and grades."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal


def _dates_in_order(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
        name=f"{table}_dates_in_order",
    )


def _open_name_once(table: str, *within: str) -> models.UniqueConstraint:
    """Let nothing that is open have the name of another; commands compare everything that overlaps in time."""
    return models.UniqueConstraint(
        fields=[*within, "name"], condition=Q(until_on__isnull=True), name=f"open_{table}_name_once"
    )


class Dated(models.Model):
    """Something that is there over a period: ``from_on`` empty is always, ``until_on`` (exclusive) empty for good."""

    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Organisation(Dated):
    """A department, an agency or a unit. ``path`` is the ids from the root down, ``/1/7/``: a subtree is a range.

    The row says how it is now; how it was before is in ``OrganisationBefore``. It is open while ``until_on`` is empty.
    """

    class Kind(models.TextChoices):
        DEPARTMENT = "department"
        AGENCY = "agency"
        UNIT = "unit"

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=40, blank=True, default="", db_index=True)
    """What the department itself calls it in its files; used once among the open bodies of a department."""
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey("organisation.Organisation", null=True, on_delete=models.PROTECT, related_name="parts")
    path = models.CharField(max_length=200, unique=True)

    class Meta:
        constraints = [_dates_in_order("organisation")]


class Profession(Dated):
    """A body with accountable people that may publish a framework."""

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    sort_key = models.CharField(max_length=220, db_index=True)

    class Meta:
        constraints = [_dates_in_order("profession"), _open_name_once("profession")]


class Specialism(Dated):
    """A part of a profession that people are known by."""

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="specialisms")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [_dates_in_order("specialism"), _open_name_once("specialism", "profession")]


class Function(Dated):
    """What an organisation does for itself across departments, such as buying or handling people: not a profession."""

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [_dates_in_order("function"), _open_name_once("function")]


class Region(Dated):
    """A place people work in: an ITL1 area, overseas, or unknown."""

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [_dates_in_order("region"), _open_name_once("region")]


class Location(Dated):
    """A place within a region: an ITL2 area with its code, or a site of one's own without one."""

    uuid = models.UUIDField(unique=True)
    slug = models.CharField(max_length=120, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="locations")
    code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [_dates_in_order("location"), _open_name_once("location", "region")]


class GradeBand(Dated):
    """What makes grades of different organisations equivalent. ``rank`` counts from 1, the most junior."""

    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        constraints = [_dates_in_order("grade_band")]


class Grade(Dated):
    """A pay and seniority grade of one organisation, or of everyone (``organisation`` empty). Not a role level."""

    uuid = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    band = models.ForeignKey(GradeBand, null=True, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            # A code may come again once the grade that had it has ended; commands compare every period.
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=Q(until_on__isnull=True),
                name="open_grade_code_once_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(organisation__isnull=True, until_on__isnull=True),
                name="open_common_grade_code_once",
            ),
            _dates_in_order("grade"),
        ]


personal.nothing_personal(
    _("What organisations, professions, places and grades there are."),
    "organisation.Organisation",
    "organisation.Profession",
    "organisation.Specialism",
    "organisation.Function",
    "organisation.Region",
    "organisation.Location",
    "organisation.GradeBand",
    "organisation.Grade",
)
