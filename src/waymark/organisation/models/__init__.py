"""Tables of reference data."""

from waymark.organisation.models.changes import (
    ChangeBody,
    ChangeOutcome,
    ChangePart,
    OrganisationBefore,
    OrganisationChange,
)
from waymark.organisation.models.reference import (
    Function,
    Grade,
    GradeBand,
    Location,
    Organisation,
    Profession,
    Region,
    Specialism,
)

__all__ = [
    "ChangeBody",
    "ChangeOutcome",
    "ChangePart",
    "Function",
    "Grade",
    "GradeBand",
    "Location",
    "Organisation",
    "OrganisationBefore",
    "OrganisationChange",
    "Profession",
    "Region",
    "Specialism",
]
