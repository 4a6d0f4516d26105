"""Everything that changes the record."""

from waymark.assessments.commands.answering import save_answer, start, submit, withdraw
from waymark.assessments.commands.loading import load_judgements, rebuild_standings
from waymark.assessments.commands.refusals import (
    AlreadySubmitted,
    AlreadyWithdrawn,
    NotAsked,
    NothingAnswered,
    NothingToAsk,
    NotOnScale,
    Stale,
    TooLong,
)

__all__ = [
    "AlreadySubmitted",
    "AlreadyWithdrawn",
    "NotAsked",
    "NotOnScale",
    "NothingAnswered",
    "NothingToAsk",
    "Stale",
    "TooLong",
    "load_judgements",
    "rebuild_standings",
    "save_answer",
    "start",
    "submit",
    "withdraw",
]
