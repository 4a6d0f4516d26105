"""The noes of moderation, by name, each with a sentence for the person."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments import rules
from waymark.assessments.types import Decided
from waymark.kernel import errors


class YouManageThePerson(errors.Refusal):
    """A moderator tried to moderate an assessment of somebody they manage."""

    def __init__(self) -> None:
        super().__init__(
            _("You manage this person, so you cannot moderate their assessment. Leave it to the rest of the panel.")
        )


class YouAssessedIt(errors.Refusal):
    """A moderator tried to moderate what they had a part in."""

    def __init__(self) -> None:
        super().__init__(
            _("You had this assessment in your hands before, so you cannot moderate it. Leave it to the rest of the "
              "panel.")
        )  # fmt: skip


class NotInModeration(errors.Refusal):
    """It is not in moderation."""

    def __init__(self) -> None:
        super().__init__(_("This assessment is not in moderation at the moment. Nothing was changed."))


class AlreadyModerated(errors.Stale):
    """The panel decided meanwhile. ``decision``: what, by skill."""

    def __init__(self, decision: dict[int, Decided], *, name: str, at: datetime) -> None:
        super().__init__(
            _("%(name)s wrote down what the panel came to on %(day)s. Nothing was changed. The decision is below, and "
              "what you put is still here.") % {"name": name or _("Somebody else"), "day": rules.day(at)}
        )  # fmt: skip
        self.decision = decision


class NoReasonForPanel(errors.Refusal):
    """A level that differs from the assessor's has no reason. ``skill_ids``: of which skills."""

    def __init__(self, skill_ids: list[int]) -> None:
        super().__init__(_("Give a reason for each level that differs from the assessor’s."))
        self.skill_ids = skill_ids


class SpeakFirst(errors.Refusal):
    """Somebody tried to decide for the panel before they said their own word."""

    def __init__(self) -> None:
        super().__init__(_("Say your own level of each skill first. You then see what the others said."))


class TooFewSpoke(errors.Refusal):
    """A panel cannot decide yet."""

    def __init__(self, spoken: int) -> None:
        super().__init__(
            ngettext(
                "%(num)d member of the panel has spoken so far. At least %(least)d must, before it can decide.",
                "%(num)d members of the panel have spoken so far. At least %(least)d must, before it can decide.",
                spoken,
            )
            % {"num": spoken, "least": rules.LEAST}
        )


class PanelDiffers(errors.Refusal):
    """Members stand too far apart. ``skill_ids``: in which skills."""

    def __init__(self, skill_ids: list[int]) -> None:
        super().__init__(
            _("Members of the panel are more than one level apart. Talk about it, say your words again, and then "
              "decide.")
        )  # fmt: skip
        self.skill_ids = skill_ids


class WaitsForPanel(errors.Refusal):
    """A rule chose it, and no panel has it yet."""

    def __init__(self) -> None:
        super().__init__(
            _("This assessment was chosen for moderation and waits for a panel. You can sign it off once the panel has "
              "decided.")
        )  # fmt: skip


class DiffersFromPanel(errors.Refusal):
    """An assessor said something else than the panel decided. ``skill_ids``: of which skills."""

    def __init__(self, skill_ids: list[int]) -> None:
        super().__init__(_("The panel decided these levels, so they stand. Sign off what the panel decided."))
        self.skill_ids = skill_ids


class PanelStands(errors.Refusal):
    """An assessor tried to decline what a panel decides about, or did."""

    def __init__(self) -> None:
        super().__init__(
            _("A panel decides about the levels of this assessment, so it cannot be declined. Sign off what the panel "
              "decides, or give it to another assessor.")
        )  # fmt: skip


class PanelTooSmall(errors.Refusal):
    """Fewer members than it takes could moderate."""

    def __init__(self) -> None:
        super().__init__(
            ngettext(
                "A panel needs at least %(num)d member.", "A panel needs at least %(num)d members.", rules.LEAST
            ) % {"num": rules.LEAST}
        )  # fmt: skip


class PanelCannot(errors.Refusal):
    """Of a panel too few may moderate an assessment."""

    def __init__(self) -> None:
        super().__init__(
            _("Too few members of that panel may moderate this assessment: they had a part in it, or their duty does "
              "not cover it. Choose another panel.")
        )  # fmt: skip


class NotModerators(errors.Refusal):
    """Somebody was named who is no moderator of the profession there."""

    def __init__(self) -> None:
        super().__init__(_("Choose members who are moderators of the profession there."))


class PanelBusy(errors.Refusal):
    """A panel that has cases cannot be closed."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            ngettext(
                "%(num)d assessment is with this panel. Close it once that is decided.",
                "%(num)d assessments are with this panel. Close it once they are decided.",
                waiting,
            )
            % {"num": waiting}
        )


class PanelNeedsName(errors.Refusal):
    """A panel has no name, or one that does not fit."""

    def __init__(self) -> None:
        super().__init__(_("Give the panel a name of at most 120 characters."))


class NotASamplingRule(errors.Refusal):
    """A rule says something that cannot be."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose a share from 0 to 100, at most %(first)d first assessments, and a difference of 1 to "
              "%(difference)d levels.") % {"first": rules.MOST_FIRST, "difference": rules.MOST_DIFFERENCE}
        )  # fmt: skip
