"""What a submission lacks, and whether somebody may decide about it. No table, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.assessments.rules import phrases
from waymark.assessments.rules.months import months_later
from waymark.assessments.rules.moves import LAPSED, RETURNED, SUBMITTED, WITHDRAWN
from waymark.assessments.types import AnswerView, TermsView, Weakness, Word
from waymark.frameworks.types import RequirementView

DEFAULT_TERMS = TermsView(evidence_from=3, days=20, months=36, blind=False)
"""What holds where nobody set anything: evidence from the third level of the scale up, an answer within 20 days, a
sign-off for three years."""

SHORTEST_NOTE = 40
"""Characters of a note below which nobody can see what somebody did themselves."""
LAPSES_AFTER = timedelta(days=90)
"""How long something that was sent back waits for its person before it lapses."""
MOST_PHRASES = 8
BLIND = (SUBMITTED, RETURNED, LAPSED)
"""The states of which nobody has decided, so that whoever answers blind may not have seen what the person put."""


def due_on(at: datetime, days: int) -> date:
    """Return the day by which whoever has it should have answered."""
    return localtime(at).date() + timedelta(days=days)


def holds_until(at: datetime, months: int | None) -> datetime | None:
    """Return until when a sign-off holds: the same day so many months later, or the last of that month."""
    return None if months is None else months_later(at, months)


def missing(requirements: Sequence[RequirementView], skills: Collection[int], answered: Collection[int]) -> list[str]:
    """Return the names of what must be answered before somebody else decides.

    That is every essential skill of the assessment, and of a choose-n group as many as it asks for: the group is then
    named.
    """
    found: list[str] = []
    groups: dict[str, tuple[int, list[int]]] = {}
    for line in requirements:
        if line.skill_id not in skills:
            continue
        if line.choice is not None:
            _choose, members = groups.setdefault(line.choice.name, (line.choice.choose, []))
            if line.skill_id in answered:
                members.append(line.skill_id)
        elif line.importance == "essential" and line.skill_id not in answered:
            found.append(line.skill_name)
    return found + [name for name, (choose, members) in groups.items() if len(members) < choose]


def weaknesses(
    answers: Sequence[AnswerView], terms: TermsView, evidence: Mapping[int, int] | None = None
) -> tuple[Weakness, ...]:
    """Return what makes a submission weak, in the order of its answers.

    Args:
        answers: what the person put.
        terms: what the framework asks.
        evidence: how many items of evidence stand behind a skill; None: evidence is not looked at.
    """
    found = []
    for answer in answers:
        asked = terms.evidence_from is not None and (answer.level or 0) >= terms.evidence_from
        if not asked:
            continue
        if evidence is not None and not evidence.get(answer.skill_id):
            found.append(Weakness(phrases.EVIDENCE_MISSING, answer.skill_id))
        if len(answer.note.strip()) < SHORTEST_NOTE:
            found.append(Weakness(phrases.NOTE_SHORT, answer.skill_id))
    return tuple(found)


def kept_back(*, blind: bool, state: str, answered: Collection[int], said: Collection[int]) -> bool:
    """Say whether what a person put is kept from whoever decides about it.

    It is once the person took it back. Where both answer blind it is until whoever decides has put a level for each
    skill, also while it is with its person again; once it was decided, their answers were seen.

    Args:
        blind: whether whoever decides answers first.
        state: of the assessment.
        answered: the skills the person answered.
        said: those of which whoever decides has kept a level.
    """
    return state == WITHDRAWN or (blind and state in BLIND and not set(answered) <= set(said))


def unsaid(words: Sequence[Word], answered: Collection[int]) -> list[int]:
    """Return the skills the person answered and that a decision says nothing of."""
    said = {word.skill_id for word in words}
    return sorted(pk for pk in answered if pk not in said)


def without_reason(words: Sequence[Word], answers: Mapping[int, AnswerView]) -> list[int]:
    """Return the skills where a decision differs from what the person put, without saying why."""
    return [
        word.skill_id
        for word in words
        if not word.reason.strip()
        and (own := answers.get(word.skill_id)) is not None
        and (own.level, own.has_skill) != (word.level, word.has_skill)
    ]


def declaration_of_person() -> str:
    """Return what a person declares when they send an assessment to somebody."""
    return _("What I have put is true, and the work I describe as mine is mine.")


def declaration_of_assessor() -> str:
    """Return what an assessor declares when they sign off."""
    return _(
        "I looked at what was submitted, judged it by the words of the standard, and know of no reason why I should "
        "not have assessed this person."
    )
