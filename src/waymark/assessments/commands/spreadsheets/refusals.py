"""Why a spreadsheet of levels cannot be taken a step further, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waymark.kernel import errors


class LevelFileTooLarge(errors.Refusal):
    """The file holds more than may be uploaded."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(_("The file is larger than %(most)d MB. Split it, and bring the parts.") % {"most": megabytes})


class LevelFileNotNow(errors.Refusal):
    """It is at another step: a worker has it, or it has ended."""

    def __init__(self) -> None:
        super().__init__(_("This file is at another step now. Open it again from the list."))


class LevelFileSeenOtherwise(errors.Stale):
    """What would be added changed since it was shown."""

    def __init__(self) -> None:
        super().__init__(_("What this file would add has changed since you looked. Look at it once more."))


class NothingToAdd(errors.Refusal):
    """No row adds anything."""

    def __init__(self) -> None:
        super().__init__(_("No row of this file adds anything, so there is nothing to apply."))
