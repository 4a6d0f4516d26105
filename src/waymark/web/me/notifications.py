"""What waits for me, what is news, and how I want to be told; and the one-click link of an e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from waymark.kernel.errors import NotVisible, Refusal
from waymark.notifications import commands as notifications
from waymark.notifications import queries
from waymark.notifications.types import ItemView, TopicChoice
from waymark.web.base.access import public, with_account
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me.common import see_other
from waymark.web.me.notification_forms import PreferencesForm

SHOWN = 50


@dataclass(frozen=True, slots=True)
class NotificationsPage:
    """What I was told, and how I want to be told."""

    waiting: tuple[ItemView, ...]
    news: tuple[ItemView, ...]
    unread: int
    form: PreferencesForm
    always: tuple[TopicChoice, ...]
    email: str


@dataclass(frozen=True, slots=True)
class StopPage:
    """What the link of an e-mail stops."""

    topic: str
    """In words; empty for digests."""
    stopped: bool


@with_account
def notifications_page(request: Request) -> HttpResponse:
    """Show what waits, the news, and the preferences. Marks all news read when asked to."""
    if request.method == "POST":
        notifications.mark_read(actor=request.actor, at=request.at)
        return see_other(reverse("me_notifications"))
    return _page(request, PreferencesForm.of(queries.preferences(request.actor, request.at)))


@with_account
def preferences(request: Request) -> HttpResponse:
    """Save how I want to be told."""
    if request.method != "POST":
        return see_other(reverse("me_notifications") + "#preferences")
    form = PreferencesForm(request.POST, topics=queries.preferences(request.actor, request.at).topics)
    if form.is_valid():
        try:
            notifications.save_preferences(chosen=form.chosen(), quiet=form.quiet(), actor=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved how you want to be told."))
            return see_other(reverse("me_notifications"))
    return _page(request, form, status=422)


@with_account
def dismiss(request: Request, uuid: UUID) -> HttpResponse:
    """Take one thing off my list."""
    if request.method == "POST":
        notifications.dismiss(item=uuid, actor=request.actor, at=request.at)
        messages.success(request, _("Taken off your list."))
    return see_other(reverse("me_notifications"))


@csrf_exempt
@public
def stop_mail(request: Request, token: str) -> HttpResponse:
    """Stop the e-mail that a link is about: asked here first, or at once by a mail program (RFC 8058).

    Without a token against forgery, since mail programs have none: the link itself is signed, and all it can do is
    stop e-mail to whoever it was sent to.
    """
    topic = queries.topic_of_stop_link(token)
    if topic is None:
        raise NotVisible
    if request.method == "POST":
        notifications.stop_mail(token=token, at=request.at)
        if request.POST.get("List-Unsubscribe") != "One-Click":
            return see_other(f"{reverse('stop_mail', args=[token])}?stopped=yes")
    stopped = request.method == "POST" or request.GET.get("stopped") == "yes"
    return render(request, "me/stop_mail.html", StopPage(topic, stopped))


def _page(request: Request, form: PreferencesForm, status: int = 200) -> HttpResponse:
    news = queries.news(request.actor, request.at, SHOWN)
    page = NotificationsPage(
        waiting=queries.waiting(request.actor, request.at, SHOWN),
        news=news,
        unread=sum(item.read_at is None for item in news),
        form=form,
        always=tuple(topic for topic in form.topics if topic.fixed),
        email=str(getattr(request.user, "email", "")),
    )
    return render(request, "me/notifications.html", page, status=status)
