"""What the pages of a department share: who may open them, which department, and what a list is narrowed by."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible
from waymark.organisation import queries as organisation
from waymark.organisation.types import Place
from waymark.people import queries as people
from waymark.people.types import LOOK_AGAIN, PostFilter
from waymark.web.base.access import holds
from waymark.web.base.request import Request

KINDS = (
    DutyKind.HR_DIRECTOR,
    DutyKind.DEPARTMENT_HEAD_OF_PROFESSION,
    DutyKind.HEAD_OF_PROFESSION,
    DutyKind.ADMINISTRATOR,
)
"""Duties that see which roles posts are."""
seers = holds(*KINDS)
MAPPERS = (DutyKind.HR_DIRECTOR, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, DutyKind.ADMINISTRATOR)
"""Duties that say so."""
mappers = holds(*MAPPERS)


def department_of(request: Request, slug: str, *, to_map: bool = False) -> Place:
    """Return a department in which whoever asks sees posts, or maps some; of a closed one what it became part of.

    Raises:
        NotVisible: there is none, or they see none in it.
    """
    place = organisation.organisation(slug)
    asked = people.maps_posts_in if to_map else people.sees_posts_in
    if place.path.count("/") != 2 or not asked(place.path, request.actor):
        after = organisation.successor(place.id)
        if after is None:
            raise NotVisible
        return department_of(request, after.slug, to_map=to_map)
    return place


def narrowed_by(params: QueryDict) -> PostFilter:
    """Return what a list is narrowed by, as its address says; what nobody knows narrows nothing."""
    return PostFilter(
        state=_one_of(params.get("state", ""), dict(narrowing_states())),
        band=_one_of(params.get("band", ""), dict(bands())),
        unit=params.get("unit", "")[:120],
        grade=params.get("grade", "")[:20],
        text=params.get("q", "")[:200].replace("\x00", ""),
    )


def _one_of(value: str, known: dict[str, str]) -> str:
    return value if value in known else ""


def address_of(narrowed: PostFilter, page: int = 1) -> str:
    """Return the end of an address that narrows a list so; empty when nothing narrows it."""
    params = QueryDict(mutable=True)
    said = {
        "state": narrowed.state, "band": narrowed.band, "unit": narrowed.unit, "grade": narrowed.grade,
        "q": narrowed.text, "page": str(page) if page > 1 else "",
    }  # fmt: skip
    params.update({name: value for name, value in said.items() if value})
    return f"?{params.urlencode()}" if params else ""


def states() -> tuple[tuple[str, str], ...]:
    """Return what posts may be mapped to, in words, by value."""
    return (
        ("unknown", _("Not decided yet")),
        ("mapped", _("A role")),
        ("none", _("Not in any framework")),
    )


def narrowing_states() -> tuple[tuple[str, str], ...]:
    """Return what a list may be narrowed by of that, in words, by value."""
    return (*states(), (LOOK_AGAIN, _("Decided, with another title since")))


def bands() -> tuple[tuple[str, str], ...]:
    """Return how sure a suggestion may be, in words, by value."""
    return (("strong", _("Strong")), ("likely", _("Likely")), ("weak", _("Weak")))
