"""The families of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.births import family_called
from waymark.frameworks.commands.editing import Unfit, must_be_as_seen, must_be_text, must_go_as_seen, open_draft
from waymark.frameworks.commands.ordering import Way, close, next_place, step
from waymark.frameworks.commands.taking_out import take_out_levels
from waymark.frameworks.models import FamilyWording, RoleLevelWording, RoleWording, Version
from waymark.frameworks.queries.structure import family_hanging, family_shown
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor


@transaction.atomic
def add_family(*, version_id: int, name: str, summary: str, actor: Actor, at: datetime) -> str:
    """Add a family behind the others and return its slug.

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    must_be_a_name(name, {"name": name, "summary": summary})
    family = family_called(version, name)
    FamilyWording.objects.create(
        version=version,
        family=family,
        name=name,
        summary=summary,
        position=next_place(FamilyWording.objects.filter(version=version)),
    )
    audit.record("frameworks.family.added", actor=actor, at=at, version=version.pk, family=family.pk)
    return family.slug


@transaction.atomic
def save_family(
    *, version_id: int, family: str, name: str, summary: str, seen: str | None, actor: Actor, at: datetime
) -> None:
    """Say what a family is called and what it is about.

    Args:
        version_id: of a draft.
        family: its slug, which stays.
        name: what people read.
        summary: in a sentence or two.
        seen: digest of what the form showed (``queries.family_shown``); None without a form.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Changed, Unfit: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    row = one_family(version, family)
    now = family_shown(version_id, family)
    new = {"name": name, "summary": summary}
    if new == now.fields:
        return
    must_be_as_seen(now, seen, noun="family", number=row.family_id)
    must_be_a_name(name, new, now.fields)
    row.name, row.summary = name, summary
    row.save(update_fields=["name", "summary"])
    audit.record("frameworks.family.saved", actor=actor, at=at, version=version.pk, family=row.family_id)


@transaction.atomic
def move_family(*, version_id: int, family: str, way: Way, actor: Actor, at: datetime) -> None:
    """Let a family change places with the one before or behind it.

    Raises:
        NotVisible, NotADraft: see ``commands.editing``.
        AtTheEnd: there is none on that side.
    """
    version = open_draft(version_id, actor, at)
    row = one_family(version, family)
    step(FamilyWording.objects.filter(version=version), row, way)
    audit.record("frameworks.family.moved", actor=actor, at=at, version=version.pk, family=row.family_id, way=way)


@transaction.atomic
def remove_family(*, version_id: int, family: str, seen: str | None, actor: Actor, at: datetime) -> None:
    """Take a family out of a draft, with its roles, their levels and what they ask. Versions that are out keep it.

    ``seen`` is the digest of what was shown to go with it (``queries.family_hanging``); None without a page.

    Raises:
        NotVisible, NotADraft, ChangedSince: see ``commands.editing``.

    Cost: reads what goes; and eight statements, however much hangs on it.
    """
    version = open_draft(version_id, actor, at)
    row = one_family(version, family)
    must_go_as_seen(family_hanging(version_id, family).seen, seen)
    roles = RoleWording.objects.filter(family_wording=row)
    count = roles.count()
    take_out_levels(RoleLevelWording.objects.filter(role_wording__family_wording=row))
    roles.delete()
    row.delete()
    close(FamilyWording.objects.filter(version=version), row.position)
    audit.record(
        "frameworks.family.removed",
        actor=actor,
        at=at,
        version=version.pk,
        family=row.family_id,
        called=row.name,
        roles=count,
    )


def one_family(version: Version, slug: str) -> FamilyWording:
    """Return a family of a draft.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    row = FamilyWording.objects.filter(version=version, family__slug=slug).first()
    if row is None:
        raise NotVisible
    return row


def must_be_a_name(name: str, new: Mapping[str, str], now: Mapping[str, str] | None = None, **longest: int) -> None:
    """Refuse a thing without a name, and what is no text; see ``must_be_text``.

    Raises:
        Unfit: with every field that is wrong.
    """
    if not name.strip():
        raise Unfit({"name": _("Enter a name")})
    must_be_text(new, now, name=rules.LONGEST["name"], **longest)
