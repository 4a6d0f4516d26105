"""The roles of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.births import role_called
from waymark.frameworks.commands.editing import must_be_as_seen, must_be_text, must_go_as_seen, open_draft
from waymark.frameworks.commands.families import must_be_a_name, one_family
from waymark.frameworks.commands.ordering import Way, close, next_place, step
from waymark.frameworks.commands.taking_out import take_out_levels
from waymark.frameworks.models import RoleLevelWording, RoleWording, Version
from waymark.frameworks.queries.structure import LABELS, ROLE, role_hanging, role_shown
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key


@transaction.atomic
def add_role(*, version_id: int, family: str, words: Mapping[str, str], actor: Actor, at: datetime) -> str:
    """Add a role behind the others of a family and return its slug. It has no levels yet.

    Args:
        version_id: of a draft.
        family: slug of the family.
        words: fields of ``queries.role_shown`` by name; those left out are empty, and it has a name.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    new = {name: words.get(name, "") for name in ROLE}
    must_be_a_name(new["name"], new, role_type=rules.LONGEST["role type"])
    _must_be_labels(new, {})
    home = one_family(version, family)
    role = role_called(version, new["name"])
    place = next_place(RoleWording.objects.filter(family_wording=home))
    row = RoleWording(version=version, role=role, family_wording=home, position=place)
    _say(row, new)
    row.save()
    audit.record("frameworks.role.added", actor=actor, at=at, version=version.pk, role=role.pk, family=home.family_id)
    return role.slug


@transaction.atomic
def save_role(
    *, version_id: int, role: str, words: Mapping[str, str], seen: str | None, actor: Actor, at: datetime
) -> None:
    """Say what a role is called and what it is.

    Args:
        version_id: of a draft.
        role: its slug, which stays.
        words: every field of ``queries.role_shown`` by name.
        seen: digest of what the form showed; None without a form.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Changed, Unfit: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    row = one_role(version, role)
    now = role_shown(version_id, role)
    new = {name: words[name] for name in ROLE}
    if new == now.fields:
        return
    must_be_as_seen(now, seen, noun="role", number=row.role_id)
    must_be_a_name(new["name"], new, now.fields, role_type=rules.LONGEST["role type"])
    _must_be_labels(new, now.fields)
    renamed = new["name"] != row.name
    changed = [name for name in ROLE if new[name] != now.fields[name]]
    _say(row, {name: new[name] for name in changed})
    row.save()
    if renamed:
        infer_lone_rung(row)
    audit.record("frameworks.role.saved", actor=actor, at=at, version=version.pk, role=row.role_id, changed=changed)


@transaction.atomic
def move_role(*, version_id: int, role: str, way: Way, actor: Actor, at: datetime) -> None:
    """Let a role change places with the one before or behind it in its family.

    Raises:
        NotVisible, NotADraft: see ``commands.editing``.
        AtTheEnd: there is none on that side.
    """
    version = open_draft(version_id, actor, at)
    row = one_role(version, role)
    step(RoleWording.objects.filter(family_wording=row.family_wording_id), row, way)
    audit.record("frameworks.role.moved", actor=actor, at=at, version=version.pk, role=row.role_id, way=way)


@transaction.atomic
def move_role_to(*, version_id: int, role: str, family: str, actor: Actor, at: datetime) -> None:
    """Put a role behind the others of another family. Into the family it is in, nothing is done.

    Raises:
        NotVisible, NotADraft: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    row, home = one_role(version, role), one_family(version, family)
    if row.family_wording_id == home.pk:
        return
    left, place = row.family_wording_id, row.position
    row.position = next_place(RoleWording.objects.filter(family_wording=home))
    row.family_wording = home
    row.save(update_fields=["family_wording", "position"])
    close(RoleWording.objects.filter(family_wording=left), place)
    audit.record(
        "frameworks.role.moved", actor=actor, at=at, version=version.pk, role=row.role_id, family=home.family_id
    )


@transaction.atomic
def remove_role(*, version_id: int, role: str, seen: str | None, actor: Actor, at: datetime) -> None:
    """Take a role out of a draft, with its levels and what they ask. Versions that are out keep it.

    ``seen`` is the digest of what was shown to go with it (``queries.role_hanging``); None without a page.

    Raises:
        NotVisible, NotADraft, ChangedSince: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    row = one_role(version, role)
    must_go_as_seen(role_hanging(version_id, role).seen, seen)
    take_out_levels(RoleLevelWording.objects.filter(role_wording=row))
    row.delete()
    close(RoleWording.objects.filter(family_wording=row.family_wording_id), row.position)
    audit.record("frameworks.role.removed", actor=actor, at=at, version=version.pk, role=row.role_id, called=row.name)


def one_role(version: Version, slug: str) -> RoleWording:
    """Return a role of a draft.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    row = RoleWording.objects.filter(version=version, role__slug=slug).select_related("role").first()
    if row is None:
        raise NotVisible
    return row


def _must_be_labels(new: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Refuse labels that are no text, each by itself: the second may be a formula where the first is none."""
    for name in LABELS:
        stays = now.get(name, "").splitlines()
        for label in new[name].splitlines():
            if label not in stays:
                must_be_text({name: label}, None, **{name: rules.LONGEST["name"]})


def infer_lone_rung(row: RoleWording) -> None:
    """Infer the rung of the lone level of a role anew, whose name is the role's."""
    lone = RoleLevelWording.objects.filter(role_wording=row, rung_inferred=True, name="")
    lone.update(rung=rules.infer_rung("", row.name))


def _say(row: RoleWording, words: Mapping[str, str]) -> None:
    for name, text in words.items():
        setattr(row, name, _lines(text) if name in LABELS else text)
    row.sort_key = sort_key(row.name)


def _lines(text: str) -> list[str]:
    """Return the labels of a text that has one per line, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
