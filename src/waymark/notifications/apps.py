"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The notifications room."""

    name = "waymark.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "notifications": _("What people are told"),
        "notifications.item.dismissed": _("Item marked as done"),
        "notifications.mail.stopped": _("Email stopped by its own link"),
        "notifications.message.sent_again": _("Email sent again"),
        "notifications.preferences.saved": _("Choices about email saved"),
    }
)
