"""Every change to what the program does by itself."""

from waymark.work.commands.asking import (
    NotOpen,
    NotOver,
    cancel,
    forget_jobs,
    note_backup,
    start,
    start_regular,
    try_again,
)
from waymark.work.commands.doing import LeaseLost, claim, fail, finish, hand_out, progress

__all__ = [
    "LeaseLost",
    "NotOpen",
    "NotOver",
    "cancel",
    "claim",
    "fail",
    "finish",
    "forget_jobs",
    "hand_out",
    "note_backup",
    "progress",
    "start",
    "start_regular",
    "try_again",
]
