"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The reviews room."""

    name = "waymark.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "reviews": _("Reviews and releases"),
        "reviews.release.proposed": _("Release proposed"),
        "reviews.release.agreed": _("Release agreed by a second person"),
        "reviews.release.refused": _("Release refused"),
        "reviews.release.taken_back": _("Proposed release taken back"),
    }
)
