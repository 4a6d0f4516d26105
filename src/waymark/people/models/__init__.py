"""Tables of people."""

from waymark.people.models import holdings as holdings
from waymark.people.models.corrections import Correction
from waymark.people.models.feeding import Feed, FeedRow, FeedRun, Identifier, Movement, PersonAlias
from waymark.people.models.listing import Listing
from waymark.people.models.mapping import MappingBatch, PostMapping, TitleGroup, TitleReading
from waymark.people.models.moves import PostMove
from waymark.people.models.people import Appointment, Membership, Person, Post, ReportingLine, RoleClaim
from waymark.people.models.protection import Erasure, Restriction
from waymark.people.models.twice import Suspicion
from waymark.people.models.users import FeedDay, FeedToken, FeedUser

__all__ = [
    "Appointment",
    "Correction",
    "Erasure",
    "Feed",
    "FeedDay",
    "FeedRow",
    "FeedRun",
    "FeedToken",
    "FeedUser",
    "Identifier",
    "Listing",
    "MappingBatch",
    "Membership",
    "Movement",
    "Person",
    "PersonAlias",
    "Post",
    "PostMapping",
    "PostMove",
    "ReportingLine",
    "Restriction",
    "RoleClaim",
    "Suspicion",
    "TitleGroup",
    "TitleReading",
]
