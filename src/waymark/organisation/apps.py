"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The organisation room."""

    name = "waymark.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "organisation": _("Organisations"),
        "organisation.organisations.added": _("Organisations added"),
        "organisation.reference.added": _("Reference data added"),
    }
)
