"""Whom the news of releases is told. Each acts once per event; telling again under one key adds nothing."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import VersionCard
from waymark.notifications import commands as notifications
from waymark.notifications.types import Topic
from waymark.reviews.events import ReleaseDecided, ReleaseProposed
from waymark.reviews.models import Release


def ask_second_person(event: ReleaseProposed, *, at: datetime) -> None:
    """Ask every head of the profession but whoever proposed it to decide."""
    row = Release.objects.filter(pk=event.release_id).first()
    if row is None or row.state != Release.State.OPEN:
        return
    version = frameworks.version_by_id(row.version_id)
    heads = access.holders([DutyKind.HEAD_OF_PROFESSION], profession_id=version.profession_id, at=at)
    notifications.notify(
        accounts=set(heads) - {row.proposed_by_id},
        topic=Topic.FRAMEWORKS,
        key=asked(row.pk),
        title=_("Decide about a release: %(what)s") % {"what": _what(row, version)},
        body=row.reason,
        url=_page(row, version),
        todo=True,
        at=at,
    )


def tell_what_came_of_it(event: ReleaseDecided, *, at: datetime) -> None:
    """Tell whoever proposed a release what was decided; nobody need decide any more."""
    row = Release.objects.filter(pk=event.release_id).first()
    if row is None:
        return  # the draft was discarded, and it with the draft
    notifications.settle(key=asked(row.pk), at=at)
    title = {
        Release.State.AGREED: _("Agreed: %(what)s"),
        Release.State.REFUSED: _("Refused: %(what)s"),
        Release.State.VOID: _("Void, because the draft changed: %(what)s"),
    }.get(Release.State(row.state))
    if title is None or row.proposed_by_id is None:
        return
    version = frameworks.version_by_id(row.version_id)
    notifications.notify(
        accounts=[row.proposed_by_id],
        topic=Topic.FRAMEWORKS,
        key=f"reviews.release.{row.pk}.decided",
        title=title % {"what": _what(row, version)},
        body=row.answer,
        url=_page(row, version),
        at=at,
    )


def asked(pk: int) -> str:
    """Return the key under which heads are asked to decide about a proposal."""
    return f"reviews.release.{pk}.asked"


def _what(row: Release, version: VersionCard) -> str:
    words = {
        Release.Act.PUBLISH: _("publish %(title)s, version %(label)s"),
        Release.Act.RETIRE: _("retire %(title)s"),
        Release.Act.KEEP: _("keep %(title)s, which was to retire"),
        Release.Act.WITHDRAW: _("withdraw %(title)s, version %(label)s"),
    }[Release.Act(row.act)]
    return words % {"title": version.title, "label": version.label}


def _page(row: Release, version: VersionCard) -> str:
    """Return where it is decided, or, once it is published, read."""
    if version.published_at is None:
        return frameworks.address("draft_for_good", str(version.uuid), "release")
    if row.state == Release.State.OPEN:
        return f"/authoring/frameworks/{version.framework_slug}/versions/{version.label}"
    return frameworks.address("version", version.framework_slug, version.label)
