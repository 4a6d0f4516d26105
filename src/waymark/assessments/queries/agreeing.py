"""How far assessors agree with the panel: somebody's own figures, and what all of them said for whoever compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.models import Assessment, ExerciseAnswer, Judgement, Source
from waymark.assessments.queries.calibration import level_names
from waymark.assessments.types import AgreementView, ComparedLine, JudgedWord
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Ladder, ScaleView
from waymark.kernel.policy import Actor
from waymark.people import queries as people

PANEL = 0
"""In the place of an account: the panel."""


@dataclass(frozen=True, slots=True)
class _Pair:
    title: str
    skill_id: int
    version_id: int
    panel: int
    own: int


def my_agreement(actor: Actor, at: datetime) -> tuple[AgreementView, ...]:
    """Return how the actor's levels compare with the panel's, for each scale they judged on; none yet: nothing.

    Of exercises they answered, and of cases of theirs that a panel judged as well. Five queries.
    """
    pairs = [*_of_exercises(actor, at), *_of_cases(actor)]
    scales = frameworks.skills_on_scales({(pair.skill_id, pair.version_id) for pair in pairs}, at)
    of_ladder: dict[Ladder, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        of_ladder[scales[pair.skill_id, pair.version_id].scale.ladder].append(pair)
    found = []
    for grouped in of_ladder.values():
        scale = scales[grouped[0].skill_id, grouped[0].version_id].scale
        names = {(pair.skill_id, pair.version_id): scales[pair.skill_id, pair.version_id].name for pair in grouped}
        found.append(_view(scale, grouped, names))
    return tuple(sorted(found, key=lambda view: -view.pairs))


def judged_words(profession_id: int | None, at: datetime) -> tuple[JudgedWord, ...]:
    """Return the first word of each assessor on each case of a profession, and the panel's last. Six queries.

    Cases are exercises, and skills of assessments; an assessment that was looked at anew is the same case as the
    first. Left out are words that were withdrawn or revoked, and those about people, and by assessors, who want their
    record not to be used. The words of a panel's members are not among them: the panel's follow from these. Who may
    know is for the caller: these are figures to be, not rows to show.

    Args:
        profession_id: of which profession; None: of frameworks that no profession owns.
        at: when.
    """
    wanted: Any = profession_id  # None finds those of no profession
    answers = ExerciseAnswer.objects.filter(case__profession_id=wanted).order_by("pk")
    answers = answers.exclude(account_id__in=people.restricted_accounts(at))
    found = []
    panels: dict[int, JudgedWord] = {}
    columns = ("case_id", "account_id", "level", "case__skill_id", "case__version_id", "case__panel_level")
    for case_id, account_id, level, skill_id, version_id, panel in answers.values_list(*columns):
        found.append(JudgedWord(f"exercise {case_id}", account_id, level, skill_id, version_id))
        panels[case_id] = JudgedWord(f"exercise {case_id}", PANEL, panel, skill_id, version_id)
    return (*found, *panels.values(), *_of_people(profession_id, at))


def professions_judged() -> tuple[int | None, ...]:
    """Return the professions for whose frameworks assessors or panels said anything. Two queries."""
    exercises = set(ExerciseAnswer.objects.values_list("case__profession_id", flat=True).distinct())
    cases = _words().values_list("assessment__profession_id", flat=True).order_by().distinct()
    return tuple(sorted(exercises | set(cases), key=lambda pk: pk or 0))


def _words() -> QuerySet[Judgement]:
    return Judgement.objects.filter(
        source__in=(Source.ASSESSOR, Source.PANEL), assessment__isnull=False, assessment__withdrawal__isnull=True,
        revocation__isnull=True, level__isnull=False,
    )  # fmt: skip


def _of_people(profession_id: int | None, at: datetime) -> Iterable[JudgedWord]:
    wanted: Any = profession_id
    rows = _words().filter(assessment__profession_id=wanted).exclude(person_id__in=people.restricted(at))
    rows = rows.exclude(source=Source.ASSESSOR, maker_id__in=people.restricted(at))
    columns = ("assessment_id", "source", "maker_id", "level", "skill_id", "version_id")
    said = list(rows.order_by("made_at", "pk").values_list(*columns))
    root = _roots(profession_id)
    accounts = people.accounts_of(sorted({row[2] for row in said if row[1] == Source.ASSESSOR and row[2]}))
    found: dict[tuple[str, int], JudgedWord] = {}
    for assessment_id, source, maker_id, level, skill_id, version_id in said:
        case = f"assessment {root.get(assessment_id, assessment_id)} skill {skill_id} version {version_id}"
        judge = PANEL if source == Source.PANEL else accounts.get(maker_id)
        if judge is not None and (judge == PANEL or (case, judge) not in found):
            found[case, judge] = JudgedWord(case, judge, level, skill_id, version_id)
    return found.values()


def _roots(profession_id: int | None) -> dict[int, int]:
    """Return which assessment each one that was looked at anew goes back to."""
    wanted: Any = profession_id
    appeals = Assessment.objects.filter(appeal_of__isnull=False, profession_id=wanted)
    before = {pk: first for pk, first in appeals.order_by("pk").values_list("pk", "appeal_of_id") if first is not None}
    root: dict[int, int] = {}
    for pk, first in before.items():
        root[pk] = root.get(first, first)
    return root


def _of_exercises(actor: Actor, at: datetime) -> list[_Pair]:
    mine = policies.SEE_EXERCISE_ANSWER.visible(actor, at, account_id=actor.account_id or 0)
    rows = ExerciseAnswer.objects.filter(pk__in=mine, account_id=actor.account_id or 0).order_by("pk")
    columns = ("case__title", "case__skill_id", "case__version_id", "case__panel_level", "level")
    return [_Pair(*row) for row in rows.values_list(*columns)]


def _of_cases(actor: Actor) -> list[_Pair]:
    """Return the skills of cases on which both the actor, as an assessor, and a panel said a level."""
    if actor.person_id is None:
        return []
    panel = _words().filter(assessment_id=OuterRef("assessment_id"), skill_id=OuterRef("skill_id"), source=Source.PANEL)
    own = _words().filter(Exists(panel), source=Source.ASSESSOR, maker_id=actor.person_id).order_by("made_at", "pk")
    columns = ("assessment_id", "skill_id", "version_id", "level", "made_at")
    first: dict[tuple[int, int], Any] = {}
    for assessment_id, *row in own.values_list(*columns):
        first.setdefault((assessment_id, row[0]), row)
    said = (
        _words().filter(source=Source.PANEL, assessment_id__in={pk for pk, _skill in first}).order_by("made_at", "pk")
    )
    rows = said.values_list("assessment_id", "skill_id", "level")
    last = {(pk, skill): level for pk, skill, level in rows if level is not None}
    return [
        _Pair(_("A case of yours of %(day)s") % {"day": rules.day(row[3])}, row[0], row[1], last[key], row[2])
        for key, row in first.items()
    ]


def _view(scale: ScaleView, pairs: list[_Pair], names: dict[tuple[int, int], str]) -> AgreementView:
    # Arrays are for these sums alone, and take longer to be there than the rest of the room.
    import numpy as np

    from waymark_engine import agreement as engine

    panel, own = (np.array([getattr(pair, name) for pair in pairs], dtype=np.int64) for name in ("panel", "own"))
    measured = engine.agreement(panel, own, levels=scale.top + 1)
    apart = own - panel
    return AgreementView(
        scale_name=scale.name,
        levels=level_names(scale),
        lines=tuple(
            ComparedLine(
                pair.title, names[pair.skill_id, pair.version_id], scale.name_of(pair.panel), scale.name_of(pair.own),
                pair.own - pair.panel,
            )
            for pair in pairs
        ),
        pairs=measured.pairs,
        same=int((apart == 0).sum()),
        near=int((abs(apart) <= 1).sum()),
        sum_apart=int(apart.sum()),
        exact=measured.exact.value,
        adjacent=measured.adjacent.value,
        difference=measured.difference.value,
        kappa_linear=measured.kappa_linear.value,
        kappa_quadratic=measured.kappa_quadratic.value,
        one_level=measured.kappa_linear.reason == engine.Reason.ONE_LEVEL,
        fewest=engine.FEWEST_PAIRS,
        table=measured.table,
    )  # fmt: skip
