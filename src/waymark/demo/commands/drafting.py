"""A draft that is being written: the next version of the starter framework, with a few changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from waymark.access import queries as accounts
from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import LevelWords, SkillWords
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor

STARTER = "digital-and-data"
AUTHOR = "framework-author"


def write(*, people: dict[str, int], at: datetime) -> int | None:
    """Begin the next version of the starter framework, as its author, and change a few things in it.

    Args:
        people: the id of the person who plays each part, by its key.
        at: when.

    Returns:
        The id of the draft; None when the framework is not here or is being written already.
    """
    account = accounts.demo_account(AUTHOR)
    actor = Actor(account.id, people[AUTHOR], duties=accounts.duties_of(account.id, at))
    try:
        framework = frameworks.framework(STARTER, at)
        draft = commands.start_next_version(
            framework_id=framework.framework_id, label=f"{at.year + 1}.1", actor=actor, at=at
        )
    except (NotVisible, commands.DraftOpen, commands.LabelTaken):
        return None
    _change(draft.id, actor, at)
    return draft.id


def _change(version_id: int, actor: Actor, at: datetime) -> None:
    """Add a skill that is half written, reword one, and move one."""
    scale = frameworks.scale_choices(version_id)[0][0]
    added = SkillWords(
        name=_("Working with learning models"),
        summary=_("Choosing, testing and watching over models that learn from data."),
        scale=scale,
        alternative_labels=(_("machine learning in services"),),
    )
    slug = commands.add_skill(version_id=version_id, words=added, actor=actor, at=at)
    levels = {
        1: LevelWords(_("- says what such a model can and cannot do\n- names where one is used in the own service")),
        2: LevelWords(_("- tests a model against agreed measures, with help\n- understands its risks")),
        4: LevelWords(undefined=True),
    }
    commands.save_skill(
        version_id=version_id, slug=slug, words=replace(added, levels=levels), seen=None, actor=actor, at=at
    )
    commands.move_skill(version_id=version_id, slug=slug, move="up", actor=actor, at=at)
    first = frameworks.skill_tree(version_id).rows[0].slug
    shown = frameworks.skill_shown(version_id, first).fields
    reworded = SkillWords(
        name=shown["name"],
        summary=_("%(summary)s This is shown in work that others can look at.") % {"summary": shown["summary"].strip()},
        kind=shown["kind"],
        code=shown["code"],
        scale=shown["scale"],
        parent=shown["parent"],
        alternative_labels=tuple(shown["alternative_labels"].splitlines()),
        hidden_labels=tuple(shown["hidden_labels"].splitlines()),
    )
    commands.save_skill(version_id=version_id, slug=first, words=reworded, seen=None, actor=actor, at=at)
