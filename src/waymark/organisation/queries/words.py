"""Why a unit of a sheet is set aside, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waymark.organisation.types import UnitAside, UnitWrong


def unit_wrong_in_words(aside: UnitAside) -> str:
    """Return why a row of a sheet of units adds nothing, and what to do about it."""
    said = {"code": aside.row.code, "above": aside.row.above, "name": aside.row.name}
    return {
        UnitWrong.NO_CODE: _("It has no code. Give it the one by which the HR system calls it."),
        UnitWrong.NO_NAME: _("It has no name."),
        UnitWrong.LONG: _("The code must be 40 characters or fewer, the name 200."),
        UnitWrong.TWICE: _("The code “%(code)s” stands more than once in the sheet."),
        UnitWrong.ELSEWHERE: _("Another part of the department has the code “%(code)s”."),
        UnitWrong.NAME_TAKEN: _(
            "There is a “%(name)s” at that place already. Call it otherwise, or give it that code."
        ),
        UnitWrong.DEEP: _("It would stand too deep in the tree."),
        UnitWrong.LATER: _("The unit above opens, or has changed, after that day. Choose a later day."),
        UnitWrong.UNKNOWN: _("Nothing here or in the sheet has the code “%(above)s”, of the unit above."),
        UnitWrong.UNDER_ASIDE: _("The unit above it, “%(above)s”, is set aside."),
        UnitWrong.CIRCLE: _("Going up from it leads back to it."),
    }[aside.wrong] % said
