"""What columns can mean and how sheets can be laid out, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark_formats.sheets import Layout, Meaning

MEANINGS = (
    (Meaning.IGNORE.value, _("Leave it out")),
    (Meaning.FAMILY.value, _("Family of roles")),
    (Meaning.FAMILY_SUMMARY.value, _("What the family is")),
    (Meaning.ROLE.value, _("Role")),
    (Meaning.ROLE_SUMMARY.value, _("What the role is")),
    (Meaning.ROLE_LEVEL.value, _("Role level")),
    (Meaning.ROLE_LEVEL_DESCRIPTION.value, _("What the role level is")),
    (Meaning.GRADE.value, _("Grade")),
    (Meaning.SKILL.value, _("Skill")),
    (Meaning.SKILL_SUMMARY.value, _("What the skill is")),
    (Meaning.SKILL_KIND.value, _("Kind of skill")),
    (Meaning.SKILL_CODE.value, _("Code of the skill")),
    (Meaning.PARENT.value, _("The skill above")),
    (Meaning.LEVEL.value, _("Level: asked for, or described beside it")),
    (Meaning.DESCRIPTOR.value, _("What the level in the row means")),
    (Meaning.LEVEL_DESCRIPTOR.value, _("What one level means, the same all the way down")),
    (Meaning.REQUIRED_LEVEL.value, _("The level that one role level asks for")),
    (Meaning.IMPORTANCE.value, _("Essential or desirable")),
    (Meaning.ALTERNATIVE_LABELS.value, _("Other names of the skill")),
)

LAYOUTS = (
    (Layout.LIST.value, _("A list: a row for each requirement, skill or level")),
    (Layout.LEVELS_AS_COLUMNS.value, _("A row for each skill, a column for what each level means")),
    (Layout.MATRIX.value, _("A row for each skill, a column for each role level")),
)

WHATS = {
    "removed": _("Removed"),
    "added": _("Added"),
    "reworded": _("Reworded"),
    "level_changed": _("Level changed"),
    "spacing": _("Spacing only"),
    "hidden": _("Hidden names only"),
}
KINDS = {
    "skill": _("Skill"),
    "family": _("Family"),
    "role": _("Role"),
    "role_level": _("Role level"),
    "requirement": _("Requirement"),
    "relation": _("Relation"),
}
