"""Skills of a draft are added and worded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.audit import commands as audit
from waymark.frameworks import rules
from waymark.frameworks.commands.births import skill_called
from waymark.frameworks.commands.deriving import note_rewording
from waymark.frameworks.commands.editing import Unfit, must_be_as_seen, must_be_text, open_draft
from waymark.frameworks.models import LevelDescriptor, Requirement, Scale, SkillWording, Version
from waymark.frameworks.queries.draft_skills import above, fields_of, parents_called, shown_of, wording
from waymark.frameworks.types import SkillWords
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark_formats.framework import SkillKind

WORDING = ("name", "summary")
"""Fields that, beside the levels, make a skill another than the one it was taken over from."""


@transaction.atomic
def add_skill(*, version_id: int, words: SkillWords, actor: Actor, at: datetime) -> str:
    """Add a skill at the end of its branch, and return its slug.

    A skill that the framework had once, by the same name or by the slug it asks for, is the same skill again.

    Raises:
        NotVisible, NotADraft, Unfit: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    new = fields_of(words, {})
    must_be_fit(new)
    scale = _scale(version, words.scale)
    parent = _parent(version_id, words.parent)
    last = SkillWording.objects.filter(version=version).aggregate(last=Max("position"))["last"]
    row = SkillWording(
        version=version,
        skill=skill_called(version, words.name),
        scale=scale,
        parent=parent,
        position=0 if last is None else last + 1,
    )
    _put(row, words)
    row.save()
    _describe(row, new, {})
    audit.record(
        "frameworks.skill.added",
        actor=actor,
        at=at,
        version=version_id,
        skill=row.skill_id,
        skill_wording=row.pk,
        name=row.name,
    )
    return row.skill.slug


@transaction.atomic
def save_skill(*, version_id: int, slug: str, words: SkillWords, seen: str | None, actor: Actor, at: datetime) -> None:
    """Word a skill of a draft: itself, and each of its levels.

    Args:
        version_id: of a draft.
        slug: the skill's, which stays as it is whatever the skill is called.
        words: what it says from now on.
        seen: digest of what the form showed (``queries.skill_shown``); None without a form.
        actor: who writes it.
        at: when.

    Raises:
        NotVisible, NotADraft, Changed, Unfit: see ``commands.editing``.
    """
    version = open_draft(version_id, actor, at)
    row = wording(version_id, slug)
    now = shown_of(row)
    new = fields_of(words, now.fields)
    if new == now.fields:
        return
    must_be_as_seen(now, seen, noun="skill_wording", number=row.pk)
    must_be_fit(new, now.fields)
    if new["parent"] != now.fields["parent"]:
        row.parent = _parent(version_id, words.parent, of=row)
    if new["scale"] != now.fields["scale"]:
        row.scale = _scale(version, words.scale)
        _must_reach(row, new)
    _put(row, words)
    row.save()
    _describe(row, new, now.fields)
    if any(new[name] != now.fields.get(name) for name in new if name in WORDING or name.startswith("level_")):
        note_rewording(row.pk)
    audit.record(
        "frameworks.skill.saved",
        actor=actor,
        at=at,
        version=version_id,
        skill=row.skill_id,
        skill_wording=row.pk,
        changed=sorted(name for name in new if new[name] != now.fields.get(name)),
    )


def must_be_fit(new: Mapping[str, str], now: Mapping[str, str] | None = None) -> None:
    """Refuse words of a skill that cannot be kept.

    Raises:
        Unfit: with every field that is wrong.
    """
    if not new["name"].strip():
        raise Unfit({"name": _("Enter what the skill is called")})
    if new["kind"] not in {kind.value for kind in SkillKind}:
        raise Unfit({"kind": _("Choose what kind of skill it is")})
    for name in ("alternative_labels", "hidden_labels"):
        for label in new[name].splitlines():
            if now is None or label not in now.get(name, "").splitlines():
                must_be_text({name: label}, None, **{name: rules.LONGEST["name"]})
    must_be_text(new, now, name=rules.LONGEST["name"], code=rules.LONGEST["code"])
    if wrong := dict(_unclear_levels(new, now or {})):
        raise Unfit(wrong)


def _unclear_levels(new: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for rank in ranks_in(new):
        text, undefined, *more = (new[f"level_{rank}_{part}"] for part in _PARTS)
        if all(new[f"level_{rank}_{part}"] == now.get(f"level_{rank}_{part}") for part in _PARTS):
            continue
        if undefined and text.strip():
            yield f"level_{rank}_undefined", _("Take the text of this level out, or say that it is defined")
        elif not undefined and not text.strip() and any(one.strip() for one in more):
            yield f"level_{rank}_text", _("Describe this level, or mark it as left undefined")


_PARTS = ("text", "undefined", "evidence", "learning")


def ranks_in(fields: Mapping[str, str]) -> list[int]:
    """Return the ranks that fields speak of."""
    return sorted(int(name.split("_")[1]) for name in fields if name.startswith("level_") and name.endswith("_text"))


def _put(row: SkillWording, words: SkillWords) -> None:
    row.name, row.sort_key = words.name, sort_key(words.name)
    row.summary, row.kind, row.code = words.summary, words.kind, words.code
    row.alternative_labels, row.hidden_labels = list(words.alternative_labels), list(words.hidden_labels)


def _describe(row: SkillWording, new: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Write the levels that changed. A level of which nothing is said any more loses its row."""
    for rank in ranks_in(new):
        given = {part: new[f"level_{rank}_{part}"] for part in _PARTS}
        if all(given[part] == now.get(f"level_{rank}_{part}") for part in _PARTS):
            continue
        if not any(text.strip() for text in given.values()):
            LevelDescriptor.objects.filter(skill_wording=row, rank=rank).delete()
            continue
        LevelDescriptor.objects.update_or_create(
            skill_wording=row,
            rank=rank,
            defaults={
                "version_id": row.version_id,
                "defined": not given["undefined"],
                "text": given["text"],
                "evidence": given["evidence"],
                "learning": given["learning"],
            },
        )


def _must_reach(row: SkillWording, new: Mapping[str, str]) -> None:
    """Refuse a scale that ends below what is described of the skill, or asked of it."""
    top = Scale.objects.get(pk=row.scale_id).levels.count()
    beyond = [rank for rank in ranks_in(new) if rank > top and any(new[f"level_{rank}_{part}"] for part in _PARTS)]
    if beyond:
        raise Unfit(
            {
                "scale": _("This scale has no level %(rank)s, and the skill describes one. Empty it first.")
                % {"rank": beyond[0]}
            }
        )
    asked = Requirement.objects.filter(skill_wording=row, level__gt=top).count()
    if asked:
        raise Unfit(
            {
                "scale": ngettext(
                    "%(num)s role level asks for more than this scale has. Change what it asks for first.",
                    "%(num)s role levels ask for more than this scale has. Change what they ask for first.",
                    asked,
                )
                % {"num": asked}
            }
        )


def _scale(version: Version, key: str) -> Scale:
    rows = Scale.objects.filter(version=version).order_by("position", "pk")
    scale = (rows.filter(key=key) if key else rows).first()
    if scale is None:
        raise Unfit({"scale": _("Choose one of the scales of this draft")})
    return scale


def _parent(version_id: int, text: str, of: SkillWording | None = None) -> SkillWording | None:
    """Return the skill that a person means by the skill above; None for none."""
    if not text.strip():
        return None
    found = parents_called(version_id, text)
    if not found:
        raise Unfit({"parent": _('This draft has no skill "%(name)s"') % {"name": text.strip()[:80]}})
    if len(found) > 1:
        addresses = ", ".join(sorted(one.skill.slug for one in found)[:5])
        raise Unfit(
            {
                "parent": _("Several skills have this name. Say which by its address: %(addresses)s")
                % {"addresses": addresses}
            }
        )
    if of is not None and of.pk in above(found[0].pk):
        raise Unfit({"parent": _("A skill cannot stand under itself, or under a skill that stands under it")})
    return found[0]
