"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The reporting room."""

    name = "waymark.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "reporting": _("Figures"),
        "reporting.comparability.computed": _("How comparably assessors judge worked out"),
        "reporting.profile.put_in_force": _("Disclosure profile put in force"),
        "reporting.profiles.added": _("Disclosure profiles added"),
        "reporting.snapshot.taken": _("Posts counted for figures"),
    }
)
