"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The access room."""

    name = "waymark.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "access": _("Accounts and duties"),
        "access.account.created": _("Account created"),
    }
)
