"""What others may ask about people. Each answer takes a fixed number of queries, whatever the size of the place."""

from waymark.people.queries.audiences import who_sees_corrections, who_sees_people
from waymark.people.queries.cards import (
    card,
    contacts,
    count,
    names,
    person,
    person_of_account,
    similar_posts,
    team_member,
)
from waymark.people.queries.colleagues import colleagues, colleagues_of_accounts, find_colleagues
from waymark.people.queries.corrections import correction, corrections_to_decide, may_decide_correction, my_corrections
from waymark.people.queries.finding import people_called, person_names, placed_under
from waymark.people.queries.pages import sight_page
from waymark.people.queries.placing import highest_id, impact_of, roles_held
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
from waymark.people.queries.reorganising import (
    headcount,
    headcounts,
    impact_of_change,
    opposites_of,
    posts_with,
)
from waymark.people.queries.sight import (
    answered_for,
    everyone,
    in_sight,
    managed,
    manager_of,
    team,
    themselves,
    why_seen,
)

__all__ = [
    "accounts_of",
    "answered_for",
    "card",
    "colleagues",
    "colleagues_of_accounts",
    "contacts",
    "correction",
    "corrections_to_decide",
    "count",
    "everyone",
    "find_colleagues",
    "headcount",
    "headcounts",
    "highest_id",
    "impact_of",
    "impact_of_change",
    "in_sight",
    "left_before",
    "managed",
    "manager_of",
    "may_decide_correction",
    "my_corrections",
    "names",
    "opposites_of",
    "path_of",
    "people_called",
    "person",
    "person_names",
    "person_of_account",
    "placed_under",
    "posts_with",
    "protected",
    "protected_person",
    "restricted",
    "restriction",
    "restrictions",
    "roles_held",
    "sight_page",
    "similar_posts",
    "team",
    "team_member",
    "themselves",
    "uuids",
    "was_erased",
    "who_sees_corrections",
    "who_sees_people",
    "why_seen",
]
