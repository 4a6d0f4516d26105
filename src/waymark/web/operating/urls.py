"""Routes of the pages for those who run the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.operating import record, record_export, record_looks

urlpatterns: list[URLPattern | URLResolver] = [
    path("operating/audit", record.search, name="audit"),
    path("operating/audit/<int:entry_id>", record.entry, name="audit_entry"),
    path("operating/audit/accesses", record_looks.accesses, name="audit_accesses"),
    path("operating/audit/refused", record_looks.refused, name="audit_refused"),
    path("operating/audit/check", record.check, name="audit_check"),
    path("operating/audit/export", record_export.export, name="audit_export"),
]
