"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The careers room."""

    name = "waymark.careers"
    label = "careers"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "careers": _("Careers"),
        "careers.target.dropped": _("Target role removed"),
        "careers.target.saved": _("Target role saved"),
    }
)
