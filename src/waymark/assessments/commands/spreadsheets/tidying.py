"""Files of levels that nobody went on with do not stay."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from waymark.assessments.models import LevelFile
from waymark.assessments.types import FileState
from waymark.audit import commands as audit
from waymark.kernel.policy import Actor

KEPT = timedelta(days=30)
"""How long a file that added nothing is kept after its last step."""
_ADDED = (FileState.APPLIED, FileState.UNDONE)
_SETTLED = timedelta(hours=1)
"""A folder younger than this may belong to a file that is being brought."""


@transaction.atomic
def tidy_level_files(*, actor: Actor, at: datetime) -> int:
    """Delete files of levels that added nothing and that nobody touched for 30 days, and return how many.

    What says which file added a level stays. Folders go that no file needs any more: of files that were applied or
    thrown away by a program that stopped in the middle. Whoever calls this is the program itself.

    Cost: three queries, and one look into the folder of files.
    """
    # A step that a worker gave up is still said to be under way; nobody is at it after thirty days.
    rows = LevelFile.objects.filter(changed_at__lt=at - KEPT).exclude(state__in=_ADDED)
    ids = list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    LevelFile.objects.filter(pk__in=ids).delete()
    if ids:
        audit.record("assessments.level_files.tidied", actor=actor, at=at, files=len(ids))
    transaction.on_commit(lambda: _sweep(at))
    return len(ids)


def _sweep(at: datetime) -> None:
    over = (*_ADDED, FileState.DISCARDED)
    needed = {one.hex for one in LevelFile.objects.exclude(state__in=over).values_list("uuid", flat=True)}
    root = Path(settings.LEVELS_DIR)
    for place in root.iterdir() if root.is_dir() else ():
        if place.name not in needed and place.stat().st_mtime < (at - _SETTLED).timestamp():
            shutil.rmtree(place, ignore_errors=True)
