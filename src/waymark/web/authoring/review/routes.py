"""Routes of the review of a draft, and of review groups."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.authoring.review import asking, groups, overview, reading, signing, suggestions, threads

_REVIEW = "authoring/drafts/<slug:framework>/<str:label>/review"

urlpatterns: list[URLPattern | URLResolver] = [
    path("authoring/groups", groups.groups, name="authoring_groups"),
    path("authoring/groups/<uuid:uuid>", groups.group, name="authoring_group"),
    path(_REVIEW, overview.review, name="authoring_review"),
    path(f"{_REVIEW}/remarks.csv", overview.remarks, name="authoring_review_remarks"),
    path(f"{_REVIEW}/writing", overview.back_to_writing, name="authoring_review_writing"),
    path(f"{_REVIEW}/invitations/<uuid:uuid>", overview.invitation, name="authoring_review_invitation"),
    path(f"{_REVIEW}/ask", asking.ask, name="authoring_review_ask"),
    path(f"{_REVIEW}/signatories", asking.choose, name="authoring_review_choose"),
    path(f"{_REVIEW}/signatories/<uuid:uuid>", asking.drop, name="authoring_review_drop"),
    path(f"{_REVIEW}/sign", signing.sign, name="authoring_review_sign"),
    path(f"{_REVIEW}/read", reading.read, name="authoring_review_read"),
    path(f"{_REVIEW}/read/skills", reading.skills, name="authoring_review_skills"),
    path(f"{_REVIEW}/read/<str:passage>", reading.read_one, name="authoring_review_read_one"),
    path(f"{_REVIEW}/threads", threads.threads, name="authoring_review_threads"),
    path(f"{_REVIEW}/threads/<uuid:uuid>", threads.thread, name="authoring_review_thread"),
    path(f"{_REVIEW}/suggestions", suggestions.suggestions, name="authoring_review_suggestions"),
    path(f"{_REVIEW}/suggestions/<uuid:uuid>", suggestions.suggestion, name="authoring_review_suggestion"),
    path(f"{_REVIEW}/passages/<str:passage>", threads.passage, name="authoring_review_passage"),
    path(f"{_REVIEW}/passages/<str:passage>/<str:field>", suggestions.suggest, name="authoring_review_suggest"),
]
