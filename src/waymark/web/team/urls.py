"""Routes of a manager's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from waymark.web.team import conversation, evidence, exempting, people, review, reviews, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("team", views.team, name="team"),
    path("team/people", people.people_in_sight, name="people_in_sight"),
    path("team/people/<uuid:uuid>", people.person_in_sight, name="person_in_sight"),
    path("team/reviews", reviews.queue, name="team_reviews"),
    path("team/reviews/check", reviews.check, name="team_reviews_check"),
    path("team/reviews/<uuid:uuid>", review.review, name="team_review"),
    path("team/reviews/<uuid:uuid>/conversation", conversation.conversation, name="team_conversation"),
    path("team/people/<uuid:uuid>/exemptions", exempting.exemptions, name="person_exemptions"),
    path("team/people/<uuid:uuid>/exemptions/<uuid:exemption>/end", exempting.end, name="person_exemption_end"),
    path("team/<uuid:uuid>", views.member, name="team_member"),
    path("team/<uuid:uuid>/assessments/<uuid:assessment>", views.assessment, name="team_assessment"),
    path("team/<uuid:uuid>/evidence/<uuid:evidence>", evidence.evidence, name="team_evidence"),
]
