"""What the draft of an exercise needs before assessors can be asked. No table, no clock."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import slugify
from django.utils.translation import gettext as _

from waymark.assessments.types import DraftSkill

MOST_SAMPLE = 20_000


def missing_of_draft(title: str, sample: str, skills: Sequence[DraftSkill], *, holds: bool) -> tuple[str, ...]:
    """Return sentences that say what a draft lacks; none: it can be published.

    Args:
        title: what it is called.
        sample: the piece of work.
        skills: which skills it shows.
        holds: whether the framework has a version that holds now.
    """
    found = []
    if not holds:
        found.append(_("No version of the framework holds now, so nobody can be asked about it."))
    if not title.strip():
        found.append(_("Give it a title."))
    if not sample.strip():
        found.append(_("Write the work to judge."))
    if not skills:
        found.append(_("Choose at least one skill that the work shows."))
    for one in skills:
        if not one.there:
            found.append(
                _("The current version does not have the skill “%(skill)s”. Take it out.") % {"skill": one.name}
            )
        elif not one.levels[1:]:
            found.append(_("The skill “%(skill)s” has no levels, so take it out.") % {"skill": one.name})
        elif one.level is None:
            found.append(_("Say which level the panel gives for “%(skill)s”.") % {"skill": one.name})
        elif not one.reason.strip():
            found.append(_("Say why the panel gives that level for “%(skill)s”.") % {"skill": one.name})
    return tuple(found)


def exercise_key(title: str, skill: str, own: str) -> str:
    """Return the key of an exercise that was written here: readable, and nobody else's.

    Args:
        title: that of the exercise.
        skill: short name of its skill.
        own: what nothing else has, of this draft or of another; up to 18 characters.
    """
    return "-".join(part for part in (slugify(title)[:50].strip("-"), skill[:50].strip("-"), own) if part)
