"""Names for the rungs of a framework's grid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from waymark.kernel.text import folded

_SENIORITY = {
    "trainee": gettext_noop("trainee"),
    "apprentice": gettext_noop("apprentice"),
    "graduate": gettext_noop("graduate"),
    "assistant": gettext_noop("assistant"),
    "junior": gettext_noop("junior"),
    "associate": gettext_noop("associate"),
    "senior": gettext_noop("senior"),
    "lead": gettext_noop("lead"),
    "principal": gettext_noop("principal"),
    "head": gettext_noop("head"),
    "deputy": gettext_noop("deputy"),
    "director": gettext_noop("director"),
    "chief": gettext_noop("chief"),
}
"""First words of a role level's name that say how senior it is, junior first; "lead" may also end it. A name without
one is the practitioner's."""
_PRACTITIONER = gettext_noop("practitioner")
_MINOR_SHARE = 0.2


def rung_names(levels: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """Name each rung from the role levels that stand on it, given as (rung, own name or empty, name of the role).

    When all the role levels of every rung share one name, the rungs have those names: a framework of one role, or of
    roles with the same steps. Otherwise a rung is named after the words of seniority most of its names have ("Junior or
    associate"). If that would give two rungs one name, they are numbered instead. A role's name speaks only for a
    rung where no level has a name of its own.
    """
    own: dict[int, list[str]] = defaultdict(list)
    roles: dict[int, list[str]] = defaultdict(list)
    for rung, name, role in levels:
        roles[rung].append(role)
        if name:
            own[rung].append(name)
    on_rung = {rung: own[rung] or roles[rung] for rung in roles}
    shared = {rung: names[0] for rung, names in on_rung.items() if len({folded(name) for name in names}) == 1}
    for named in (shared, {rung: _from_seniority(names) for rung, names in on_rung.items()}):
        if len(named) == len(on_rung) == len(set(named.values())):
            return named
    return {rung: gettext("Rung %(number)s") % {"number": rung} for rung in on_rung}


def _from_seniority(names: list[str]) -> str:
    words = Counter(_word(name) for name in names)
    order = [*_SENIORITY.values(), _PRACTITIONER]
    often = sorted(words, key=lambda word: (-words[word], order.index(word)))
    kept = [word for word in often[:2] if words[word] >= _MINOR_SHARE * words.total()]
    if len(kept) == 1:
        return capfirst(gettext(kept[0]))
    one, other = sorted(kept, key=order.index)
    return capfirst(gettext("%(one)s or %(other)s") % {"one": gettext(one), "other": gettext(other)})


def _word(name: str) -> str:
    words = folded(name).split() or [""]
    return _SENIORITY.get(words[0]) or (_SENIORITY["lead"] if words[-1] == "lead" else _PRACTITIONER)
