"""Working out how comparably assessors judge. Never in a request: a job does it, or somebody at the command line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.assessments.types import JudgedWord
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import ScaleView
from waymark.kernel import bulk
from waymark.kernel.errors import NotAllowed, NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.people import queries as people
from waymark.reporting import policies
from waymark.reporting.models import AssessorFigures, Comparability, DepartmentFigures
from waymark.reporting.rules import comparability as rules
from waymark.reporting.rules import day_of
from waymark.reporting.types import ComparabilityDone
from waymark.work import commands as work

COMPARABILITY_JOB = "reporting.comparability"
_AT_ONCE = 500
_TOLD = 25
"""Assessors between two words about how far it is."""


def _quiet(done: int, total: int, words: str) -> None:
    """Say nothing."""


@transaction.atomic
def ask_for_comparability(*, profession: str, actor: Actor, at: datetime) -> UUID:
    """Have a profession's figures worked out anew, and return the job that does it: one in an hour.

    Args:
        profession: its short name.
        actor: a moderator or a head of the profession.
        at: when.

    Raises:
        NotVisible: there is no such profession, or the actor does not see its figures.
    """
    found = organisation.profession(profession)
    seen = policies.compares(actor)
    if seen is not None and found.id not in seen:
        raise NotVisible
    last = Comparability.objects.filter(profession_id=found.id).order_by("-pk").values_list("pk", flat=True).first()
    return work.start(
        kind=COMPARABILITY_JOB, key=f"{COMPARABILITY_JOB}.{found.id}.{last or 0}.{at:%Y-%m-%dT%H}",
        arguments={"profession": found.id}, actor=actor, at=at,
    )  # fmt: skip


def compute_comparability(
    *,
    profession_id: int | None,
    say: Callable[[int, int, str], None] = _quiet,
    actor: Actor,
    at: datetime,
) -> ComparabilityDone:
    """Work out how comparably the assessors of a profession judge, on each scale, in the place of what was there.

    It reads what assessors and panels said of the same cases, and changes nobody's level. What is written is written
    at once, at the end.

    Args:
        profession_id: which profession; None: the frameworks that no profession owns.
        say: told how far it is: done, of how many, in words.
        actor: the operator.
        at: when.

    Raises:
        NotAllowed: the actor is not the operator.

    Cost: a dozen queries and two writes for each scale; the sums as ``rules.comparability.compare`` says.
    """
    if not actor.operator:
        raise NotAllowed(_("Only the site itself works out figures."))
    say(0, 0, _("Reading what was judged"))
    words = assessments.judged_words(profession_id, at)
    departments = _departments({word.judge for word in words} - {assessments.PANEL}, at)
    scales = _by_scale(words, at)
    found = []
    for number, (scale, said) in enumerate(scales, 1):

        def tell(done: int, total: int, number: int = number) -> None:
            if done % _TOLD == 0:
                say(done, total, _("Scale %(number)d of %(scales)d") % {"number": number, "scales": len(scales)})

        found.append((scale, rules.compare(said, departments, levels=scale.top + 1, say=tell)))
    judgements = sum(one.judgements for _scale, one in found)
    assessors = len({one.account for _scale, compared in found for one in compared.assessors})
    done = ComparabilityDone(len(scales), judgements, assessors)
    with transaction.atomic():
        bulk.alone(Comparability)
        wanted: Any = profession_id  # None finds those of no profession
        Comparability.objects.filter(profession_id=wanted).delete()
        for scale, compared in found:
            _keep(compared, scale, profession_id, at)
        audit.record(
            "reporting.comparability.computed", actor=actor, at=at, profession=profession_id, scales=done.scales,
            judgements=judgements, assessors=assessors,
        )  # fmt: skip
    return done


def _by_scale(words: Iterable[JudgedWord], at: datetime) -> list[tuple[ScaleView, list[rules.Said]]]:
    """Return the words on each scale. A scale is the same in every version that names its levels alike."""
    words = list(words)
    on = frameworks.skills_on_scales({(word.skill_id, word.version_id) for word in words}, at)
    grouped: dict[object, list[rules.Said]] = defaultdict(list)
    scales: dict[object, ScaleView] = {}
    for word in words:
        measured = on.get((word.skill_id, word.version_id))
        if measured is None or not 0 <= word.level <= measured.scale.top or measured.scale.top < 1:
            continue
        ladder = measured.scale.ladder
        scales.setdefault(ladder, measured.scale)
        grouped[ladder].append(rules.Said(word.case, word.judge, word.level))
    return sorted(((scales[ladder], said) for ladder, said in grouped.items()), key=lambda one: -len(one[1]))


def _departments(accounts: set[int], at: datetime) -> dict[int, int]:
    """Return the department that the person of each account works in today, by account."""
    persons = people.persons_of_accounts(accounts)
    day = day_of(at)
    tops = {place.path: place.id for place in organisation.places("department") if place.path.count("/") == 2}
    ids = sorted(persons.values())
    paths: dict[tuple[int, date], str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        paths |= people.worked_in((person, day) for person in ids[start : start + _AT_ONCE])
    found = {}
    for account, person in persons.items():
        path = paths.get((person, day), "")
        top = tops.get(f"/{path.split('/')[1]}/" if path else "")
        if top is not None:
            found[account] = top
    return found


def _keep(found: rules.Compared, scale: ScaleView, profession_id: int | None, at: datetime) -> None:
    everyone = found.agreed
    report = Comparability.objects.create(
        uuid=new_uuid(), profession_id=profession_id, at=at, scale_name=scale.name,
        levels=[scale.name_of(rank) for rank in range(scale.top + 1)], judgements=found.judgements, cases=found.cases,
        linking=found.linking, assessors=len(found.assessors), per_logit=found.per_logit,
        thresholds=list(found.thresholds), pairs=everyone.pairs, exact=everyone.exact, adjacent=everyone.adjacent,
        kappa_linear=everyone.kappa_linear, kappa_quadratic=everyone.kappa_quadratic, alpha=everyone.alpha,
        alpha_low=everyone.alpha_low, alpha_high=everyone.alpha_high,
    )  # fmt: skip
    DepartmentFigures.objects.bulk_create(
        DepartmentFigures(
            report=report, organisation_id=one.department, assessors=one.assessors, averaged=one.averaged,
            shared={str(other): list(numbers) for other, numbers in sorted(one.shared.items())},
            **_figures(one.agreed, one.severe),
        )
        for one in found.departments
    )  # fmt: skip
    AssessorFigures.objects.bulk_create(_rows_of_assessors(report, found.assessors), batch_size=1_000)


def _rows_of_assessors(report: Comparability, assessors: Sequence[rules.OfAssessor]) -> Iterable[AssessorFigures]:
    return (
        AssessorFigures(
            report=report, account_id=one.account, organisation_id=one.department, extreme=one.extreme,
            infit=one.infit, outfit=one.outfit, **_figures(one.agreed, one.severe),
        )
        for one in assessors
    )  # fmt: skip


def _figures(agreed: rules.Agreed, severe: rules.Severe) -> dict[str, int | float | None]:
    return {
        "pairs": agreed.pairs,
        "cases": agreed.cases,
        "exact": agreed.exact,
        "adjacent": agreed.adjacent,
        "difference": agreed.difference,
        "kappa_linear": agreed.kappa_linear,
        "kappa_quadratic": agreed.kappa_quadratic,
        "alpha": agreed.alpha,
        "alpha_low": agreed.alpha_low,
        "alpha_high": agreed.alpha_high,
        "linked": severe.linked,
        "severity": severe.severity,
        "low": severe.low,
        "high": severe.high,
    }
