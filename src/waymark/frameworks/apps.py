"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The frameworks room."""

    name = "waymark.frameworks"
    label = "frameworks"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "frameworks": _("Frameworks"),
        "frameworks.framework.started": _("Framework begun"),
        "frameworks.version.started": _("Next version of a framework begun"),
        "frameworks.version.imported": _("Framework version imported"),
        "frameworks.successors.named": _("What replaces a thing that goes, named"),
        "frameworks.version.published": _("Framework version published"),
    }
)
