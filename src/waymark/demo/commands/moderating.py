"""A panel of the digital profession, the rule that chooses what it looks at, and one case that waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from waymark.access import queries as accounts
from waymark.assessments import commands as assessments
from waymark.assessments import queries as record
from waymark.assessments.types import SamplingTerms, Word
from waymark.demo.commands.workforce import Chance, Workforce
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView, RoleLevelView
from waymark.kernel.policy import Actor

MEMBERS = ("moderator", "framework-reviewer", "department-head-of-profession")
"""Who plays a moderator, and so is in the panel."""
APART = 2
"""Levels between the person and the assessor in one skill: as many as the rule asks for."""


def moderate(
    *,
    drawn: Workforce,
    mapped: Mapping[int, RoleLevelView],
    cast: Mapping[str, int],
    first_person_id: int,
    profession_id: int,
    at: datetime,
) -> int:
    """Have a panel look at what an assessor said of somebody, with one of three members still to speak, and two.

    Returns how many words on levels were recorded: none where nobody in the manager's department fits.

    Args:
        drawn: everyone.
        mapped: role level of each mapped post, by position of its person.
        cast: who plays which part.
        first_person_id: id of the person at position 0.
        profession_id: the digital profession.
        at: when.
    """
    head, assessor, *members = (
        _acting(key, cast, first_person_id, at) for key in ("head-of-profession", "assessor", *MEMBERS)
    )
    assessments.make_panel(
        profession_id=profession_id, name=_("Digital and data panel"),
        members=[one.account_id for one in members if one.account_id is not None], actor=head, at=at,
    )  # fmt: skip
    assessments.set_sampling_rule(
        profession_id=profession_id, terms=SamplingTerms(share=0, first=0, difference=APART, appeals=True),
        reason=_("Where an assessor and a person see things so differently, several of us look before it is signed "
                 "off."), actor=head, at=at,
    )  # fmt: skip
    person = next(iter(_fitting(drawn, mapped, cast, profession_id)), None)
    if person is None:
        return 0
    return _case(mapped[person], Actor(person_id=first_person_id + person), assessor, members[1], at)


def _acting(key: str, cast: Mapping[str, int], first_person_id: int, at: datetime) -> Actor:
    card = accounts.demo_account(key)
    return Actor(card.id, first_person_id + cast[key], duties=accounts.duties_of(card.id, at))


def _fitting(
    drawn: Workforce, mapped: Mapping[int, RoleLevelView], cast: Mapping[str, int], profession_id: int
) -> Sequence[int]:
    """Return who could be assessed: of the assessor's department and the profession, those outside the team first."""
    parts, here = set(cast.values()), drawn.department[cast["manager"]]
    judges = {cast[key] for key in ("assessor", *MEMBERS)}
    versions = frameworks.versions_by_id({view.ref.version_id for view in mapped.values()})
    found = [
        person
        for person, view in mapped.items()
        if drawn.department[person] == here
        and person not in parts
        and drawn.manager[person] not in judges
        and versions[view.ref.version_id].profession_id == profession_id
        and any(asked.level is not None and asked.level >= APART for asked in view.requirements)
    ]
    # Of the team those first who are the last to share something of their own (``in_hand``).
    return sorted(found, key=lambda one: (drawn.manager[one] == cast["manager"], -drawn.chance[one, Chance.RECORD]))


def _case(view: RoleLevelView, person: Actor, assessor: Actor, member: Actor, at: datetime) -> int:
    opened = assessments.start(role_level_id=view.ref.id, kind="full", actor=person, at=at)
    uuid = opened.uuid
    requirements = record.asked_by(opened).requirements  # what their department asks for beside the standard is in it
    for asked in requirements:
        assessments.save_answer(
            assessment=uuid, skill_id=asked.skill_id, level=asked.level,
            has_skill=True if asked.level is None else None,
            note=_("I have done this by myself for two years, and others come to me with it."), seen_revision=None,
            actor=person, at=at,
        )  # fmt: skip
    assessments.choose_receiver(assessment=uuid, goes_to="assessor", actor=person, at=at)
    assessments.submit(assessment=uuid, declared=True, actor=person, at=at)
    words = _words(requirements)
    assessments.confirm(assessment=uuid, words=words, actor=assessor, at=at)
    if record.moderation_waits_for(uuid)[0]:
        higher = [word._replace(level=word.level + 1) if word.reason and word.level is not None else word
                  for word in words]  # fmt: skip
        spoken = [word._replace(reason=_("The account shows more than a beginning.") if word.reason else "")
                  for word in higher]  # fmt: skip
        assessments.say_in_panel(assessment=uuid, words=spoken, actor=member, at=at)
    return len(requirements) + len(words)


def _words(requirements: Sequence[RequirementView]) -> list[Word]:
    """Return what the assessor says: as the person does, but for one skill."""
    apart = next(asked.skill_id for asked in requirements if asked.level is not None and asked.level >= APART)
    return [
        Word(asked.skill_id, has_skill=True)
        if asked.level is None
        else Word(asked.skill_id, level=asked.level - APART, reason=_("The note says so, and shows nothing of it."))
        if asked.skill_id == apart
        else Word(asked.skill_id, level=asked.level)
        for asked in requirements
    ]
