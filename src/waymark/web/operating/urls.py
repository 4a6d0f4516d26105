"""Routes of the pages for those who run the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.operating import corrections

urlpatterns: list[URLPattern | URLResolver] = [
    path("operating/corrections", corrections.listing, name="operating_corrections"),
    path("operating/corrections/<uuid:uuid>", corrections.correction, name="operating_correction"),
]
