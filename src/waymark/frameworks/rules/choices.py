"""How many of a choose-n group may be asked for."""

from __future__ import annotations

from django.utils.translation import gettext as _


def why_not_choose(choose: int, members: int) -> str:
    """Return why so many of a group of ``members`` cannot be asked for; empty when they can.

    >>> why_not_choose(2, 3)
    ''
    """
    if not members:
        return _("Choose the skills that are in the group")
    if choose < 1:
        return _("At least 1 of the group is asked for")
    if choose > members:
        return _("The group has %(members)s, so no more than %(members)s can be asked for") % {"members": members}
    return ""
