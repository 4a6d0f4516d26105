"""Everything that changes reviews and releases."""

from waymark.reviews.commands.grouping import add_member, close_group, make_group, remove_member
from waymark.reviews.commands.inviting import ask_for_review, ask_no_longer, end_review, finish_review, remind
from waymark.reviews.commands.refusals import (
    AlreadyChosen,
    AlreadyDecided,
    AlreadyResolved,
    DraftChanged,
    NameTaken,
    NoneChosen,
    NotAnAccount,
    NotAReader,
    NotDue,
    NotResolved,
    NotSaid,
    SameWords,
)
from waymark.reviews.commands.signing import choose_signatory, drop_signatory, sign_off
from waymark.reviews.commands.suggesting import accept, decline, suggest, withdraw
from waymark.reviews.commands.talking import reopen, reply, resolve, start_thread

__all__ = [
    "AlreadyChosen",
    "AlreadyDecided",
    "AlreadyResolved",
    "DraftChanged",
    "NameTaken",
    "NoneChosen",
    "NotAReader",
    "NotAnAccount",
    "NotDue",
    "NotResolved",
    "NotSaid",
    "SameWords",
    "accept",
    "add_member",
    "ask_for_review",
    "ask_no_longer",
    "choose_signatory",
    "close_group",
    "decline",
    "drop_signatory",
    "end_review",
    "finish_review",
    "make_group",
    "remind",
    "remove_member",
    "reopen",
    "reply",
    "resolve",
    "sign_off",
    "start_thread",
    "suggest",
    "withdraw",
]
