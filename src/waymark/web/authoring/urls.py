"""Routes of the workbench for frameworks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.authoring import draft, landing, starting
from waymark.web.authoring.review import routes as review

urlpatterns: list[URLPattern | URLResolver] = [
    path("authoring", landing.landing, name="authoring"),
    path("authoring/new", starting.new_framework, name="authoring_new"),
    path("authoring/frameworks/<slug:framework>/next", starting.next_version, name="authoring_next"),
    path("authoring/drafts/<slug:framework>/<str:label>", draft.draft, name="authoring_draft"),
    *review.urlpatterns,
]
