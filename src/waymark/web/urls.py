"""Every route of the site."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from waymark.web.base.access import public
from waymark.web.base.request import Request
from waymark.web.explore.home import home
from waymark.web.me.career import career


@public
def front(request: Request) -> HttpResponse:
    """Show "Your career" to a person who is signed in, and the three doors to everyone else."""
    return career(request) if request.person else home(request)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", front, name="home"),
    path("", include("waymark.web.explore.urls")),
    path("", include("waymark.web.site.urls")),
    path("", include("waymark.web.me.urls")),
    path("", include("waymark.web.team.urls")),
    path("", include("waymark.web.assess.urls")),
    path("", include("waymark.web.authoring.urls")),
    path("", include("waymark.web.department.urls")),
    path("", include("waymark.web.operating.urls")),
    path("", include("waymark.web.account.urls")),
    path("", include("waymark.web.demo.urls")),
]

handler400 = "waymark.web.base.errors.bad_request"
handler403 = "waymark.web.base.errors.forbidden"
handler404 = "waymark.web.base.errors.not_found"
handler500 = "waymark.web.base.errors.broken"
