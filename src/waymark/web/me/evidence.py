"""Your evidence: what you keep to show what you can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import (
    EvidenceKind,
    EvidenceLine,
    EvidencePage,
    EvidenceView,
    TestimonyView,
)
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillRow
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.text import sort_key
from waymark.people import queries as people
from waymark.web.base.access import signed_in
from waymark.web.base.evidence_kinds import kind_name, texts_of
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.me.common import slug_of
from waymark.web.me.evidence_forms import AUDIENCES


@dataclass(frozen=True, slots=True)
class Listed:
    """A piece of evidence in the list."""

    line: EvidenceLine
    kind: str
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that I am asked to write."""

    testimony: TestimonyView
    name: str


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """My evidence, what the list is narrowed to, and what others ask of me."""

    found: EvidencePage
    items: tuple[Listed, ...]
    query: str
    kinds: tuple[tuple[str, str], ...]
    kind: str
    skills: tuple[tuple[str, str], ...]
    skill: str
    pagination: Pagination
    asked: tuple[Waiting, ...]

    @property
    def narrowed(self) -> bool:
        """Whether a filter is on."""
        return bool(self.query or self.kind or self.skill)


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One piece of my evidence."""

    view: EvidenceView
    kind: str
    texts: tuple[tuple[str, str], ...]
    skills: tuple[SkillRow, ...]
    audience: str


@signed_in
def listing(request: Request) -> HttpResponse:
    """List my evidence, newest first; search it, or narrow it to a skill or a kind."""
    actor, at, get = request.actor, request.at, request.GET
    query = " ".join(get.get("q", "").replace("\x00", "").split())[:200]
    kind = get.get("kind", "") if get.get("kind", "") in tuple(EvidenceKind) else ""
    slug, number = slug_of(get, "skill"), page_number(get)
    found = assessments.my_evidence(actor, at, words=query, kind=kind, page=number)
    rows = frameworks.skill_rows(found.skills, at) if found.skills else {}
    chosen = next((row for row in rows.values() if row.slug == slug), None)
    if chosen is not None:
        found = assessments.my_evidence(actor, at, words=query, kind=kind, skill_id=chosen.id, page=number)
    asked = assessments.testimonies_asked(actor, at)
    names = people.names(one.person_id for one in asked)
    page = LibraryPage(
        found=found,
        items=tuple(_listed(line, rows) for line in found.lines),
        query=query,
        kinds=tuple((one.value, kind_name(one)) for one in found.kinds),
        kind=kind,
        skills=tuple((row.slug, row.name) for row in by_name(rows.values())),
        skill=chosen.slug if chosen else "",
        pagination=paginate(min(number, found.pages), found.pages, get),
        asked=tuple(Waiting(one, names.get(one.person_id, "")) for one in asked),
    )
    return render(request, "me/evidence.html", page, seen_by=[assessments.who_sees_evidence()])


@signed_in
def item(request: Request, uuid: UUID) -> HttpResponse:
    """Show one piece of my evidence."""
    view = assessments.own_evidence(uuid, request.actor, request.at)
    rows = frameworks.skill_rows(view.skills, request.at) if view.skills else {}
    page = ItemPage(
        view=view,
        kind=kind_name(view.kind),
        texts=texts_of(view),
        skills=by_name(rows.values()),
        audience=str(dict(AUDIENCES)[view.words.audience]),
    )
    return render(request, "me/evidence_item.html", page, seen_by=[assessments.who_sees_evidence()])


@signed_in
def remove(request: Request, uuid: UUID) -> HttpResponse:
    """Ask whether to remove a piece of evidence, and do it."""
    view = mine(request, uuid)
    if request.method != "POST":
        return render(request, "me/evidence_remove.html", view)
    if record.remove_evidence(uuid=uuid, actor=request.actor, at=request.at):
        messages.success(request, _("Removed for good, with its files."))
    else:
        messages.success(request, _("Removed from your evidence. It stays with the assessment you sent it with."))
    return see_other(reverse("me_evidence"))


@signed_in
def remove_file(request: Request, uuid: UUID) -> HttpResponse:
    """Remove one file of a piece of evidence."""
    if request.method != "POST":
        raise NotVisible
    try:
        view = record.remove_evidence_file(file=uuid, actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as no:
        messages.error(request, str(no))
        return see_other(reverse("me_evidence"))
    messages.success(request, _("The file is removed."))
    return see_other(reverse("me_evidence_item", args=[view.uuid]))


def mine(request: Request, uuid: UUID) -> EvidenceView:
    """Return a piece of my evidence that is still in the library.

    Raises:
        NotVisible: there is none.
    """
    view = assessments.own_evidence(uuid, request.actor, request.at)
    if view.removed_at is not None:
        raise NotVisible
    return view


def by_name(rows: Iterable[SkillRow]) -> tuple[SkillRow, ...]:
    """Return skills by their names."""
    return tuple(sorted(rows, key=lambda row: (sort_key(row.name), row.slug)))


def _listed(line: EvidenceLine, rows: Mapping[int, SkillRow]) -> Listed:
    known = by_name(rows[pk] for pk in line.skills if pk in rows)
    return Listed(line, kind_name(line.kind), tuple(row.name for row in known))
