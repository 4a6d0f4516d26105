"""Levels of many people in a spreadsheet: brought, checked, shown, applied in one go, and taken back."""

from waymark.assessments.commands.spreadsheets.applying import undo_level_file
from waymark.assessments.commands.spreadsheets.bringing import (
    LEVELS_JOB,
    ask_level_file,
    bring_level_file,
    carry_out_level_file,
    discard_level_file,
)
from waymark.assessments.commands.spreadsheets.refusals import (
    LevelFileNotNow,
    LevelFileSeenOtherwise,
    LevelFileTooLarge,
    NothingToAdd,
)
from waymark.assessments.commands.spreadsheets.tidying import tidy_level_files

__all__ = [
    "LEVELS_JOB",
    "LevelFileNotNow",
    "LevelFileSeenOtherwise",
    "LevelFileTooLarge",
    "NothingToAdd",
    "ask_level_file",
    "bring_level_file",
    "carry_out_level_file",
    "discard_level_file",
    "tidy_level_files",
    "undo_level_file",
]
