"""What people feeds refuse, by name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waymark.kernel.errors import Refusal, Stale
from waymark.organisation.types import Named


class FeedNameTaken(Refusal):
    """The department has a feed of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is a feed called “%(name)s” here already. Give the new one another name.") % {"name": name}
        )


class NoDepartment(Refusal):
    """A feed is a department's or an agency's, not a unit's."""

    def __init__(self) -> None:
        super().__init__(_("Choose a department or an agency: a feed speaks of all who work in it."))


class FeedEnded(Refusal):
    """The department or agency of a feed is closed: it takes nothing more."""

    def __init__(self, body: str, successor: Named | None) -> None:
        if successor is None:
            words = _("“%(body)s” is closed, so its feed takes nothing more.") % {"body": body}
        else:
            words = _(
                "“%(body)s” is part of “%(successor)s” now, so its feed takes nothing more. "
                "Bring its people with a feed of “%(successor)s”."
            ) % {"body": body, "successor": successor.name}
        super().__init__(words)


class UnitsChanged(Stale):
    """A unit that a file puts people into is closed, or part of another department, since the file was checked."""

    def __init__(self) -> None:
        super().__init__(
            _("Organisations changed since this file was checked. Check it again, and look at it once more.")
        )


class WrongShare(Refusal):
    """What is usual is a share from 0 to 100 per cent."""

    def __init__(self) -> None:
        super().__init__(_("Enter a whole number from 0 to 100."))


class FileTooLarge(Refusal):
    """The file holds more than may be brought."""

    def __init__(self, most_mb: int) -> None:
        super().__init__(
            _("The file is larger than %(most)d MB. Export it as CSV, or the changes only.") % {"most": most_mb}
        )


class RunUnderWay(Refusal):
    """Another file of the feed is under way."""

    def __init__(self) -> None:
        super().__init__(
            _("Another file of this feed is under way. Apply or discard it first: files are taken in one by one.")
        )


class NotNow(Refusal):
    """The file is at another step: it is being worked on, or has ended."""

    def __init__(self) -> None:
        super().__init__(_("This file is at another step now. Open it again from the list of feeds."))


class SeenOtherwise(Stale):
    """What the actor was shown has been worked out anew since."""

    def __init__(self) -> None:
        super().__init__(_("This was worked out again since you opened the page. Look at it once more."))


class SaidSince(Stale):
    """A file was checked on another day, or the feed has said something else of its people since."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file was checked on another day, or something else was said of its people since. Check it again, "
                "and look at it once more."
            )
        )


class NeedsApproval(Refusal):
    """A second person has to agree first."""

    def __init__(self) -> None:
        super().__init__(_("This file changes unusually many people. Another administrator has to agree first."))


class NothingToApprove(Refusal):
    """There is nothing unusual, or somebody agreed already."""

    def __init__(self) -> None:
        super().__init__(_("Nothing waits for agreement here. Open the file again."))


class OwnRun(Refusal):
    """Whoever brought a file cannot be the second person."""

    def __init__(self) -> None:
        super().__init__(_("You brought this file, so another administrator has to agree to it."))


class SourceUnknown(Refusal):
    """No feed speaks under that name."""

    def __init__(self) -> None:
        super().__init__(_("There is no such feed. Add it under People feeds first."))


class SaidWrongly(Refusal):
    """What was said of one person cannot be used; the sentence says why."""


class CalledAlready(Refusal):
    """Another user of the feed is called so, or is that person."""

    def __init__(self, what: str, value: str) -> None:
        words = (
            _("Another user has the %(what)s %(value)s.")
            if value
            else _("Another user here is the person with that %(what)s.")
        )
        super().__init__(words % {"what": what, "value": value})


class NobodyCalledSo(Refusal):
    """The feed has never spoken of that person."""

    def __init__(self, value: str) -> None:
        super().__init__(_("The feed knows nobody called %(value)s.") % {"value": value})


class SamePerson(Refusal):
    """Somebody cannot be merged with themselves, or in a circle."""

    def __init__(self) -> None:
        super().__init__(_("These two are one person on record already. Choose somebody else."))


class NotMerged(Refusal):
    """There is no merge to end."""

    def __init__(self) -> None:
        super().__init__(_("These two are not merged any more. Nothing was changed."))


class NoReason(Refusal):
    """A merge, and its end, need a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why, in a few words: the record keeps it."))


class OnRecordTwice(CalledAlready):
    """A system gives somebody the staff number of another person on record."""

    def __init__(self, number: str, person_id: int, other_id: int) -> None:
        Refusal.__init__(
            self,
            _(
                "Somebody else on record has the employeeNumber %(number)s. If they are the same person, merge them "
                "under People who may be on record twice, then send it again."
            )
            % {"number": number},
        )
        self.person_id, self.other_id = person_id, other_id


class TooManyEndings(Refusal):
    """A department's system ends the work of more people in a day than is usual."""

    def __init__(self, ended: int, most: int) -> None:
        super().__init__(
            _(
                "Nothing was done: %(ended)d people were ended today, and more would be over %(most)d per cent of this "
                "feed’s people. An administrator can let more through for today, on the feed’s page HR system by SCIM."
            )
            % {"ended": ended, "most": most}
        )


class GateNotShut(Refusal):
    """Nothing waits to be let through."""

    def __init__(self) -> None:
        super().__init__(_("The HR system was refused nothing today, or was let through already."))


class OwnToken(Refusal):
    """A second person is needed, and this is the first."""

    def __init__(self) -> None:
        super().__init__(_("You made the token of this feed. Ask another administrator to let more through."))
