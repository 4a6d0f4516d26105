"""Every change to what people ask for, what is on hold, and what is deleted."""

from waymark.privacy.commands.erasing import erase_person
from waymark.privacy.commands.holds import place_hold, release_hold
from waymark.privacy.commands.refusals import (
    AlreadyAsked,
    AlreadyCarriedOut,
    AlreadyDecided,
    AlreadyReleased,
    EndsInThePast,
    LookAgain,
    NotTheseWords,
    UnderHold,
    WantsErasing,
)
from waymark.privacy.commands.requests import ask, decide, take_back
from waymark.privacy.commands.retention import delete_old_data, look_for_old_data

__all__ = [
    "AlreadyAsked",
    "AlreadyCarriedOut",
    "AlreadyDecided",
    "AlreadyReleased",
    "EndsInThePast",
    "LookAgain",
    "NotTheseWords",
    "UnderHold",
    "WantsErasing",
    "ask",
    "decide",
    "delete_old_data",
    "erase_person",
    "look_for_old_data",
    "place_hold",
    "release_hold",
    "take_back",
]
