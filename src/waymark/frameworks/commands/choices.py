"""Choose-n groups of a role level of a draft."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.editing import Unfit, must_be_as_seen, must_be_text, must_go_as_seen, open_draft
from waymark.frameworks.commands.role_levels import one_level
from waymark.frameworks.commands.roles import one_role
from waymark.frameworks.models import Choice, Requirement, RoleLevelWording
from waymark.frameworks.queries.requirement_grids import choice_shown
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import free_slug, slugify
from waymark.kernel.policy import Actor


@transaction.atomic
def add_choice(
    *,
    version_id: int,
    role: str,
    level: str,
    name: str,
    choose: int,
    skills: Collection[str],
    actor: Actor,
    at: datetime,
) -> str:
    """Make a choose-n group of requirements that are in none, and return its key.

    Args:
        version_id: of a draft.
        role: slug of the role.
        level: key of the role level within it.
        name: what people read, such as "One of these languages".
        choose: how many of them are asked for, from 1 to as many as there are.
        skills: slugs of the skills whose requirements are in it.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``; unfit is a number larger than the group.
    """
    version = open_draft(version_id, actor, at)
    wording = one_level(one_role(version, role), level)
    members = _members(wording, skills, None)
    _must_fit(name, choose, len(members), None)
    keys = set(Choice.objects.filter(role_level_wording=wording).values_list("key", flat=True))
    key = free_slug(slugify(name)[:60].strip("-"), taken=keys, suffix="group")
    choice = Choice.objects.create(version=version, role_level_wording=wording, key=key, name=name, choose=choose)
    Requirement.objects.filter(pk__in=members).update(choice=choice)
    audit.record(
        "frameworks.choice.added",
        actor=actor,
        at=at,
        version=version.pk,
        role_level=wording.role_level_id,
        choice_key=key,
    )
    return key


@transaction.atomic
def save_choice(
    *,
    version_id: int,
    role: str,
    level: str,
    choice: str,
    name: str,
    choose: int,
    skills: Collection[str],
    seen: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Change the name of a choose-n group, how many of it are asked for, and what is in it.

    ``choice`` is its key, ``seen`` the digest of what the form showed (``queries.choice_shown``); the rest is as with
    ``add_choice``, and so are the refusals; and Changed.
    """
    version = open_draft(version_id, actor, at)
    wording = one_level(one_role(version, role), level)
    row = Choice.objects.filter(role_level_wording=wording, key=choice).first()
    if row is None:
        raise NotVisible
    now = choice_shown(version_id, role, level, choice)
    new = {"name": name, "choose": str(choose), "skills": "\n".join(sorted(skills))}
    if new == now.fields:
        return
    must_be_as_seen(now, seen, noun="role_level", number=wording.role_level_id)
    members = _members(wording, skills, row)
    _must_fit(name, choose, len(members), now.fields["name"])
    row.name, row.choose = name, choose
    row.save(update_fields=["name", "choose"])
    Requirement.objects.filter(choice=row).exclude(pk__in=members).update(choice=None)
    Requirement.objects.filter(pk__in=members).update(choice=row)
    audit.record(
        "frameworks.choice.saved",
        actor=actor,
        at=at,
        version=version.pk,
        role_level=wording.role_level_id,
        choice_key=choice,
    )


@transaction.atomic
def remove_choice(
    *, version_id: int, role: str, level: str, choice: str, seen: str | None, actor: Actor, at: datetime
) -> None:
    """Take a choose-n group away; what was in it is asked for by itself from then on.

    ``seen`` is the digest of what was shown of it (``queries.choice_shown``); None without a page.

    Raises:
        NotVisible, NotADraft, ChangedSince: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    wording = one_level(one_role(version, role), level)
    row = Choice.objects.filter(role_level_wording=wording, key=choice).first()
    if row is None:
        raise NotVisible
    must_go_as_seen(choice_shown(version_id, role, level, choice).seen, seen)
    Requirement.objects.filter(choice=row).update(choice=None)
    row.delete()
    audit.record(
        "frameworks.choice.removed",
        actor=actor,
        at=at,
        version=version.pk,
        role_level=wording.role_level_id,
        choice_key=choice,
    )


def _members(wording: RoleLevelWording, skills: Collection[str], choice: Choice | None) -> list[int]:
    """Return the requirements of these skills that may be in a group.

    Raises:
        Unfit: one of them is in another group, or nothing asks for it any more.
    """
    rows = Requirement.objects.filter(role_level_wording=wording, skill_wording__skill__slug__in=set(skills))
    free = [pk for pk, of in rows.values_list("pk", "choice_id") if of is None or (choice and of == choice.pk)]
    if len(free) < len(set(skills)):
        raise Unfit({"skills": _("Somebody changed what is asked for here meanwhile. Choose again.")})
    return free


def _must_fit(name: str, choose: int, members: int, name_now: str | None) -> None:
    if not name.strip():
        raise Unfit({"name": _("Enter what the group is called")})
    must_be_text({"name": name}, {"name": name_now} if name_now is not None else None, name=rules.LONGEST["name"])
    if reason := rules.why_not_choose(choose, members):
        raise Unfit({"choose" if members else "skills": reason})
