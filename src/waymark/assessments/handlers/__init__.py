"""What the record does about news: whoever was shown something, or no longer is, or is asked something else, hears."""

from waymark.assessments.handlers.cases import (
    follow_manager,
    let_others_go,
    put_back_of_leaver,
    put_back_without_duty,
    tell_of_many,
    tell_of_move,
)
from waymark.assessments.handlers.levels import (
    carry_levels,
    carry_levels_of_many,
    tell_of_changes,
    tell_of_exemption,
    tell_of_revocation,
)
from waymark.assessments.handlers.panels import (
    ask_changed_panel,
    ask_for_panel,
    tell_panel,
)
from waymark.assessments.handlers.sharing import (
    ask_witness,
    tell_it_ended,
    tell_of_testimony,
    tell_receiver,
)
from waymark.assessments.handlers.talks import (
    ask_to_talk,
    hand_talk_on,
    settle_talk,
)

__all__ = [
    "ask_changed_panel",
    "ask_for_panel",
    "ask_to_talk",
    "ask_witness",
    "carry_levels",
    "carry_levels_of_many",
    "follow_manager",
    "hand_talk_on",
    "let_others_go",
    "put_back_of_leaver",
    "put_back_without_duty",
    "settle_talk",
    "tell_it_ended",
    "tell_of_changes",
    "tell_of_exemption",
    "tell_of_many",
    "tell_of_move",
    "tell_of_revocation",
    "tell_of_testimony",
    "tell_panel",
    "tell_receiver",
]
