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
        "frameworks.overlay.changed": _("Department’s context changed"),
        "frameworks.overlay.checked": _("Department’s context found still right"),
        "frameworks.overlay.ended": _("Department’s context taken back"),
        "frameworks.overlay.published": _("Department’s context added"),
        "frameworks.version.started": _("Next version of a framework begun"),
        "frameworks.version.imported": _("Framework version imported"),
        "frameworks.version.published": _("Framework version published"),
    }
)
