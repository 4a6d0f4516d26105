"""What of the comparison of assessors may be shown, and how it is said. No table, no clock, no arrays."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from waymark_engine.disclosure import Rules, count


def departments_shown(
    assessors: Mapping[int, int], outside: int, rules: Rules, cases: Mapping[int, int] | None = None
) -> frozenset[int]:
    """Return the departments whose means may be shown: of enough assessors and cases, and none that tells of another.

    Severities of those who are linked sum to nothing, so the mean of whoever is not shown follows from the means that
    are. They may be few only where there are none of them: else the smallest departments shown are hidden too.

    Args:
        assessors: how many are in each department's mean.
        outside: how many judges are in no department: they are never shown.
        rules: the profile's.
        cases: how many cases each judged; None: enough.
    """
    shown = {
        one
        for one, count in assessors.items()
        if count >= max(rules.fewest_for_mean, 1) and (cases is None or cases[one] >= rules.fewest)
    }
    while shown:
        hidden = sum(count for one, count in assessors.items() if one not in shown)
        if not hidden or hidden + outside >= rules.fewest_for_mean:
            break
        smallest = min(assessors[one] for one in shown)
        shown -= {one for one in shown if assessors[one] == smallest}
    return frozenset(shown)


def apart_in_words(one: str, other: str, *, cases: int, telling: int, few: bool, rules: Rules) -> str:
    """Return why two departments cannot be compared, as a sentence.

    Args:
        one: what the one is called.
        other: what the other is called.
        cases: how many cases they share.
        telling: how many of these were neither all at the bottom nor all at the top.
        few: whether one of the two has too few assessors for a mean: which levels they gave is not said then.
        rules: the profile's: neither is it over a small number of cases.
    """
    both: dict[str, str] = {"one": one, "other": other}
    if not cases:
        return _("%(one)s and %(other)s share no common cases and cannot be compared.") % both
    if telling:
        return _("%(one)s and %(other)s share cases, but most assessors of the one are not linked by cases with most "
                 "of the other, so the two cannot be compared.") % both  # fmt: skip
    shown = count(cases, rules).number
    if few or shown is None:
        return _("%(one)s and %(other)s share cases, but none that tells which of the two judges more strictly, so "
                 "they cannot be compared.") % both  # fmt: skip
    return _("%(one)s and %(other)s share %(num)s cases, but in each everybody gave the top level, or everybody the "
             "bottom one, so they tell nothing and the two cannot be compared.") % {
        **both, "num": f"{shown:,}",
    }  # fmt: skip


def amount(levels: float) -> str:
    """Return an amount of levels as people say it: "a third of a level"."""
    parts = (
        (0.0, _("next to nothing")),
        (0.1, _("a tenth of a level")),
        (0.2, _("a fifth of a level")),
        (0.25, _("a quarter of a level")),
        (1 / 3, _("a third of a level")),
        (0.5, _("half a level")),
        (2 / 3, _("two thirds of a level")),
        (0.75, _("three quarters of a level")),
        (1.0, _("one level")),
        (1.5, _("one and a half levels")),
        (2.0, _("two levels")),
    )
    size = abs(levels)
    if size > 2.25:
        return _("%(number)s levels") % {"number": f"{size:.1f}"}
    return min(parts, key=lambda part: abs(part[0] - size))[1]


def severity_in_words(who: str, severity: float, low: float, high: float) -> str:
    """Return how strictly somebody judges beside the average, in levels, as a sentence.

    Args:
        who: "Assessors in Health".
        severity: levels; above 0 is stricter.
        low: the lower end of the interval.
        high: the upper end.
    """
    if low > 0 or high < 0:
        near, far = sorted((abs(low), abs(high)))
        sentence = (
            _("%(who)s judge about %(amount)s more strictly than the average; the interval runs from %(near)s to "
              "%(far)s.")
            if severity > 0
            else _("%(who)s judge about %(amount)s more generously than the average; the interval runs from %(near)s "
                   "to %(far)s.")
        )  # fmt: skip
        return sentence % {"who": who, "amount": amount(severity), "near": amount(near), "far": amount(far)}
    return _("No difference from the average can be told for %(who)s: it may be anything from %(generous)s more "
             "generous to %(strict)s stricter.") % {
        "who": who[:1].lower() + who[1:], "generous": amount(low), "strict": amount(high),
    }  # fmt: skip


def own_severity_in_words(severity: float, low: float, high: float) -> str:
    """Return how strictly somebody judges beside the average, in levels, as a sentence for themselves."""
    if low > 0 or high < 0:
        near, far = sorted((abs(low), abs(high)))
        sentence = (
            _("You judge about %(amount)s more strictly than the average; the interval runs from %(near)s to %(far)s.")
            if severity > 0
            else _("You judge about %(amount)s more generously than the average; the interval runs from %(near)s to "
                   "%(far)s.")
        )  # fmt: skip
        return sentence % {"amount": amount(severity), "near": amount(near), "far": amount(far)}
    return _("No difference from the average can be told for you: it may be anything from %(generous)s more generous "
             "to %(strict)s stricter.") % {"generous": amount(low), "strict": amount(high)}  # fmt: skip
