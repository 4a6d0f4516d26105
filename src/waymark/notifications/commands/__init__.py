"""Every change to what waits for people and to how they are told."""

from waymark.notifications.commands.choosing import (
    NotATopic,
    QuietAllDay,
    StopLinkBroken,
    save_preferences,
    stop_mail,
)
from waymark.notifications.commands.composing import compose_digests, forget_messages
from waymark.notifications.commands.reading import NothingToDismiss, dismiss, mark_read
from waymark.notifications.commands.sending import (
    NotSendable,
    claim_next,
    give_up_claims,
    mark_refused,
    mark_sent,
    mark_unknown,
    put_back,
    send_again,
)
from waymark.notifications.commands.telling import notify, settle

__all__ = [
    "NotATopic",
    "NotSendable",
    "NothingToDismiss",
    "QuietAllDay",
    "StopLinkBroken",
    "claim_next",
    "compose_digests",
    "dismiss",
    "forget_messages",
    "give_up_claims",
    "mark_read",
    "mark_refused",
    "mark_sent",
    "mark_unknown",
    "notify",
    "put_back",
    "save_preferences",
    "send_again",
    "settle",
    "stop_mail",
]
