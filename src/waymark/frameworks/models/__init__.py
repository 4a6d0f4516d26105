"""Tables of frameworks."""

from waymark.frameworks.models.identities import Framework, JobFamily, Role, RoleLevel, Skill
from waymark.frameworks.models.versions import (
    Choice,
    FamilyWording,
    LevelDescriptor,
    Requirement,
    RoleLevelWording,
    RoleWording,
    Scale,
    ScaleLevel,
    SkillWording,
    Version,
)

__all__ = [
    "Choice",
    "FamilyWording",
    "Framework",
    "JobFamily",
    "LevelDescriptor",
    "Requirement",
    "Role",
    "RoleLevel",
    "RoleLevelWording",
    "RoleWording",
    "Scale",
    "ScaleLevel",
    "Skill",
    "SkillWording",
    "Version",
]
