"""Everything that changes the record."""

from waymark.assessments.commands.accepting import accept_levels, accept_levels_of_many, set_acceptance_rule
from waymark.assessments.commands.answering import save_answer, start, submit, withdraw
from waymark.assessments.commands.linking import end_record_link, make_record_link, open_record, verify_record
from waymark.assessments.commands.loading import load_judgements, rebuild_standings
from waymark.assessments.commands.refusals import (
    AlreadySubmitted,
    AlreadyWithdrawn,
    NobodyNamed,
    NoManager,
    NoReason,
    NotARule,
    NotAsked,
    NothingAnswered,
    NothingChosen,
    NothingToAsk,
    NotOnScale,
    NotSubmitted,
    NotThatLong,
    ReceiverUnknown,
    Stale,
    TooLong,
    TooManyLinks,
    WithYourself,
)
from waymark.assessments.commands.sharing import share_assessment, stop_sharing
from waymark.assessments.commands.telling import tell_of_changes

__all__ = [
    "AlreadySubmitted",
    "AlreadyWithdrawn",
    "NoManager",
    "NoReason",
    "NobodyNamed",
    "NotARule",
    "NotAsked",
    "NotOnScale",
    "NotSubmitted",
    "NotThatLong",
    "NothingAnswered",
    "NothingChosen",
    "NothingToAsk",
    "ReceiverUnknown",
    "Stale",
    "TooLong",
    "TooManyLinks",
    "WithYourself",
    "accept_levels",
    "accept_levels_of_many",
    "end_record_link",
    "load_judgements",
    "make_record_link",
    "open_record",
    "rebuild_standings",
    "save_answer",
    "set_acceptance_rule",
    "share_assessment",
    "start",
    "stop_sharing",
    "submit",
    "tell_of_changes",
    "verify_record",
    "withdraw",
]
