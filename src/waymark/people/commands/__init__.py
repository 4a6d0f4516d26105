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
from waymark.people.commands.reorganising import (
    NothingToUndo,
    PostsUnknown,
    StillHasPeople,
    check_change,
    make_due_changes,
    make_planned,
    reorganise,
    undo_change,
)
from waymark.people.commands.roles import ProfessionUnknown, RoleLevelNotOffered, claim_role, set_main_profession

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
    "NothingToUndo",
    "PersonUnknown",
    "PostsUnknown",
    "ProfessionUnknown",
    "RoleLevelNotOffered",
    "StillHasPeople",
    "accept_correction",
    "ask_correction",
    "check_change",
    "claim_role",
    "decline_correction",
    "erase",
    "lift_restriction",
    "link_account",
    "load",
    "make_due_changes",
    "make_planned",
    "rebuild_listing",
    "reorganise",
    "restrict",
    "set_main_profession",
    "set_manager",
    "undo_change",
    "withdraw_correction",
]
