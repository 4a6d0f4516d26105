"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The privacy room."""

    name = "waymark.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "privacy": _("People’s own data"),
        "privacy.hold.placed": _("Hold placed"),
        "privacy.hold.released": _("Hold released"),
        "privacy.person.erased": _("Person erased"),
        "privacy.request.closed": _("Request about own data closed"),
        "privacy.request.made": _("Request about own data made"),
        "privacy.retention.carried_out": _("Retention carried out"),
        "privacy.retention.looked": _("Retention previewed"),
    }
)
