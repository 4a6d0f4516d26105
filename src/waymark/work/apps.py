"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The work room."""

    name = "waymark.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "work": _("Jobs"),
        "work.backup.made": _("Backup made"),
        "work.job.asked": _("Job asked for"),
        "work.job.cancelled": _("Job cancelled"),
        "work.job.tried_again": _("Job tried again"),
    }
)
