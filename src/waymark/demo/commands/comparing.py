"""A second framework that measures some of the same skills on a scale of its own, and what its levels count as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

import waymark
from waymark.demo.commands.libraries import REASON
from waymark.exchange import commands as exchange
from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillPair
from waymark.kernel.policy import Actor

PILOT = Path(waymark.__file__).parent / "demo" / "pilot.yaml"
PILOT_SLUG, STARTER = "service-teams-pilot", "digital-and-data"
SAME = {
    "agile-working": "small-steps",
    "stakeholder-working": "those-it-matters-to",
    "data-protection": "keeping-data-safe",
}
"""Skills of the starter framework, and those of the pilot that are the same."""
COUNTS_AS = (1, 2, 3, 3)
"""What the four levels of the starter framework count as on the pilot's three."""
HELD_FOR = timedelta(days=60)


def compare(*, actor: Actor, at: datetime, progress: Callable[[str], None]) -> int:
    """Publish the pilot, relate its skills, and say what levels count as; return how many new versions that were.

    None when the pilot is here already, or the starter framework is not.

    Args:
        actor: an operator.
        at: when.
        progress: told what is being imported.
    """
    theirs = {page.slug: page.id for page in frameworks.skills_called(SAME, at)}
    if len(theirs) != len(SAME):
        return 0
    progress(_("importing %(what)s") % {"what": PILOT.stem})
    try:
        draft = exchange.import_framework(path=PILOT, format="waymark", reason=REASON, actor=actor, at=at).version
    except (commands.AlreadyImported, commands.VersionExists):
        return 0
    assert draft.version_id is not None  # only a plan makes none
    commands.publish(
        version_id=draft.version_id, effective_from=at - HELD_FOR, reason=REASON, actor=actor, at=at
    )  # fmt: skip
    ours = {page.slug: page.id for page in frameworks.skills_called(SAME.values(), at)}
    commands.relate_many(
        pairs=[SkillPair(theirs[one], ours[other], "same") for one, other in SAME.items()],
        reason=_("The same work, named by the people who lead service teams."), actor=actor, at=at,
    )  # fmt: skip
    ladders = {one.framework_slug: one for one in frameworks.ladders_in_use(actor, at)}
    commands.say_equivalence(
        one=ladders[STARTER], other=ladders[PILOT_SLUG], counts_as=COUNTS_AS,
        reason=_("Agreed by both frameworks’ authors for the pilot."),
        explanation=_(
            "Somebody at working leads small steps on their own, most of the time, so it counts as doing. The pilot "
            "has nothing above leading, so practitioner and expert both count as that."
        ),
        actor=actor, at=at,
    )  # fmt: skip
    return 1
