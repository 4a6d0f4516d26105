"""Tables of frameworks."""

from django.utils.translation import gettext_lazy as _

from waymark.frameworks.models.crosswalk import Crosswalk, CrosswalkEnd, CrosswalkRejection
from waymark.frameworks.models.drafting import DraftReader, UnsavedForm
from waymark.frameworks.models.equivalences import Equivalence
from waymark.frameworks.models.identities import Framework, JobFamily, Role, RoleLevel, Skill
from waymark.frameworks.models.overlays import Overlay, OverlayEntry
from waymark.frameworks.models.successors import Replacement, Successor
from waymark.frameworks.models.versions import (
    Choice,
    FamilyWording,
    LevelDescriptor,
    Relation,
    Requirement,
    RoleLevelWording,
    RoleWording,
    Scale,
    ScaleLevel,
    SkillWording,
    Version,
)
from waymark.kernel import personal

__all__ = [
    "Choice",
    "Crosswalk",
    "CrosswalkEnd",
    "CrosswalkRejection",
    "DraftReader",
    "Equivalence",
    "FamilyWording",
    "Framework",
    "JobFamily",
    "LevelDescriptor",
    "Overlay",
    "OverlayEntry",
    "Relation",
    "Replacement",
    "Requirement",
    "Role",
    "RoleLevel",
    "RoleLevelWording",
    "RoleWording",
    "Scale",
    "ScaleLevel",
    "Skill",
    "SkillWording",
    "Successor",
    "UnsavedForm",
    "Version",
]

_ABOUT_PEOPLE = {
    "Crosswalk",
    "CrosswalkEnd",
    "CrosswalkRejection",
    "DraftReader",
    "Equivalence",
    "Overlay",
    "OverlayEntry",
    "Replacement",
    "UnsavedForm",
    "Version",
}

personal.nothing_personal(
    _("What a profession publishes: roles, skills and what is asked of whom. It names no person."),
    *(f"frameworks.{name}" for name in __all__ if name not in _ABOUT_PEOPLE),
)

_KEEP = _("As long as the framework is kept.")

personal.declare(
    personal.Holding(
        "frameworks.Version",
        what=_("Why a framework was retired or a version withdrawn, where that names somebody."),
        why=_("So that readers know why it does not hold any more."),
        keep=_KEEP,
        purpose=personal.RUNNING,
        fields=("title", "label", "ended_because"),
        texts=("ended_because",),
    ),
    personal.Holding(
        "frameworks.Replacement",
        what=_("Why a version leaves something out, where that names somebody."),
        why=_("So that those who look for it learn what became of it."),
        keep=_KEEP,
        purpose=personal.RUNNING,
        fields=("reason", "said_at"),
        texts=("reason",),
    ),
)
