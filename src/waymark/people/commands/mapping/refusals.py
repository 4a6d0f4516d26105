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
    """All of the decision was undone."""

    def __init__(self) -> None:
        super().__init__(_("This was undone already."))


class DecidedSince(Refusal):
    """What is left of it was decided again since or is not the actor's, or it is an undoing itself."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing is left that you can undo: something else was decided about these posts since, or they are "
                "not yours. Undo that first, or change the posts."
            )
        )


class SuggestionsOutdated(Refusal):
    """Frameworks have changed since the suggestions were worked out."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A framework was published or withdrawn since these suggestions were worked out. Go back and work "
                "suggestions out anew, then look again."
            )
        )


class TitlesBeingRead(Refusal):
    """A worker works suggestions out already."""

    def __init__(self) -> None:
        super().__init__(_("The suggestions are being worked out already. Look again in a moment."))
