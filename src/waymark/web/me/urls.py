"""Routes of the pages about me."""

from django.urls import path

from waymark.web.me import assessment, career, check, choices, duties, explore, gap, privacy, sharing, skills, wrong

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
    path("me/assessments/<uuid:uuid>/share", sharing.share, name="assessment_share"),
    path("me/sharing", sharing.listing, name="me_sharing"),
    path("me/sharing/<uuid:uuid>/stop", sharing.stop, name="me_sharing_stop"),
    path("me/duties", duties.duties, name="me_duties"),
    path("me/duties/<uuid:uuid>/cover", duties.cover, name="duty_cover"),
    path("me/duties/<uuid:uuid>/give-up", duties.give_up, name="duty_give_up"),
    path("me/skills", skills.skills, name="me_skills"),
    path("me/gap", gap.gap, name="me_gap"),
    path("me/explore", explore.explore, name="me_explore"),
    path("me/role", choices.role, name="me_role"),
    path("me/profession", choices.profession, name="me_profession"),
    path("me/privacy", privacy.overview, name="me_privacy"),
    path("me/privacy/held", privacy.held, name="me_privacy_held"),
    path("me/privacy/copy.json", privacy.copy_json, name="me_privacy_json"),
    path("me/privacy/copy.pdf", privacy.copy_pdf, name="me_privacy_pdf"),
    path("me/privacy/correction", privacy.correction, name="me_privacy_correction"),
    path("me/privacy/restriction", privacy.restriction, name="me_privacy_restriction"),
    path("me/privacy/erasure", privacy.erasure, name="me_privacy_erasure"),
    path("me/privacy/requests/<uuid:uuid>", privacy.asked, name="me_privacy_request"),
    path("me/target", choices.target, name="me_target"),
    path("me/wrong", wrong.record, name="me_wrong"),
    path("me/wrong/<slug:about>", wrong.wrong, name="me_wrong_about"),
    path("me/wrong/<uuid:uuid>/take-back", wrong.take_back, name="me_wrong_take_back"),
]
