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
from waymark.people.commands.feeding import JOB as FEED_JOB
from waymark.people.commands.feeding import (
    FeedNameTaken,
    FileTooLarge,
    NeedsApproval,
    NobodyCalledSo,
    NoDepartment,
    NoReason,
    NothingToApprove,
    NotMerged,
    NotNow,
    OwnRun,
    RunUnderWay,
    SaidWrongly,
    SamePerson,
    SeenOtherwise,
    SourceUnknown,
    WrongShare,
    add_feed,
    change_feed,
    end_access_of_leavers,
    leave,
    merge,
    part,
    put,
    tidy_feeds,
)
from waymark.people.commands.feeding import approve as approve_feed
from waymark.people.commands.feeding import ask as ask_feed
from waymark.people.commands.feeding import bring as bring_feed
from waymark.people.commands.feeding import carry_out as carry_out_feed
from waymark.people.commands.feeding import discard as discard_feed
from waymark.people.commands.feeding import go_on as go_on_feed
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
    "FEED_JOB",
    "AlreadyAsked",
    "AlreadyErased",
    "AlreadyLoaded",
    "AlreadyRestricted",
    "AlreadySettled",
    "CorrectionTooLong",
    "FeedNameTaken",
    "FileTooLarge",
    "HoldsNoPost",
    "LinkedAlready",
    "ManagerChanged",
    "ManagesThemselves",
    "NeedsApproval",
    "NoDepartment",
    "NoReason",
    "NobodyCalledSo",
    "NotAnotherManager",
    "NotMerged",
    "NotNow",
    "NotRestricted",
    "NothingSaid",
    "NothingToApprove",
    "OwnRun",
    "PersonUnknown",
    "ProfessionUnknown",
    "RoleLevelNotOffered",
    "RunUnderWay",
    "SaidWrongly",
    "SamePerson",
    "SeenOtherwise",
    "SourceUnknown",
    "WrongShare",
    "accept_correction",
    "add_feed",
    "approve_feed",
    "ask_correction",
    "ask_feed",
    "bring_feed",
    "carry_out_feed",
    "change_feed",
    "claim_role",
    "decline_correction",
    "discard_feed",
    "end_access_of_leavers",
    "erase",
    "go_on_feed",
    "leave",
    "lift_restriction",
    "link_account",
    "load",
    "merge",
    "part",
    "put",
    "rebuild_listing",
    "restrict",
    "set_main_profession",
    "set_manager",
    "sign_on",
    "tidy_feeds",
    "withdraw_correction",
]
