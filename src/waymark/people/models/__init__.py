"""Tables of people."""

from waymark.people.models import holdings as holdings
from waymark.people.models.people import Appointment, Membership, Person, Post, ReportingLine, RoleClaim
from waymark.people.models.protection import Erasure, Restriction

__all__ = ["Appointment", "Erasure", "Membership", "Person", "Post", "ReportingLine", "Restriction", "RoleClaim"]
