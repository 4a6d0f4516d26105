"""What the pages about a department's context call kinds, states and acts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.frameworks.types import OverlayAct, OverlayKind, OverlayState

Text = str | Promise

KINDS: Mapping[OverlayKind, Text] = {
    OverlayKind.NOTE: _("Note"),
    OverlayKind.EXAMPLE: _("Example"),
    OverlayKind.LOCAL_NAME: _("Local name"),
    OverlayKind.EXTRA_SKILL: _("Extra skill"),
    OverlayKind.HIGHER_LEVEL: _("Higher level"),
}
THINGS: Mapping[str, Text] = {"role": _("Role"), "role_level": _("Role level"), "skill": _("Skill")}
STATES: Mapping[OverlayState, Text] = {
    OverlayState.CHECK: _("Check this"),
    OverlayState.OVERTAKEN: _("Overtaken by the standard"),
    OverlayState.GONE: _("Left out of the standard"),
    OverlayState.CURRENT: _("Current"),
    OverlayState.ENDED: _("Taken back"),
}
EXPLAINED: Mapping[OverlayState, Text] = {
    OverlayState.CHECK: _(
        "The standard says something else here since this was last checked. Compare, then say if it is still right."
    ),
    OverlayState.OVERTAKEN: _(
        "The standard now asks for as much itself, or for no level that could be raised. Ask for more, or take it back."
    ),
    OverlayState.GONE: _(
        "The current version no longer has what this was added to. Take it back, or add it somewhere else."
    ),
    OverlayState.CURRENT: _("It stands beside the words it was checked against."),
    OverlayState.ENDED: _("Nobody reads it any more. Its history stays."),
}
ACTS: Mapping[OverlayAct, Text] = {
    OverlayAct.PUBLISHED: _("Published"),
    OverlayAct.CHANGED: _("Changed"),
    OverlayAct.CHECKED: _("Checked, still right"),
    OverlayAct.ENDED: _("Taken back"),
}
CHECK = "check"
"""The filter for everything that asks somebody to look, whatever the reason."""
