"""What others may ask about people. Each answer takes a fixed number of queries, whatever the size of the place."""

from waymark.people.queries.cards import card, contacts, count, names, person, person_of_account, similar_posts
from waymark.people.queries.protection import (
    accounts_of,
    left_before,
    path_of,
    protected,
    protected_person,
    restricted,
    restriction,
    restrictions,
    uuids,
    was_erased,
)
from waymark.people.queries.sight import everyone, in_sight, themselves

__all__ = [
    "accounts_of",
    "card",
    "contacts",
    "count",
    "everyone",
    "in_sight",
    "left_before",
    "names",
    "path_of",
    "person",
    "person_of_account",
    "protected",
    "protected_person",
    "restricted",
    "restriction",
    "restrictions",
    "similar_posts",
    "themselves",
    "uuids",
    "was_erased",
]
