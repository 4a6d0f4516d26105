"""What the department of the cast adds to the standard of the individual's role, so that context is seen at work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from waymark.access import queries as accounts
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries
from waymark.frameworks.types import OverlayKind, RoleLevelView
from waymark.kernel.policy import Actor

HEAD = "department-head-of-profession"


def add(*, role_level: RoleLevelView, department_id: int, at: datetime) -> int:
    """Add a note, an example, a higher level and an extra skill, by the departmental head; return how many.

    None where that head has no say in the framework, or where the role level leaves nothing to raise or to add.
    """
    account = next(card for card in accounts.demo_accounts() if card.demo_key == HEAD)
    head = Actor(account.id, duties=accounts.duties_of(account.id, at))
    ref = role_level.ref
    if not queries.may_put_in_context(ref.profession_id, head):
        return 0
    role, level = ("role", ref.role_slug), ("role_level", ref.slug)
    wanted: list[tuple[OverlayKind, tuple[str, str], dict[str, Any]]] = [
        (
            OverlayKind.NOTE,
            role,
            {"text": _("In our department people of this role work in teams of six to nine, and take turns on call.")},
        ),
        (
            OverlayKind.EXAMPLE,
            level,
            {
                "text": _(
                    "In last year’s move of the grants service somebody at this level led one of its five strands."
                )
            },
        ),
    ]
    raised = next((one for one in role_level.requirements if one.level is not None and one.level < one.top), None)
    if raised is not None and raised.level is not None:
        why = _("A fault of ours stops payments, so we ask for a step more.")
        wanted.append(
            (OverlayKind.HIGHER_LEVEL, level, {"skill_id": raised.skill_id, "level": raised.level + 1, "text": why})
        )
    asked = {one.skill_id for one in role_level.requirements}
    others = (row for row in queries.skills_a_to_z(at, framework=ref.framework_slug) if row.id not in asked)
    extra = next((page for row in others for page in queries.skills_called([row.slug], at) if page.scale.levels), None)
    if extra is not None:
        why = _("Every one of our teams answers for this itself.")
        wanted.append((OverlayKind.EXTRA_SKILL, level, {"skill_id": extra.id, "level": 1, "text": why}))
    for kind, thing, said in wanted:
        frameworks.publish_overlay(kind=kind, thing=thing, organisation_id=department_id, actor=head, at=at, **said)
    return len(wanted)
