"""What search may find of a version."""

from __future__ import annotations

from collections import defaultdict

from waymark.frameworks.models import LevelDescriptor, RoleLevelWording, RoleWording, SkillWording
from waymark.frameworks.queries.addresses import address
from waymark.frameworks.queries.versions import version_by_id
from waymark.kernel.text import folded
from waymark.search.types import Findable


def findables(version_id: int) -> tuple[Findable, ...]:
    """Return a version as things to be found: the framework, its roles, named role levels and skills. Five queries.

    A role level without a name of its own, or with its role's name, is not listed beside its role: the role's page
    shows all its levels. The names a role goes by also lead to its levels.

    Raises:
        NotVisible: there is no such version.
    """
    card = version_by_id(version_id)
    found = [
        Findable(
            kind="framework",
            url=address("framework", card.framework_slug),
            title=card.title,
            summary=card.summary,
            body=card.summary,
        )
    ]
    found += _roles(version_id, card.title)
    found += _role_levels(version_id)
    found += _skills(version_id, card.title)
    return tuple(found)


def _roles(version_id: int, framework: str) -> list[Findable]:
    rows = (
        RoleWording.objects.filter(version_id=version_id)
        .order_by("position", "pk")
        .values_list(
            "role__slug", "name", "alternative_labels", "hidden_labels", "summary", "responsibilities",
            "family_wording__name",
        )
    )  # fmt: skip
    return [
        Findable(
            kind="role",
            url=address("role", slug),
            title=name,
            labels=tuple(labels),
            hidden=tuple(hidden),
            context=", ".join(dict.fromkeys((family, framework))),
            summary=summary,
            body="\n".join((summary, responsibilities)),
        )
        for slug, name, labels, hidden, summary, responsibilities, family in rows
    ]


def _role_levels(version_id: int) -> list[Findable]:
    rows = (
        RoleLevelWording.objects.filter(version_id=version_id)
        .exclude(name="")
        .order_by("position", "pk")
        .values_list(
            "role_level__slug", "name", "description", "role_wording__name", "role_wording__alternative_labels",
            "role_wording__hidden_labels", "role_wording__family_wording__name",
        )
    )  # fmt: skip
    return [
        Findable(
            kind="role_level",
            url=address("role_level", slug),
            title=name,
            # In one piece: whoever types exactly one of these names means the role, which then comes first.
            hidden=(" ".join((role, *labels, *hidden)),),
            context=", ".join(dict.fromkeys((role, family))),
            summary=description,
            body=description,
        )
        for slug, name, description, role, labels, hidden, family in rows
        if folded(name) != folded(role)
    ]


def _skills(version_id: int, framework: str) -> list[Findable]:
    texts: dict[int, list[str]] = defaultdict(list)
    described = LevelDescriptor.objects.filter(version_id=version_id, defined=True).order_by("rank")
    for wording_id, text in described.values_list("skill_wording_id", "text"):
        texts[wording_id].append(text)
    rows = (
        SkillWording.objects.filter(version_id=version_id)
        .order_by("position", "pk")
        .values_list("pk", "skill__slug", "name", "alternative_labels", "hidden_labels", "summary")
    )
    return [
        Findable(
            kind="skill",
            url=address("skill", slug),
            title=name,
            labels=tuple(labels),
            hidden=tuple(hidden),
            context=framework,
            summary=summary,
            body="\n".join((summary, *texts[pk])),
        )
        for pk, slug, name, labels, hidden, summary in rows
    ]
