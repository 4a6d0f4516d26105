"""Finding a colleague in order to name them: without script, by name or by e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.people import queries as people
from waymark.people.types import Colleague
from waymark.web.base.looking import looked_at
from waymark.web.base.request import Request

AT_MOST = 10


@dataclass(frozen=True, slots=True)
class ColleagueSearch:
    """What was typed, and who was found."""

    query: str
    found: tuple[Colleague, ...]
    more: bool
    """Whether there are more than are shown."""
    account_only: bool
    """Whether only those were looked for who can sign in."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """One choice for each person found."""
        return tuple((str(one.uuid), one.name) for one in self.found)

    @property
    def hints(self) -> dict[str, str]:
        """Where each of them works."""
        return {str(one.uuid): where(one) for one in self.found}

    def chosen(self, uuid: str) -> Colleague | None:
        """Return the one that was chosen out of those found."""
        return next((one for one in self.found if str(one.uuid) == uuid), None)


def where(one: Colleague) -> str:
    """Return where somebody works, in one line."""
    return ", ".join(filter(None, (one.post_title, one.organisation_name))) or _("No post on record")


def search(request: Request, *, with_account: bool = False, leave_out: Iterable[int | None] = ()) -> ColleagueSearch:
    """Find the colleagues that the page asks for as ``q``. Whoever is shown is noted as looked at."""
    query = " ".join(request.POST.get("q", request.GET.get("q", "")).split())[:200]
    found = people.find_colleagues(query, request.actor, request.at, with_account=with_account, limit=AT_MOST + 1)
    shown = tuple(one for one in found[:AT_MOST] if one.person_id not in set(leave_out))
    looked_at(request, (one.person_id for one in shown), ground=_("they looked for a colleague to name"))
    return ColleagueSearch(query, shown, len(found) > AT_MOST, with_account)
