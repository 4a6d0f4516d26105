"""What several of the personal pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse

from waymark.assessments import commands as record
from waymark.assessments.types import AssessmentView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel.errors import NotVisible
from waymark.people.types import PersonCard
from waymark.search import queries as search
from waymark.web.base.going import safe_next, see_other
from waymark.web.base.request import Request

__all__ = [
    "RoleGroup",
    "RoleSearch",
    "closed",
    "group_of",
    "me",
    "safe_next",
    "search_roles",
    "see_other",
    "slug_of",
    "why_closed",
]

ROLES_AT_MOST = 6
"""Roles shown for one search: more would be a list to read, not a choice to make."""


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """A role that was found, with all its levels, junior first."""

    name: str
    context: str
    levels: tuple[RoleLevelRef, ...]


@dataclass(frozen=True, slots=True)
class RoleSearch:
    """A search for a role level and what it found."""

    query: str
    groups: tuple[RoleGroup, ...]

    @property
    def levels(self) -> tuple[RoleLevelRef, ...]:
        """Every role level found, in the order shown."""
        return tuple(level for group in self.groups for level in group.levels)


def me(request: Request) -> PersonCard:
    """Return the person asking. ``signed_in`` has made sure that there is one."""
    assert request.person is not None
    return request.person


def behaviours_of(person: PersonCard, at: datetime) -> RoleLevelRef | None:
    """Return what everyone at the person's grade is asked for, to compare with while their role is not known.

    None when their grade is not known or no framework of behaviours covers it.
    """
    if person.band_rank is None:
        return None
    return frameworks.behaviours_role_level_for_band(person.band_rank, at)


def why_closed(view: AssessmentView) -> str:
    """Return why an assessment that its person does not work at any more takes no answers, as a sentence."""
    if view.withdrawn_at is not None:
        return str(record.AlreadyWithdrawn(view.withdrawn_at))
    return str(record.AlreadySubmitted(view.submitted_at) if view.submitted_at else record.NotWithYou())


def closed(request: Request, view: AssessmentView) -> HttpResponse:
    """Send on to an assessment that takes no answers any more; whoever sent a form is told that nothing was changed."""
    if request.method == "POST":
        messages.warning(request, why_closed(view))
    return see_other(reverse("assessment", args=[view.uuid]))


def slug_of(params: QueryDict, name: str) -> str:
    """Return the slug that a parameter names; empty when it names none.

    Raises:
        NotVisible: what it names could not be a slug, so there is no such thing.
    """
    slug = params.get(name, "").strip()
    if "\x00" in slug:
        raise NotVisible
    return slug


def search_roles(query: str, at: datetime, *, jobs_only: bool = False) -> RoleSearch:
    """Find role levels by the words people use for them: named levels first, then roles with all their levels.

    Nothing is found for a query without words. Seven queries at most, however many are found.

    Args:
        query: what someone typed.
        at: the moment whose current versions are searched.
        jobs_only: leave out the behaviours, whose levels are grades and not what anyone's role is.
    """
    words = " ".join(query.split())[:200]
    if not words:
        return RoleSearch("", ())
    hits = (*search.find(words, at=at, kind="role_level").hits, *search.find(words, at=at, kind="role").hits)
    slugs = list(dict.fromkeys(hit.url.removeprefix("/roles/").partition("/")[0] for hit in hits))[:ROLES_AT_MOST]
    by_role: dict[str, list[RoleLevelRef]] = {slug: [] for slug in slugs}
    for ref in frameworks.role_level_refs_of_roles(slugs, at):
        if jobs_only and ref.framework_slug == frameworks.BEHAVIOURS:
            continue
        by_role[ref.role_slug].append(ref)
    return RoleSearch(words, tuple(group_of(refs) for refs in by_role.values() if refs))


def group_of(refs: list[RoleLevelRef]) -> RoleGroup:
    """Return the levels of one role as a group."""
    first = refs[0]
    return RoleGroup(first.role_name, ", ".join(filter(None, (first.family_name, first.framework_title))), tuple(refs))
