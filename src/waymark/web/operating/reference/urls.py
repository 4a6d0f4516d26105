"""Routes of the pages of reference data."""

from __future__ import annotations

from django.urls import URLPattern, path

from waymark.web.operating.reference import bodies, changing, grades, lists, settled, units

urlpatterns: list[URLPattern] = [
    path("operating/reference", bodies.landing, name="reference"),
    path("operating/reference/open", changing.open_body, name="reference_open"),
    path("operating/reference/organisations/<slug:slug>", bodies.body, name="reference_body"),
    path("operating/reference/organisations/<slug:slug>/units", units.units, name="reference_units"),
    path("operating/reference/units-template", units.template, name="reference_units_template"),
    path("operating/reference/units-of-file/<uuid:uuid>", units.unknown, name="reference_units_unknown"),
    path(
        "operating/reference/organisations/<slug:slug>/<slug:kind>", changing.change_body, name="reference_change_body"
    ),
    path("operating/reference/changes", settled.listing, name="reference_changes"),
    path("operating/reference/changes/<uuid:uuid>", settled.change, name="reference_change"),
    path("operating/reference/changes/<uuid:uuid>/call-off", settled.call_off, name="reference_call_off"),
    path("operating/reference/changes/<uuid:uuid>/undo", settled.undo, name="reference_undo"),
    path("operating/reference/changes/<uuid:uuid>/duties", settled.carry, name="reference_carry"),
    path("operating/reference/grades", grades.grades, name="reference_grades"),
    path("operating/reference/grades/new", grades.new_grades, name="reference_grades_new"),
    path("operating/reference/grades/add", grades.add_grade, name="reference_grade_add"),
    path("operating/reference/lists/<slug:kind>", lists.listing, name="reference_list"),
    path("operating/reference/lists/<slug:kind>/<int:pk>", lists.item, name="reference_item"),
]
