"""What follows from reviews and releases: who is told."""

from waymark.reviews.handlers.releases import ask_second_person, tell_what_came_of_it
from waymark.reviews.handlers.review import (
    ask_the_signatory,
    end_the_asking,
    end_what_the_draft_waited_for,
    end_what_waits,
    end_what_went_with_it,
    remind_the_reader,
    tell_the_others,
    tell_the_reader,
    tell_who_chose,
    tell_who_suggested,
)

__all__ = [
    "ask_second_person",
    "ask_the_signatory",
    "end_the_asking",
    "end_what_the_draft_waited_for",
    "end_what_waits",
    "end_what_went_with_it",
    "remind_the_reader",
    "tell_the_others",
    "tell_the_reader",
    "tell_what_came_of_it",
    "tell_who_chose",
    "tell_who_suggested",
]
