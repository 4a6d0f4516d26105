"""What the reviews room says no with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waymark.kernel.errors import Refusal, Stale


class NotSaid(Refusal):
    """A text is missing or too long; the sentence says so."""


class AlreadyResolved(Refusal):
    """The thread is resolved."""

    def __init__(self) -> None:
        super().__init__(_("This thread is resolved already."))


class NotResolved(Refusal):
    """The thread is open."""

    def __init__(self) -> None:
        super().__init__(_("This thread is open already."))


class SameWords(Refusal):
    """What is suggested is what stands there."""

    def __init__(self) -> None:
        super().__init__(_("These are the words that stand there already. Change them, then suggest them."))


class AlreadyDecided(Refusal):
    """The suggestion was accepted, declined or taken back."""

    def __init__(self) -> None:
        super().__init__(_("This suggestion was decided meanwhile."))


class NoneChosen(Refusal):
    """Nobody was named."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one person or group"))


class NotAnAccount(Refusal):
    """There is no such account, or it cannot sign in any more."""

    def __init__(self) -> None:
        super().__init__(_("Choose somebody who can sign in to this site"))


class NotDue(Refusal):
    """The day is over; the sentence says so."""


class NameTaken(Refusal):
    """The framework has a group of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(_("There is a group “%(name)s” already. Give this one another name.") % {"name": name})


class NotAReader(Refusal):
    """They cannot read the draft, so they cannot sign it off."""

    def __init__(self) -> None:
        super().__init__(_("They cannot read this draft yet. Ask them to review it first."))


class AlreadyChosen(Refusal):
    """They are chosen already."""

    def __init__(self) -> None:
        super().__init__(_("They are chosen already."))


class DraftChanged(Stale):
    """The draft is another than the one the signatory looked at."""

    def __init__(self) -> None:
        super().__init__(
            _("The draft changed while you were looking at it. See what changed, then say again whether it is ready.")
        )
