"""What bears on a level beside judgements: it is revoked, it ends, it need not be held, it is wanted."""

from waymark.assessments.commands.counting.exempting import end_exemption, exempt
from waymark.assessments.commands.counting.noticing import tell_of_ending_levels
from waymark.assessments.commands.counting.refusals import (
    AlreadyExempt,
    ExemptionOver,
    NoSuchSkill,
    NotAskedThere,
    NotSuchDays,
    NotYoursToRevoke,
    RevokedAlready,
    WhyNeeded,
)
from waymark.assessments.commands.counting.revoking import revoke_level
from waymark.assessments.commands.counting.wanting import save_interests

__all__ = [
    "AlreadyExempt",
    "ExemptionOver",
    "NoSuchSkill",
    "NotAskedThere",
    "NotSuchDays",
    "NotYoursToRevoke",
    "RevokedAlready",
    "WhyNeeded",
    "end_exemption",
    "exempt",
    "revoke_level",
    "save_interests",
    "tell_of_ending_levels",
]
