"""The conversation sheet of an assessment of mine."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import TalkView
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.web.base.access import signed_in
from waymark.web.base.conversation import page_of, words_of
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request


@signed_in
def conversation(request: Request, uuid: UUID) -> HttpResponse:
    """Show both levels side by side, and keep what we write."""
    back = reverse("assessment", args=[uuid])
    page = page_of(request, _talk(request, uuid), back)
    if request.method != "POST":
        return render(request, "me/conversation.html", page)
    if not page.form.is_valid():
        return render(request, "me/conversation.html", page, status=422)
    try:
        record.write_talk(assessment=uuid, points=words_of(page), actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        fresh = page_of(request, _talk(request, uuid), back, refusal)
        return render(request, "me/conversation.html", fresh, status=status)
    messages.success(request, _("Saved. Your manager sees it too."))
    return see_other(reverse("assessment_conversation", args=[uuid]))


def _talk(request: Request, uuid: UUID) -> TalkView:
    """Return the sheet, if it is one's own."""
    talk = assessments.talk(uuid, request.actor, request.at)
    if not talk.own:
        raise NotVisible
    return talk
