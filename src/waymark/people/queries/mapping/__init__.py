"""Posts and what they are mapped to: the workbench of a department, title by title."""

from waymark.people.queries.mapping.posts import (
    batch,
    batches,
    decisions_about,
    first_suggestions,
    may_map_post,
    post,
    post_seen,
    post_to_map,
    posts_of_title,
)
from waymark.people.queries.mapping.titles import (
    bulk_preview,
    maps_posts_in,
    professions_mapped,
    reading,
    sees_posts_in,
    tally,
    title,
    titles,
)
from waymark.people.rules.mapping import how_in_words, may_choose

__all__ = [
    "batch",
    "batches",
    "bulk_preview",
    "decisions_about",
    "first_suggestions",
    "how_in_words",
    "maps_posts_in",
    "may_choose",
    "may_map_post",
    "post",
    "post_seen",
    "post_to_map",
    "posts_of_title",
    "professions_mapped",
    "reading",
    "sees_posts_in",
    "tally",
    "title",
    "titles",
]
