"""The gap in words. No table, no clock: everything needed is in the arguments.

Every sentence comes twice: to the person themselves ("you"), and about them ("they").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.gaps.types import CountedFrom
from waymark.kernel.text import spoken
from waymark_engine.gaps import Fit, RoleGap, SkillGap, percent

POINTS, NUMERIC = "points", "numeric"
"""Kinds of scales whose steps are not called levels."""
EXEMPT = "exempt"
"""Of a skill that somebody need not hold: it is shown, and no gap."""
MET, SHORT, NOT_ASSESSED, YES, NO, UNLEVELLED = "met", "short", "not_assessed", "yes", "no", "unlevelled"


def status(gap: SkillGap, has_skill: bool | None) -> str:
    """Return where a person stands on one requirement.

    A requirement without a level is answered by yes or no; a level held says it too.
    """
    if gap.required is None:
        if has_skill is None and gap.held is None:
            return UNLEVELLED
        return YES if has_skill or gap.held else NO
    if gap.shortfall is None:
        return NOT_ASSESSED
    return SHORT if gap.shortfall else MET


def line_words(
    gap: SkillGap,
    has_skill: bool | None,
    levels: Sequence[str],
    *,
    choose: int,
    you: bool,
    kind: str = "labels",
    comparable: bool = True,
) -> str:
    """Return one requirement in words.

    Args:
        gap: the requirement beside what is held.
        has_skill: the answer to a requirement without a level, if there is one.
        levels: names of the levels of its scale, lowest first.
        choose: how many its choose-n group asks for; 0 when it stands in none.
        you: whether the person reads it themselves.
        kind: of the scale, which says what its steps are called.
        comparable: False when something is held on a scale that nobody compared with this one.
    """
    said = status(gap, has_skill)
    if said == UNLEVELLED:
        return _("Asked without a level: not answered yet")
    if said in (YES, NO):
        return _unlevelled_words(gap, said == YES, levels, you=you)
    if said == NOT_ASSESSED:
        words = _("Not assessed yet") if comparable else _("Not comparable, so counted as not assessed")
        return _with_choice(words, gap, choose, met=False)
    assert gap.required is not None
    assert gap.held is not None
    if gap.held == gap.required:
        return _with_choice(_("Met"), gap, choose, met=True)
    between = _between(gap.held, gap.required, levels, you=you)
    if said == MET:
        return _with_choice(_("Above: %(between)s") % {"between": between}, gap, choose, met=True)
    steps = gap.shortfall or 0
    if kind == POINTS:
        to_go = ngettext("%(number)s point to go: %(between)s", "%(number)s points to go: %(between)s", steps)
    elif kind == NUMERIC:
        to_go = ngettext("%(number)s step to go: %(between)s", "%(number)s steps to go: %(between)s", steps)
    else:
        to_go = ngettext("%(number)s level to go: %(between)s", "%(number)s levels to go: %(between)s", steps)
    return _with_choice(capfirst(to_go % {"number": number(steps), "between": between}), gap, choose, met=False)


def to_go(gap: SkillGap, kind: str) -> str:
    """Return how much is still to gain, in the steps of its kind of scale; empty when nothing is, or nothing known."""
    if not gap.shortfall:
        return ""
    if kind == POINTS:
        text = ngettext("%(num)s point to go", "%(num)s points to go", gap.shortfall)
    elif kind == NUMERIC:
        text = ngettext("%(num)s step to go", "%(num)s steps to go", gap.shortfall)
    else:
        text = ngettext("%(num)s level to go", "%(num)s levels to go", gap.shortfall)
    return text % {"num": gap.shortfall}


def origin_words(origin: CountedFrom, levels: Sequence[str], counts: int | None, *, you: bool) -> str:
    """Return in words where a level counts from, or why it does not count.

    Args:
        origin: what was judged.
        levels: names of the levels of the scale that is asked on, lowest first.
        counts: the level that it counts as there; None when it counts as none.
        you: whether the person reads it themselves.
    """
    judged = _judged_words(origin, you=you)
    if not origin.comparable:
        if origin.table:
            return _("%(judged)s That has no counterpart here, so it counts as not assessed.") % {"judged": judged}
        return _(
            "%(judged)s Nobody has said what that counts as here. It is not comparable and counts as not assessed."
        ) % {"judged": judged}
    if counts is None or (origin.same_scale and counts == origin.level):
        return judged
    return _("%(judged)s That counts as %(level)s here.") % {"judged": judged, "level": _counts_words(levels, counts)}


def sentence(gap: RoleGap, *, you: bool) -> str:
    """Return a whole gap in one or two sentences: how many are met, then what is between."""
    if not gap.asked:
        if gap.skills:
            return _("This role level names skills without levels, so there is no fit to work out.")
        return _("This role level does not ask for any skills.")
    if not gap.assessed:
        return ngettext(
            "The one skill asked for has not been assessed yet.",
            "None of the %(asked)s skills has been assessed yet.",
            gap.asked,
        ) % {"asked": gap.asked}
    return " ".join(part for part in (_met_words(gap, you=you), _rest_words(gap)) if part)


def fit_words(fit: Fit | None) -> str:
    """Return a fit in words: one percentage, or a range while skills are not assessed. Empty without a fit."""
    if fit is None:
        return ""
    low, high = percent(fit.low), percent(fit.high)
    if low == high:
        return _("%(share)s %%") % {"share": low}
    return _("at least %(low)s %%, at most %(high)s %%") % {"low": low, "high": high}


def level_words(levels: Sequence[str], level: int) -> str:
    """Return a level for the middle of a sentence: its name, or its number where the scale does not name it."""
    return spoken(levels[level - 1]) if 1 <= level <= len(levels) else _("level %(number)s") % {"number": level}


def held_name(levels: Sequence[str], level: int | None) -> str:
    """Return the name of a level held, standing on its own; empty when none is."""
    if level is None:
        return ""
    if level == 0:
        return _("Not yet at %(level)s") % {"level": level_words(levels, 1)}
    return levels[level - 1] if level <= len(levels) else capfirst(level_words(levels, level))


def number(count: int) -> str:
    """Return a number as people write it: words up to nine, figures from ten."""
    words = (
        _("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
    )  # fmt: skip
    return words[count] if count < len(words) else str(count)


def _judged_words(origin: CountedFrom, *, you: bool) -> str:
    where = {
        "skill": origin.skill_name,
        "framework": origin.framework_title,
        "version": origin.version_label,
        "level": "" if origin.level is None else _counts_words(origin.levels, origin.level),
    }
    if not origin.skill_name:
        if you:
            return _("You were judged %(level)s on the scale of %(framework)s, version %(version)s.") % where
        return _("They were judged %(level)s on the scale of %(framework)s, version %(version)s.") % where
    if origin.level is None:
        return _("Counted from %(skill)s in %(framework)s.") % where
    if you:
        return _("Counted from %(skill)s in %(framework)s, where you were judged %(level)s.") % where
    return _("Counted from %(skill)s in %(framework)s, where they were judged %(level)s.") % where


def _counts_words(levels: Sequence[str], level: int) -> str:
    return spoken(held_name(levels, level)) if level == 0 else level_words(levels, level)


def _unlevelled_words(gap: SkillGap, yes: bool, levels: Sequence[str], *, you: bool) -> str:
    if gap.held is not None:
        return _("Asked without a level: %(standing)s") % {"standing": _standing(gap.held, levels, you=you)}
    if you:
        return _("Asked without a level: you said yes") if yes else _("Asked without a level: you said no")
    return _("Asked without a level: they said yes") if yes else _("Asked without a level: they said no")


def _between(held: int, required: int, levels: Sequence[str], *, you: bool) -> str:
    return _("%(standing)s, the role asks for %(required)s") % {
        "standing": _standing(held, levels, you=you),
        "required": level_words(levels, required),
    }


def _standing(held: int, levels: Sequence[str], *, you: bool) -> str:
    if held == 0:
        text = _("you are not yet at %(level)s") if you else _("they are not yet at %(level)s")
    else:
        text = _("you are at %(level)s") if you else _("they are at %(level)s")
    return text % {"level": level_words(levels, held or 1)}


def _with_choice(words: str, gap: SkillGap, choose: int, *, met: bool) -> str:
    """Say why a member of a choose-n group is not counted."""
    if gap.counted or not choose:
        return words
    why = (
        ngettext(
            "%(words)s (the role asks for %(number)s of these skills, and another counts)",
            "%(words)s (the role asks for %(number)s of these skills, and others count)",
            choose,
        )
        if met
        else ngettext(
            "%(words)s (not counted: the role asks for %(number)s of these skills, and another is closer)",
            "%(words)s (not counted: the role asks for %(number)s of these skills, and others are closer)",
            choose,
        )
    )
    return why % {"words": words, "number": number(choose)}


def _met_words(gap: RoleGap, *, you: bool) -> str:
    counts = {"met": gap.met, "asked": gap.asked}
    if gap.met == gap.asked:
        text = (
            ngettext("You meet the one skill asked for.", "You meet all %(asked)s skills.", gap.asked)
            if you
            else ngettext("They meet the one skill asked for.", "They meet all %(asked)s skills.", gap.asked)
        )
    elif gap.met == 0:
        text = (
            ngettext(
                "You do not meet the one skill asked for yet.", "You meet none of the %(asked)s skills yet.", gap.asked
            )
            if you
            else ngettext(
                "They do not meet the one skill asked for yet.",
                "They meet none of the %(asked)s skills yet.",
                gap.asked,
            )
        )
    else:
        text = _("You meet %(met)s of %(asked)s skills.") if you else _("They meet %(met)s of %(asked)s skills.")
    return text % counts


def _rest_words(gap: RoleGap) -> str:
    """Return what is between: nearest first, then what is not assessed. Empty when everything is met."""
    short = Counter(line.shortfall for line in gap.skills if line.counted and line.shortfall)
    clauses = [_short_words(count, steps) for steps, count in sorted(short.items())]
    unassessed = gap.asked - gap.assessed
    if unassessed:
        clauses.append(
            ngettext("%(number)s has not been assessed yet", "%(number)s have not been assessed yet", unassessed)
            % {"number": number(unassessed)}
        )
    if not clauses:
        return ""
    if len(clauses) == 1:
        return capfirst(clauses[0]) + "."
    first = _(", ").join(clauses[:-1])
    return capfirst(_("%(first)s and %(last)s.") % {"first": first, "last": clauses[-1]})


def _short_words(count: int, steps: int) -> str:
    if count == 1:
        text = ngettext("one needs %(steps)s level", "one needs %(steps)s levels", steps)
    else:
        text = ngettext("%(number)s need %(steps)s level each", "%(number)s need %(steps)s levels each", steps)
    return text % {"number": number(count), "steps": number(steps)}
