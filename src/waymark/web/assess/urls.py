"""Routes of the assessor's desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.assess import acts, case, comparability, decision, desk, exercises, revoking, writing
from waymark.web.assess.moderation import cases, panels, sampling

urlpatterns: list[URLPattern | URLResolver] = [
    path("assess", desk.queue, name="assess"),
    path("assess/next", desk.next_case, name="assess_next"),
    path("assess/moderation", cases.queue, name="moderation"),
    path("assess/moderation/<uuid:uuid>", cases.case, name="moderation_case"),
    path("assess/moderation/<uuid:uuid>/panel", cases.send, name="moderation_panel"),
    path("assess/panels", panels.listing, name="panels"),
    path("assess/panels/new/<slug:slug>", panels.new, name="panel_new"),
    path("assess/panels/<uuid:uuid>", panels.panel, name="panel"),
    path("assess/panels/<uuid:uuid>/close", panels.close, name="panel_close"),
    path("assess/sampling", sampling.professions, name="sampling"),
    path("assess/sampling/<slug:slug>", sampling.sampling, name="sampling_rule"),
    path("assess/exercises", exercises.listing, name="assess_exercises"),
    path("assess/exercises/new", writing.new, name="assess_exercise_new"),
    path("assess/exercises/drafts/<uuid:uuid>", writing.draft, name="assess_exercise_draft"),
    path("assess/exercises/drafts/<uuid:uuid>/check", writing.check, name="assess_exercise_check"),
    path("assess/exercises/drafts/<uuid:uuid>/throw-away", writing.throw_away, name="assess_exercise_throw_away"),
    path("assess/exercises/<uuid:uuid>", exercises.exercise, name="assess_exercise"),
    path("assess/agreement", exercises.agreement, name="assess_agreement"),
    path("assess/comparability", comparability.professions, name="assess_comparability"),
    path("assess/comparability/<slug:slug>", comparability.profession, name="assess_comparability_of"),
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
