"""What others may ask about people. Each answer takes a fixed number of queries, whatever the size of the place."""

from waymark.people.queries.cards import card, contacts, count, names, person, person_of_account, similar_posts
from waymark.people.queries.pages import sight_page
from waymark.people.queries.sight import answered_for, everyone, in_sight, managed, manager_of, team, themselves

__all__ = [
    "answered_for",
    "card",
    "contacts",
    "count",
    "everyone",
    "in_sight",
    "managed",
    "manager_of",
    "names",
    "person",
    "person_of_account",
    "sight_page",
    "similar_posts",
    "team",
    "themselves",
]
