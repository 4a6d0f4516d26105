"""The task list of a draft: what there is to do before it can be released, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from waymark.web.authoring.common import Bench, bench
from waymark.web.base.access import with_account
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft, with the parts of the work."""

    bench: Bench


@with_account
def draft(request: Request, framework: str, label: str) -> HttpResponse:
    """Show the task list of a draft."""
    return render(request, "authoring/draft.html", DraftPage(bench(request, framework, label)))
