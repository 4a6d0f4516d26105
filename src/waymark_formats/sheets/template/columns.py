"""The sheets of our template and their columns, with what each is for."""

from __future__ import annotations

from dataclasses import dataclass

from waymark_formats.framework import Importance, RelationKind, ScaleKind, SkillKind


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``choices`` are all it may say, where that is a list; ``wide`` holds sentences."""

    name: str
    help: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet."""

    name: str
    help: str
    fields: tuple[Field, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.fields)


KEY = Field("Key", "A short name of your own for other sheets to point at. Leave it blank to use the name.")
UUID_FIELD = Field("UUID", "The program's own number for this thing. Leave it as it is; leave it blank in new rows.")
SOURCE = Field("Source", "What an import kept from its file. Leave it as it is.")
LABELS = (
    Field("Alternative labels", "Other names people use for it, one on each line.", wide=True),
    Field("Hidden labels", "Misspellings and old names that search should find, one on each line.", wide=True),
)


def _summary(of: str) -> Field:
    return Field("Summary", f"What the {of} is, in a sentence or two.", wide=True)


FRAMEWORK = Form(
    "Framework",
    "What the whole framework is called. One row for each property.",
    (
        Field("Property", "Leave these names as they are.", needed=True),
        Field("Value", "What it is for your framework. Only the title has to be there.", wide=True),
    ),
)
PROPERTIES = (
    "Title",
    "Slug",
    "Summary",
    "Profession",
    "Licence",
    "Attribution",
    "Version",
    "Effective from",
    "Notes",
    "UUID",
    "Version UUID",
    "Source",
)
SCALES = Form(
    "Scales",
    "The levels skills are held at, lowest first. One row for each level. Skills use the first scale unless they name "
    "another.",
    (
        KEY,
        Field("Scale", "What the scale is called. It stands in each of its rows.", needed=True),
        Field("Kind", "What its levels are. Blank means labels.", choices=tuple(ScaleKind)),
        Field("Level", "1 for the lowest level, then 2, 3 and so on. Blank for a scale without levels."),
        Field("Level name", "What the level is called."),
        Field("Level description", "What the level means for every skill.", wide=True),
        Field("Value", "For numeric scales only: what the level counts as."),
    ),
)
SKILLS = Form(
    "Skills",
    "One row for each skill.",
    (
        KEY,
        Field("Skill", "What the skill is called.", needed=True),
        Field("Kind", "What sort of thing it is. Blank means technical.", choices=tuple(SkillKind)),
        Field("Scale", "The scale it is held on, where it is not the first one."),
        Field("Parent", "The skill it stands below, where skills form a tree."),
        Field("Code", "The number or code your framework gives it."),
        _summary("skill"),
        *LABELS,
        UUID_FIELD,
        SOURCE,
    ),
)
LEVELS = Form(
    "Levels",
    "What each skill means at each level. One row for each skill and level; levels you leave out say nothing.",
    (
        Field("Skill", "The skill's name or key.", needed=True),
        Field("Level", "The level's number or name.", needed=True),
        Field("Descriptor", "What somebody at this level can do.", wide=True),
        Field("Left undefined", "Say yes where the level exists and is left without words.", choices=("yes",)),
        Field("Evidence", "What good evidence of this level is.", wide=True),
        Field("Learning", "How this level is usually learnt.", wide=True),
    ),
)
FAMILIES = Form(
    "Families",
    "The groups your roles belong to. One row for each.",
    (KEY, Field("Family", "What the group is called.", needed=True), _summary("family"), UUID_FIELD),
)
ROLES = Form(
    "Roles",
    "One row for each role.",
    (
        KEY,
        Field("Role", "What the role is called.", needed=True),
        Field("Family", "The family's name or key.", needed=True),
        Field("Role type", "Your own word for a special sort of role."),
        _summary("role"),
        Field("Responsibilities", "What somebody in the role does.", wide=True),
        Field("Entry routes", "How people come into the role.", wide=True),
        Field("Next moves", "Where people go from it.", wide=True),
        *LABELS,
        UUID_FIELD,
    ),
)
ROLE_LEVELS = Form(
    "Role levels",
    "The rungs of each role. One row for each. A role without levels needs none.",
    (
        KEY,
        Field("Role", "The role's name or key.", needed=True),
        Field("Role level", "What the rung is called. Blank for the only level of a role."),
        Field("Description", "What somebody at this rung does.", wide=True),
        Field("Rung", "1 for the most junior, then 2, 3 and so on. Blank where there is no order."),
        Field("Grade hint", "The grades it is usually found at."),
        UUID_FIELD,
    ),
)
CHOICES = Form(
    "Choices",
    "Groups of requirements of which only some are asked for. Leave the sheet empty if you have none.",
    (
        KEY,
        Field("Role", "The role's name or key.", needed=True),
        Field("Role level", "The role level's name or key."),
        Field("Choice", 'What the group is called, such as "one of these tools".', needed=True),
        Field("Choose", "How many of the group are asked for.", needed=True),
    ),
)
REQUIREMENTS = Form(
    "Requirements",
    "What each role level asks for. One row for each role level and skill.",
    (
        Field("Role", "The role's name or key.", needed=True),
        Field("Role level", "The role level's name or key. Blank for a role without levels."),
        Field("Skill", "The skill's name or key.", needed=True),
        Field("Level", "The level asked for, by number or name. Blank asks for the skill at no certain level."),
        Field("Importance", "Blank means essential.", choices=tuple(Importance)),
        Field("Weight", "A whole number from 1 that orders what is shown. Blank means 1."),
        Field("Choice", "The key or name of the group in the sheet Choices, where it is one of a group."),
        SOURCE,
    ),
)
RELATIONS = Form(
    "Relations",
    "How skills stand to each other, or to skills elsewhere. Leave the sheet empty if you have none.",
    (
        Field("Skill", "The skill's name or key.", needed=True),
        Field("Relation", "How it stands to the other.", needed=True, choices=tuple(RelationKind)),
        Field("To", "The other skill's name or key, where it is in this file."),
        Field("Address", "The address of the other skill, where it is elsewhere."),
        Field("Title", "What the other skill is called, where it is elsewhere."),
        UUID_FIELD,
        SOURCE,
    ),
)
FORMS = (FRAMEWORK, SCALES, SKILLS, LEVELS, FAMILIES, ROLES, ROLE_LEVELS, CHOICES, REQUIREMENTS, RELATIONS)
HELP = "How to fill this in"
"""The name of the sheet that explains the others."""
