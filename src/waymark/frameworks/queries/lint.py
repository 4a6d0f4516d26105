"""What a version could do better, and how its skills may stand to those of other frameworks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from waymark.audit import queries as audit
from waymark.frameworks import policies
from waymark.frameworks.models import CrosswalkRejection, LevelDescriptor, SkillWording, Version
from waymark.frameworks.queries.crosswalks import not_ended
from waymark.frameworks.queries.documents import document
from waymark.frameworks.queries.versions import current, version_by_id
from waymark.frameworks.rules import finding_words
from waymark.frameworks.rules.lint import KINDS, lint
from waymark.frameworks.types import Elsewhere, Finding, FindingWords, Limits, VersionCard
from waymark.kernel import kinds
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark_engine.likeness import Wording

FINDING_KINDS = KINDS
"""Kinds of finding, the gravest first."""
KEPT = 8
"""How many versions' findings one process keeps."""


def findings(version_id: int, limits: Limits, at: datetime) -> tuple[Finding, ...]:
    """Return what a version could do better, the gravest kinds first; see ``rules.lint``.

    Worked out once for as long as nothing is done to any framework: an answer is kept until a command of this room
    has ended.

    Raises:
        NotVisible: there is no such version.

    Cost: one query while nothing was done; else twenty, and the reading of the whole version and of every skill that
    other frameworks have published. See docs/measurements.md.
    """
    card = version_by_id(version_id)
    since = Version.objects.values_list("created_at", flat=True).get(pk=version_id)
    others = _others(card.framework_id, at)
    return _kept(card.framework_id, version_id, limits, others, audit.mark(kinds.under("frameworks."), since))


def findings_anew(version_id: int, limits: Limits, say: Callable[[str], None], at: datetime) -> tuple[Finding, ...]:
    """Return what ``findings`` does, worked out now, saying in words how far it is.

    Raises:
        NotVisible: there is no such version.
    """
    card = version_by_id(version_id)
    say(_("Reading the draft"))
    whole = document(version_id)
    say(_("Reading the frameworks it is compared with"))
    others = _others(card.framework_id, at)
    elsewhere = wordings_of(SkillWording.objects.filter(version_id__in=others))
    say(
        _("Comparing %(skills)s skills with each other and with %(others)s of other frameworks")
        % {"skills": f"{len(whole.skills):,}", "others": f"{len(elsewhere):,}"}
    )
    return lint(whole, limits=limits, elsewhere=elsewhere, settled=settled(card.framework_id))


def skills_to_compare(version_id: int, at: datetime) -> int:
    """Return how many skills ``findings`` reads: the version's own and those of other frameworks. Two queries."""
    card = version_by_id(version_id)
    versions = [version_id, *_others(card.framework_id, at)]
    return SkillWording.objects.filter(version_id__in=versions).count()


def changed_since(version_id: int, since: datetime) -> bool:
    """Say whether anything was done to a draft after ``since``. One query."""
    return audit.done_to(kinds.under("frameworks."), "version", version_id, since)


def newest_version(slug: str, label: str, actor: Actor, at: datetime) -> VersionCard:
    """Return a version of a framework that the actor may read, drafts included: the one of a label, else the newest.

    Raises:
        NotVisible: there is none.
    """
    drafts = Version.objects.filter(published_at__isnull=True, pk__in=policies.SEE_DRAFT.visible(actor, at))
    rows = (drafts | Version.objects.filter(published_at__isnull=False)).filter(framework__slug=slug)
    row = (
        (rows.filter(label=label) if label else rows)
        .order_by("-created_at", "-pk")
        .values_list("pk", flat=True)
        .first()
    )
    if row is None:
        raise NotVisible
    return version_by_id(row)


def in_words(finding: Finding) -> FindingWords:
    """Return a finding as people read it. No query."""
    return FindingWords(
        finding_words.name(finding.kind), finding_words.sentence(finding), finding_words.advice(finding)
    )


def kind_in_words(kind: str) -> str:
    """Return what a kind of finding is called. No query."""
    return finding_words.name(kind)


def wordings_of(rows: QuerySet[SkillWording]) -> tuple[Elsewhere, ...]:
    """Return wordings as they are compared, by version and place. Two queries."""
    levels: dict[int, list[str]] = defaultdict(list)
    texts = LevelDescriptor.objects.filter(skill_wording__in=rows.values("pk"), defined=True).order_by("rank")
    for wording_id, text in texts.values_list("skill_wording_id", "text"):
        levels[wording_id].append(text)
    found = rows.order_by("version_id", "position", "pk").values_list(
        "pk", "skill_id", "skill__uuid", "skill__slug", "name", "summary", "alternative_labels", "hidden_labels",
        "version__framework__slug", "version__title",
    )  # fmt: skip
    return tuple(
        Elsewhere(
            uuid, slug, name, Wording((name, *labels, *hidden), summary, tuple(levels[pk])), framework, title, skill_id
        )
        for pk, skill_id, uuid, slug, name, summary, labels, hidden, framework, title in found
    )


def settled(framework_id: int) -> frozenset[frozenset[UUID]]:
    """Return the pairs of a skill of the framework and one elsewhere that were related or rejected. Two queries."""
    related = _touching(not_ended(), framework_id)
    return frozenset(map(frozenset, [*related, *_touching(CrosswalkRejection.objects.all(), framework_id)]))


def _others(framework_id: int, at: datetime) -> tuple[int, ...]:
    """Return the versions that hold, of every other framework."""
    return tuple(current(at).exclude(framework_id=framework_id).order_by("pk").values_list("pk", flat=True))


def _touching(rows: QuerySet[Any], framework_id: int) -> Iterable[tuple[UUID, UUID]]:
    here = Q(skill__framework=framework_id) | Q(other__framework=framework_id)
    return rows.filter(here).values_list("skill__uuid", "other__uuid")


@lru_cache(maxsize=KEPT)
def _kept(
    framework_id: int, version_id: int, limits: Limits, others: tuple[int, ...], mark: str
) -> tuple[Finding, ...]:
    return lint(
        document(version_id),
        limits=limits,
        elsewhere=wordings_of(SkillWording.objects.filter(version_id__in=others)),
        settled=settled(framework_id),
    )
