"""Everything that changes the record."""

from waymark.assessments.commands.answering import save_answer, start, submit, withdraw
from waymark.assessments.commands.loading import load_judgements, rebuild_standings
from waymark.assessments.commands.refusals import (
    AlreadySubmitted,
    AlreadyWithdrawn,
    NobodyNamed,
    NoManager,
    NotAsked,
    NothingAnswered,
    NothingToAsk,
    NotOnScale,
    NotSubmitted,
    ReceiverUnknown,
    Stale,
    TooLong,
    WithYourself,
)
from waymark.assessments.commands.sharing import share_assessment, stop_sharing
from waymark.assessments.commands.telling import tell_of_changes

__all__ = [
    "AlreadySubmitted",
    "AlreadyWithdrawn",
    "NoManager",
    "NobodyNamed",
    "NotAsked",
    "NotOnScale",
    "NotSubmitted",
    "NothingAnswered",
    "NothingToAsk",
    "ReceiverUnknown",
    "Stale",
    "TooLong",
    "WithYourself",
    "load_judgements",
    "rebuild_standings",
    "save_answer",
    "share_assessment",
    "start",
    "stop_sharing",
    "submit",
    "tell_of_changes",
    "withdraw",
]
