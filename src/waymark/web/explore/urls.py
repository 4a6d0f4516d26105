"""Routes of the pages that anyone may read."""

from django.urls import path

from waymark.web.explore import compare, frameworks, identity, my_skills, professions, roles, scales, search, skills

urlpatterns = [
    path("frameworks", frameworks.frameworks, name="frameworks"),
    path("frameworks/<slug:slug>", frameworks.framework, name="framework"),
    path("frameworks/<slug:slug>/versions/<str:label>", frameworks.version, name="version"),
    path(
        "frameworks/<slug:slug>/versions/<str:label>/changes",
        frameworks.version_difference,
        name="version_difference",
    ),
    path("frameworks/<slug:slug>/versions/<str:label>/download/<slug:format>", frameworks.download, name="download"),
    path("professions", professions.professions, name="professions"),
    path("professions/<slug:slug>", professions.profession, name="profession"),
    path("roles/compare", compare.compare, name="compare"),
    path("roles/<slug:slug>", roles.role, name="role"),
    path("roles/<slug:slug>/grades.csv", roles.grades, name="role_grades"),
    path("roles/<slug:role>/<slug:level>", roles.role_level, name="role_level"),
    path("skills", skills.skills, name="skills"),
    path("skills/<slug:slug>", skills.skill, name="skill"),
    path("scales/<uuid:uuid>", scales.scale_table, name="scale_table"),
    path("search", search.search, name="search"),
    path("explore/from-my-skills", my_skills.from_my_skills, name="from_my_skills"),
    path("id/<uuid:uuid>", identity.identity, name="identity"),
]
