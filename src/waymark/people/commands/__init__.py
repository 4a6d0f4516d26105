"""Every change to people's records."""

from waymark.people.commands.accounts import LinkedAlready, PersonUnknown, link_account
from waymark.people.commands.corrections import (
    AlreadyAsked,
    AlreadySettled,
    CorrectionTooLong,
    NotAnotherManager,
    NothingSaid,
    accept_correction,
    ask_correction,
    decline_correction,
    withdraw_correction,
)
from waymark.people.commands.lines import HoldsNoPost, ManagerChanged, ManagesThemselves, set_manager
from waymark.people.commands.listing import rebuild_listing
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
from waymark.people.commands.signing_on import sign_on

__all__ = [
    "AlreadyAsked",
    "AlreadyErased",
    "AlreadyLoaded",
    "AlreadyRestricted",
    "AlreadySettled",
    "CorrectionTooLong",
    "HoldsNoPost",
    "LinkedAlready",
    "ManagerChanged",
    "ManagesThemselves",
    "NotAnotherManager",
    "NotRestricted",
    "NothingSaid",
    "PersonUnknown",
    "ProfessionUnknown",
    "RoleLevelNotOffered",
    "accept_correction",
    "ask_correction",
    "claim_role",
    "decline_correction",
    "erase",
    "lift_restriction",
    "link_account",
    "load",
    "rebuild_listing",
    "restrict",
    "set_main_profession",
    "set_manager",
    "sign_on",
    "withdraw_correction",
]
