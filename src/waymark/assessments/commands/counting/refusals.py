"""Why something that bears on a level cannot be done, in words."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.assessments import rules
from waymark.kernel import errors


class WhyNeeded(errors.Refusal):
    """Something about somebody else's levels was done without a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why, in a sentence or two: the person reads it."))


class NotYoursToRevoke(errors.Refusal):
    """The actor sees the level and may not revoke it."""

    def __init__(self) -> None:
        super().__init__(
            _("This level is not yours to revoke. Whoever signed it off can, or a moderator of the profession.")
        )


class RevokedAlready(errors.Stale):
    """Somebody revoked it before."""

    def __init__(self, *, name: str, at: datetime, reason: str) -> None:
        super().__init__(
            _("%(name)s revoked this level on %(day)s: “%(reason)s”. Nothing was changed.")
            % {"name": name or _("Somebody"), "day": rules.day(at), "reason": reason}
        )


class NoSuchSkill(errors.Refusal):
    """The skill is in no framework that holds now."""

    def __init__(self) -> None:
        super().__init__(_("There is no such skill in a framework that holds now. Choose one from the list."))


class NotAskedThere(errors.Refusal):
    """The role level does not ask for the skill, so there is nothing to be exempt from in it."""

    def __init__(self) -> None:
        super().__init__(
            _("That role level does not ask for this skill. Choose another, or exempt them wherever it is asked for.")
        )


class NotSuchDays(errors.Refusal):
    """The last day is not after the first, or is past already."""

    def __init__(self) -> None:
        super().__init__(_("The exemption must end after it begins, and not before today."))


class AlreadyExempt(errors.Refusal):
    """The person is exempt from the skill on one of these days already."""

    def __init__(self, from_on: date, until_on: date | None) -> None:
        words = (
            _("They are exempt from this skill from %(first)s until %(last)s already. End that first.")
            if until_on
            else _("They are exempt from this skill since %(first)s already. End that first.")
        )
        last = date_format(until_on, "j F Y") if until_on else ""
        super().__init__(words % {"first": date_format(from_on, "j F Y"), "last": last})


class ExemptionOver(errors.Stale):
    """It has ended already."""

    def __init__(self) -> None:
        super().__init__(_("This exemption has ended already. Nothing was changed."))
