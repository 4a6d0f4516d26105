"""Tables of frameworks."""

from django.utils.translation import gettext_lazy as _

from waymark.frameworks.models.drafting import DraftReader, UnsavedForm
from waymark.frameworks.models.identities import Framework, JobFamily, Role, RoleLevel, Skill
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
    "DraftReader",
    "FamilyWording",
    "Framework",
    "JobFamily",
    "LevelDescriptor",
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

personal.nothing_personal(
    _("What a profession publishes: roles, skills and what is asked of whom. It names no person."),
    *(f"frameworks.{name}" for name in __all__ if name not in {"DraftReader", "UnsavedForm"}),
)
