"""What a command raises when the answer is no."""


class Refusal(Exception):
    """An expected "no", with a sentence a person may be shown: what happened and what to do.

    Doors turn a refusal into a message on the page, a 4xx answer or exit status 1. Anything else that
    escapes a command is a fault of ours and is reported.
    """


class NotVisible(Refusal):
    """The thing does not exist, or this actor may not know that it does."""

    def __init__(self) -> None:
        super().__init__("We could not find that.")


class NotAllowed(Refusal):
    """The actor can see the thing and may not do this to it."""


class Stale(Refusal):
    """Somebody changed the thing since the actor last saw it; the sentence says what changed."""
