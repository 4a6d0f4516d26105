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
        "frameworks.family.removed": _("Family removed from a draft"),
        "frameworks.role.added": _("Role added to a draft"),
        "frameworks.role.saved": _("Role of a draft reworded"),
        "frameworks.role.moved": _("Role of a draft moved"),
        "frameworks.role.removed": _("Role removed from a draft"),
        "frameworks.role_level.added": _("Role level added to a draft"),
        "frameworks.role_level.saved": _("Role level of a draft reworded"),
        "frameworks.role_level.moved": _("Role level of a draft moved"),
        "frameworks.role_level.removed": _("Role level removed from a draft"),
        "frameworks.requirements.saved": _("Requirements of a draft changed"),
        "frameworks.choice.added": _("Choose-n group added to a draft"),
        "frameworks.choice.saved": _("Choose-n group of a draft changed"),
        "frameworks.choice.removed": _("Choose-n group removed from a draft"),
        "frameworks.draft.derived": _("Parts of another framework taken over into a draft"),
        "frameworks.overlay.changed": _("Department’s context changed"),
        "frameworks.overlay.checked": _("Department’s context found still right"),
        "frameworks.overlay.ended": _("Department’s context taken back"),
        "frameworks.overlay.published": _("Department’s context added"),
        "frameworks.version.started": _("Next version of a framework begun"),
        "frameworks.draft.put_in_review": _("Draft of a framework put in review"),
        "frameworks.draft.back_to_writing": _("Draft of a framework taken back from review"),
        "frameworks.draft.opened_to": _("People let read a draft of a framework"),
        "frameworks.draft.closed_to": _("Somebody let read a draft of a framework no longer"),
        "frameworks.draft.reworded": _("Text of a draft reworded"),
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
        "frameworks.crosswalk.related": _("Skills of two frameworks related"),
        "frameworks.crosswalk.ended": _("Relation between skills of two frameworks ended"),
        "frameworks.crosswalk.rejected": _("Suggested relations between skills turned down"),
        "frameworks.crosswalk.reconsidered": _("Suggested relation between skills to be looked at again"),
        "frameworks.successors.named": _("What replaces a thing that goes, named"),
        "frameworks.equivalence.said": _("What levels of one scale count as on another"),
        "frameworks.equivalence.ended": _("Table between two scales ended"),
        "frameworks.version.published": _("Framework version published"),
    }
)
