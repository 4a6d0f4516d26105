"""Routes of the workbench for frameworks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.authoring import changes, draft, ending, impact, landing, release, starting

urlpatterns: list[URLPattern | URLResolver] = [
    path("authoring", landing.landing, name="authoring"),
    path("authoring/new", starting.new_framework, name="authoring_new"),
    path("authoring/frameworks/<slug:framework>/next", starting.next_version, name="authoring_next"),
    path("authoring/frameworks/<slug:framework>/versions", ending.versions, name="authoring_versions"),
    path("authoring/frameworks/<slug:framework>/versions/<str:label>", ending.ending, name="authoring_ending"),
    path("authoring/drafts/<slug:framework>/<str:label>", draft.draft, name="authoring_draft"),
    path("authoring/drafts/<slug:framework>/<str:label>/release", release.release, name="authoring_release"),
    path("authoring/drafts/<slug:framework>/<str:label>/release/propose", release.propose, name="authoring_propose"),
    path("authoring/drafts/<slug:framework>/<str:label>/release/decide", release.decide, name="authoring_decide"),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/release/take-back", release.take_back, name="authoring_take_back"
    ),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/release/changes",
        changes.changes,
        name="authoring_release_changes",
    ),
    path("authoring/drafts/<slug:framework>/<str:label>/release/impact", impact.impact, name="authoring_impact"),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/release/successors",
        changes.successors,
        name="authoring_successors",
    ),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/release/successors/<slug:kind>/<uuid:uuid>",
        changes.successor,
        name="authoring_successor",
    ),
]
