"""Routes of the assessor's desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.assess import acts, case, decision, desk, revoking

urlpatterns: list[URLPattern | URLResolver] = [
    path("assess", desk.queue, name="assess"),
    path("assess/next", desk.next_case, name="assess_next"),
    path("assess/signed", revoking.signed, name="assess_signed"),
    path("assess/<uuid:uuid>/revoke", revoking.revoke, name="assess_revoke"),
    path("assess/<uuid:uuid>", case.case, name="assess_case"),
    path("assess/<uuid:uuid>/decision", decision.decision, name="assess_decision"),
    path("assess/<uuid:uuid>/decision.pdf", decision.decision_pdf, name="assess_decision_pdf"),
    path("assess/<uuid:uuid>/keep", case.keep, name="assess_keep"),
    path("assess/<uuid:uuid>/return", acts.send_back, name="assess_return"),
    path("assess/<uuid:uuid>/decline", acts.decline, name="assess_decline"),
    path("assess/<uuid:uuid>/pass-on", acts.pass_on, name="assess_pass_on"),
    path("assess/<uuid:uuid>/delegate", acts.delegate, name="assess_delegate"),
]
