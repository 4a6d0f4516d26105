"""What is refused of changes to organisations, each by its name, with what to do about it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.kernel.errors import Refusal
from waymark.organisation import rules
from waymark.organisation.rules import Objection, Wrong


class Incomplete(Refusal):
    """Something that a change needs was not said. ``field`` names it as forms do."""

    def __init__(self, words: str, field: str) -> None:
        super().__init__(words)
        self.field = field


class NotOpen(Refusal):
    """A body is not there on the day."""


class OpenAlready(Refusal):
    """A body that is to open again is open."""


class IntoItself(Refusal):
    """A body would become part of itself: of itself, or of one of its own parts."""


class NotAPart(Refusal):
    """A unit that is to go along with a split is no part of the body that is split."""


class TwiceADay(Refusal):
    """A body changes twice on one day."""


class ChangedLater(Refusal):
    """A body has changed after the day already."""


class NothingChanges(Refusal):
    """Everything would be as it is."""


class StillHasParts(Refusal):
    """A body that is to be closed is made of others."""


class NameTaken(Refusal):
    """Another open body of the same parent has the name."""


class CodeTaken(Refusal):
    """Another open body of the same department has the code."""


class NotYet(Refusal):
    """The day of the change has not come."""


class SettledAlready(Refusal):
    """A change was made, called off or stopped."""


def refusal_for(objection: Objection, parts: int = 0) -> Refusal:
    """Return the refusal that says what is wrong, and what to do."""
    body, other = objection.body, objection.other
    said = {
        "body": body.name if body else "",
        "other": other.name if other else "",
        "day": date_format(objection.day, "j F Y") if objection.day else "",
        "num": parts,
    }
    match objection.wrong:
        case Wrong.NO_REASON:
            return Incomplete(_("Enter why this changes"), "reason")
        case Wrong.NO_BODY:
            return Incomplete(_("Choose the organisation that changes"), "bodies")
        case Wrong.NO_NAME:
            return Incomplete(_("Enter the name"), "name")
        case Wrong.NO_TARGET:
            return Incomplete(_("Choose the organisation that it becomes part of"), "into")
        case Wrong.NOTHING_GOES:
            return Incomplete(_("Choose at least one unit or post that goes"), "units")
        case Wrong.WRONG_KIND:
            return Incomplete(
                _("A department stands by itself; an agency or a unit is part of something. Choose what fits"), "kind"
            )
        case Wrong.TOO_LONG:
            return Incomplete(
                _("The name must be %(most)d characters or fewer, the code 40, the reason 400")
                % {"most": rules.MOST_NAME},
                "name",
            )
        case Wrong.NOT_OPEN:
            return NotOpen(
                _("“%(body)s” is not open on that day: it opens or closes on %(day)s. Choose another day or body.")
                % said
            )
        case Wrong.OPEN_ALREADY:
            return OpenAlready(_("“%(body)s” is open. Choose one that is closed, or give a new one a name.") % said)
        case Wrong.INTO_ITSELF:
            return IntoItself(
                _("“%(body)s” cannot become part of itself or of one of its own parts. Choose a body outside it.")
                % said
            )
        case Wrong.NOT_A_PART:
            return NotAPart(_("“%(body)s” is no part of “%(other)s”. Choose from its parts.") % said)
        case Wrong.TWICE_A_DAY:
            return TwiceADay(
                _("“%(body)s” changes on %(day)s already. A body changes once a day: choose another day.") % said
            )
        case Wrong.CHANGED_LATER:
            return ChangedLater(_("“%(body)s” has changed on %(day)s since. Choose a later day than that.") % said)
        case Wrong.NOTHING_CHANGES:
            return NothingChanges(_("“%(body)s” is like that already. Change something, or leave it.") % said)
        case Wrong.HAS_PARTS:
            return StillHasParts(
                ngettext(
                    "“%(body)s” still has %(num)d part. Move, merge or close it first.",
                    "“%(body)s” still has %(num)d parts. Move, merge or close them first.",
                    parts,
                )
                % said
            )
        case Wrong.DEEP:
            return Incomplete(
                _("“%(body)s” stands too deep in the tree for another level. Choose a body further up.") % said,
                "parent",
            )
