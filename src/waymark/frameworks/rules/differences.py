"""What changed from one version of a framework to the next.

Text is compared to the letter. What differs in white space and punctuation alone, all texts of a thing taken
together, is "spacing", and nobody is told of it. A change of the name alone, or of the place alone, is told as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from waymark.frameworks.rules.ladders import ladder, same_scale
from waymark.frameworks.rules.matching import pair
from waymark.frameworks.types import COUNTED_AS, Change, Difference, Ladder, Replacement
from waymark.kernel.text import same_but_for_spacing
from waymark_formats.framework import (
    ChoiceDocument,
    FamilyDocument,
    FrameworkDocument,
    Importance,
    RelationDocument,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    SkillDocument,
)

T = TypeVar("T")
Parts = Mapping[object, str | None]
"""What a thing says, by what it says it of. None: named and left undefined."""

Scales = Mapping[str, tuple[str, Ladder]]
"""Name of a skill and the scale it stands on, by its key."""

_PLURAL = {
    "skill": "skills",
    "family": "families",
    "role": "roles",
    "role_level": "role_levels",
    "relation": "relations",
}


_PLACE = frozenset({"family", "parent"})
"""Labels of what says where a thing stands, not what it is."""


def difference(older: FrameworkDocument, newer: FrameworkDocument, replaced: Iterable[Replacement] = ()) -> Difference:
    """Compare two versions. ``replaced``: what the newer one says of things that it leaves out.

    Things are the same when their UUIDs are, where both versions give one; else when their names are, folded; else
    when their keys are. A requirement is the same when its role level and its skill are.

    Returns:
        Changes in the newer document's order, removals after additions of their kind. In the counts every kind has
        all its keys, zero or not.
    """
    work = _Comparison(older, newer, _Replaced(older, replaced))
    work.skills()
    work.families()
    work.relations()
    return Difference(tuple(work.changes), work.counts, {kind: dict(finer) for kind, finer in work.finer.items()})


class _Replaced:
    """What the newer version says of things that it leaves out."""

    def __init__(self, older: FrameworkDocument, replaced: Iterable[Replacement]) -> None:
        self.by_thing = {(one.kind, one.slug): one for one in replaced}
        self.shares = Counter(
            (one.kind, successor.slug) for one in self.by_thing.values() for successor in one.successors
        )
        """How many things each successor replaces."""
        roles = [role for family in older.families for role in family.roles]
        self.before = {
            *(("skill", skill.key) for skill in older.skills),
            *(("role", role.key) for role in roles),
            *(("role_level", called(role, level)[1]) for role in roles for level in role.levels),
        }
        """What there was before already."""

    def what(self, found: Replacement) -> str:
        """Return what became of a thing."""
        if len(found.successors) != 1:
            return "split" if found.successors else "removed"
        successor = (found.kind, found.successors[0].slug)
        return "merged" if self.shares[successor] > 1 or successor in self.before else "replaced"


@dataclass(slots=True)
class _Comparison:
    older: FrameworkDocument
    newer: FrameworkDocument
    replaced: _Replaced
    changes: list[Change] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    finer: dict[str, Counter[str]] = field(default_factory=dict)
    same_skill: dict[str, str] = field(default_factory=dict)
    """Key of the older skill, by that of the newer."""
    older_scales: Scales = field(init=False)
    newer_scales: Scales = field(init=False)

    def __post_init__(self) -> None:
        self.older_scales, self.newer_scales = _scales(self.older), _scales(self.newer)
        for kind in ("skills", "families", "roles", "role_levels"):
            self.counts[kind] = dict.fromkeys(("added", "removed", "reworded", "spacing"), 0)
        self.counts["requirements"] = dict.fromkeys(("added", "removed", "level_changed"), 0)

    def tell(
        self,
        what: str,
        kind: str,
        name: str,
        slug: str,
        before: str = "",
        after: str = "",
        skill: str = "",
        effect: str = "",
    ) -> None:
        self.add(Change(what, kind, name, slug, before, after, skill, effect))

    def add(self, change: Change) -> None:
        self.changes.append(change)
        of_kind = _PLURAL.get(change.kind, "requirements")
        counts = self.counts.setdefault(of_kind, {"added": 0, "removed": 0})
        if counted := COUNTED_AS.get(change.what, change.what):
            counts[counted] += 1
        if change.what in COUNTED_AS:
            self.finer.setdefault(of_kind, Counter())[change.what] += 1

    def left_out(self, kind: str, name: str, slug: str, before: str) -> None:
        """Tell of a thing that the newer version leaves out, with what becomes of it."""
        found = self.replaced.by_thing.get((kind, slug))
        if found is None:
            self.tell("removed", kind, name, slug, before=before)
            return
        self.add(
            Change(
                self.replaced.what(found), kind, name, slug, before, successors=found.successors, reason=found.reason
            )
        )

    def reworded(self, kind: str, name: str, slug: str, before: Parts, after: Parts) -> None:
        """Tell of a thing that stands in both versions, if it says anything else now."""
        if before == after:
            return
        labels = [label for label in {**before, **after} if before.get(label, "") != after.get(label, "")]
        # What only search knows counts where nothing else changed, and even then is told to nobody.
        labels = [label for label in labels if label != "hidden"] or labels
        self.tell(
            _what(before, after, labels),
            kind,
            name,
            slug,
            _words(before, labels),
            _words(after, labels),
        )

    def skills(self) -> None:
        older, newer = self.older.skills, self.newer.skills
        same = pair(newer, older)
        for i, skill in enumerate(newer):
            if i in same:
                before = older[same[i]]
                self.same_skill[skill.key] = before.key
                self.reworded(
                    "skill",
                    skill.name,
                    skill.key,
                    _skill(before, self.older_scales[before.key]),
                    _skill(skill, self.newer_scales[skill.key]),
                )
            else:
                self.tell("added", "skill", skill.name, skill.key, after=skill.summary)
        for skill in _left(older, same):
            self.left_out("skill", skill.name, skill.key, skill.summary)

    def families(self) -> None:
        older, newer = self.older.families, self.newer.families
        same = pair(newer, older)
        for i, family in enumerate(newer):
            if i in same:
                self.reworded("family", family.name, family.key, _family(older[same[i]]), _family(family))
            else:
                self.tell("added", "family", family.name, family.key, after=family.summary)
        for family in _left(older, same):
            self.left_out("family", family.name, family.key, family.summary)
        self.roles(same)

    def roles(self, same_family: Mapping[int, int]) -> None:
        """Compare roles across families: a role that moved is the same role, and the move is told."""
        older = [(j, role) for j, family in enumerate(self.older.families) for role in family.roles]
        newer = [(i, role) for i, family in enumerate(self.newer.families) for role in family.roles]
        same = pair([role for _i, role in newer], [role for _j, role in older])
        for n, (i, role) in enumerate(newer):
            if n not in same:
                self.tell("added", "role", role.name, role.key, after=role.summary)
                self.role_levels(replace(role, levels=()), role)
                continue
            j, before = older[same[n]]
            moved = same_family.get(i) != j
            self.reworded(
                "role",
                role.name,
                role.key,
                _role(before, self.older.families[j].name if moved else ""),
                _role(role, self.newer.families[i].name if moved else ""),
            )
            self.role_levels(before, role)
        for role in _left([role for _j, role in older], same):
            self.left_out("role", role.name, role.key, role.summary)
            self.role_levels(role, replace(role, levels=()))

    def role_levels(self, before: RoleDocument, after: RoleDocument) -> None:
        """Compare the levels of one role."""
        older, newer = before.levels, after.levels
        same = pair(newer, older)
        for i, level in enumerate(newer):
            name, slug = called(after, level)
            if i in same:
                old = older[same[i]]
                with_rung = level.rung is not None and old.rung is not None
                self.reworded("role_level", name, slug, _role_level(old, with_rung), _role_level(level, with_rung))
                self.requirements(old, level, name, slug)
            else:
                self.tell("added", "role_level", name, slug, after=level.description)
                self.requirements(replace(level, requirements=()), level, name, slug)
        for level in _left(older, same):
            name, slug = called(before, level)
            self.left_out("role_level", name, slug, level.description)
            self.requirements(level, replace(level, requirements=()), name, slug)

    def requirements(self, before: RoleLevelDocument, after: RoleLevelDocument, title: str, slug: str) -> None:
        """Compare what one role level asks for."""
        older = {one.skill: one for one in before.requirements}
        kept = set()
        for requirement in after.requirements:
            old = older.get(self.same_skill.get(requirement.skill, ""))
            name, asked = self._asked(requirement, after.choices, self.newer_scales)
            called, skill = f"{title}: {name}", requirement.skill
            if old is None:
                self.tell("added", "requirement", called, slug, after=asked, skill=skill, effect="harder")
                continue
            kept.add(old.skill)
            asked_before = self._asked(old, before.choices, self.older_scales)[1]
            if asked != asked_before:
                scales = self.older_scales[old.skill][1], self.newer_scales[skill][1]
                effect = _effect(old, requirement, same_scale=same_scale(*scales, one_framework=True))
                self.tell("level_changed", "requirement", called, slug, asked_before, asked, skill=skill, effect=effect)
        for key, old in older.items():
            if key not in kept:
                name, asked = self._asked(old, before.choices, self.older_scales)
                called = f"{title}: {name}"
                self.tell("removed", "requirement", called, slug, before=asked, skill=old.skill, effect="easier")

    def relations(self) -> None:
        """Compare how skills are said to stand to each other, and to things elsewhere."""
        before = {(one.kind.value, one.skill, one.to or one.uri): one for one in self.older.relations}
        kept = set()
        for one in self.newer.relations:
            known = self.same_skill.get(one.skill, ""), self.same_skill.get(one.to, "") if one.to else one.uri
            if all(known) and (one.kind.value, *known) in before:
                kept.add((one.kind.value, *known))
            else:
                self.tell("added", "relation", *_related(one, self.newer_scales), skill=one.skill)
        for key, one in before.items():
            if key not in kept:
                self.tell("removed", "relation", *_related(one, self.older_scales), skill=one.skill)

    @staticmethod
    def _asked(requirement: RequirementDocument, choices: Sequence[ChoiceDocument], scales: Scales) -> tuple[str, str]:
        """Return the skill's name, and in words what is asked of it."""
        name, levels = scales[requirement.skill][0], scales[requirement.skill][1].names
        words = [levels[requirement.level - 1] if requirement.level else _("no level")]
        if requirement.importance is not Importance.ESSENTIAL:
            words.append(_("desirable"))
        if requirement.weight != 1:
            words.append(_("weight %(weight)s") % {"weight": requirement.weight})
        if requirement.choice:
            group = next((one.name for one in choices if one.key == requirement.choice), requirement.choice)
            words.append(_('in the group "%(group)s"') % {"group": group})
        return name, ", ".join(words)


def _related(one: RelationDocument, scales: Scales) -> tuple[str, str]:
    """Return a relation in words, and the slug of the skill that it is said of."""
    name, other = (scales[key][0] if key in scales else key for key in (one.skill, one.to))
    return f"{name}: {one.kind.value.replace('_', ' ')} {other or one.title or one.uri}", one.skill


def _what(before: Parts, after: Parts, labels: Sequence[object]) -> str:
    """Return what happened to a thing that says something else of ``labels`` now."""
    if labels and all(label in before and label in after and _same(before[label], after[label]) for label in labels):
        return "spacing"
    if labels == ["name"]:
        return "renamed"
    if labels == ["hidden"]:
        return "hidden"
    return "moved" if labels and _PLACE.issuperset(labels) else "reworded"


def _effect(before: RequirementDocument, after: RequirementDocument, *, same_scale: bool) -> str:
    """Say whether a requirement asks more or less of somebody than before.

    The level decides, where both stand on one scale: a level of another scale is by itself neither more nor less. At
    the same level, what is essential asks more than what is desirable, and what stands by itself more than one of a
    choose-n group. Weights order what is shown, and ask nothing.
    """

    def asks(one: RequirementDocument) -> tuple[int, bool, bool]:
        return (one.level or 0) if same_scale else 0, one.importance is Importance.ESSENTIAL, not one.choice

    return "" if asks(before) == asks(after) else "harder" if asks(before) < asks(after) else "easier"


def _scales(document: FrameworkDocument) -> Scales:
    levels = {
        scale.key: ladder(scale.kind, ((level.name, level.value) for level in scale.levels))
        for scale in document.scales
    }
    first = document.scales[0].key if document.scales else ""
    return {skill.key: (skill.name, levels[skill.scale or first]) for skill in document.skills}


def _left(older: Sequence[T], same: Mapping[int, int]) -> list[T]:
    matched = set(same.values())
    return [item for j, item in enumerate(older) if j not in matched]


def called(role: RoleDocument, level: RoleLevelDocument) -> tuple[str, str]:
    """Return a role level's title and slug."""
    return (level.name, f"{role.key}/{level.key}") if level.name else (role.name, role.key)


def _skill(skill: SkillDocument, scale: tuple[str, Ladder]) -> Parts:
    levels = scale[1].names
    return {
        "name": skill.name,
        "summary": skill.summary,
        "kind": skill.kind.value,
        "code": skill.code,
        "parent": skill.parent,
        "scale": ", ".join(levels),
        "labels": "\n".join(skill.alternative_labels),
        "hidden": "\n".join(skill.hidden_labels),
        **{(levels[rank - 1], ""): text for rank, text in skill.descriptors.items()},
        **{(levels[rank - 1], "evidence"): text for rank, text in skill.evidence.items()},
        **{(levels[rank - 1], "learning"): text for rank, text in skill.learning.items()},
    }


def _family(family: FamilyDocument) -> Parts:
    return {"name": family.name, "summary": family.summary}


def _role(role: RoleDocument, family: str) -> Parts:
    """``family`` is named where the role moved from one to another, else empty."""
    return {
        "family": family,
        "name": role.name,
        "summary": role.summary,
        "responsibilities": role.responsibilities,
        "entry routes": role.entry_routes,
        "next moves": role.next_moves,
        "type": role.role_type,
        "labels": "\n".join(role.alternative_labels),
        "hidden": "\n".join(role.hidden_labels),
    }


def _role_level(level: RoleLevelDocument, with_rung: bool) -> Parts:
    return {
        "name": level.name,
        "description": level.description,
        "grade": level.grade_hint,
        "rung": str(level.rung) if with_rung else "",
        "choices": "\n".join(f"{choice.name}: at least {choice.choose}" for choice in level.choices),
    }


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and same_but_for_spacing(one, other)


def _words(parts: Parts, labels: Sequence[object]) -> str:
    """Return what a thing says of ``labels``, one paragraph each, for showing what changed."""
    return "\n\n".join(text for label in labels if (text := parts.get(label)))
