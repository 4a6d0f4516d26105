"""Writing a piece of evidence: which kind, a new one, a change, and what is typed and not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import EvidenceKind, EvidenceView, Upload
from waymark.careers import queries as careers
from waymark.frameworks import commands as unsaved
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillPage, SkillRow
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.web.base.access import signed_in
from waymark.web.base.evidence_kinds import ABOUT, about, kind_name
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.uploads import too_large
from waymark.web.me import behind
from waymark.web.me.common import me, slug_of
from waymark.web.me.evidence import by_name, mine
from waymark.web.me.evidence_forms import AUDIENCE_HINTS, EvidenceForm

KEPT = 20_000
"""Characters of one field that are kept aside; more than fits is refused when it is saved."""


@dataclass(frozen=True, slots=True)
class KindsPage:
    """Which kind of evidence to add."""

    kinds: tuple[tuple[str, str, str], ...]
    """Slug, name and what it is."""
    skill: SkillPage | None
    """What it is for, where somebody came from a skill."""
    back_to: str = ""
    """The assessment somebody came from, as an address has it; empty when from none."""


@dataclass(frozen=True, slots=True)
class WritingPage:
    """A piece of evidence being written."""

    form: EvidenceForm
    kind: EvidenceKind
    name: str
    view: EvidenceView | None
    """The evidence that is changed; None for a new one."""
    hints: Mapping[str, str]
    back_url: str
    stale: str
    kept_at: datetime | None
    """When text was kept that is not saved, and is offered."""
    going_on: bool
    """Whether the form shows that text."""
    keep_url: str
    place: str
    ids: Mapping[str, int]
    """Ids of the skills that are offered, by slug."""
    back_to: tuple[str, str] = ("", "")
    """The assessment and the skill of it that somebody came from; empty when from none."""

    @property
    def chosen(self) -> list[int]:
        """Ids of the skills that were chosen. Ask when the form is valid."""
        return [self.ids[slug] for slug in self.form.cleaned_data["skills"]]


@signed_in
def choose(request: Request) -> HttpResponse:
    """Choose which kind of evidence to add."""
    slug = slug_of(request.GET, "skill")
    page = KindsPage(
        kinds=tuple((kind.value, str(one.name), str(one.adding)) for kind, one in ABOUT.items()),
        skill=_skill(slug, request.at),
        back_to=behind.uuid_in(request.GET.get("for", "")),
    )
    return render(request, "me/evidence_new.html", page)


@signed_in
def add(request: Request, kind: str) -> HttpResponse:
    """Add a piece of evidence of one kind."""
    chosen = _kind(kind)
    page = _writing(request, chosen, None)
    if request.method != "POST":
        return render(request, "me/evidence_write.html", page)
    if page.form.is_valid() and not _too_large(request, page.form):
        try:
            view = record.add_evidence(
                kind=chosen, put=page.form.put(), skills=page.chosen, upload=_upload(page.form),
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as no:
            _say(page.form, no)
        else:
            unsaved.discard_unsaved(place=page.place, actor=request.actor, at=request.at)
            shown = view.words.audience == "shared"
            messages.success(
                request, _("Saved. Your manager can see it.") if shown else _("Saved. Only you can see it.")
            )
            back = behind.add_to(request, view.uuid)
            if chosen == EvidenceKind.TESTIMONY:
                return see_other(reverse("me_evidence_ask", args=[view.uuid]))
            return see_other(back or reverse("me_evidence_item", args=[view.uuid]))
    return render(request, "me/evidence_write.html", page, status=422)


@signed_in
def edit(request: Request, uuid: UUID) -> HttpResponse:
    """Change a piece of evidence, or add a file to it."""
    view = mine(request, uuid)
    page = _writing(request, view.kind, view)
    if request.method != "POST":
        return render(request, "me/evidence_write.html", page)
    if page.form.is_valid() and not _too_large(request, page.form):
        try:
            record.change_evidence(
                uuid=uuid, put=page.form.put(), skills=page.chosen, upload=_upload(page.form),
                seen_revision=page.form.cleaned_data["revision"], actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Stale as stale:
            fresh = _writing(request, view.kind, mine(request, uuid), stale=str(stale))
            return render(request, "me/evidence_write.html", fresh, status=409)
        except Refusal as no:
            _say(page.form, no)
        else:
            unsaved.discard_unsaved(place=page.place, actor=request.actor, at=request.at)
            messages.success(request, _("Your changes are saved."))
            return see_other(reverse("me_evidence_item", args=[uuid]))
    return render(request, "me/evidence_write.html", page, status=422)


@signed_in
def keep(request: Request) -> HttpResponse:
    """Keep what was typed into a form and is not saved yet, or forget it when that is asked for. No page."""
    place = request.POST.get("place", "")
    if request.method != "POST" or not place.startswith(f"{reverse('me_evidence')}/"):
        raise NotVisible
    if request.POST.get("then") == "discard":
        unsaved.discard_unsaved(place=place, actor=request.actor, at=request.at)
        return see_other(place)
    fields = {
        name: text[:KEPT] for name, text in request.POST.items() if name in _KEPT_FIELDS and isinstance(text, str)
    }
    fields["skills"] = ",".join(request.POST.getlist("skills"))[:KEPT]
    seen = request.POST.get("revision", "")
    unsaved.keep_unsaved(place=place, fields=fields, seen=seen, actor=request.actor, at=request.at)
    return HttpResponse(_("Kept, not saved yet"), content_type="text/plain; charset=utf-8")


_KEPT_FIELDS = {
    "title", "situation", "task", "action", "result", "url", "by_name", "words", "audience", "happened_on_0",
    "happened_on_1", "happened_on_2",
}  # fmt: skip


def _kind(slug: str) -> EvidenceKind:
    if slug not in tuple(EvidenceKind) or EvidenceKind(slug) not in ABOUT:
        raise NotVisible
    return EvidenceKind(slug)


def _writing(request: Request, kind: EvidenceKind, view: EvidenceView | None, *, stale: str = "") -> WritingPage:
    kept = frameworks.unsaved(request.path, request.actor) if request.method != "POST" else None
    going_on = kept is not None and "unsaved" in request.GET
    chosen = _skill(slug_of(request.GET, "skill") or slug_of(request.POST, "for_skill"), request.at)
    rows = _skills_to_offer(request, view, chosen)
    slugs = [row.slug for row in rows if (view and row.id in view.skills) or (chosen and row.id == chosen.id)]
    initial: dict[str, Any] = {"skills": slugs, "audience": "only_me"}
    if view is not None:
        initial |= {asked.column: getattr(view.words, asked.column) for asked in about(kind).texts}
        initial |= {
            "title": view.words.title, "happened_on": view.words.happened_on, "audience": view.words.audience,
            "revision": view.revision,
        }  # fmt: skip
    if kept is not None and going_on:
        initial |= {name: text for name, text in kept.fields.items() if name in _KEPT_FIELDS}
        initial["skills"] = kept.fields.get("skills", "").split(",")
        initial["happened_on"] = [kept.fields.get(f"happened_on_{part}", "") for part in range(3)]
        initial["revision"] = kept.seen or initial.get("revision")
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        if stale and view is not None:
            data["revision"] = str(view.revision)
    form = EvidenceForm(
        data, request.FILES if request.method == "POST" else None, kind=kind, initial=initial,
        skills=[(row.slug, row.name) for row in rows], most_mb=settings.EVIDENCE_MAX_BYTES // 1024**2,
    )  # fmt: skip
    return WritingPage(
        form=form,
        kind=kind,
        name=kind_name(kind),
        view=view,
        hints={value: str(text) for value, text in AUDIENCE_HINTS.items()},
        back_url=reverse("me_evidence_item", args=[view.uuid]) if view else reverse("me_evidence_new"),
        stale=stale,
        kept_at=kept.saved_at if kept and not going_on else None,
        going_on=going_on,
        keep_url=reverse("me_evidence_unsaved"),
        place=request.path,
        ids={row.slug: row.id for row in rows},
        back_to=(
            behind.uuid_in(request.POST.get("for", "") or request.GET.get("for", "")),
            chosen.slug if chosen else "",
        ),
    )


def _skills_to_offer(request: Request, view: EvidenceView | None, chosen: SkillPage | None) -> tuple[SkillRow, ...]:
    """Return the skills of my role, of my target, of my record and of the evidence itself, by name."""
    person, actor, at = me(request), request.actor, request.at
    target = careers.target(person.id, actor, at)
    ids = {chosen.id} if chosen else set()
    ids |= set(view.skills) if view else set()
    ids |= set(assessments.levels_held(person.id, actor, at))
    for role_level_id in {person.role_level_id, target.role_level_id if target else None} - {None}:
        try:
            asked = frameworks.role_level_by_id(cast(int, role_level_id), at)
        except NotVisible:  # a role that no version has any more
            continue
        ids |= {one.skill_id for one in asked.requirements}
    return by_name(frameworks.skill_rows(ids, at).values()) if ids else ()


def _skill(slug: str, at: datetime) -> SkillPage | None:
    """Return the skill that the address names; None when it names none, or one that is not there."""
    if not slug:
        return None
    try:
        return frameworks.skill(slug, at)
    except NotVisible:
        return None


def _upload(form: EvidenceForm) -> Upload | None:
    file = cast("UploadedFile[Any] | None", form.cleaned_data.get("file"))
    return Upload(file.name or "", file.read()) if file else None


def _too_large(request: Request, form: EvidenceForm) -> bool:
    if too_large(request):
        form.add_error("file", str(record.FileTooLarge(settings.EVIDENCE_MAX_BYTES)))
    return bool(form.errors)


_OF_THE_FILE = (
    record.FileNeeded, record.FileTooLarge, record.FileNotTaken, record.FileInfected, record.FileNotScanned,
    record.TooManyFiles,
)  # fmt: skip


def _say(form: EvidenceForm, no: Refusal) -> None:
    """Show a refusal at the field it is about."""
    if isinstance(no, record.NotTheseWords):
        form.wrong(no.wrong)
    elif isinstance(no, _OF_THE_FILE):
        form.add_error("file", str(no))
    elif isinstance(no, record.NotTheseSkills):
        form.add_error("skills", str(no))
    else:
        form.add_error(None, str(no))
