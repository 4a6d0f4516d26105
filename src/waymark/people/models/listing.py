"""The table that says where people count."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waymark.kernel import personal
from waymark.kernel.fields import SortKey
from waymark.kernel.policy import Purpose


class Listing(models.Model):
    """A person counts in a place as one of a profession, over a period. Derived (``rules.listed``), rebuildable.

    ``organisation_id`` 0 is everywhere and ``profession_id`` 0 is any profession: a duty covers exactly the rows with
    its own pair, so that "is this person covered" and "the next 25 by name" each read one range of an index, however
    many people there are.
    """

    # No constraint: people are never deleted, and checking eight of these rows for each of 540,000 takes minutes.
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="listings", db_index=False, db_constraint=False
    )
    organisation_id = models.BigIntegerField()
    profession_id = models.BigIntegerField()
    sort_key = SortKey(max_length=220)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation_id", "profession_id", "from_on"], name="listed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="listing_dates_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "profession_id", "sort_key", "person"], name="listing_by_name")
        ]


personal.declare(
    personal.Holding(
        model="people.Listing",
        what=_("Which organisations and professions you count in, from when until when."),
        why=_("So that the people who answer for your profession or department find you, and nobody else does."),
        keep=_("Worked out from your posts and professions, and kept as long as they are."),
        purpose=Purpose.DEVELOPMENT,
        person=("person_id",),
        fields=("organisation_id", "profession_id", "from_on", "until_on"),
    )
)
