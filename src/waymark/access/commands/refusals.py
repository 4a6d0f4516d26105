"""Why a duty is not given, decided about, covered or taken back, and why a session is not opened."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.access import rules
from waymark.access.types import KindOfDuty
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.text import spoken


class UnknownKind(Refusal):
    """There is no such duty."""

    def __init__(self, kind: str) -> None:
        names = ", ".join(one.kind for one in rules.KINDS)
        super().__init__(
            _("There is no duty called “%(kind)s”. Choose one of: %(names)s.") % {"kind": kind, "names": names}
        )


class ReasonMissing(Refusal):
    """No reason was given."""

    def __init__(self) -> None:
        super().__init__(_("Say why: the reason is kept with the duty."))


class WrongPlace(Refusal):
    """A profession or an organisation is missing or out of place; ``field`` says which."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class WrongPeriod(Refusal):
    """The period of a duty is in the past, empty or too long."""


class NotYoursToGive(NotAllowed):
    """The actor's own duties do not give this one there."""

    def __init__(self, kind: KindOfDuty) -> None:
        super().__init__(
            _("You cannot give this duty there: %(duty)s. Ask an administrator.") % {"duty": spoken(str(kind.name))}
        )


class GivenToOneself(NotAllowed):
    """Nobody gives a duty to themselves."""

    def __init__(self) -> None:
        super().__init__(_("You cannot give a duty to yourself. Ask somebody else who may give it."))


class AlreadyHeld(Refusal):
    """They hold, or are to hold, the same duty over the same at some of that time."""

    def __init__(self, until_at: datetime) -> None:
        super().__init__(
            _("They hold this duty already, or it is proposed, until %(moment)s. Let the new one begin then.")
            % {"moment": in_words(until_at)}
        )


class AlreadyDecided(Refusal):
    """Somebody has approved or declined the proposal."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has decided about this proposal already. Reload the page to see what they said."))


class NothingToDecide(Refusal):
    """The duty needs no approval, or it is over."""

    def __init__(self) -> None:
        super().__init__(
            _("There is nothing to decide any more: this duty was withdrawn, is over, or needed no approval.")
        )


class OwnProposal(NotAllowed):
    """Who proposed a duty does not approve it."""

    def __init__(self) -> None:
        super().__init__(_("You proposed this duty, so another administrator has to decide about it."))


class OwnDuty(NotAllowed):
    """Nobody approves a duty of their own."""

    def __init__(self) -> None:
        super().__init__(_("This duty would be yours, so somebody else has to decide about it."))


class AlreadyOver(Refusal):
    """A duty that ended, was declined or was taken back cannot be taken back again."""

    def __init__(self) -> None:
        super().__init__(_("This duty is over already, so there is nothing to take back."))


class LastAdministrator(NotAllowed):
    """Without this duty nobody could give duties any more."""

    def __init__(self) -> None:
        super().__init__(
            _("This is the last administrator. Make somebody else an administrator first; then this duty can end.")
        )


class CannotCover(NotAllowed):
    """Somebody cannot cover a duty: among others, nobody covers a cover."""


class CoverOutside(Refusal):
    """A cover would count when the duty it covers does not."""

    def __init__(self, from_at: datetime, until_at: datetime) -> None:
        super().__init__(
            _("A cover has to lie inside your own time, from %(begin)s until %(end)s. Choose other days.")
            % {"begin": in_words(from_at), "end": in_words(until_at)}
        )


class SessionOpen(Refusal):
    """An administrator has one session at a time."""

    def __init__(self, until_at: datetime) -> None:
        super().__init__(
            _("Your session is open already, until %(moment)s. End it before you open another one.")
            % {"moment": in_words(until_at)}
        )


class WrongLength(Refusal):
    """A session is too short or too long."""

    def __init__(self) -> None:
        super().__init__(
            _("A session lasts from 1 to %(most)d minutes. Choose another length.") % {"most": rules.SESSION_LONGEST}
        )


class NoSession(Refusal):
    """There is no session to end."""

    def __init__(self) -> None:
        super().__init__(_("You have no open session: it has ended already."))


def in_words(moment: datetime) -> str:
    """Return a moment as the site's people read it."""
    return date_format(timezone.localtime(moment), "j F Y, H:i")
