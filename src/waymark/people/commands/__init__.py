"""Every change to people's records."""

from waymark.people.commands.accounts import LinkedAlready, PersonUnknown, link_account
from waymark.people.commands.loading import AlreadyLoaded, load
from waymark.people.commands.roles import ProfessionUnknown, RoleLevelNotOffered, claim_role, set_main_profession

__all__ = [
    "AlreadyLoaded",
    "LinkedAlready",
    "PersonUnknown",
    "ProfessionUnknown",
    "RoleLevelNotOffered",
    "claim_role",
    "link_account",
    "load",
    "set_main_profession",
]
