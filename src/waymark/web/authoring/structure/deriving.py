"""Skills and roles of another framework are taken over into a draft."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Counts, DerivableRole, DerivableSkill, Derivation, Derived, VersionCard
from waymark.kernel.errors import NotVisible
from waymark.web.authoring.common import Bench, bench
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The frameworks that a draft may take from, and what it has taken so far: (slug, name, from where)."""

    bench: Bench
    sources: tuple[VersionCard, ...]
    taken: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PickPage:
    """One page of what a framework has: roles or skills."""

    bench: Bench
    source: VersionCard
    what: str
    words: str
    skills: tuple[DerivableSkill, ...]
    there: tuple[str, ...]
    """Names of skills on this page that the draft has from there already."""
    roles: tuple[DerivableRole, ...]
    count: int
    pages: Pagination
    problem: str
    """Why nothing was taken over; empty when nothing was tried."""


@dataclass(frozen=True, slots=True)
class EverythingPage:
    """The whole of a framework is to be taken over."""

    bench: Bench
    source: VersionCard
    counts: Counts


@dataclass(frozen=True, slots=True)
class OriginPage:
    """Where a skill comes from, side by side."""

    bench: Bench
    name: str
    derivation: Derivation
    pairs: tuple[tuple[str, str, str], ...]
    """(what, the draft's text, the text where it comes from)."""


@with_account
def sources(request: Request, framework: str, label: str) -> HttpResponse:
    """Show which frameworks a draft may take from."""
    around = bench(request, framework, label, to_edit=True)
    version = around.draft.version
    others = tuple(one for one in frameworks.current_versions(request.at) if one.framework_id != version.framework_id)
    page = SourcesPage(around, others, frameworks.derived_skills(version.id))
    return render(request, "authoring/structure/sources.html", page)


@with_account
def pick(request: Request, framework: str, label: str, source: str) -> HttpResponse:
    """Choose roles or skills of a framework and take them over, one page at a time."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    card = _source(request, around, source)
    what = "skills" if request.GET.get("what") == "skills" else "roles"
    problem = ""
    if request.method == "POST":
        ticked = set(request.POST.getlist("ticked"))
        try:
            derived = commands.derive(
                version_id=version_id,
                source_id=card.id,
                skills=ticked if what == "skills" else (),
                roles=ticked if what == "roles" else (),
                actor=request.actor,
                at=request.at,
            )
        except commands.NothingChosen as no:
            problem = str(no)
        else:
            messages.success(request, _said(derived))
            return see_other(request.get_full_path())
    number = page_number(request.GET)
    words = request.GET.get("words", "").strip()[:200]
    skills: tuple[DerivableSkill, ...] = ()
    roles: tuple[DerivableRole, ...] = ()
    if what == "skills":
        skills, pages, count = frameworks.derivable_skills(version_id, card.id, words, number)
    else:
        roles, pages, count = frameworks.derivable_roles(card.id, words, number)
    page = PickPage(
        bench=around,
        source=card,
        what=what,
        words=words,
        skills=tuple(one for one in skills if not one.derived),
        there=tuple(one.name for one in skills if one.derived),
        roles=roles,
        count=count,
        pages=paginate(number, pages, request.GET),
        problem=problem,
    )
    return render(request, "authoring/structure/pick.html", page, status=422 if problem else 200)


@with_account
def everything(request: Request, framework: str, label: str, source: str) -> HttpResponse:
    """Take a whole framework over, after saying how much it is."""
    around = bench(request, framework, label, to_edit=True)
    card = _source(request, around, source)
    if request.method == "POST":
        try:
            derived = commands.derive(
                version_id=around.draft.version.id,
                source_id=card.id,
                skills=None,
                roles=None,
                actor=request.actor,
                at=request.at,
            )
        except commands.NothingChosen:
            messages.info(request, _("Everything of it is in the draft already."))
        else:
            messages.success(request, _said(derived))
        return see_other(reverse("authoring_sources", args=around.args))
    page = EverythingPage(around, card, frameworks.counts(card.id))
    return render(request, "authoring/structure/everything.html", page)


@with_account
def origin(request: Request, framework: str, label: str, skill: str) -> HttpResponse:
    """Show a skill of a draft beside the skill that it was taken over from, as that stands today."""
    around = bench(request, framework, label, to_edit=True)
    found = frameworks.derivation(around.draft.version.id, skill, request.at)
    if found is None:
        raise NotVisible
    mine, theirs = dict(found.mine), dict(found.theirs)
    said = {"name": _("Name"), "summary": _("Summary")}
    pairs = tuple(
        (said.get(what, what), mine.get(what, ""), theirs.get(what, "")) for what in dict.fromkeys([*mine, *theirs])
    )
    return render(request, "authoring/structure/origin.html", OriginPage(around, mine["name"], found, pairs))


def _source(request: Request, around: Bench, slug: str) -> VersionCard:
    card = frameworks.framework(slug, request.at)
    if card.framework_id == around.draft.version.framework_id:
        raise NotVisible
    return card


def _said(derived: Derived) -> str:
    skills = ngettext("%(number)s skill", "%(number)s skills", derived.skills) % {"number": derived.skills}
    roles = ngettext("%(number)s role", "%(number)s roles", derived.roles) % {"number": derived.roles}
    words = _("Taken over: %(roles)s and %(skills)s.") % {"roles": roles, "skills": skills}
    if derived.left:
        words += " " + _("The draft has roles of these names, so they were left out: %(names)s.") % {
            "names": ", ".join(derived.left[:20])
        }
    return words
