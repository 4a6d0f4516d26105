"""What can be answered, and answers, days and levels in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.dateformat import format as formatted
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments.types import QuickAnswer, QuickOption
from waymark.frameworks.types import RequirementView
from waymark.kernel.text import spoken

QUICK_CHECK_SKILLS = 5
MOST_NOTE = 4000
MOST_REASON = 400
MOST_MESSAGE = 400

_STEPS = {QuickAnswer.NOT_YET: -2, QuickAnswer.WORKING_TOWARDS: -1, QuickAnswer.MEETING: 0, QuickAnswer.ABOVE: 1}


def level_of_quick_answer(answer: QuickAnswer, *, asked: int, top: int) -> int:
    """Return the level a quick answer stands for, from 0 to ``top``.

    "Not yet" is two below the level asked for, "working towards" one below, "meeting" that level, "above" one more.
    """
    return min(top, max(0, asked + _STEPS[answer]))


def quick_options(*, asked: int, top: int) -> tuple[QuickOption, ...]:
    """Return the four quick answers with the level each stands for, lowest first."""
    return tuple(QuickOption(answer, level_of_quick_answer(answer, asked=asked, top=top)) for answer in QuickAnswer)


def quick_check(requirements: Sequence[RequirementView]) -> tuple[int, ...]:
    """Return the skills a quick check asks about: five at most, essential first, then weightiest, then as listed.

    Skills asked for without a level come after those with one, because they say nothing about fit; members of a
    choose-n group come last, because one answer may not be needed. What a department asks for beside the standard
    takes the last place, when it would have none: its result counts it too.
    """
    order = sorted(
        requirements,
        key=lambda line: (line.choice is not None, line.level is None, line.importance != "essential", -line.weight),
    )
    chosen = order[:QUICK_CHECK_SKILLS]
    beside = next((line for line in order if line.asked_for_by and line.standard_level is None), None)
    if beside is not None and beside not in chosen:
        chosen[-1] = beside
    return tuple(line.skill_id for line in chosen)


def why_not_quick(asked: RequirementView, quick: str) -> str:
    """Return why a quick answer cannot be given, as a sentence; empty when it can, and when there is none."""
    if not quick or (asked.level is not None and quick in tuple(QuickAnswer)):
        return ""
    if asked.level is None:
        return _("%(skill)s is asked for without a level. Answer yes or no.") % {"skill": asked.skill_name}
    return _("Choose one of the answers offered for %(skill)s.") % {"skill": asked.skill_name}


def why_not_this_answer(asked: RequirementView, *, level: int | None, has_skill: bool | None) -> str:
    """Return why an answer does not fit what was asked, as a sentence; empty when it does.

    A level of the scale may be chosen although the framework leaves it undefined.
    """
    if asked.level is None:
        if has_skill is None or level is not None:
            return _("%(skill)s is asked for without a level. Answer yes or no.") % {"skill": asked.skill_name}
        return ""
    if level is None or has_skill is not None:
        return _("%(skill)s is asked for at a level. Choose one.") % {"skill": asked.skill_name}
    if not 0 <= level <= asked.top:
        return _("%(skill)s has levels from 1 to %(top)s, and 0 for not yet at the first. Choose one of those.") % {
            "skill": asked.skill_name,
            "top": asked.top,
        }
    return ""


def answer_in_words(asked: RequirementView, *, level: int | None, has_skill: bool | None) -> str:
    """Return an answer as a person would say it: the name of the level, or yes or no."""
    if level is None:
        return _("yes") if has_skill else _("no")
    return level_in_words(asked.levels, level)


def answer_title(levels: Sequence[str], *, level: int | None, has_skill: bool | None) -> str:
    """Return an answer standing on its own: the name of the level, "Not yet at awareness", or "Yes"."""
    if level is None:
        return _("Yes") if has_skill else _("No")
    return levels[level - 1] if 1 <= level <= len(levels) else capfirst(level_in_words(levels, level))


def level_in_words(levels: Sequence[str], level: int) -> str:
    """Return the name of a level of a scale, as it stands in the middle of a sentence."""
    if level == 0:
        return _("not yet at %(level)s") % {"level": spoken(levels[0])} if levels else _("not yet at the first level")
    return spoken(levels[level - 1]) if level <= len(levels) else _("level %(number)s") % {"number": level}


def day(at: datetime) -> str:
    """Return a date as people write it: 4 July 2026."""
    return formatted(localtime(at), "j F Y")


def time_of_day(at: datetime) -> str:
    """Return a time as people write it: 3:05pm."""
    return formatted(localtime(at), "g:iA").lower()


def age(made_at: datetime, at: datetime) -> str:
    """Return how long ago something was said, in words: today, yesterday, 5 days ago, 3 months ago, 2 years ago."""
    then, now = localtime(made_at).date(), localtime(at).date()
    days = (now - then).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 28:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    months = max(1, (now.year - then.year) * 12 + now.month - then.month - (now.day < then.day))
    if months < 24:
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    return ngettext("%(n)s year ago", "%(n)s years ago", months // 12) % {"n": months // 12}


def changes_in_words(harder: int, easier: int, wording: int, gone: int) -> str:
    """Return how many changes of a version affect somebody, by sort: "3 changes affect you: 1 harder, 2 wording"."""
    parts = [
        words % {"number": number}
        for number, words in (
            (harder, _("%(number)d harder")),
            (easier, _("%(number)d easier")),
            (wording, _("%(number)d wording")),
            (gone, _("%(number)d no longer there")),
        )
        if number
    ]
    number = harder + easier + wording + gone
    head = ngettext("%(num)d change affects you", "%(num)d changes affect you", number) % {"num": number}
    return f"{head}: {', '.join(parts)}"


def about_version(title: str, label: str) -> str:
    """Return the sentence that goes with it."""
    return _(
        "A new version of %(title)s holds from today: %(label)s. What you were assessed on before stays as it was."
    ) % {
        "title": title,
        "label": label,
    }
