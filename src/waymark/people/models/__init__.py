"""Tables of people."""

from waymark.people.models.corrections import Correction
from waymark.people.models.listing import Listing
from waymark.people.models.people import Appointment, Membership, Person, Post, ReportingLine, RoleClaim

__all__ = [
    "Appointment",
    "Correction",
    "Listing",
    "Membership",
    "Person",
    "Post",
    "ReportingLine",
    "RoleClaim",
]
