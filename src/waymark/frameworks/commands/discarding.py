"""A draft is given up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CASCADE, PROTECT, Exists, ManyToOneRel, Model, OuterRef, ProtectedError, QuerySet
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks.commands.editing import must_go_as_seen, open_draft
from waymark.frameworks.events import DraftDiscarded
from waymark.frameworks.models import (
    Choice,
    DraftReader,
    FamilyWording,
    JobFamily,
    LevelDescriptor,
    Relation,
    Requirement,
    Role,
    RoleLevel,
    RoleLevelWording,
    RoleWording,
    Scale,
    ScaleLevel,
    Skill,
    SkillWording,
    UnsavedForm,
    Version,
)
from waymark.frameworks.queries.addresses import address
from waymark.frameworks.queries.digests import content_digest
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor

ROWS: tuple[type[Model], ...] = (
    Requirement, Choice, RoleLevelWording, RoleWording, FamilyWording, LevelDescriptor, Relation, SkillWording,
    ScaleLevel, Scale,
)  # fmt: skip
"""The content of a version; what hangs on other rows goes before them."""


AT_ONCE = 5_000
"""Identities deleted at a time."""


class StillNeeded(Refusal):
    """Something on record hangs on the draft, and would lose what it is about. It says what, and how many of each."""

    def __init__(self, label: str, needing: Iterable[Any]) -> None:
        counted = Counter(str(one._meta.verbose_name) for one in needing)
        what = ", ".join(f"{name} ({number})" for name, number in sorted(counted.items()))
        super().__init__(
            _(
                "Version %(label)s stays as it is, because this is on record about it and would lose what it is about: "
                "%(what)s. Change the draft instead: take out of it, one by one, what you no longer want."
            )
            % {"label": label, "what": what}
        )


@transaction.atomic
def discard_draft(*, version_id: int, seen: str | None, actor: Actor, at: datetime) -> None:
    """Give a draft up: its rows go, and so do those things that it alone had; the record keeps that it was there.

    A framework that was never published goes with its first draft, unless something was said of it: then it stays for
    whoever begins one of that address again.

    ``seen`` is the digest of what it said when that was shown (``queries.content_digest``); None without a page.

    Raises:
        NotVisible, NotADraft, ChangedSince: see ``commands.editing``.
        StillNeeded: another room has something about this draft that it keeps.

    Cost: one statement per table, and those of forgetting what it alone had.
    """
    version = open_draft(version_id, actor, at)
    if seen is not None:
        must_go_as_seen(content_digest(version_id), seen)
    framework, label = version.framework, version.label
    gone = _hanging_elsewhere(version)
    forms = address("draft", framework.slug, label) + "/"
    # Skills point at each other within the version; no order of deletion would do.
    SkillWording.objects.filter(version=version).update(parent=None)
    try:
        with transaction.atomic():
            DraftReader.objects.filter(version=version).delete()
            for model in ROWS:
                model._default_manager.filter(version=version).delete()
            version.delete()
    except ProtectedError as needed:
        raise StillNeeded(label, needed.protected_objects) from None
    UnsavedForm.objects.filter(place__startswith=forms).delete()
    forget_unworded(framework.pk)
    if not Version.objects.filter(framework=framework).exists():
        _delete(framework)
    audit.announce(DraftDiscarded(version_id, gone), at=at)
    audit.record(
        "frameworks.draft.discarded", actor=actor, at=at, framework=framework.pk, version=version_id, label=label
    )


def _hanging_elsewhere(version: Version) -> dict[str, list[int]]:
    """Return what other rooms keep about a draft and goes with it, by model: they are told, and clear up behind it."""
    found = {}
    for relation in Version._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if (
            isinstance(relation, ManyToOneRel)
            and relation.on_delete is CASCADE
            and model._meta.app_label != "frameworks"
        ):
            rows = model._default_manager.filter(**{relation.field.name: version}).order_by("pk")
            found[model._meta.label_lower] = list(rows.values_list("pk", flat=True))
    return found


def forget_unworded(framework_id: int) -> None:
    """Delete the identities of a framework that no version words any more, and that nothing else on the site names."""
    forget(RoleLevel.objects.filter(role__framework=framework_id))
    forget(Role.objects.filter(framework=framework_id))
    forget(JobFamily.objects.filter(framework=framework_id))
    forget(Skill.objects.filter(framework=framework_id))


def forget(identities: QuerySet[Any]) -> None:
    """Delete those of these identities of one kind that no row names which keeps what it names.

    Cost: a query, and for each 5,000 that go one for each table that names such things.
    """
    for relation in identities.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is PROTECT:
            model: Any = relation.related_model
            identities = identities.filter(
                ~Exists(model._default_manager.filter(**{relation.field.name: OuterRef("pk")}))
            )
    ids = list(identities.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        identities.model._default_manager.filter(pk__in=ids[start : start + AT_ONCE]).delete()


def _delete(one: Model) -> None:
    try:
        with transaction.atomic():
            one.delete()
    except ProtectedError:
        pass  # somebody's record names it
