"""Routes of the pages for those who run the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.operating import privacy, retention

urlpatterns: list[URLPattern | URLResolver] = [
    path("operating/privacy", privacy.overview, name="operating_privacy"),
    path("operating/privacy/requests/<uuid:uuid>", privacy.answer, name="operating_privacy_request"),
    path("operating/privacy/people/<uuid:uuid>", privacy.person, name="operating_privacy_person"),
    path("operating/privacy/people/<uuid:uuid>/copy.json", privacy.copy_json, name="operating_privacy_json"),
    path("operating/privacy/people/<uuid:uuid>/copy.pdf", privacy.copy_pdf, name="operating_privacy_pdf"),
    path("operating/privacy/people/<uuid:uuid>/erase", privacy.erase, name="operating_privacy_erase"),
    path("operating/privacy/people/<uuid:uuid>/hold", privacy.place_hold, name="operating_privacy_place_hold"),
    path("operating/privacy/holds/<uuid:uuid>", privacy.hold, name="operating_privacy_hold"),
    path("operating/privacy/retention", retention.retention, name="operating_retention"),
    path("operating/privacy/retention/<uuid:uuid>", retention.retention_run, name="operating_retention_run"),
]
