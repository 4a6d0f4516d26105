"""Routes of the pages for those who run the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.operating import (
    corrections,
    duties,
    giving,
    jobs,
    landing,
    privacy,
    record,
    record_export,
    record_looks,
    retention,
    session,
)
from waymark.web.operating.reference.urls import urlpatterns as reference

urlpatterns: list[URLPattern | URLResolver] = [
    path("operating", landing.landing, name="operating"),
    path("operating/access", duties.listing, name="duties"),
    path("operating/access/new", giving.give, name="give_duty"),
    path("operating/access/session", session.session, name="admin_session"),
    path("operating/access/session/end", session.end_session, name="admin_session_end"),
    path("operating/access/<uuid:uuid>", duties.duty, name="duty"),
    path("operating/access/<uuid:uuid>/decide", duties.decide, name="duty_decide"),
    path("operating/access/<uuid:uuid>/end", duties.end, name="duty_end"),
    path("operating/corrections", corrections.listing, name="operating_corrections"),
    path("operating/corrections/<uuid:uuid>", corrections.correction, name="operating_correction"),
    *reference,
    path("operating/audit", record.search, name="audit"),
    path("operating/audit/<int:entry_id>", record.entry, name="audit_entry"),
    path("operating/audit/accesses", record_looks.accesses, name="audit_accesses"),
    path("operating/audit/refused", record_looks.refused, name="audit_refused"),
    path("operating/audit/check", record.check, name="audit_check"),
    path("operating/audit/export", record_export.export, name="audit_export"),
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
    path("operating/jobs", jobs.listing, name="operating_jobs"),
    path("operating/jobs/<uuid:uuid>", jobs.job, name="operating_job"),
    path("operating/jobs/mail/<uuid:uuid>", jobs.send_again, name="send_again"),
]
