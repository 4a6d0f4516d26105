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
        "frameworks.family.added": _("Family added to a draft"),
        "frameworks.family.saved": _("Family of a draft reworded"),
        "frameworks.family.moved": _("Family of a draft moved"),
        "frameworks.family.removed": _("Family taken out of a draft"),
        "frameworks.role.added": _("Role added to a draft"),
        "frameworks.role.saved": _("Role of a draft reworded"),
        "frameworks.role.moved": _("Role of a draft moved"),
        "frameworks.role.removed": _("Role taken out of a draft"),
        "frameworks.role_level.added": _("Role level added to a draft"),
        "frameworks.role_level.saved": _("Role level of a draft reworded"),
        "frameworks.role_level.moved": _("Role level of a draft moved"),
        "frameworks.role_level.removed": _("Role level taken out of a draft"),
        "frameworks.requirements.saved": _("Requirements of a draft changed"),
        "frameworks.choice.added": _("Choose-n group added to a draft"),
        "frameworks.choice.saved": _("Choose-n group of a draft changed"),
        "frameworks.choice.removed": _("Choose-n group taken out of a draft"),
        "frameworks.draft.derived": _("Parts of another framework taken over into a draft"),
        "frameworks.version.started": _("Next version of a framework begun"),
        "frameworks.draft.details_saved": _("Details of a draft changed"),
        "frameworks.version.imported": _("Framework version imported"),
        "frameworks.version.published": _("Framework version published"),
    }
)
