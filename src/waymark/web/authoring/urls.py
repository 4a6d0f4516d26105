"""Routes of the workbench for frameworks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.authoring import details, draft, landing, preview, scales, skill, skills, starting, unsaved
from waymark.web.authoring.importing import bringing, mapping, outcome

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
    path("authoring/frameworks/<slug:framework>/next", starting.next_version, name="authoring_next"),
    path("authoring/drafts/<slug:framework>/<str:label>", draft.draft, name="authoring_draft"),
    path("authoring/drafts/<slug:framework>/<str:label>/unsaved", unsaved.unsaved, name="authoring_unsaved"),
    path("authoring/drafts/<slug:framework>/<str:label>/details", details.details, name="authoring_details"),
    path("authoring/drafts/<slug:framework>/<str:label>/discard", details.discard, name="authoring_discard"),
    path("authoring/drafts/<slug:framework>/<str:label>/files/<str:format>", draft.download, name="authoring_download"),
    path("authoring/drafts/<slug:framework>/<str:label>/preview", preview.preview, name="authoring_preview"),
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
]
