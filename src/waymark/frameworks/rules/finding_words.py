"""Findings in words: what was found, why it matters, what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.frameworks.rules import lint
from waymark.frameworks.types import Finding

Words = str | Promise

_NAMES: dict[str, Words] = {
    lint.ABOVE: _("Level above the scale"),
    lint.EMPTY: _("Asks for no skill"),
    lint.UNDEFINED: _("Levels without a description"),
    lint.NO_STEP: _("Levels that hardly differ"),
    lint.DUPLICATE: _("Near-duplicate in this framework"),
    lint.ELSEWHERE: _("Near-duplicate in another framework"),
    lint.ORPHAN: _("Skill that no role asks for"),
    lint.TOO_MANY: _("Many skills for one role level"),
    lint.VAGUE: _("Vague points"),
    lint.HARD: _("Hard to read"),
    lint.NO_SUMMARY: _("Skill without a summary"),
}
_SENTENCES: dict[str, Words] = {
    lint.ABOVE: _("Level %(level)s is named, and the scale has %(top)s levels. Nobody can be at it."),
    lint.EMPTY: _("It asks for no skill, so nobody can see a gap to it or be matched with it."),
    lint.UNDEFINED: _("Without a description two people will read the level in two ways."),
    lint.NO_STEP: _("%(upper)s reads %(percent)s%% like %(lower)s. Nobody can tell from it when the step is made."),
    lint.DUPLICATE: _("It is much like %(other)s (%(percent)s of 100). People will be judged twice on one thing."),
    lint.ELSEWHERE: _(
        "It is much like %(other)s of another framework (%(percent)s of 100), and nobody has said how they stand to "
        "each other. What somebody holds there does not count here."
    ),
    lint.ORPHAN: _("No role level asks for it. People will look for a use that it does not have."),
    lint.TOO_MANY: _("%(count)s skills are asked for, more than %(most)s. Nobody can work on so many at once."),
    lint.VAGUE: _("A point says what somebody knows, and not what others see them do. It cannot be judged."),
    lint.HARD: _("Its words are easy from a reading age of %(age)s, above %(most)s. Readers will skip them."),
    lint.NO_SUMMARY: _("It does not say in a sentence what it is. Readers have to guess it from the levels."),
}
_ADVICE: dict[str, Words] = {
    lint.ABOVE: _("Choose a level of the scale."),
    lint.EMPTY: _("Say which skills it asks for, or leave it out."),
    lint.UNDEFINED: _("Describe the levels, or leave them out of the skill."),
    lint.NO_STEP: _("Say what somebody does at the upper level that they do not do at the lower one."),
    lint.DUPLICATE: _("Keep one of the two, or say in their summaries what sets them apart."),
    lint.ELSEWHERE: _("Relate the two in the crosswalk, or turn the suggestion down."),
    lint.ORPHAN: _("Ask for it in a role level, or leave it out."),
    lint.TOO_MANY: _("Leave out what the role could do without, or ask for some of a group."),
    lint.VAGUE: _("Begin with a verb for something that can be seen: explain, choose, design, improve."),
    lint.HARD: _("Shorten the longest sentence, and choose shorter words."),
    lint.NO_SUMMARY: _("Write one or two sentences."),
}


def name(kind: str) -> str:
    """Return what a kind of finding is called."""
    return str(_NAMES[kind])


def sentence(finding: Finding) -> str:
    """Return what was found, and why it matters."""
    return str(_SENTENCES[finding.kind]) % finding.values


def advice(finding: Finding) -> str:
    """Return what to do."""
    return str(_ADVICE[finding.kind])
