"""What others may ask about people. Each answer takes a fixed number of queries, whatever the size of the place."""

from waymark.people.queries.cards import card, contacts, count, names, person, person_of_account, similar_posts
from waymark.people.queries.finding import people_called, person_names, placed_under
from waymark.people.queries.sight import everyone, in_sight, themselves

__all__ = [
    "card",
    "contacts",
    "count",
    "everyone",
    "in_sight",
    "names",
    "people_called",
    "person",
    "person_names",
    "person_of_account",
    "placed_under",
    "similar_posts",
    "themselves",
]
