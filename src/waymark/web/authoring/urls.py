"""Routes of the workbench for frameworks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.authoring import (
    adding,
    changes,
    checks,
    context,
    crosswalk,
    details,
    draft,
    ending,
    equivalences,
    impact,
    landing,
    preview,
    release,
    scales,
    skill,
    skills,
    starting,
    terms,
    unsaved,
)
from waymark.web.authoring.importing import bringing, mapping, outcome
from waymark.web.authoring.review import routes as review
from waymark.web.authoring.structure.urls import structure

_CHECKS = "authoring/drafts/<slug:framework>/<str:label>/checks"
_CROSSWALK = "authoring/frameworks/<slug:framework>/crosswalk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("authoring", landing.landing, name="authoring"),
    path("authoring/new", starting.new_framework, name="authoring_new"),
    path("authoring/import", bringing.bring, name="authoring_import"),
    path("authoring/import/template", bringing.template, name="authoring_import_template"),
    path("authoring/import/<uuid:uuid>", bringing.one, name="authoring_import_one"),
    path("authoring/import/<uuid:uuid>/discard", bringing.discard, name="authoring_import_discard"),
    path("authoring/import/<uuid:uuid>/sheets", mapping.sheets, name="authoring_import_sheets"),
    path("authoring/import/<uuid:uuid>/sheets/<int:number>", mapping.columns, name="authoring_import_columns"),
    path("authoring/import/<uuid:uuid>/target", outcome.target, name="authoring_import_target"),
    path("authoring/import/<uuid:uuid>/problems", outcome.problems, name="authoring_import_problems"),
    path("authoring/import/<uuid:uuid>/problems.csv", outcome.problems_csv, name="authoring_import_problems_csv"),
    path("authoring/import/<uuid:uuid>/difference", outcome.difference, name="authoring_import_difference"),
    path("authoring/context", context.context, name="authoring_context"),
    path("authoring/context/new", adding.add, name="authoring_context_new"),
    path("authoring/context/<uuid:uuid>", context.one, name="authoring_context_one"),
    path("authoring/context/<uuid:uuid>/check", context.check, name="authoring_context_check"),
    path("authoring/context/<uuid:uuid>/change", context.change, name="authoring_context_change"),
    path("authoring/context/<uuid:uuid>/end", context.end, name="authoring_context_end"),
    path("authoring/frameworks/<slug:framework>/next", starting.next_version, name="authoring_next"),
    path("authoring/frameworks/<slug:framework>/terms", terms.terms, name="authoring_terms"),
    path("authoring/frameworks/<slug:framework>/versions", ending.versions, name="authoring_versions"),
    path("authoring/frameworks/<slug:framework>/versions/<str:label>", ending.ending, name="authoring_ending"),
    path("authoring/drafts/<slug:framework>/<str:label>", draft.draft, name="authoring_draft"),
    path("authoring/draft/<uuid:uuid>/<path:rest>", draft.for_good, name="authoring_draft_for_good"),
    path(_CHECKS, checks.checks, name="authoring_checks"),
    path(f"{_CHECKS}.csv", checks.as_csv, name="authoring_checks_csv"),
    path(f"{_CHECKS}/limits", checks.limits, name="authoring_check_limits"),
    path(f"{_CHECKS}/accepted/<uuid:uuid>", checks.take_back, name="authoring_check_take_back"),
    path(f"{_CHECKS}/<slug:digest>", checks.accept, name="authoring_check_accept"),
    path("authoring/equivalences", equivalences.equivalences, name="authoring_equivalences"),
    path("authoring/equivalences/table", equivalences.equivalence, name="authoring_equivalence"),
    path(_CROSSWALK, crosswalk.crosswalk, name="authoring_crosswalk"),
    path("authoring/drafts/<slug:framework>/<str:label>/unsaved", unsaved.unsaved, name="authoring_unsaved"),
    path("authoring/drafts/<slug:framework>/<str:label>/details", details.details, name="authoring_details"),
    *structure,
    path("authoring/drafts/<slug:framework>/<str:label>/discard", details.discard, name="authoring_discard"),
    path("authoring/drafts/<slug:framework>/<str:label>/files/<str:format>", draft.download, name="authoring_download"),
    path("authoring/drafts/<slug:framework>/<str:label>/preview", preview.preview, name="authoring_preview"),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/preview/roles/<slug:role>",
        preview.role,
        name="authoring_preview_role",
    ),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/preview/skills/<slug:skill>",
        preview.skill,
        name="authoring_preview_skill",
    ),
    path("authoring/drafts/<slug:framework>/<str:label>/scales", scales.scales, name="authoring_scales"),
    path("authoring/drafts/<slug:framework>/<str:label>/scales/new", scales.new, name="authoring_scale_new"),
    path("authoring/drafts/<slug:framework>/<str:label>/scales/of/<str:key>", scales.scale, name="authoring_scale"),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/scales/of/<str:key>/levels",
        scales.levels,
        name="authoring_scale_levels",
    ),
    path("authoring/drafts/<slug:framework>/<str:label>/skills", skills.skills, name="authoring_skills"),
    path("authoring/drafts/<slug:framework>/<str:label>/skills/new", skill.new, name="authoring_skill_new"),
    path("authoring/drafts/<slug:framework>/<str:label>/skills/<slug:skill>", skill.skill, name="authoring_skill"),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/skills/<slug:skill>/move",
        skills.move,
        name="authoring_skill_move",
    ),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/skills/<slug:skill>/remove",
        skills.remove,
        name="authoring_skill_remove",
    ),
    path(
        "authoring/drafts/<slug:framework>/<str:label>/skills/<slug:skill>/restore",
        skills.restore,
        name="authoring_skill_restore",
    ),
    *review.urlpatterns,
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
