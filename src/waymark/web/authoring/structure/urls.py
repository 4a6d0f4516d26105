"""Routes of families, roles, role levels and requirements of a draft."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.authoring.structure import choices, deriving, families, grid, level_requirements, levels, roles

_DRAFT = "authoring/drafts/<slug:framework>/<str:label>"
_ROLE = f"{_DRAFT}/roles/<slug:role>"
_LEVEL = f"{_ROLE}/levels/<slug:level>"

structure: list[URLPattern | URLResolver] = [
    path(f"{_DRAFT}/families", families.families, name="authoring_families"),
    path(f"{_DRAFT}/families/new", families.family_new, name="authoring_family_new"),
    path(f"{_DRAFT}/families/<slug:family>", families.family, name="authoring_family"),
    path(f"{_DRAFT}/families/<slug:family>/move", families.family_move, name="authoring_family_move"),
    path(f"{_DRAFT}/families/<slug:family>/remove", families.family_remove, name="authoring_family_remove"),
    path(f"{_DRAFT}/roles/new", roles.role_new, name="authoring_role_new"),
    path(_ROLE, roles.role, name="authoring_role"),
    path(f"{_ROLE}/move", roles.role_move, name="authoring_role_move"),
    path(f"{_ROLE}/remove", roles.role_remove, name="authoring_role_remove"),
    path(f"{_ROLE}/requirements", grid.grid, name="authoring_grid"),
    path(f"{_ROLE}/levels/new", levels.level_new, name="authoring_level_new"),
    path(_LEVEL, levels.level, name="authoring_level"),
    path(f"{_LEVEL}/move", levels.level_move, name="authoring_level_move"),
    path(f"{_LEVEL}/remove", levels.level_remove, name="authoring_level_remove"),
    path(f"{_LEVEL}/requirements", level_requirements.level_requirements, name="authoring_level_requirements"),
    path(f"{_LEVEL}/groups/new", choices.choice_new, name="authoring_choice_new"),
    path(f"{_LEVEL}/groups/<slug:choice>", choices.choice, name="authoring_choice"),
    path(f"{_LEVEL}/groups/<slug:choice>/remove", choices.choice_remove, name="authoring_choice_remove"),
    path(f"{_DRAFT}/derive", deriving.sources, name="authoring_sources"),
    path(f"{_DRAFT}/derive/<slug:source>", deriving.pick, name="authoring_pick"),
    path(f"{_DRAFT}/derive/<slug:source>/everything", deriving.everything, name="authoring_everything"),
    path(f"{_DRAFT}/skills/<slug:skill>/origin", deriving.origin, name="authoring_origin"),
]
