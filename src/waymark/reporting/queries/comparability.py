"""How comparably assessors judge, as it may be shown: worked out before, through the disclosure profile in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.reporting import policies, rules
from waymark.reporting.models import AssessorFigures, Comparability, DepartmentFigures
from waymark.reporting.queries.profiles import in_force, rules_of
from waymark.reporting.rules import showing as words
from waymark.reporting.types import (
    ComparabilityView,
    ComparedLine,
    ComparedProfession,
    OwnSeverity,
    ScaleComparability,
)
from waymark_engine.disclosure import Marker, Rules, count

HIDDEN = str(Marker.CONFIDENTIAL)
NONE = str(Marker.NOT_APPLICABLE)
ODD = 1.5
"""A mean square of surprise above which judgements are worth a look."""
MOST_PAIRS = 20
NOWHERE = 0
"""In the place of a department's figures: the assessors of none."""


def compared_professions(actor: Actor, at: datetime) -> tuple[ComparedProfession, ...]:
    """Return the professions whose figures the actor may see, A to Z. Two queries.

    Raises:
        NotVisible: they see none.
    """
    seen = policies.compares(actor)
    if seen is not None and not seen:
        raise NotVisible
    visible = policies.SEE_COMPARABILITY.visible(actor, at)
    done = Comparability.objects.filter(pk__in=visible).values_list("profession_id").annotate(Max("at")).order_by()
    at_of = dict(done)
    return tuple(
        ComparedProfession(one.slug, one.name, at_of.get(one.id))
        for one in organisation.professions()
        if seen is None or one.id in seen
    )


def comparability(profession: str, actor: Actor, at: datetime) -> ComparabilityView:
    """Return how comparably a profession judges. Eight queries, however many departments and assessors.

    Raises:
        NotVisible: there is no such profession, or the actor does not see its figures.
    """
    found = organisation.profession(profession)
    seen = policies.compares(actor)
    if seen is not None and found.id not in seen:
        raise NotVisible
    rows = Comparability.objects.filter(
        profession_id=found.id, pk__in=policies.SEE_COMPARABILITY.visible(actor, at, profession_id=found.id)
    )
    reports = list(rows.order_by("pk"))
    held = in_force(at)
    departments = _departments(reports)
    assessors = _assessors(reports, actor, at)
    linked = _linked(reports)
    view = ComparedProfession(found.slug, found.name, max((row.at for row in reports), default=None))
    if held is None:  # no profile holds: nothing is shown
        return ComparabilityView(view, (), moderates=False)
    return ComparabilityView(
        profession=view,
        scales=tuple(
            _scale(row, departments[row.pk], assessors[row.pk], linked, rules_of(held), held.name) for row in reports
        ),
        moderates=any(
            duty.profession_id in {None, found.id} for duty in actor.holding(DutyKind.MODERATOR)
        ),
    )  # fmt: skip


def own_severity(actor: Actor, at: datetime) -> tuple[OwnSeverity, ...]:
    """Return how strictly the actor judges beside others, on each scale on which that can be told. One query."""
    mine = policies.SEE_ASSESSOR_FIGURES.visible(actor, at, account_id=actor.account_id or 0)
    rows = AssessorFigures.objects.filter(pk__in=mine, account_id=actor.account_id or 0, severity__isnull=False)
    found = []
    for row in rows.select_related("report").order_by("pk"):
        per = row.report.per_logit
        if per is None or row.severity is None or row.low is None or row.high is None:
            continue
        sentence = words.own_severity_in_words(row.severity * per, row.low * per, row.high * per)
        found.append(OwnSeverity(sentence, row.report.at))
    return tuple(found)


def _departments(reports: Iterable[Comparability]) -> dict[int, list[DepartmentFigures]]:
    found: dict[int, list[DepartmentFigures]] = defaultdict(list)
    rows = DepartmentFigures.objects.filter(report__in=[row.pk for row in reports]).select_related("organisation")
    for row in rows.order_by("organisation__name", "pk"):
        found[row.report_id].append(row)
    return found


def _assessors(reports: Iterable[Comparability], actor: Actor, at: datetime) -> dict[int, list[AssessorFigures]]:
    """Return the figures of single assessors to moderators; to others none, their own being on a page of its own."""
    found: dict[int, list[AssessorFigures]] = defaultdict(list)
    if not actor.holding(DutyKind.MODERATOR):
        return found
    # By what they moderate alone: their own figures are about them, and no reason to be in a table by name.
    moderated = policies.FIGURES_MODERATED.rows(actor, at).filter(report__in=[row.pk for row in reports])
    rows = AssessorFigures.objects.filter(pk__in=moderated.values("pk")).select_related("organisation")
    for row in rows.order_by("-severity", "pk"):
        found[row.report_id].append(row)
    return found


def _linked(reports: Iterable[Comparability]) -> dict[tuple[int, int], int]:
    """Return how many assessors each connected set of each report has, in a department or in none."""
    rows = AssessorFigures.objects.filter(report__in=[row.pk for row in reports], linked__isnull=False)
    counted = rows.order_by().values_list("report_id", "linked").annotate(Count("pk"))
    return {(report, number): many for report, number, many in counted if number is not None}


def _severe(
    report: Comparability, departments: list[DepartmentFigures], linked: dict[tuple[int, int], int], says: Rules
) -> frozenset[int]:
    """Return the departments whose severity may be shown: set by set, because each sums to nothing on its own."""
    sets: dict[int, list[DepartmentFigures]] = defaultdict(list)
    for row in departments:
        if row.averaged and row.linked is not None:
            sets[row.linked].append(row)
    shown: frozenset[int] = frozenset()
    for number, rows in sets.items():
        averaged = {row.pk: row.averaged for row in rows}
        # Of no department, or of one whose mean is in another set.
        rest = linked.get((report.pk, number), 0) - sum(averaged.values())
        # The panel is a judge of a set as well. Of which, where there are several, is not known: so of none.
        panel = 1 if len(sets) == 1 else 0
        shown |= _without_rest(averaged, rest, panel, says, {row.pk: row.cases for row in rows})
    return shown


def _without_rest(
    assessors: dict[int, int], rest: int, panel: int, says: Rules, cases: dict[int, int]
) -> frozenset[int]:
    """Return what ``departments_shown`` says, with those of no department as one more that is never shown.

    However few they are, their figures would follow from those of all the departments and of everybody.
    """
    if rest:
        assessors, cases = assessors | {NOWHERE: rest}, cases | {NOWHERE: 0}
    return words.departments_shown(assessors, panel, says, cases) - {NOWHERE}


def _scale(
    report: Comparability,
    departments: list[DepartmentFigures],
    assessors: list[AssessorFigures],
    linked: dict[tuple[int, int], int],
    says: Rules,
    profile: str,
) -> ScaleComparability:
    per = report.per_logit
    placed = sum(row.assessors for row in departments)
    cases = {row.pk: row.cases for row in departments}
    severe = _severe(report, departments, linked, says)
    agreeing = _without_rest({row.pk: row.assessors for row in departments}, report.assessors - placed, 0, says, cases)
    enough = report.assessors >= says.fewest_for_mean and report.cases >= says.fewest
    return ScaleComparability(
        uuid=report.uuid,
        scale_name=report.scale_name,
        levels=tuple(report.levels),
        at=report.at,
        sentences=tuple(
            words.severity_in_words(
                _("Assessors in %(department)s") % {"department": row.organisation.name},
                row.severity * per, row.low * per, row.high * per,
            )
            for row in departments
            if row.pk in severe and per is not None
            and row.severity is not None and row.low is not None and row.high is not None
        ),
        apart=_apart(departments, says),
        judgements=rules.words(count(report.judgements, says)),
        cases=rules.words(count(report.cases, says)),
        assessors=rules.words(count(report.assessors, says)),
        linking=rules.words(count(report.linking, says)),
        exact=_share(report.exact, enough),
        adjacent=_share(report.adjacent, enough),
        kappa=_two(report.kappa_linear, report.kappa_quadratic, enough),
        alpha=_decimal(report.alpha, enough),
        alpha_interval=_interval(report.alpha_low, report.alpha_high, enough),
        per_logit=f"{per:.2f}" if per is not None and enough else "",
        thresholds=tuple(f"{one:+.2f}" for one in report.thresholds) if enough else (),
        departments=tuple(_of_department(row, per, says, row.pk in severe, row.pk in agreeing) for row in departments),
        of_assessors=tuple(_of_assessor(row, per) for row in assessors),
        profile=profile,
        fewest=says.fewest_for_mean,
        fewest_cases=says.fewest,
    )  # fmt: skip


def _apart(departments: list[DepartmentFigures], says: Rules) -> tuple[str, ...]:
    """Say which departments cannot be compared and why, pair by pair; of very many pairs, how many there are."""
    pairs = [
        (one, other)
        for one, other in combinations(departments, 2)
        if one.linked is None or other.linked is None or one.linked != other.linked
    ]
    sentences = []
    for one, other in pairs[:MOST_PAIRS]:
        cases, telling = one.shared.get(str(other.organisation_id), (0, 0))
        names = (one.organisation.name, other.organisation.name)
        few = min(one.assessors, other.assessors) < says.fewest_for_mean
        sentences.append(words.apart_in_words(*names, cases=cases, telling=telling, few=few, rules=says))
    left = len(pairs) - len(sentences)
    if left:
        more = ngettext("So it is with %(num)d more pair.", "So it is with %(num)d more pairs.", left)
        sentences.append(more % {"num": left})
    return tuple(sentences)


def _of_department(
    row: DepartmentFigures, per: float | None, says: Rules, severe: bool, agreeing: bool
) -> ComparedLine:
    return ComparedLine(
        name=row.organisation.name,
        account_id=None,
        hidden=not (severe and agreeing),
        assessors=rules.words(count(row.assessors, says)),
        cases=rules.words(count(row.cases, says)),
        exact=_share(row.exact, agreeing),
        adjacent=_share(row.adjacent, agreeing),
        difference=_signed(row.difference, agreeing),
        kappa=_two(row.kappa_linear, row.kappa_quadratic, agreeing),
        alpha=_decimal(row.alpha, agreeing),
        alpha_interval=_interval(row.alpha_low, row.alpha_high, agreeing),
        severity=_signed(_times(row.severity, per), severe or row.severity is None),
        interval=_interval(_times(row.low, per), _times(row.high, per), severe or row.severity is None),
        logits=_signed(row.severity, severe or row.severity is None),
        fit="",
        group=row.linked,
    )


def _of_assessor(row: AssessorFigures, per: float | None) -> ComparedLine:
    fits = [f"{one:.2f}" if one is not None else NONE for one in (row.infit, row.outfit)]
    return ComparedLine(
        name=row.organisation.name if row.organisation else "",
        account_id=row.account_id,
        hidden=False,
        assessors="",
        cases=f"{row.cases:,}",
        exact=_share(row.exact),
        adjacent=_share(row.adjacent),
        difference=_signed(row.difference),
        kappa=_two(row.kappa_linear, row.kappa_quadratic),
        alpha=_decimal(row.alpha),
        alpha_interval=_interval(row.alpha_low, row.alpha_high),
        severity=_signed(_times(row.severity, per)),
        interval=_interval(_times(row.low, per), _times(row.high, per)),
        logits=_signed(row.severity),
        fit=" / ".join(fits),
        group=row.linked,
        extreme=row.extreme,
        odd=row.infit is not None and row.infit > ODD,
    )


def _times(value: float | None, per: float | None) -> float | None:
    return None if value is None or per is None else value * per


def _shown(text: str | None, shown: bool) -> str:
    return HIDDEN if not shown else text if text is not None else NONE


def _share(value: float | None, shown: bool = True) -> str:
    return _shown(f"{value * 100:.0f} %" if value is not None else None, shown)


def _decimal(value: float | None, shown: bool = True) -> str:
    return _shown(f"{value:.2f}" if value is not None else None, shown)


def _signed(value: float | None, shown: bool = True) -> str:
    return _shown(f"{value:+.2f}" if value is not None else None, shown)


def _two(one: float | None, other: float | None, shown: bool = True) -> str:
    return _shown(f"{one:.2f} / {other:.2f}" if one is not None and other is not None else None, shown)


def _interval(low: float | None, high: float | None, shown: bool = True) -> str:
    text = _("%(low)s to %(high)s") % {"low": f"{low:+.2f}", "high": f"{high:+.2f}"} if (
        low is not None and high is not None
    ) else None  # fmt: skip
    return _shown(text, shown)
