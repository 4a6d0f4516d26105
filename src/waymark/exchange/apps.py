"""Django app config."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.kernel import kinds


class Config(AppConfig):
    """The exchange room."""

    name = "waymark.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"


kinds.declare(
    {
        "exchange": _("Files of frameworks"),
        "exchange.file.asked": _("File of a large framework asked for"),
        "exchange.import.staged": _("File brought for an import"),
        "exchange.import.read": _("File of an import read"),
        "exchange.import.mapped": _("Columns of an import mapped"),
        "exchange.import.aimed": _("Target of an import chosen"),
        "exchange.import.checked": _("Import checked"),
        "exchange.import.refused": _("Step of an import not taken"),
        "exchange.import.trimmed": _("Rows left out of an import"),
        "exchange.import.applied": _("Import made a draft"),
        "exchange.import.discarded": _("Import discarded"),
        "exchange.import.tidied": _("Old imports deleted"),
    }
)
