"""Routes of the pages for those who run the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.operating import jobs

urlpatterns: list[URLPattern | URLResolver] = [
    path("operating/jobs", jobs.listing, name="operating_jobs"),
    path("operating/jobs/<uuid:uuid>", jobs.job, name="operating_job"),
    path("operating/jobs/mail/<uuid:uuid>", jobs.send_again, name="send_again"),
]
