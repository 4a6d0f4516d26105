"""Whose context a page stands in: the organisations whose additions to a standard its reader sees."""

from __future__ import annotations

from waymark.frameworks.types import KEEPERS
from waymark.web.base.request import Request


def works_in(request: Request) -> tuple[str, ...]:
    """Return the paths of where the reader works, and of the departments whose context they keep. No query.

    Empty for the public: they read the standard alone.
    """
    kept = (duty.path for duty in request.actor.holding(*KEEPERS))
    own = request.person.organisation_path if request.person else ""
    return tuple(dict.fromkeys(path for path in (own, *kept) if path))
