"""Every change to people's records."""

from waymark.people.commands.loading import AlreadyLoaded, load
from waymark.people.commands.protection import (
    AlreadyErased,
    AlreadyRestricted,
    NotRestricted,
    erase,
    lift_restriction,
    restrict,
)
from waymark.people.commands.roles import ProfessionUnknown, RoleLevelNotOffered, claim_role, set_main_profession

__all__ = [
    "AlreadyErased",
    "AlreadyLoaded",
    "AlreadyRestricted",
    "NotRestricted",
    "ProfessionUnknown",
    "RoleLevelNotOffered",
    "claim_role",
    "erase",
    "lift_restriction",
    "load",
    "restrict",
    "set_main_profession",
]
