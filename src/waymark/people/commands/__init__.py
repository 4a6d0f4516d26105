"""Every change to people's records."""

from waymark.people.commands.listing import rebuild_listing
from waymark.people.commands.loading import AlreadyLoaded, load
from waymark.people.commands.roles import ProfessionUnknown, RoleLevelNotOffered, claim_role, set_main_profession

__all__ = [
    "AlreadyLoaded",
    "ProfessionUnknown",
    "RoleLevelNotOffered",
    "claim_role",
    "load",
    "rebuild_listing",
    "set_main_profession",
]
