"""The starter library, brought in: frameworks, how their skills and levels stand to each other, then exercises."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

import waymark
from waymark.exchange.commands.exercises import import_exercises
from waymark.exchange.commands.importing import NotReadable, import_framework
from waymark.exchange.types import ImportResult, LibraryImported
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as framework_queries
from waymark.frameworks.types import LadderInUse, SkillPair
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor
from waymark_formats import crosswalk
from waymark_formats.framework import Unreadable

LIBRARY = Path(waymark.__file__).parent / "library"
"""One file for each framework; ``crosswalk``, ``equivalences`` and ``exercises`` beside them. See its README."""

Row = TypeVar("Row")


class NotInLibrary(Refusal):
    """The starter library has no such framework."""

    def __init__(self, slug: str, known: Collection[str]) -> None:
        super().__init__(
            _('The starter library has no framework "%(slug)s". It has: %(known)s.')
            % {"slug": slug, "known": ", ".join(known)}
        )


@transaction.atomic
def import_library(
    *,
    only: Collection[str] = (),
    label: str = "",
    since: datetime | None = None,
    plan: bool = False,
    reason: str = "",
    actor: Actor,
    at: datetime,
    progress: Callable[[str], None] = lambda step: None,
) -> LibraryImported:
    """Import and publish the frameworks of the starter library, relate them and add their exercises: all or nothing.

    A framework that the site has under the same short name is left as it is, so that the same again changes nothing
    and nobody's own next version is overtaken. Relations and tables of levels are made where one of the two
    frameworks is new; between two that were here before, what their authors said stands.

    Args:
        only: short names of the frameworks wanted; all when empty.
        label: of every version; each file's own when empty.
        since: from when they hold; each file's own day when None.
        plan: say what would come and write nothing.
        reason: why, for the record.
        actor: an operator.
        at: when.
        progress: told what is being imported.

    Raises:
        NotInLibrary: there is no such framework in the library.
        Refusal: whatever ``import_framework`` refuses.

    Cost: that of an import for each framework, about ten queries for all relations, seven for each table of levels,
    and a few for the exercises of each framework.
    """
    paths = {path.stem: path for path in sorted(LIBRARY.glob("*.yaml"))}
    for slug in only:
        if slug not in paths:
            raise NotInLibrary(slug, paths)
    new: list[ImportResult] = []
    there: list[str] = []
    for slug, path in paths.items():
        if only and slug not in only:
            continue
        if framework_queries.slug_taken(slug):
            there.append(slug)
            continue
        progress(_("importing %(what)s") % {"what": slug})
        new.append(_import(path, label, since, plan, reason, actor, at))
    came = {result.version.framework_slug for result in new}
    if plan or not came:
        return LibraryImported(tuple(new), tuple(there))
    relations, equivalences = _bring_what_joins(came, paths, actor, at)
    return LibraryImported(tuple(new), tuple(there), relations, equivalences, _bring_exercises(came, actor, at))


def _import(
    path: Path, label: str, since: datetime | None, plan: bool, reason: str, actor: Actor, at: datetime
) -> ImportResult:
    result = import_framework(
        path=path, format="waymark", version=label, publish=since is None, plan=plan, reason=reason, actor=actor, at=at
    )
    if since is not None and result.version.version_id is not None:  # only a plan makes none
        frameworks.publish(
            version_id=result.version.version_id, effective_from=since, reason=reason, actor=actor, at=at
        )  # fmt: skip
    return result


def _bring_what_joins(came: Collection[str], library: Collection[str], actor: Actor, at: datetime) -> tuple[int, int]:
    """Bring what joins the frameworks that came to others; return how many relations and tables of levels were new."""
    return _relate(came, library, actor, at), _equate(came, actor, at)


def _bring_exercises(came: Collection[str], actor: Actor, at: datetime) -> int:
    """Bring the exercises of the frameworks that came; return how many there were."""
    count = 0
    for path in sorted((LIBRARY / "exercises").glob("*.yaml")):
        if path.stem in came:
            count += sum(one.added for one in import_exercises(path=path, actor=actor, at=at).values())
    return count


def _relate(came: Collection[str], library: Collection[str], actor: Actor, at: datetime) -> int:
    rows = list(_rows("crosswalk", crosswalk.read_relations))
    slugs = [slug for row in rows for slug in (row.skill, row.other)]
    home = {
        page.slug: (page.id, page.version.framework_slug)
        for page in framework_queries.skills_called(slugs, at)
        if page.version.framework_slug in library
    }
    pairs = [
        SkillPair(home[row.skill][0], home[row.other][0], row.kind, row.why)
        for row in rows
        if row.skill in home and row.other in home and {home[row.skill][1], home[row.other][1]} & set(came)
    ]
    if not pairs:
        return 0
    return frameworks.relate_many(pairs=pairs, reason=_("From the starter library."), actor=actor, at=at)


def _equate(came: Collection[str], actor: Actor, at: datetime) -> int:
    in_use: dict[str, list[LadderInUse]] = {}
    for ladder in framework_queries.ladders_in_use(actor, at):
        in_use.setdefault(ladder.framework_slug, []).append(ladder)
    count = 0
    for row in _rows("equivalences", crosswalk.read_equivalences):
        wanted = set(row.counts_as.values()) - {crosswalk.NOT_YET}
        for to in row.others:
            if not {row.framework, to} & set(came):
                continue
            held = [scale for scale in in_use.get(row.framework, ()) if scale.ladder.names == tuple(row.counts_as)]
            asked = [scale for scale in in_use.get(to, ()) if wanted <= set(scale.ladder.names)]
            if not held or not asked:
                continue
            one, other = held[0], asked[0]
            ranks = {name: rank for rank, name in enumerate(other.ladder.names, 1)} | {crosswalk.NOT_YET: 0}
            frameworks.say_equivalence(
                one=one, other=other, counts_as=[ranks[name] for name in row.counts_as.values()], reason=row.why,
                explanation=row.example, actor=actor, at=at,
            )  # fmt: skip
            count += 1
    return count


def _rows(folder: str, read: Callable[..., tuple[Row, ...]]) -> Iterator[Row]:
    for path in sorted((LIBRARY / folder).glob("*.yaml")):
        try:
            yield from read(path, limit=settings.IMPORT_MAX_BYTES)
        except Unreadable as error:
            raise NotReadable(str(error)) from error
