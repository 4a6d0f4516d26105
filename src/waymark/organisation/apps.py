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
        "organisation.change.called_off": _("Planned change of organisations called off"),
        "organisation.change.made": _("Organisations changed"),
        "organisation.change.planned": _("Change of organisations planned"),
        "organisation.change.stopped": _("Planned change of organisations not possible"),
        "organisation.grades.added": _("Grades of an organisation added"),
        "organisation.item.added": _("Reference data added to a list"),
        "organisation.item.changed": _("Reference data put right"),
        "organisation.item.ended": _("Reference data ended"),
        "organisation.organisations.added": _("Organisations added"),
        "organisation.reference.added": _("Reference data added"),
        "organisation.units.added": _("Units added from a sheet"),
    }
)
