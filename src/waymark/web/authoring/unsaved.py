"""What is typed and not saved yet: a script sends it here; the page offers it again."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.frameworks import commands
from waymark.kernel.errors import NotVisible
from waymark.web.authoring.common import bench
from waymark.web.authoring.forms import kept_fields
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.request import Request


@with_account
def unsaved(request: Request, framework: str, label: str) -> HttpResponse:
    """Keep what was typed into a form of the draft, or forget it when that is asked for. No page."""
    bench(request, framework, label, to_edit=True)
    home = reverse("authoring_draft", args=[framework, label])
    place = request.POST.get("place", "")
    if request.method != "POST" or not place.startswith(f"{home}/"):
        raise NotVisible
    if request.POST.get("then") == "discard":
        commands.discard_unsaved(place=place, actor=request.actor, at=request.at)
        return see_other(place)
    try:
        commands.keep_unsaved(
            place=place,
            fields=kept_fields(request.POST),
            seen=request.POST.get("seen", ""),
            actor=request.actor,
            at=request.at,
        )
    except commands.TooMuchToKeep as no:
        return HttpResponse(str(no), status=413, content_type="text/plain; charset=utf-8")
    return HttpResponse(_("Kept, not saved yet"), content_type="text/plain; charset=utf-8")
