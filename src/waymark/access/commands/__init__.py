"""Every change to accounts and duties."""

from waymark.access.commands.accounts import DemoKeyTaken, DemoOnly, EmailTaken, create_account
from waymark.access.commands.covering import name_cover
from waymark.access.commands.granting import decide, give_duty, give_up, revoke
from waymark.access.commands.refusals import (
    AlreadyDecided,
    AlreadyHeld,
    AlreadyOver,
    CannotCover,
    CoverOutside,
    GivenToOneself,
    LastAdministrator,
    NoSession,
    NothingToDecide,
    NotYoursToGive,
    OwnDuty,
    OwnProposal,
    ReasonMissing,
    SessionOpen,
    UnknownKind,
    WrongLength,
    WrongPeriod,
    WrongPlace,
)
from waymark.access.commands.reminding import remind_of_endings
from waymark.access.commands.sessions import end_admin_session, open_admin_session

__all__ = [
    "AlreadyDecided",
    "AlreadyHeld",
    "AlreadyOver",
    "CannotCover",
    "CoverOutside",
    "DemoKeyTaken",
    "DemoOnly",
    "EmailTaken",
    "GivenToOneself",
    "LastAdministrator",
    "NoSession",
    "NotYoursToGive",
    "NothingToDecide",
    "OwnDuty",
    "OwnProposal",
    "ReasonMissing",
    "SessionOpen",
    "UnknownKind",
    "WrongLength",
    "WrongPeriod",
    "WrongPlace",
    "create_account",
    "decide",
    "end_admin_session",
    "give_duty",
    "give_up",
    "name_cover",
    "open_admin_session",
    "remind_of_endings",
    "revoke",
]
