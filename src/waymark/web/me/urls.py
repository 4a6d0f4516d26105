"""Routes of the pages about me."""

from django.urls import path

from waymark.web.me import assessment, career, check, choices, explore, gap, notifications, skills

urlpatterns = [
    path("me", career.at_home, name="career"),
    path("me/check", check.start, name="check_start"),
    path("me/check/<uuid:uuid>", check.resume, name="check_resume"),
    path("me/check/<uuid:uuid>/result", check.result, name="check_result"),
    path("me/check/<uuid:uuid>/<int:number>", check.question, name="check_question"),
    path("me/assessments", assessment.listing, name="me_assessments"),
    path("me/assessments/<uuid:uuid>", assessment.assessment, name="assessment"),
    path("me/assessments/<uuid:uuid>/check", assessment.check, name="assessment_check"),
    path("me/assessments/<uuid:uuid>/withdraw", assessment.withdraw, name="assessment_withdraw"),
    path("me/assessments/<uuid:uuid>/skills/<slug:slug>", assessment.skill, name="assessment_skill"),
    path("me/skills", skills.skills, name="me_skills"),
    path("me/gap", gap.gap, name="me_gap"),
    path("me/explore", explore.explore, name="me_explore"),
    path("me/role", choices.role, name="me_role"),
    path("me/profession", choices.profession, name="me_profession"),
    path("me/notifications", notifications.notifications_page, name="me_notifications"),
    path("me/notifications/preferences", notifications.preferences, name="notification_preferences"),
    path("me/notifications/<uuid:uuid>/dismiss", notifications.dismiss, name="dismiss_item"),
    path("notifications/stop/<str:token>", notifications.stop_mail, name="stop_mail"),
    path("me/target", choices.target, name="me_target"),
]
