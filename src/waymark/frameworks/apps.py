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
        "frameworks.draft.details_saved": _("Details of a draft changed"),
        "frameworks.draft.discarded": _("Draft discarded"),
        "frameworks.draft.replaced": _("Content of a draft replaced from a file"),
        "frameworks.skill.added": _("Skill added to a draft"),
        "frameworks.skill.saved": _("Skill of a draft changed"),
        "frameworks.skill.moved": _("Skill moved in a draft"),
        "frameworks.skill.removed": _("Skill removed from a draft"),
        "frameworks.skill.restored": _("Skill put back into a draft"),
        "frameworks.scale.added": _("Scale added to a draft"),
        "frameworks.scale.saved": _("Scale of a draft changed"),
        "frameworks.scale.removed": _("Scale removed from a draft"),
        "frameworks.scale.level_added": _("Level added to a scale"),
        "frameworks.scale.level_moved": _("Level moved in a scale"),
        "frameworks.scale.level_removed": _("Level removed from a scale"),
        "frameworks.version.imported": _("Framework version imported"),
        "frameworks.version.published": _("Framework version published"),
    }
)
