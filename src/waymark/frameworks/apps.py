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
        "frameworks.draft.put_in_review": _("Draft of a framework put in review"),
        "frameworks.draft.back_to_writing": _("Draft of a framework taken back from review"),
        "frameworks.draft.opened_to": _("People let read a draft of a framework"),
        "frameworks.draft.closed_to": _("Somebody let read a draft of a framework no longer"),
        "frameworks.draft.reworded": _("Text of a draft reworded"),
        "frameworks.version.imported": _("Framework version imported"),
        "frameworks.crosswalk.related": _("Skills of two frameworks related"),
        "frameworks.crosswalk.ended": _("Relation between skills of two frameworks ended"),
        "frameworks.crosswalk.rejected": _("Suggested relations between skills turned down"),
        "frameworks.crosswalk.reconsidered": _("Suggested relation between skills to be looked at again"),
        "frameworks.equivalence.said": _("What levels of one scale count as on another"),
        "frameworks.equivalence.ended": _("Table between two scales ended"),
        "frameworks.version.published": _("Framework version published"),
    }
)
