"""Why something about people's own data cannot be done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waymark.kernel.errors import Refusal, Stale


class NotTheseWords(Refusal):
    """A text is missing or does not fit; the sentence says which."""


class AlreadyAsked(Refusal):
    """The person asked to be erased before and waits for an answer."""

    def __init__(self) -> None:
        super().__init__(_("You have asked for this already, and the answer is on its way. You can take it back."))


class AlreadyDecided(Stale):
    """A request was decided, or taken back, in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("This request was answered or taken back in the meantime. Nothing was changed."))


class WantsErasing(Refusal):
    """A request to be erased cannot be marked as done: it is done by erasing."""

    def __init__(self) -> None:
        super().__init__(_("To agree to this request, erase the person. To say no, decline it."))


class UnderHold(Refusal):
    """A duty to keep the person's data is in force. Said to whoever may erase, to nobody else."""

    def __init__(self) -> None:
        super().__init__(
            _("A hold on this person is in force, so nothing was erased. Release it first, when its duty is over.")
        )


class AlreadyReleased(Stale):
    """The hold was released in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("This hold was released in the meantime. Nothing was changed."))


class EndsInThePast(Refusal):
    """A hold was to end before it began."""

    def __init__(self) -> None:
        super().__init__(_("Enter a day after today for the hold to end, or leave it empty."))


class AlreadyCarriedOut(Stale):
    """The retention run was carried out in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("What was found here has been deleted already. Nothing more was deleted."))


class LookAgain(Stale):
    """What a retention run found is too old to act on."""

    def __init__(self) -> None:
        super().__init__(_("This was found more than 24 hours ago. Look again, and delete what is found then."))
