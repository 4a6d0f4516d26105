"""Routes of the workbench for frameworks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.authoring import checks, crosswalk, draft, equivalences, landing, starting

_CHECKS = "authoring/drafts/<slug:framework>/<str:label>/checks"
_CROSSWALK = "authoring/frameworks/<slug:framework>/crosswalk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("authoring", landing.landing, name="authoring"),
    path("authoring/new", starting.new_framework, name="authoring_new"),
    path("authoring/frameworks/<slug:framework>/next", starting.next_version, name="authoring_next"),
    path("authoring/drafts/<slug:framework>/<str:label>", draft.draft, name="authoring_draft"),
    path(_CHECKS, checks.checks, name="authoring_checks"),
    path(f"{_CHECKS}.csv", checks.as_csv, name="authoring_checks_csv"),
    path(f"{_CHECKS}/limits", checks.limits, name="authoring_check_limits"),
    path(f"{_CHECKS}/accepted/<uuid:uuid>", checks.take_back, name="authoring_check_take_back"),
    path(f"{_CHECKS}/<slug:digest>", checks.accept, name="authoring_check_accept"),
    path("authoring/equivalences", equivalences.equivalences, name="authoring_equivalences"),
    path("authoring/equivalences/table", equivalences.equivalence, name="authoring_equivalence"),
    path(_CROSSWALK, crosswalk.crosswalk, name="authoring_crosswalk"),
]
