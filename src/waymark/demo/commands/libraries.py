"""The frameworks of a demo: the starter library that ships with us, and the real ones when they are at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.demo.commands import record
from waymark.exchange import commands as exchange
from waymark.frameworks import commands as frameworks
from waymark.kernel.policy import Actor

REAL = Path("uk-gdd-ddat") / "raw"
REASON = "for the demo"


def import_library(*, data: Path | None, actor: Actor, at: datetime, progress: Callable[[str], None]) -> int:
    """Import and publish every framework there is for a demo; return how many new versions that were.

    The starter library comes into force before anything in the demo was judged, and its versions are labelled by that
    year. Versions in folders named by a date are imported as of that date, oldest first, so that what was judged
    before a version came out was judged against the one before.

    Args:
        data: a folder that may hold ``uk-gdd-ddat/raw/<date>/``; None without one.
        actor: an operator.
        at: when; nothing is published later than that.
        progress: told what is being imported.
    """
    year = (at - timedelta(days=record.OLDEST_DAYS + 1)).year
    since = timezone.make_aware(datetime.combine(date(year, 1, 1), time.min))
    # Whoever runs the demo may have imported some of it before; that then holds since it was said to.
    starters = exchange.import_library(
        label=f"{year}.1", since=since, reason=REASON, actor=actor, at=at, progress=progress
    )
    count = len(starters.frameworks)
    for day, folder in _real_versions(data):
        progress(_("importing %(what)s") % {"what": f"{folder.parent.parent.name} {folder.name}"})
        count += _import_real(folder, actor, min(at, datetime(day.year, day.month, day.day, tzinfo=UTC)))
    return count


def _real_versions(data: Path | None) -> list[tuple[date, Path]]:
    if data is None or not (data / REAL).is_dir():
        return []
    found = []
    for folder in sorted((data / REAL).iterdir()):
        try:
            day = date.fromisoformat(folder.name)
        except ValueError:
            continue
        if (folder / "roles.csv").is_file():
            found.append((day, folder))
    return found


def _import_real(folder: Path, actor: Actor, at: datetime) -> bool:
    """Import one version of a real framework as of ``at``; say whether it was new."""
    try:
        exchange.import_framework(path=folder, format="ddat", publish=True, reason=REASON, actor=actor, at=at)
    except (frameworks.AlreadyImported, frameworks.VersionExists):
        return False
    return True
