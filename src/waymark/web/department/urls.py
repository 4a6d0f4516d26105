"""Addresses of the pages of a department."""

from __future__ import annotations

from django.urls import path

from waymark.web.department import acceptance, deciding, levels, posts

urlpatterns = [
    path("departments/acceptance", acceptance.departments, name="departments_acceptance"),
    path("departments/<slug:slug>/acceptance", acceptance.acceptance, name="department_acceptance"),
    path("departments/levels", levels.levels, name="department_levels"),
    path("departments/levels/template", levels.level_template, name="department_levels_template"),
    path("departments/levels/export.<slug:form>", levels.export, name="department_levels_export"),
    path("departments/levels/<uuid:uuid>", levels.file, name="department_levels_file"),
    path("departments/posts", posts.departments, name="departments_posts"),
    path("departments/<slug:slug>/posts", posts.posts, name="department_posts"),
    path("departments/<slug:slug>/posts/suggestions", posts.suggestions, name="department_suggestions"),
    path("departments/<slug:slug>/posts/accept", posts.accept, name="department_accept"),
    path("departments/<slug:slug>/posts/decisions", posts.decisions, name="department_decisions"),
    path("departments/<slug:slug>/posts/decisions/<uuid:uuid>/undo", posts.undo, name="department_undo"),
    path("departments/<slug:slug>/posts/titles/<uuid:uuid>", deciding.title, name="department_title"),
    path("departments/<slug:slug>/posts/<uuid:uuid>", deciding.post, name="department_post"),
]
