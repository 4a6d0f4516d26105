"""The levels of a role of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.births import role_level_called
from waymark.frameworks.commands.editing import Unfit, must_be_as_seen, must_be_text, must_go_as_seen, open_draft
from waymark.frameworks.commands.ordering import Way, close, next_place, step
from waymark.frameworks.commands.roles import one_role
from waymark.frameworks.commands.taking_out import take_out_levels
from waymark.frameworks.models import RoleLevelWording, RoleWording
from waymark.frameworks.queries.structure import at_key, level_hanging, level_shown
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor

HIGHEST_RUNG = 30


class FirstOneUnnamed(Refusal):
    """The role has a level without a name, which is right only as long as it is the only one."""

    def __init__(self) -> None:
        super().__init__(_("The level that is there has no name. Give it one before you add another."))


@dataclass(frozen=True, slots=True)
class RoleLevelWords:
    """What an author says of a role level. ``rung`` None: it follows from the name."""

    name: str
    description: str
    rung: int | None
    grade_hint: str


@transaction.atomic
def add_role_level(*, version_id: int, role: str, words: RoleLevelWords, actor: Actor, at: datetime) -> str:
    """Add a level behind the others of a role and return its key within the role.

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``; unfit is a level without a name beside others.
        FirstOneUnnamed: the only level there is has no name.
    """
    version = open_draft(version_id, actor, at)
    home = one_role(version, role)
    siblings = RoleLevelWording.objects.filter(role_wording=home)
    if siblings.filter(name="").exists():
        raise FirstOneUnnamed
    _must_fit(words, {}, alone=not siblings.exists())
    level = role_level_called(version, home.role, words.name)
    row = RoleLevelWording(version=version, role_level=level, role_wording=home, position=next_place(siblings))
    _say(row, words, home.name)
    row.save()
    audit.record(
        "frameworks.role_level.added", actor=actor, at=at, version=version.pk, role=home.role_id, role_level=level.pk
    )
    return level.slug.rpartition("/")[2]


@transaction.atomic
def save_role_level(
    *, version_id: int, role: str, level: str, words: RoleLevelWords, seen: str | None, actor: Actor, at: datetime
) -> None:
    """Say what a role level is called, what it is, and how high it stands.

    Args:
        version_id: of a draft.
        role: slug of the role.
        level: key of the level within it; it stays.
        words: what to say.
        seen: digest of what the form showed (``queries.level_shown``); None without a form.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Changed, Unfit: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    home = one_role(version, role)
    row = one_level(home, level)
    now = level_shown(version_id, role, level)
    if _fields(words) == now.fields:
        return
    must_be_as_seen(now, seen, noun="role_level", number=row.role_level_id)
    others = RoleLevelWording.objects.filter(role_wording=home).exclude(pk=row.pk)
    _must_fit(words, now.fields, alone=not others.exists())
    _say(row, words, home.name)
    row.save()
    audit.record(
        "frameworks.role_level.saved",
        actor=actor,
        at=at,
        version=version.pk,
        role=home.role_id,
        role_level=row.role_level_id,
    )


@transaction.atomic
def move_role_level(*, version_id: int, role: str, level: str, way: Way, actor: Actor, at: datetime) -> None:
    """Let a role level change places with the one before or behind it. Its rung stays.

    Raises:
        NotVisible, NotADraft: see ``commands.editing``.
        AtTheEnd: there is none on that side.
    """
    version = open_draft(version_id, actor, at)
    home = one_role(version, role)
    row = one_level(home, level)
    step(RoleLevelWording.objects.filter(role_wording=home), row, way)
    audit.record(
        "frameworks.role_level.moved",
        actor=actor,
        at=at,
        version=version.pk,
        role=home.role_id,
        role_level=row.role_level_id,
        way=way,
    )


@transaction.atomic
def remove_role_level(*, version_id: int, role: str, level: str, seen: str | None, actor: Actor, at: datetime) -> None:
    """Take a level out of a role of a draft, with what it asks. Versions that are out keep it.

    ``seen`` is the digest of what was shown to go with it (``queries.level_hanging``); None without a page.

    Raises:
        NotVisible, NotADraft, ChangedSince: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    home = one_role(version, role)
    row = one_level(home, level)
    must_go_as_seen(level_hanging(version_id, role, level).seen, seen)
    take_out_levels(RoleLevelWording.objects.filter(pk=row.pk))
    close(RoleLevelWording.objects.filter(role_wording=home), row.position)
    audit.record(
        "frameworks.role_level.removed",
        actor=actor,
        at=at,
        version=version.pk,
        role=home.role_id,
        role_level=row.role_level_id,
        called=row.name or home.name,
    )


def one_level(home: RoleWording, key: str) -> RoleLevelWording:
    """Return a level of a role of a draft.

    Raises:
        NotVisible: the role has none of that key.
    """
    row = at_key(RoleLevelWording.objects.filter(role_wording=home), home.role.slug, key).first()
    if row is None:
        raise NotVisible
    return row


def _fields(words: RoleLevelWords) -> dict[str, str]:
    return {
        "name": words.name,
        "description": words.description,
        "rung": "" if words.rung is None else str(words.rung),
        "grade_hint": words.grade_hint,
    }


def _must_fit(words: RoleLevelWords, now: Mapping[str, str], *, alone: bool) -> None:
    if not words.name.strip() and not alone:
        raise Unfit({"name": _("Enter a name: only the one level of a role without others may have none")})
    if words.rung is not None and not 1 <= words.rung <= HIGHEST_RUNG:
        raise Unfit({"rung": _("The rung is a whole number from 1 to %(most)s") % {"most": HIGHEST_RUNG}})
    must_be_text(_fields(words), now, name=rules.LONGEST["name"], grade_hint=rules.LONGEST["grade hint"])


def _say(row: RoleLevelWording, words: RoleLevelWords, role_name: str) -> None:
    row.name = words.name.strip() and words.name
    row.description = words.description
    row.grade_hint = words.grade_hint
    row.rung_inferred = words.rung is None
    row.rung = rules.infer_rung(words.name, role_name) if words.rung is None else words.rung
