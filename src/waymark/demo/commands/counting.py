"""What bears on levels beside judgements, so that its pages are not empty: an exemption, interests, an ending level."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.assessments import commands as assessments
from waymark.assessments.types import NewJudgement, Wish
from waymark.demo.commands.workforce import Workforce
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelView
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.people import queries as people

WISHES = ((3, True, True), (2, True, False), (0, False, False), (1, False, True))
"""Interest, willing to use, willing to teach: skill by skill, from the beginning again at the end."""
ENDS_IN = timedelta(days=60)


def put(
    *,
    drawn: Workforce,
    mapped: Mapping[int, RoleLevelView],
    cast: Mapping[str, int],
    first_person_id: int,
    department_id: int,
    department_path: str,
    at: datetime,
) -> int:
    """Exempt one of the manager's team from a skill, let two say what they want, and let a level end soon.

    Returns how many levels were said. Cost: the same few commands in a demo of any size.
    """
    parts = set(cast.values())
    reports = (drawn.manager == cast["manager"]).nonzero()[0].tolist()
    team = [person for person in reports if person in mapped and person not in parts and mapped[person].requirements]
    for place, person in enumerate(team[:2]):
        wishes = [
            Wish(line.skill_id, *WISHES[(number + place) % len(WISHES)])
            for number, line in enumerate(mapped[person].requirements)
        ]
        actor = Actor(person_id=first_person_id + person)
        assessments.save_interests(wishes=wishes, shared=place == 0, actor=actor, at=at)
    if not team:
        return 0
    someone = first_person_id + team[-1]
    levelled = [line for line in mapped[team[-1]].requirements if line.level is not None]
    director = first_person_id + cast["hr-director"]
    account = people.accounts_of([director]).get(director)
    duty = Duty(DutyKind.HR_DIRECTOR, 0, organisation_id=department_id, path=department_path)
    covered = people.covered_by(Actor(account, director, duties=(duty,)), at, DutyKind.HR_DIRECTOR)
    if levelled and covered.filter(pk=someone).exists():
        today = localtime(at).date()
        assessments.exempt(
            person_id=someone, skill_id=levelled[0].skill_id, from_on=today, until_on=today + timedelta(days=120),
            reason=_("On parental leave until the autumn."), actor=Actor(account, director, duties=(duty,)), at=at,
        )  # fmt: skip
    if not levelled:
        return 0
    line = levelled[-1]
    version = frameworks.version_by_id(mapped[team[-1]].ref.version_id)
    return assessments.load_judgements(
        [
            NewJudgement(
                uuid=uuid5(NAMESPACE_URL, f"demo/ending-level/{someone}"), person_id=someone, skill_id=line.skill_id,
                version_id=mapped[team[-1]].ref.version_id, source="assessor",
                maker_id=first_person_id + cast["assessor"], level=line.level, has_skill=None,
                made_at=max(at - timedelta(days=400), version.effective_from or at), valid_until=at + ENDS_IN,
                audience="shared",
            )
        ],
        actor=OPERATOR, at=at,
    )  # fmt: skip
