"""What a document that is set for reading says beside the framework's own text, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waymark_formats.framework import SkillKind
from waymark_formats.pdf import Words


def pdf_words() -> Words:
    """Return the words of the PDF in the language that is active."""
    return Words(
        version=_("Version"),
        effective_from=_("In force from"),
        profession=_("Profession"),
        licence=_("Licence"),
        attribution=_("Attribution"),
        notes=_("About this version"),
        contents=_("Contents"),
        levels=_("What the levels mean"),
        level=_("Level"),
        meaning=_("What it means"),
        undefined=_("Not defined"),
        responsibilities=_("What you do in this role"),
        entry_routes=_("How people come into this role"),
        next_moves=_("Where people go next"),
        other_names=_("Also called"),
        grades=_("Grades"),
        choose=_("At least {count} of the group “{name}”"),
        skill=_("Skill"),
        skills=_("Skills"),
        importance=_("Importance"),
        essential=_("Essential"),
        desirable=_("Desirable"),
        no_level=_("No certain level"),
        kind=_("Kind"),
        code=_("Code"),
        part_of=_("Part of"),
        evidence=_("Good evidence"),
        learning=_("How it is learnt"),
        page=_("Page"),
        kinds={
            SkillKind.TECHNICAL.value: _("Technical"),
            SkillKind.BEHAVIOUR.value: _("Behaviour"),
            SkillKind.EXPERIENCE.value: _("Experience"),
            SkillKind.ABILITY.value: _("Ability"),
            SkillKind.STRENGTH.value: _("Strength"),
            SkillKind.KNOWLEDGE.value: _("Knowledge"),
            SkillKind.QUALIFICATION.value: _("Qualification"),
            SkillKind.TASK.value: _("Task"),
        },
    )
