"""Role levels and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from waymark.frameworks.models import Requirement, RoleLevelWording
from waymark.frameworks.queries import scales
from waymark.frameworks.queries.versions import best_wordings_first, current
from waymark.frameworks.types import ChoiceView, RequirementView, RoleLevelRef, RoleLevelView, ScaleView
from waymark.kernel.errors import NotVisible

AT_ONCE = 10_000
"""Skill wordings whose level descriptors are read with one query."""

BEHAVIOURS = "leadership-behaviours"
"""Slug of the framework whose rungs are the grade bands of everyone, whatever their profession."""

REF = (
    "role_level_id",
    "role_level__slug",
    "name",
    "role_wording__role_id",
    "role_wording__role__slug",
    "role_wording__name",
    "rung",
    "role_wording__family_wording__name",
    "version__framework__slug",
    "version__title",
    "version_id",
    "version__framework__profession_id",
    "version__label",
)
"""Columns of a role level's wording that ``ref_from`` takes, in its order."""

IN_ORDER = (
    "version_id",
    "role_wording__family_wording__position",
    "role_wording__position",
    "role_wording_id",
    "rung",
    "position",
    "id",
)
"""Order of role levels: as the framework has families and roles, junior first within a role."""

VIEW = ("id", "role_level__uuid", "description", "rung_inferred", "grade_hint")


def ref_from(
    role_level_id: int,
    slug: str,
    name: str,
    role_id: int,
    role_slug: str,
    role_name: str,
    rung: int,
    family_name: str,
    framework_slug: str,
    framework_title: str,
    version_id: int,
    profession_id: int | None,
    version_label: str,
) -> RoleLevelRef:
    """Build the reference to a role level out of the columns ``REF``."""
    return RoleLevelRef(
        id=role_level_id,
        slug=slug,
        title=name or role_name,
        role_id=role_id,
        role_slug=role_slug,
        role_name=role_name,
        rung=rung,
        family_name=family_name,
        framework_slug=framework_slug,
        framework_title=framework_title,
        version_id=version_id,
        profession_id=profession_id,
        version_label=version_label,
    )


def role_level(slug: str, at: datetime) -> RoleLevelView:
    """Return a role level by its slug (``role/level``, or the role's own for a lone unnamed level).

    In the words of the current version, or, with ``current`` False, of the last version that had it.

    Raises:
        NotVisible: no version that holds at ``at`` has ever had it.
    """
    return _best(RoleLevelWording.objects.filter(role_level__slug=slug), at)


def role_level_by_id(role_level_id: int, at: datetime) -> RoleLevelView:
    """Return a role level by its id; see ``role_level``."""
    return _best(RoleLevelWording.objects.filter(role_level_id=role_level_id), at)


def role_level_refs(ids: Iterable[int], at: datetime) -> dict[int, RoleLevelRef]:
    """Return references by role level id, for links. One query.

    A role level that the current version leaves out is named as the last version that had it names it; ids that no
    version knows are absent.
    """
    rows = best_wordings_first(RoleLevelWording.objects.filter(role_level_id__in=set(ids)), at).values_list(*REF)
    refs: dict[int, RoleLevelRef] = {}
    for row in rows:
        refs.setdefault(row[0], ref_from(*row))
    return refs


def role_level_ref(slug: str, at: datetime) -> RoleLevelRef:
    """Return the reference to a role level by its slug, as ``role_level_refs`` names it. One query.

    Raises:
        NotVisible: no version that holds at ``at`` has ever had it.
    """
    row = best_wordings_first(RoleLevelWording.objects.filter(role_level__slug=slug), at).values_list(*REF).first()
    if row is None:
        raise NotVisible
    return ref_from(*row)


def role_level_refs_of_roles(role_slugs: Iterable[str], at: datetime) -> tuple[RoleLevelRef, ...]:
    """Return references to the levels that current versions give some roles, in the framework's order. One query."""
    rows = RoleLevelWording.objects.filter(
        version__in=current(at).values("pk"), role_wording__role__slug__in=set(role_slugs)
    )
    return tuple(ref_from(*row) for row in rows.order_by(*IN_ORDER).values_list(*REF))


def current_role_level_refs(at: datetime) -> tuple[RoleLevelRef, ...]:
    """Return a reference to every role level of all current versions, in the frameworks' order. One query."""
    rows = RoleLevelWording.objects.filter(version__in=current(at).values("pk")).order_by(*IN_ORDER)
    return tuple(ref_from(*row) for row in rows.values_list(*REF))


def all_role_levels(at: datetime, version_ids: Iterable[int] | None = None) -> tuple[RoleLevelView, ...]:
    """Return every role level of all current versions, or of the versions given, with what each asks for.

    Cost: four queries, whatever the number of frameworks. Role levels that ask for nothing are included.
    """
    chosen: Any = current(at).values("pk") if version_ids is None else set(version_ids)
    return views_of(RoleLevelWording.objects.filter(version_id__in=chosen))


def role_levels_in_version(role_level_ids: Iterable[int], version_id: int) -> tuple[RoleLevelView, ...]:
    """Return role levels as one version words them, in the version's order; those it does not have are absent."""
    return views_of(RoleLevelWording.objects.filter(version_id=version_id, role_level_id__in=set(role_level_ids)))


def role_level_in_version(role_level_id: int, version_id: int) -> RoleLevelView:
    """Return one role level as one version words it. Three queries.

    Raises:
        NotVisible: the version has no such role level.
    """
    wordings = RoleLevelWording.objects.filter(version_id=version_id, role_level_id=role_level_id)
    rows = list(wordings.order_by(*IN_ORDER).values_list(*REF, *VIEW))
    if not rows:
        raise NotVisible
    (view,), _ = assembled(rows, wordings.order_by().values("pk"), current=True, few=True)
    return view


def role_levels_worded(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], RoleLevelView]:
    """Return the words of (role level id, version id) pairs, with what each asks for. Four queries, however many.

    Pairs that do not exist are absent.
    """
    wanted = set(pairs)
    rows = RoleLevelWording.objects.filter(
        role_level_id__in={role_level_id for role_level_id, _ in wanted},
        version_id__in={version_id for _, version_id in wanted},
    )
    found = {(view.ref.id, view.ref.version_id): view for view in views_of(rows)}
    return {pair: found[pair] for pair in wanted if pair in found}


def behaviours_role_level_for_band(band_rank: int, at: datetime) -> RoleLevelRef | None:
    """Return the role level of the behaviours framework for a grade band; None without framework or rung."""
    row = (
        RoleLevelWording.objects.filter(
            version__in=current(at).filter(framework__slug=BEHAVIOURS).values("pk"), rung=band_rank
        )
        .order_by(*IN_ORDER)
        .values_list(*REF)
        .first()
    )
    return ref_from(*row) if row else None


def views_of(wordings: QuerySet[RoleLevelWording], *, current: bool = True) -> tuple[RoleLevelView, ...]:
    """Return role levels with their requirements, in the framework's order. Four queries."""
    return views_and_scales(wordings, current=current)[0]


def views_and_scales(
    wordings: QuerySet[RoleLevelWording], *, current: bool = True
) -> tuple[tuple[RoleLevelView, ...], tuple[ScaleView, ...]]:
    """Return role levels with their requirements, and the scales these are measured on. Four queries."""
    rows = wordings.order_by(*IN_ORDER).values_list(*REF, *VIEW)
    return assembled(list(rows), wordings.order_by().values("pk"), current=current)


def assembled(
    rows: Iterable[Any], wordings: QuerySet[Any, Any] | list[int], *, current: bool, few: bool = False
) -> tuple[tuple[RoleLevelView, ...], tuple[ScaleView, ...]]:
    """Return role levels out of the columns ``REF`` and ``VIEW``, with what each asks for. Three queries.

    ``few``: two queries; each requirement brings its text with it, which many would do again and again.
    """
    asked, used = _requirements(wordings, few=few)
    views = []
    for row in rows:
        wording_id, uuid, description, rung_inferred, grade_hint = row[len(REF) :]
        views.append(
            RoleLevelView(
                ref=ref_from(*row[: len(REF)]),
                uuid=uuid,
                description=description,
                rung_inferred=rung_inferred,
                grade_hint=grade_hint,
                requirements=tuple(asked.get(wording_id, ())),
                current=current,
            )
        )
    return tuple(views), used


def _best(wordings: QuerySet[RoleLevelWording], at: datetime) -> RoleLevelView:
    row = best_wordings_first(wordings, at).values_list(*REF, *VIEW, "is_current").first()
    if row is None:
        raise NotVisible
    *columns, is_current = row
    (view,), _ = assembled([columns], [columns[len(REF)]], current=bool(is_current))
    return view


def _requirements(
    wordings: QuerySet[Any, Any] | list[int], *, few: bool
) -> tuple[dict[int, list[RequirementView]], tuple[ScaleView, ...]]:
    """Return requirements by role level wording: essential first, then the weightiest, then as the version has them.

    The wordings are a query, not a list of ids: a hundred thousand role levels would be too many to name one by one.
    """
    requirements = Requirement.objects.filter(role_level_wording_id__in=wordings)
    if few:
        at_level = Q(skill_wording__descriptors__rank=F("level"))
        requirements = requirements.annotate(at=FilteredRelation("skill_wording__descriptors", condition=at_level))
    rows = list(
        requirements.values_list(
            "role_level_wording_id",
            "level",
            "importance",
            "weight",
            "position",
            "skill_wording_id",
            "skill_wording__skill_id",
            "skill_wording__skill__slug",
            "skill_wording__name",
            "skill_wording__summary",
            "skill_wording__kind",
            "skill_wording__scale_id",
            "choice_id",
            "choice__name",
            "choice__choose",
            *(("at__defined", "at__text") if few else ()),
        )
    )
    rows.sort(key=lambda row: (row[2] != "essential", -row[3], row[4]))
    used = scales.scales_by_id({row[11] for row in rows})
    level_names = {scale_id: tuple(step.name for step in scale.levels) for scale_id, scale in used.items()}
    # By their ids: a query of a query of a query takes PostgreSQL minutes while it knows nothing of what just came in.
    asked_for = [] if few else sorted({row[5] for row in rows})
    texts = (
        {(row[5], row[1]): row[15:] for row in rows}
        if few
        else {
            (wording_id, descriptor.rank): (descriptor.defined, descriptor.text)
            for start in range(0, len(asked_for), AT_ONCE)
            for wording_id, described in scales.descriptors_by_wording(asked_for[start : start + AT_ONCE]).items()
            for descriptor in described
        }
    )
    choices: dict[int, ChoiceView] = {}
    asked: dict[int, list[RequirementView]] = {}
    for (
        role_level_wording_id, level, importance, weight, _, skill_wording_id, skill_id, slug, name, summary, kind,
        scale_id, choice_id, choice_name, choose, *_text,
    ) in rows:  # fmt: skip
        scale = used[scale_id]
        defined, text = texts.get((skill_wording_id, level), (False, ""))
        choice = choices.setdefault(choice_id, ChoiceView(choice_id, choice_name, choose)) if choice_id else None
        asked.setdefault(role_level_wording_id, []).append(
            RequirementView(
                skill_id=skill_id,
                skill_slug=slug,
                skill_name=name,
                skill_summary=summary,
                kind=kind,
                level=level,
                level_name=scales.level_name(scale, level),
                top=scale.top,
                importance=importance,
                weight=weight,
                choice=choice,
                defined=bool(defined),
                text=text or "",
                levels=level_names[scale_id],
                scale=scale,
            )
        )
    return asked, tuple(used.values())
