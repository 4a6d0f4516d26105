"""What lets a department's HR system write to a feed by itself: made, shown once, ended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import commands
from waymark.people import queries as people
from waymark.people.types import FeedCard, GateCard, TokenCard
from waymark.web.base import errors
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import step_up
from waymark.web.operating.feeds.listing import administrator


@dataclass(frozen=True, slots=True)
class TokenPage:
    """The token of a feed: whether there is one, and the new one, this once."""

    card: FeedCard
    token: TokenCard | None
    address: str
    """What the system writes to."""
    made: str
    """The token, on the one answer that made it."""
    gate: GateCard | None
    problem: str


@administrator
@step_up()
def token(request: Request, uuid: UUID) -> HttpResponse:
    """Show whether a system is let in; make a new token, or end the one there is, when asked to."""
    card = people.feed_card(uuid, request.actor, request.at)
    made = problem = ""
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action == "make":
            made = commands.make_token(feed=uuid, actor=request.actor, at=request.at)
        elif action == "open":
            try:
                commands.open_gate(feed=uuid, actor=request.actor, at=request.at)
            except NotVisible:
                raise
            except Refusal as no:
                problem = str(no)
            else:
                messages.success(request, _("The HR system may end more people’s work until the day is over."))
                return see_other(reverse("operating_feed_token", args=[uuid]))
        elif action == "end":
            commands.end_token(feed=uuid, actor=request.actor, at=request.at)
            messages.success(request, _("The HR system is not let in any more."))
            return see_other(reverse("operating_feed_token", args=[uuid]))
        else:
            return errors.bad_request(request)
    page = TokenPage(
        card=card,
        token=people.token_of(uuid, request.actor, request.at),
        address=request.build_absolute_uri(reverse("scim")),
        made=made,
        gate=people.gate_of(uuid, request.actor, request.at),
        problem=problem,
    )
    return render(request, "operating/feeds/token.html", page, status=422 if problem else 200)
