"""What some people of the manager's team have in hand, so that their pages are not empty: each in their own name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from waymark.assessments import commands as assessments
from waymark.assessments import queries as record
from waymark.assessments.types import EvidenceKind, EvidenceWords, Upload
from waymark.demo.commands.workforce import Chance, Workforce
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelView
from waymark.kernel.policy import Actor
from waymark.people import commands as people
from waymark.people import queries as people_queries
from waymark.privacy import commands as privacy
from waymark.privacy.types import RequestKind

SHARING = 2
"""People of the team who show the manager an assessment."""
_NOTES = (
    _noop("I do this by myself every week, and two newer colleagues come to me with their questions."),
    _noop("I did it once on the register, with somebody beside me who checked what I did."),
    _noop("Short."),
)
STEPS = (0, -1, 0, 0, 1, -1)
"""How far from what is asked they put themselves, skill by skill, from the beginning again at the end."""


def put(
    *,
    drawn: Workforce,
    mapped: Mapping[int, RoleLevelView],
    cast: Mapping[str, int],
    first_person_id: int,
    profession_id: int,
    at: datetime,
) -> int:
    """Let two of the manager's team share an assessment and keep evidence, and one send theirs to the assessors.

    Two people ask for corrections. Of the ready-made people only the assessor asks; the individual stays as they were.
    Returns how many levels the three said they hold.

    Args:
        drawn: everyone.
        mapped: role level of each mapped post, by position of its person.
        cast: who plays which part.
        first_person_id: id of the person at position 0.
        profession_id: that of the ready-made assessor.
        at: when.

    Cost: the same few commands in a demo of any size.
    """
    team = team_of(drawn, mapped, cast)
    sharing = [person for person in team if person in mapped][:SHARING]
    said = sum(
        _share(mapped[person], Actor(person_id=first_person_id + person), offset, at)
        for offset, person in enumerate(sharing)
    )
    sender = _sender(team, sharing, mapped, profession_id)
    if sender is not None:
        _keep_evidence(mapped[sender], Actor(person_id=first_person_id + sender), at)
        said += _send(mapped[sender], Actor(person_id=first_person_id + sender), at)
    for person in sharing:
        _keep_evidence(mapped[person], Actor(person_id=first_person_id + person), at)
    manager = people_queries.accounts_of([first_person_id + cast["manager"]]).get(first_person_id + cast["manager"])
    if sharing and manager is not None:
        _ask_the_manager(mapped[sharing[0]], Actor(person_id=first_person_id + sharing[0]), manager, at)
    for person in [person for person in team if person not in sharing][:1]:
        people.ask_correction(
            about="post", text=_("My post title is wrong. It changed when our team moved in spring."),
            actor=Actor(person_id=first_person_id + person), at=at,
        )  # fmt: skip
    privacy.ask(
        kind=RequestKind.CORRECTION,
        text=_("A level that was recorded for me two years ago belongs to somebody with the same name."),
        actor=Actor(person_id=first_person_id + cast["assessor"]), at=at,
    )  # fmt: skip
    return said


def team_of(drawn: Workforce, mapped: Mapping[int, RoleLevelView], cast: Mapping[str, int]) -> Sequence[int]:
    """Return the positions of those who report to the manager and play no part, those with a role first."""
    parts = set(cast.values())
    team = [person for person in (drawn.manager == cast["manager"]).nonzero()[0].tolist() if person not in parts]
    return sorted(team, key=lambda person: (person not in mapped, drawn.chance[person, Chance.RECORD]))


def _keep_evidence(view: RoleLevelView, actor: Actor, at: datetime) -> None:
    """Keep an account of some work, a file, a link and a qualification; the account is shown to the manager."""
    skills = [asked.skill_id for asked in view.requirements]
    pieces: tuple[tuple[EvidenceKind, EvidenceWords, Upload | None], ...] = (
        (
            EvidenceKind.ACCOUNT,
            EvidenceWords(
                title=_("The move of the old register"),
                situation=_("The register had been kept in three places for years, and nobody trusted it."),
                task=_("I was asked to bring it into one before the end of the quarter."),
                action=_(
                    "I sat with each of the three teams, drew how they worked, and moved one kind of entry a week."
                ),
                result=_("The register is in one place. Questions that took two days are answered at once."),
                audience="shared",
            ),
            None,
        ),
        (
            EvidenceKind.FILE,
            EvidenceWords(title=_("Notes of the review"), words=_("My part is the second half.")),
            Upload("review-notes.txt", _("Went well: the plan. Next time: ask users earlier.").encode()),
        ),
        (
            EvidenceKind.LINK,
            EvidenceWords(title=_("Our published standard"), url="https://www.example.org/standard"),
            None,
        ),
        (
            EvidenceKind.QUALIFICATION,
            EvidenceWords(title=_("Certificate in project work"), by_name=_("The college in town")),
            None,
        ),
    )
    for place, (kind, words, upload) in enumerate(pieces):
        assessments.add_evidence(
            kind=kind, put=words, skills=skills[place : place + 2], upload=upload, actor=actor, at=at
        )


def _ask_the_manager(view: RoleLevelView, actor: Actor, manager: int, at: datetime) -> None:
    """Ask the manager to write what they saw, so that something waits for them."""
    asked = assessments.add_evidence(
        kind=EvidenceKind.TESTIMONY, put=EvidenceWords(title=_("The week the phones were down")),
        skills=[one.skill_id for one in view.requirements[:1]], actor=actor, at=at,
    )  # fmt: skip
    assessments.ask_testimony(
        uuid=asked.uuid, account_id=manager, message=_("You saw how we kept going. A few sentences would help."),
        actor=actor, at=at,
    )  # fmt: skip


def _sender(
    team: Sequence[int], sharing: Sequence[int], mapped: Mapping[int, RoleLevelView], profession_id: int
) -> int | None:
    """Return who of the team sends an assessment to the assessors: of the assessor's profession; None: nobody can.

    Whoever has nothing else in hand comes first. The first of those who do not share asks for a correction.
    """
    versions = frameworks.versions_by_id({view.ref.version_id for view in mapped.values()})
    resting = [person for person in team if person not in sharing][1:]
    return next(
        (
            one
            for one in (*resting, *sharing)
            if one in mapped and versions[mapped[one].ref.version_id].profession_id == profession_id
        ),
        None,
    )


def _send(view: RoleLevelView, actor: Actor, at: datetime) -> int:
    """Answer every skill of a role level with a note, put evidence behind them and send it all to the assessors.

    Returns how many skills there were; none where nobody is an assessor of the profession.
    """
    opened = assessments.start(role_level_id=view.ref.id, kind="full", actor=actor, at=at)
    assessment = opened.uuid
    assessments.confirm_role(assessment=assessment, actor=actor, at=at)
    requirements = record.asked_by(opened).requirements  # what their department asks for beside the standard is in it
    for place, asked in enumerate(requirements):
        level = None
        if asked.level is not None:
            level = min(max(asked.level + STEPS[place % len(STEPS)], 0), asked.top)
        assessments.save_answer(
            assessment=assessment, skill_id=asked.skill_id, level=level,
            has_skill=True if asked.level is None else None, note=_(_NOTES[place % len(_NOTES)]), seen_revision=None,
            actor=actor, at=at,
        )  # fmt: skip
    assessments.choose_supporting_evidence(assessment=assessment, actor=actor, at=at)
    try:
        assessments.choose_receiver(assessment=assessment, goes_to="assessor", actor=actor, at=at)
    except assessments.NoAssessors:
        assessments.withdraw(assessment=assessment, actor=actor, at=at)
        return 0
    assessments.submit(assessment=assessment, declared=True, actor=actor, at=at)
    return len(requirements)


def _share(view: RoleLevelView, actor: Actor, offset: int, at: datetime) -> int:
    """Answer every skill of a role level, submit that and show it to the manager; return how many skills there were."""
    assessment = assessments.start(role_level_id=view.ref.id, kind="full", actor=actor, at=at).uuid
    for place, asked in enumerate(view.requirements, offset):
        level = None
        if asked.level is not None:
            level = min(max(asked.level + STEPS[place % len(STEPS)], 0), asked.top)
        assessments.save_answer(
            assessment=assessment, skill_id=asked.skill_id, level=level,
            has_skill=True if asked.level is None else None, seen_revision=None, actor=actor, at=at,
        )  # fmt: skip
    submitted = assessments.submit(assessment=assessment, actor=actor, at=at)
    assessments.share_assessment(
        uuid=submitted.uuid, with_manager=True, message=_("For our next talk."), actor=actor, at=at
    )
    return len(view.requirements)
