"""A draft is given up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks.commands.editing import open_draft
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
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor

ROWS: tuple[type[Model], ...] = (
    Requirement, Choice, RoleLevelWording, RoleWording, FamilyWording, LevelDescriptor, Relation, SkillWording,
    ScaleLevel, Scale,
)  # fmt: skip
"""The content of a version; what hangs on other rows goes before them."""


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
def discard_draft(*, version_id: int, actor: Actor, at: datetime) -> None:
    """Give a draft up: its rows go, and so do those things that it alone had; the record keeps that it was there.

    A framework that was never published goes with its first draft.

    Raises:
        NotVisible, NotADraft: see ``commands.editing``.
        StillNeeded: another room has something about this draft that it keeps.

    Cost: one statement per table, and one more for each identity that only this draft had.
    """
    version = open_draft(version_id, actor, at)
    framework, label = version.framework, version.label
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
    audit.record(
        "frameworks.draft.discarded", actor=actor, at=at, framework=framework.pk, version=version_id, label=label
    )


def forget_unworded(framework_id: int) -> None:
    """Delete the identities of a framework that no version words any more, and that nothing else on the site names."""
    worded = FamilyWording.objects.filter(family__framework=framework_id).values("family")
    unworded: tuple[QuerySet[Any], ...] = (
        RoleLevel.objects.filter(role__framework=framework_id, wordings__isnull=True),
        Role.objects.filter(framework=framework_id, wordings__isnull=True),
        JobFamily.objects.filter(framework=framework_id).exclude(pk__in=worded),
        Skill.objects.filter(framework=framework_id, wordings__isnull=True),
    )
    for rows in unworded:
        for one in rows:
            _delete(one)


def _delete(one: Model) -> None:
    try:
        with transaction.atomic():
            one.delete()
    except ProtectedError:
        pass  # somebody's record names it
