"""What a manager has to look at one by one, and what they confirm together. No table, no clock."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments.types.reviewing import Look, Said, Stand, Why

JUMP = 2
"""From so many levels away from what was on record a skill opens."""


def look_at(look: Look) -> tuple[Stand, tuple[Why, ...]]:
    """Return where a skill stands, and why it opens; no reason: it need not be opened.

    The manager's own word comes first: what they put, or said before while that holds. If it is what the person put,
    they agree, whatever else is on record. If they said nothing, a skill opens when an assessor or a panel said
    otherwise, when it is ``JUMP`` levels or more from the latest word on record, and when it is above what is asked.
    Missing evidence opens every skill but those the manager has put a level for.
    """
    if look.drafted is not None:
        if look.drafted == Said(None, None):
            return Stand.DISCUSS, (Why.NOTED,)
        return (Stand.AGREE, ()) if look.drafted == look.theirs else (Stand.DISCUSS, (Why.DRAFT,))
    lacking = (Why.EVIDENCE,) if _lacks_evidence(look) else ()
    why = _speaks_against(look)
    if why:
        return Stand.DISCUSS, (*why, *lacking)
    return (Stand.EVIDENCE, lacking) if lacking else (Stand.AGREE, ())


def _speaks_against(look: Look) -> tuple[Why, ...]:
    if look.mine is not None:
        return () if look.mine == look.theirs else (Why.MINE,)
    level, before = look.theirs.level, look.before.level if look.before else None
    found = []
    if look.assessed is not None and look.assessed != look.theirs:
        found.append(Why.ASSESSED)
    elif level is not None and before is not None and abs(level - before) >= JUMP:
        found.append(Why.JUMP)
    if level is not None and look.asked is not None and level > look.asked:
        found.append(Why.ABOVE)
    return tuple(found)


def _lacks_evidence(look: Look) -> bool:
    level = look.theirs.level
    return look.evidence_from is not None and level is not None and level >= look.evidence_from and not look.evidence


def why_opened(why: Why, *, level: str = "", day: str = "") -> str:
    """Return why a skill opens, as a sentence. ``level`` and ``day``: of the word that speaks for it."""
    return {
        Why.DRAFT: _("You put another level."),
        Why.NOTED: _("You wrote something about it, and chose no level yet."),
        Why.MINE: _("You said something else on %(day)s: %(level)s."),
        Why.ASSESSED: _("An assessor said something else on %(day)s: %(level)s."),
        Why.JUMP: _("It is two levels or more from what was on record on %(day)s: %(level)s."),
        Why.ABOVE: _("It is above the level the role asks for."),
        Why.EVIDENCE: _("This level asks for evidence, and there is none."),
    }[why] % {"level": level, "day": day}


def counts_in_words(agree: int, discuss: int, missing: int) -> str:
    """Return where the skills of a review stand, in one line: "agree 7, discuss 1, evidence missing 2"."""
    parts = [_("agree %(number)d") % {"number": agree}]
    if discuss:
        parts.append(_("discuss %(number)d") % {"number": discuss})
    if missing:
        parts.append(_("evidence missing %(number)d") % {"number": missing})
    return ", ".join(parts)


def changed_in_words(names: list[str]) -> str:
    """Return that somebody else wrote meanwhile, and about which skills."""
    return ngettext(
        "Somebody wrote about %(names)s while you had this page open. Nothing of yours was saved. What they wrote is "
        "below, and what you typed is still here: put the two together, and save again.",
        "Somebody wrote about these while you had this page open: %(names)s. Nothing of yours was saved. What they "
        "wrote is below, and what you typed is still here: put the two together, and save again.",
        len(names),
    ) % {"names": ", ".join(names)}


WHOSE = ("person", "manager")


def mark(talk: int, points: int, whose: str) -> str:
    """Return the key under which the person or the manager is told of a sheet that has so many points."""
    return f"assessments.talk.{talk}.{points}.{whose}"


def evidence_in_words(number: int) -> str:
    """Return how many pieces of evidence stand behind a skill, as a sentence."""
    if not number:
        return _("No evidence.")
    return ngettext("%(num)s piece of evidence.", "%(num)s pieces of evidence.", number) % {"num": number}
