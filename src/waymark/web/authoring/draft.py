"""The task list of a draft: what there is to do before it can be released, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from waymark.exchange import queries as exchange
from waymark.frameworks import queries as frameworks
from waymark.reviews import queries as reviews
from waymark.reviews.types import Counted
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.tasks import TASKS, SoFar, in_words
from waymark.web.base.access import with_account
from waymark.web.base.answers import attachment
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with its page and how far it is."""

    title: str
    url: str
    words: str
    done: bool | None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft, with the parts of the work."""

    bench: Bench
    groups: tuple[tuple[str, tuple[TaskLine, ...]], ...]
    downloads: tuple[tuple[str, str], ...]
    """Name and address of each format it can be taken away in."""


@with_account
def for_good(request: Request, uuid: UUID, rest: str) -> HttpResponse:
    """Lead from the address that people were sent to where the draft stands now, under whatever label."""
    home = frameworks.draft_address(uuid, request.actor, request.at)
    inside = home.startswith(reverse("authoring"))
    return HttpResponseRedirect(f"{home}/{quote(rest)}" if inside else home)


@with_account
def draft(request: Request, framework: str, label: str) -> HttpResponse:
    """Show the task list of a draft."""
    around = bench(request, framework, label)
    version = around.draft.version
    proposal = reviews.last_release(version.id, request.actor, request.at)
    so_far = SoFar(
        card=around.draft,
        counts=frameworks.counts(version.id),
        open_remarks=reviews.open_in([version.framework_id]).get(version.framework_id, Counted()).total,
        proposed=proposal is not None and proposal.state == "open",
    )
    groups = []
    for heading, tasks in TASKS:
        lines = []
        for task in tasks:
            state = task.state(so_far)
            open_to_them = around.draft.may_edit or not task.for_editors
            url = reverse(task.route, args=around.args) if open_to_them else ""
            lines.append(TaskLine(str(task.title), url, in_words(state), state.done))
        groups.append((str(heading), tuple(lines)))
    downloads = tuple(
        (name, reverse("authoring_download", args=[*around.args, format])) for format, name in exchange.formats()
    )
    return render(request, "authoring/draft.html", DraftPage(around, tuple(groups), downloads))


@with_account
def download(request: Request, framework: str, label: str, format: str) -> HttpResponse:
    """Give a draft as a file to those who may read it."""
    around = bench(request, framework, label)
    if format not in dict(exchange.formats()):
        raise Http404
    name, media_type, content = exchange.export_version(around.draft.version, format).as_one()
    return attachment(content, media_type, name)
