"""Add our context: the standard locked beside the form, a preview, and it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import KEEPERS, Overlaid, OverlayKind, RequirementView, SkillPage, StandardThing
from waymark.kernel.errors import NotVisible, Refusal
from waymark.search import queries as search
from waymark.web.authoring.context_forms import SAID, Choices, ContextForm
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

FOUND_AT_MOST = 12
FIND = "find"
THINGS = (("role", "role"), ("level", "role_level"), ("skill", "skill"))
"""Names of the address's parameters, and the kinds of thing they name."""


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form beside the locked standard, or the preview of what it would publish."""

    thing: StandardThing
    thing_url: str
    form: ContextForm
    asks_for_more: bool
    """Whether this kind of thing can ask for skills."""
    can_raise: bool
    found: bool
    """Whether skills were found to choose from."""
    several_places: bool
    preview: Overlaid | None = None
    standard: RequirementView | None = None
    """In the preview of a higher level: what the standard asks for."""


@holds(*KEEPERS)
def add(request: Request) -> HttpResponse:
    """Add to a role, a role level or a skill: typed, then previewed, then published."""
    thing, thing_url = _thing(request)
    places = frameworks.context_places(thing.framework_id, request.actor, request.at)
    standard = _requirements(thing, request.at)
    found = _found(request.POST.get("find", ""), request.at, {one.skill_id for one in standard})
    raised = _raisable(standard)
    then = request.POST.get("then", "")
    judged = request.method == "POST" and then != FIND
    form = ContextForm(
        request.POST if judged else None,
        # Skills were only looked for: what was typed stays, and nothing is wrong with it yet.
        initial=request.POST.dict(),
        kinds=tuple(
            kind
            for kind in OverlayKind
            if kind in SAID
            or (thing.kind == "role_level" and (kind is OverlayKind.EXTRA_SKILL or (raised and kind not in SAID)))
        ),
        places=[(str(place.id), place.name) for place in places],
        raised=raised,
        asked=_levels_of(found),
    )
    preview = None
    if judged and form.is_valid() and then != "edit":
        if then == "publish":
            try:
                _publish(request, thing, form)
            except NotVisible:
                raise
            except Refusal as no:
                form.add_error(_field_of(no), str(no))
            else:
                messages.success(request, _("Published. People who work there read it under the standard."))
                return see_other(thing_url)
        else:
            preview = _preview(thing, form, standard, found, request.at)
    page = AddPage(
        thing=thing,
        thing_url=thing_url,
        form=form,
        asks_for_more=thing.kind == "role_level",
        can_raise=bool(raised),
        found=bool(found),
        several_places=len(places) > 1,
        preview=preview,
        standard=_standard_of(preview, standard),
    )
    name = "authoring/context_preview.html" if preview else "authoring/context_new.html"
    return render(request, name, page, status=422 if form.errors else 200)


def _thing(request: Request) -> tuple[StandardThing, str]:
    """Return what is added to, and where it is shown."""
    for name, kind in THINGS:
        if slug := request.GET.get(name, ""):
            thing = frameworks.thing_to_overlay(kind, slug, request.actor, request.at)
            role, _slash, level = thing.slug.partition("/")
            if kind == "role_level":
                return thing, f"{reverse('role', args=[role])}#{level or role}"
            return thing, reverse(kind, args=[thing.slug])
    raise NotVisible


def _requirements(thing: StandardThing, at: datetime) -> tuple[RequirementView, ...]:
    return frameworks.role_level_by_id(thing.id, at).requirements if thing.kind == "role_level" else ()


def _raisable(standard: tuple[RequirementView, ...]) -> Choices:
    """Return the levels above what the standard asks for, skill by skill."""
    return [
        (
            _("%(skill)s (the standard asks for %(level)s)") % {"skill": one.skill_name, "level": one.level_name},
            [(f"{one.skill_id}:{rank}", one.levels[rank - 1]) for rank in range(one.level + 1, one.top + 1)],
        )
        for one in standard
        if one.level is not None and one.level < one.top
    ]


def _found(words: str, at: datetime, asked_already: set[int]) -> tuple[SkillPage, ...]:
    """Return skills of every framework with these words in them, best first; none without words."""
    if not words.strip():
        return ()
    hits = search.find(words, at=at, kind="skill", per_page=FOUND_AT_MOST).hits
    slugs = [hit.url.removeprefix("/skills/") for hit in hits]
    return tuple(one for one in frameworks.skills_called(slugs, at) if one.id not in asked_already)


def _levels_of(skills: tuple[SkillPage, ...]) -> Choices:
    return [
        (
            f"{one.name} ({one.version.title})",
            [(f"{one.id}:{step.rank}", step.name) for step in one.scale.levels]
            or [(f"{one.id}:", _("Without a level"))],
        )
        for one in skills
    ]


def _publish(request: Request, thing: StandardThing, form: ContextForm) -> None:
    skill_id, level = form.skill_and_level()
    commands.publish_overlay(
        kind=OverlayKind(form.cleaned_data["kind"]),
        thing=(thing.kind, thing.slug),
        organisation_id=int(form.cleaned_data["organisation"]),
        skill_id=skill_id,
        text=form.cleaned_data["text"],
        level=level,
        importance=form.cleaned_data["importance"],
        actor=request.actor,
        at=request.at,
    )


def _field_of(no: Refusal) -> str:
    if isinstance(no, commands.NotHigher | commands.NotAsked):
        return "raised"
    if isinstance(no, commands.AskedAlready | commands.NoSuchLevel):
        return "asked"
    return "text"


def _preview(
    thing: StandardThing,
    form: ContextForm,
    standard: tuple[RequirementView, ...],
    found: tuple[SkillPage, ...],
    at: datetime,
) -> Overlaid:
    """Return what would be shown under the standard."""
    skill_id, level = form.skill_and_level()
    named = {one.skill_id: (one.skill_slug, one.skill_name, one.levels) for one in standard}
    named |= {one.id: (one.slug, one.name, tuple(step.name for step in one.scale.levels)) for one in found}
    slug, name, levels = named.get(skill_id or 0, ("", "", ()))
    places = dict(form.fields["organisation"].choices)  # type: ignore[attr-defined]
    return Overlaid(
        uuid=None,
        kind=OverlayKind(form.cleaned_data["kind"]),
        organisation_id=int(form.cleaned_data["organisation"]),
        organisation_name=places[form.cleaned_data["organisation"]],
        role_id=thing.id if thing.kind == "role" else None,
        role_level_id=thing.id if thing.kind == "role_level" else None,
        skill_id=skill_id,
        skill_slug=slug,
        skill_name=name,
        text=form.cleaned_data["text"],
        level=level,
        level_name=levels[level - 1] if level else "",
        importance=form.cleaned_data["importance"],
        version_id=thing.version_id,
        version_label=thing.version_label,
        at=at,
    )


def _standard_of(preview: Overlaid | None, standard: tuple[RequirementView, ...]) -> RequirementView | None:
    if preview is None or preview.kind is not OverlayKind.HIGHER_LEVEL:
        return None
    return next((one for one in standard if one.skill_id == preview.skill_id), None)
