"""Tables of people."""

from waymark.people.models.people import Appointment, Membership, Person, Post, ReportingLine, RoleClaim

__all__ = ["Appointment", "Membership", "Person", "Post", "ReportingLine", "RoleClaim"]
