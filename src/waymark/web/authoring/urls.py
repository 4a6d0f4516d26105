"""Routes of the workbench for frameworks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.authoring import adding, context, draft, landing, starting

urlpatterns: list[URLPattern | URLResolver] = [
    path("authoring", landing.landing, name="authoring"),
    path("authoring/new", starting.new_framework, name="authoring_new"),
    path("authoring/context", context.context, name="authoring_context"),
    path("authoring/context/new", adding.add, name="authoring_context_new"),
    path("authoring/context/<uuid:uuid>", context.one, name="authoring_context_one"),
    path("authoring/context/<uuid:uuid>/check", context.check, name="authoring_context_check"),
    path("authoring/context/<uuid:uuid>/change", context.change, name="authoring_context_change"),
    path("authoring/context/<uuid:uuid>/end", context.end, name="authoring_context_end"),
    path("authoring/frameworks/<slug:framework>/next", starting.next_version, name="authoring_next"),
    path("authoring/drafts/<slug:framework>/<str:label>", draft.draft, name="authoring_draft"),
]
