"""Mapping posts to role levels: suggestions are worked out, somebody decides, and it can be undone."""

from waymark.people.commands.mapping.deciding import accept_suggestions, map_post, map_title, undo_mapping
from waymark.people.commands.mapping.refusals import (
    DecidedSince,
    NoSuchRoleLevel,
    NothingToMap,
    NotYourProfession,
    PostsChanged,
    SuggestionsOutdated,
    TitlesBeingRead,
    UndoneAlready,
)
from waymark.people.commands.mapping.suggesting import JOB, suggest, work_out
from waymark.people.commands.mapping.telling import TELL_JOB, tell_of_decision

__all__ = [
    "JOB",
    "TELL_JOB",
    "DecidedSince",
    "NoSuchRoleLevel",
    "NotYourProfession",
    "NothingToMap",
    "PostsChanged",
    "SuggestionsOutdated",
    "TitlesBeingRead",
    "UndoneAlready",
    "accept_suggestions",
    "map_post",
    "map_title",
    "suggest",
    "tell_of_decision",
    "undo_mapping",
    "work_out",
]
