"""Tables of what waits for people."""

from waymark.notifications.models.items import Item
from waymark.notifications.models.messages import Message
from waymark.notifications.models.preferences import Preference, QuietHours

__all__ = ["Item", "Message", "Preference", "QuietHours"]
