"""Why posts are not mapped."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waymark.kernel.errors import Refusal, Stale


class PostsChanged(Stale):
    """Other posts would be mapped than whoever decided was shown."""

    def __init__(self) -> None:
        super().__init__(_("These posts have changed since you opened this page. Look at them again, then decide."))


class NoSuchRoleLevel(Refusal):
    """No framework that holds now has the role level."""

    def __init__(self) -> None:
        super().__init__(_("No framework in force has this role level. Choose another one."))


class NotYourProfession(Refusal):
    """The role level is of another profession than the actor answers for."""

    def __init__(self) -> None:
        super().__init__(
            _("This role level is of another profession. Choose one of yours, or ask the HR director to map the posts.")
        )


class NothingToMap(Refusal):
    """No post is left that could be mapped so."""

    def __init__(self) -> None:
        super().__init__(_("There is no post left to map. Somebody may have done it before you."))


class UndoneAlready(Refusal):
    """The decision was undone."""

    def __init__(self) -> None:
        super().__init__(_("This was undone already."))


class DecidedSince(Refusal):
    """Everything in it was decided again since, or it is an undoing itself."""

    def __init__(self) -> None:
        super().__init__(
            _("Nothing of it is left to undo: something else was decided about its posts since. Change those posts.")
        )


class TitlesBeingRead(Refusal):
    """A worker works suggestions out already."""

    def __init__(self) -> None:
        super().__init__(_("The suggestions are being worked out already. Look again in a moment."))
