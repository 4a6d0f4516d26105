"""The conversation sheet of somebody who reports to me: to write on, and to mark as talked about."""

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
from waymark.kernel.policy import Purpose
from waymark.web.base.access import purpose, signed_in
from waymark.web.base.conversation import page_of, words_of
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request


@signed_in
@purpose(Purpose.ASSESSMENT)
def conversation(request: Request, uuid: UUID) -> HttpResponse:
    """Show both levels side by side, keep what we write, and say that we talked."""
    talk = _talk(request, uuid)
    back = reverse("team_reviews")
    page = page_of(request, talk, back)
    if request.method != "POST":
        return render(request, "team/conversation.html", page)
    if not page.form.is_valid():
        return render(request, "team/conversation.html", page, status=422)
    try:
        record.write_talk(assessment=uuid, points=words_of(page), actor=request.actor, at=request.at)
        if request.POST.get("then") == "end":
            record.end_talk(assessment=uuid, actor=request.actor, at=request.at)
            messages.success(request, _("Marked as talked about. The sheet stays as it is, for both of you."))
            return see_other(back)
    except NotVisible:
        raise
    except Refusal as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        fresh = page_of(request, _talk(request, uuid), back, refusal)
        return render(request, "team/conversation.html", fresh, status=status)
    messages.success(request, _("Saved."))
    return see_other(reverse("team_conversation", args=[uuid]))


def _talk(request: Request, uuid: UUID) -> TalkView:
    """Return the sheet, if it is of somebody else: one's own is among one's own pages."""
    talk = assessments.talk(uuid, request.actor, request.at)
    if talk.own:
        raise NotVisible
    looked_at(request, [talk.person_id], ground=_("they manage its person now, who sent it to their manager"))
    return talk
