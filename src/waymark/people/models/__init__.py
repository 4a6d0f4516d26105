"""Tables of people."""

from waymark.people.models.listing import Listing
from waymark.people.models.people import Appointment, Membership, Person, Post, ReportingLine, RoleClaim

__all__ = ["Appointment", "Listing", "Membership", "Person", "Post", "ReportingLine", "RoleClaim"]
