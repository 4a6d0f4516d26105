"""The noes of the record, by name, each with a sentence for the person."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from waymark.assessments import rules
from waymark.assessments.types import AnswerView
from waymark.kernel import errors


class AlreadySubmitted(errors.Refusal):
    """The assessment is submitted: its answers are judgements now."""

    def __init__(self, submitted_at: datetime) -> None:
        super().__init__(
            _("You submitted this assessment on %(day)s, so it cannot change. Start a new one to say something else.")
            % {"day": rules.day(submitted_at)}
        )


class AlreadyWithdrawn(errors.Refusal):
    """The assessment was taken back."""

    def __init__(self, withdrawn_at: datetime) -> None:
        super().__init__(
            _("You withdrew this assessment on %(day)s, so it cannot change. Start a new one when you are ready.")
            % {"day": rules.day(withdrawn_at)}
        )


class NothingAnswered(errors.Refusal):
    """There is no answer to submit."""

    def __init__(self) -> None:
        super().__init__(_("You have not answered anything yet. Answer at least one skill, then submit."))


class NothingToAsk(errors.Refusal):
    """The role level asks for no skill, so there is nothing to assess."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("%(role_level)s does not ask for any skills, so there is nothing to check. Choose another role level.")
            % {"role_level": title}
        )


class NotAsked(errors.Refusal):
    """The assessment does not ask about the skill."""

    def __init__(self) -> None:
        super().__init__(_("This assessment does not ask about that skill. Go back to its list and choose one there."))


class NotOnScale(errors.Refusal):
    """The answer is not one the skill's scale, or the question, allows."""


class TooLong(errors.Refusal):
    """A text does not fit."""

    def __init__(self, *, length: int, most: int) -> None:
        super().__init__(
            _("The text has %(length)s characters. Shorten it to %(most)s or fewer.") % {"length": length, "most": most}
        )


class Stale(errors.Stale):
    """The answer was saved again after the page was opened, in another tab or on another device.

    ``there`` is what is saved now.
    """

    def __init__(self, there: AnswerView, *, words: str) -> None:
        super().__init__(
            _(
                "You saved this skill in another tab or on another device at %(time)s on %(day)s: %(answer)s. "
                "Nothing was changed. Check that answer, and save again if you want yours instead."
            )
            % {"time": rules.time_of_day(there.saved_at), "day": rules.day(there.saved_at), "answer": words}
        )
        self.there = there


class NotSubmitted(errors.Refusal):
    """The assessment is still open: its answers are drafts."""

    def __init__(self) -> None:
        super().__init__(_("You have not submitted this assessment yet. Submit it first, then share it."))


class NobodyNamed(errors.Refusal):
    """It was not said with whom to share, or it was said twice."""

    def __init__(self) -> None:
        super().__init__(_("Choose who to share it with: your manager, or one person by name."))


class ReceiverUnknown(errors.Refusal):
    """The account to share with is not there, or cannot sign in."""

    def __init__(self) -> None:
        super().__init__(_("We do not know anyone with that account. Check who you want to share it with."))


class WithYourself(errors.Refusal):
    """A person named themselves to share with."""

    def __init__(self) -> None:
        super().__init__(_("That is you, and you can see it already. Choose someone else to share it with."))


class NoManager(errors.Refusal):
    """Nobody manages the person, so there is nobody to share with."""

    def __init__(self) -> None:
        super().__init__(_("We have no manager on record for you. Share it with someone by name instead."))


class NoReason(errors.Refusal):
    """Something others are held to was changed without a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why, in a sentence or two: those it is about read it."))


class NotARule(errors.Refusal):
    """A rule about levels from elsewhere says something that cannot be."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose departments and words that are offered, and a number of months from 1 to %(most)s.")
            % {"most": rules.MOST_MONTHS}
        )


class NothingChosen(errors.Refusal):
    """A link would show nothing, or something that is not signed off any more."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one level that is signed off and still stands."))


class NotThatLong(errors.Refusal):
    """A link cannot last so long."""

    def __init__(self) -> None:
        super().__init__(_("Choose how long the link works: one of the times that are offered."))


class TooManyLinks(errors.Refusal):
    """There are as many open links as one person may have."""

    def __init__(self, most: int) -> None:
        super().__init__(_("You have %(most)s links that work. End one of them, then make another.") % {"most": most})
