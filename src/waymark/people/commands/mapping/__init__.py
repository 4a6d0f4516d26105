"""Mapping posts to role levels: suggestions are worked out, somebody decides, and it can be undone."""

from waymark.people.commands.mapping.deciding import accept_suggestions, map_post, map_title, undo_mapping
from waymark.people.commands.mapping.refusals import (
    DecidedSince,
    NoSuchRoleLevel,
    NothingToMap,
    NotYourProfession,
    PostsChanged,
    TitlesBeingRead,
    UndoneAlready,
)
from waymark.people.commands.mapping.suggesting import JOB, suggest, work_out

__all__ = [
    "JOB",
    "DecidedSince",
    "NoSuchRoleLevel",
    "NotYourProfession",
    "NothingToMap",
    "PostsChanged",
    "TitlesBeingRead",
    "UndoneAlready",
    "accept_suggestions",
    "map_post",
    "map_title",
    "suggest",
    "undo_mapping",
    "work_out",
]
