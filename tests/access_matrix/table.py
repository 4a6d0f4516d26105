"""Who gets what, route by route. Read it with ``walking.ANSWERS`` beside it; a review of access starts here.

A row gives the answer to a look (GET) and, where the route takes a form, to an empty form (POST). An expectation is
the answer for everybody, and behind semicolons those for whom it is another, the later before the earlier: a name or a
group of ``WHO``, alone or with one target ("manager@inside": what lies in their team).
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.access_matrix.world import AUDITOR_HERE, NOBODY, OFFICER_HERE, PUBLIC, VISITORS

BARE = (NOBODY, OFFICER_HERE, AUDITOR_HERE)
WHO: dict[str, tuple[str, ...]] = {
    **{key: (key,) for key in VISITORS},
    "public": (PUBLIC,),
    "bare": BARE,
    "people": tuple(key for key in VISITORS if key not in {PUBLIC, *BARE}),
    "accounts": tuple(key for key in VISITORS if key != PUBLIC),
    "heads": ("head-of-profession", "department-head-of-profession"),
    "officers": ("data-protection-officer", OFFICER_HERE),
    "auditors": ("auditor", AUDITOR_HERE),
    "unlimited": ("administrator", "second-administrator", "auditor", "data-protection-officer"),
    "recorded": ("individual", "manager", "assessor", "moderator"),
}
"""Names of one and of several. ``bare``: accounts that belong to nobody at work. ``unlimited``: duties over everything,
to whom what is outside is what is not there. ``recorded``: those whose role says what it asks of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a route answers. ``post`` is empty where it takes no form: a form is then answered as a look is."""

    get: str
    post: str = ""


def people(shown: str = "shown") -> str:
    """Return the expectation of a page about whoever is signed in."""
    return f"{shown}; public: sign in; bare: forbidden"


def own(shown: str = "shown") -> str:
    """Return the expectation of a page about an object that is one's own, and nobody else's at all."""
    return f"not there; public: sign in; bare: forbidden; people@own: {shown}"


def account(shown: str = "shown") -> str:
    """Return the expectation of a page about the account."""
    return f"{shown}; public: sign in"


def own_account(shown: str = "shown") -> str:
    """Return the expectation of a page about something of one's own account."""
    return f"not there; public: sign in; accounts@own: {shown}"


def holders(who: str, shown: str = "shown", *, lapsed: str = "") -> str:
    """Return the expectation of a page for holders of a duty; ``lapsed``: to an administrator without a session."""
    without = f"; administrator: {lapsed}" if lapsed else ""
    return f"not there; public: sign in{without}; {who}: {shown}"


SHOWN = Row("shown")
NO_CASE = "not there; public: sign in"
MINE = Row(people())
GIVERS = "heads, hr-director, second-administrator"
LISTERS = f"{GIVERS}, auditors, officers"
MENDERS = "department-head-of-profession, hr-director, second-administrator"
SEES_POSTS = f"head-of-profession, {MENDERS}"
MENDED = "department-head-of-profession@inside, hr-director@inside, second-administrator@inside"
ENDED = (
    "heads@inside, head-of-profession@own, hr-director@inside, second-administrator@inside, second-administrator@own"
)
FEEDER = "second-administrator@own, second-administrator@inside"
READ = "auditors@inside, officers@inside, auditor@own, data-protection-officer@own"
GUARDED = "officers@inside, data-protection-officer@own"
CARD = (
    "heads@inside, heads@own, hr-director@inside, hr-director@own, second-administrator@inside, "
    "second-administrator@own, officers@inside, data-protection-officer@own"
)
EXEMPTS = "heads@inside, hr-director@inside"
OWN_LEVELS = "heads@own, hr-director@own"
LEVELS = "heads, hr-director"
SEES_DUTY = "heads@inside, hr-director@inside, second-administrator@inside, auditors@inside, officers@inside"

KEEPER = "second-administrator"
CONTEXT = "department-head-of-profession, hr-director"
KEPT = "department-head-of-profession@own, department-head-of-profession@inside"
AUTHORS = "head-of-profession, framework-author"
OWN_IMPORT = "head-of-profession@own, framework-author@own"
WRITERS = "head-of-profession@own, head-of-profession@inside, framework-author@own, framework-author@inside"
DECIDERS = "head-of-profession@own, head-of-profession@inside"
READERS = f"{WRITERS}, framework-reviewer@own, framework-reviewer@inside"
SIGNS = "framework-reviewer@own, framework-reviewer@inside"

MODERATORS = "moderator, framework-reviewer, department-head-of-profession"
COMPOSERS = f"{MODERATORS}, head-of-profession"


TABLE: dict[str, Row] = {
    # What anyone may read.
    "home": SHOWN,
    "frameworks": SHOWN,
    "framework": SHOWN,
    "version": SHOWN,
    "version_difference": Row("not there"),  # the first version differs from nothing
    "download": SHOWN,
    "professions": SHOWN,
    "profession": SHOWN,
    "compare": SHOWN,
    "role": SHOWN,
    "role_grades": SHOWN,
    "role_level": Row("on"),
    "skills": SHOWN,
    "skill": SHOWN,
    "scale_table": SHOWN,
    "search": SHOWN,
    "from_my_skills": Row("shown; people: on"),
    "identity": Row("on"),
    "accessibility": SHOWN,
    "cookies": SHOWN,
    "privacy": SHOWN,
    "privacy_notice": SHOWN,
    "who_may": SHOWN,
    "help": SHOWN,
    "feedback": SHOWN,
    "brand_css": SHOWN,
    "demo": SHOWN,
    "demo_sign_in": Row("by form", "not there; people@own: on"),
    # Drafts of frameworks: own and inside is one of the profession, outside one of another profession.
    "authoring": Row(holders(f"{AUTHORS}, framework-reviewer")),
    "authoring_new": Row(holders(AUTHORS), holders(AUTHORS, "ask again")),
    # A file that somebody brings is theirs alone, as long as they write frameworks.
    "authoring_import": Row(holders(AUTHORS), holders(AUTHORS, "ask again")),
    "authoring_import_template": Row(holders(AUTHORS)),
    "authoring_import_one": Row(holders(OWN_IMPORT, "on"), "not there; public: sign in"),  # it has been read already
    "authoring_import_discard": Row(holders(OWN_IMPORT), holders(OWN_IMPORT, "on")),
    "authoring_import_sheets": Row(holders(OWN_IMPORT), holders(OWN_IMPORT, "ask again")),
    "authoring_import_columns": Row(holders(OWN_IMPORT), holders(OWN_IMPORT, "ask again")),
    "authoring_import_target": Row(holders(OWN_IMPORT), holders(OWN_IMPORT, "ask again")),
    "authoring_import_problems": Row(holders(OWN_IMPORT), holders(OWN_IMPORT, "ask again")),  # it says nothing was seen
    "authoring_import_problems_csv": Row(holders(OWN_IMPORT)),
    "authoring_import_difference": Row("not there; public: sign in"),  # first something has to be put right
    "authoring_next": Row(holders(AUTHORS), holders(AUTHORS, "ask again")),
    "authoring_terms": Row(holders("head-of-profession"), holders("head-of-profession", "ask again")),
    "authoring_versions": Row(holders(AUTHORS)),
    "authoring_ending": Row(holders(AUTHORS), holders(AUTHORS, "ask again")),
    "authoring_draft": Row(holders(READERS)),
    "authoring_draft_for_good": Row(holders(READERS, "on")),
    "authoring_checks": Row(holders(READERS), holders(READERS, "on")),
    "authoring_checks_csv": Row(holders(READERS)),
    "authoring_check_limits": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_check_accept": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_check_take_back": Row("by form", holders(WRITERS, "on")),
    "authoring_equivalences": Row(holders(AUTHORS)),
    "authoring_equivalence": Row("not there; public: sign in"),
    "authoring_crosswalk": Row(holders(AUTHORS)),
    "authoring_details": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_discard": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_download": Row(holders(READERS)),
    "authoring_preview": Row(holders(READERS)),
    "authoring_preview_role": Row(holders(READERS)),
    "authoring_preview_skill": Row(holders(READERS)),
    "authoring_scales": Row(holders(READERS)),
    "authoring_scale_new": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_scale": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_scale_levels": Row("not there; public: sign in"),  # an empty form names nothing to do
    "authoring_skills": Row(holders(READERS)),
    "authoring_skill_new": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_skill": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_skill_move": Row("not there; public: sign in"),  # an empty form names no way to go
    "authoring_skill_remove": Row(holders(WRITERS), holders(WRITERS, "ask again")),  # it says nothing of what was seen
    "authoring_skill_restore": Row("not there; public: sign in", holders(WRITERS, "on")),
    "authoring_unsaved": Row("not there; public: sign in"),  # it keeps text of the forms of the draft, and shows none
    "authoring_families": Row(holders(WRITERS)),
    "authoring_family_new": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_family": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_family_move": Row(holders(WRITERS, "on")),  # an empty form names no way to go
    "authoring_family_remove": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_role_new": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_role": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_role_move": Row(holders(WRITERS, "on")),
    "authoring_role_remove": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_grid": Row(holders(WRITERS), holders(WRITERS, "on")),  # an empty form changes no cell
    "authoring_level_new": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_level": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_level_move": Row(holders(WRITERS, "on")),
    "authoring_level_remove": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_level_requirements": Row(holders(WRITERS), holders(WRITERS, "on")),
    "authoring_choice_new": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_choice": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_choice_remove": Row(holders(WRITERS, "on")),
    "authoring_sources": Row(holders(WRITERS)),
    "authoring_pick": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_everything": Row(holders(WRITERS), holders(WRITERS, "on")),
    "authoring_origin": Row(holders(WRITERS)),
    # A department's context: own and inside is what the head's own department added, outside another's.
    "authoring_context": Row(holders(CONTEXT)),
    "authoring_context_new": Row("not there; public: sign in"),  # the address says to what
    "authoring_context_one": Row(holders(KEPT)),
    "authoring_context_check": Row("not there; public: sign in", holders(KEPT, "refused")),
    "authoring_context_change": Row(holders(KEPT), holders(KEPT, "ask again")),
    "authoring_context_end": Row(holders(KEPT), holders(KEPT, "ask again")),
    # Their reviews. The draft that is inside has been asked of its reviewer to sign off.
    "authoring_groups": Row(holders(AUTHORS), holders(AUTHORS, "ask again")),
    "authoring_group": Row(holders(WRITERS), holders(WRITERS, "not there")),
    "authoring_review": Row(holders(READERS)),
    "authoring_review_remarks": Row(holders(READERS)),
    "authoring_review_writing": Row(account("by form"), holders(WRITERS, "on")),
    "authoring_review_invitation": Row(account("by form"), holders("bare", "not there")),
    "authoring_review_ask": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_review_choose": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_review_drop": Row(account("by form"), holders(WRITERS, "on")),
    "authoring_review_sign": Row(holders(SIGNS), holders(SIGNS, "ask again")),
    "authoring_review_read": Row(holders(READERS)),
    "authoring_review_skills": Row(holders(READERS)),
    "authoring_review_read_one": Row(holders(READERS)),
    "authoring_review_threads": Row(holders(READERS)),
    "authoring_review_thread": Row(holders(READERS), holders(READERS, "ask again")),
    "authoring_review_suggestions": Row(holders(READERS)),
    "authoring_review_suggestion": Row(holders(READERS), holders(READERS, "ask again")),
    "authoring_review_passage": Row(holders(READERS), holders(READERS, "ask again")),
    "authoring_review_suggest": Row(holders(READERS), holders(READERS, "ask again")),
    "authoring_release": Row(holders(READERS)),
    "authoring_release_changes": Row(holders(READERS)),
    "authoring_impact": Row(holders(READERS)),
    "authoring_successors": Row(holders(READERS)),
    "authoring_successor": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    "authoring_propose": Row(holders(WRITERS), holders(WRITERS, "ask again")),
    # A release is proposed there already: the head of the profession is the second person.
    "authoring_decide": Row(holders(DECIDERS), holders(DECIDERS, "refused")),
    "authoring_take_back": Row("not there; public: sign in", holders(WRITERS, "refused")),
    # What is about whoever is signed in.
    "career": Row(people("on")),
    "check_start": Row(people(), f"{people('ask again')}; recorded: on"),
    "check_resume": Row(own("on")),
    "check_result": Row(own("on")),
    "check_question": Row(own(), own("ask again")),
    "me_assessments": Row(people(), people("not there")),
    "assessment": Row(own()),
    "assessment_check": Row(own(), own("on")),
    "assessment_withdraw": Row(own(), own("on")),
    "assessment_skill": Row(own(), own("ask again")),
    "assessment_receiver": Row(own(), own("ask again")),
    "assessment_new": Row(people(), f"{people()}; recorded: on"),
    "assessment_again": Row(people("on"), people("on")),
    "assessment_role": Row(own(), own("on")),
    "assessment_answer_anyway": Row(people("not there"), own("on")),
    "assessment_evidence": Row(own(), own("on")),
    "assessment_evidence_skill": Row(own(), own("on")),
    "assessment_appeal": Row(own("on"), own("on")),
    "assessment_share": Row(own(), own("ask again")),
    "me_sharing": MINE,
    "me_sharing_stop": Row(people("on"), own("on")),
    "me_duties": Row(account()),
    "duty_cover": Row(own_account()),
    "duty_give_up": Row(own_account(), own_account("ask again")),
    "me_skills": MINE,
    "me_interests": Row(people(), people("on")),
    "me_evidence": MINE,
    "me_evidence_new": MINE,
    "me_evidence_add": Row(people(), people("ask again")),
    "me_evidence_unsaved": Row(people("not there")),
    "me_evidence_item": Row(own()),
    "me_evidence_edit": Row(own(), own("ask again")),
    "me_evidence_remove": Row(own(), own("on")),
    "me_evidence_ask": Row(own(), own("ask again")),
    "me_evidence_file_remove": Row(people("not there"), own("on")),
    "me_evidence_ask_end": Row(people("not there"), own("on")),
    "me_testimony": Row(own(), own("ask again")),
    "evidence_file": Row(f"{own()}; manager@inside: shown"),
    "me_record": MINE,
    "me_record_link": Row(people(), people("ask again")),
    "me_record_end": Row(people("on"), own("on")),
    "me_record_pdf": Row(own()),
    "me_gap": MINE,
    "me_explore": MINE,
    "me_role": Row(people(), people("ask again")),
    "me_profession": Row(people(), people("ask again")),
    "me_target": Row(people("on")),
    "me_privacy": MINE,
    "me_privacy_held": MINE,
    "me_privacy_json": MINE,
    "me_privacy_pdf": MINE,
    "me_privacy_correction": Row(people(), people("ask again")),
    "me_privacy_restriction": Row(people(), people("on")),
    "me_privacy_erasure": Row(people(), people("on")),
    # The officer who answers a request is sent to the page where they do.
    "me_privacy_request": Row(
        f"{own()}; data-protection-officer@inside: on", f"{own('on')}; data-protection-officer@inside: on"
    ),
    "me_notifications": Row(account(), account("on")),
    "notification_preferences": Row(account("on"), account("ask again")),
    "dismiss_item": Row(account("on"), own_account("on")),
    # Whoever has the link of an e-mail may stop such mail, signed in or not.
    # Whoever has the link has what it shows; to a link that is nobody's the answer says so on a page of its own.
    "record_verify": Row("shown", "ask again"),
    "record_open": Row("shown"),
    "record_printed": Row("shown"),
    "stop_mail": Row("shown; unlimited@outside: not there", "on; unlimited@outside: not there"),
    "me_wrong": MINE,
    "me_wrong_about": Row(people(), people("ask again")),
    "me_wrong_take_back": Row(people("on"), own("on")),
    # A manager's pages, and those of duties that have people in sight.
    "team": MINE,
    "team_member": Row(f"{own()}; people@own: not there; manager@inside: shown"),
    "team_assessment": Row(f"{own()}; people@own: not there; manager@inside: shown"),
    "team_evidence": Row(f"{own()}; people@own: not there; manager@inside: shown"),
    "team_reviews": MINE,
    "team_reviews_check": Row(people("ask again"), people("ask again")),
    "team_review": Row(
        f"{own()}; people@own: not there; manager@inside: shown",
        f"{own()}; people@own: not there; manager@inside: refused",
    ),
    "team_conversation": Row(
        f"{own()}; people@own: not there; manager@inside: shown", f"{own()}; people@own: not there; manager@inside: on"
    ),
    "assessment_conversation": Row(own(), own("on")),
    # Deciding: what is inside was sent to the manager; what assessors get is in tests/web/test_assess.
    "assess": Row(holders("assessor")),
    "assess_signed": Row(holders(f"assessor, {MODERATORS}")),
    "assess_revoke": Row(NO_CASE, NO_CASE),
    # Nothing is decided about what is inside: tests/web/test_assess/test_decision.py opens what is.
    "assess_decision": Row(NO_CASE),
    "assess_decision_pdf": Row(NO_CASE),
    "assessment_decision": Row(own("not there")),
    "assessment_decision_pdf": Row(own("not there")),
    "assess_next": Row(holders("assessor", "not there"), holders("assessor", "on")),
    "assess_exercises": Row(holders(f"assessor, {MODERATORS}")),
    "assess_exercise": Row(holders(f"assessor, {MODERATORS}"), holders(f"assessor, {MODERATORS}", "unsure")),
    "assess_exercise_new": Row(holders(MODERATORS), holders(MODERATORS, "ask again")),
    "assess_exercise_draft": Row(holders(MODERATORS), holders(MODERATORS, "unsure")),
    "assess_exercise_check": Row(holders(MODERATORS), holders(MODERATORS, "unsure")),
    "assess_exercise_throw_away": Row(holders(MODERATORS), holders(MODERATORS, "on")),
    "assess_agreement": Row(holders("assessor")),
    "assess_comparability": Row(holders(f"{MODERATORS}, heads", "on")),
    "assess_comparability_of": Row(holders(f"{MODERATORS}, heads"), holders(f"{MODERATORS}, heads", "on")),
    "assess_case": Row(f"{NO_CASE}; manager@inside: shown", f"{NO_CASE}; manager@inside: on"),
    "assess_keep": Row(NO_CASE, f"{NO_CASE}; manager@inside: shown"),
    "assess_return": Row(f"{NO_CASE}; manager@inside: shown", f"{NO_CASE}; manager@inside: ask again"),
    "assess_pass_on": Row(f"{NO_CASE}; manager@inside: shown", f"{NO_CASE}; manager@inside: ask again"),
    "assess_decline": Row(NO_CASE, NO_CASE),
    "assess_delegate": Row(NO_CASE, NO_CASE),
    # Moderation: cases are in tests/web/test_assess; here are those who have the pages at all.
    "moderation": Row(holders(MODERATORS)),
    "moderation_case": Row(NO_CASE, NO_CASE),
    "moderation_panel": Row(NO_CASE, NO_CASE),
    "panels": Row(holders(COMPOSERS)),
    "panel_new": Row(holders(COMPOSERS), holders(COMPOSERS, "ask again")),
    "panel": Row(holders(COMPOSERS), holders(COMPOSERS, "ask again")),
    "panel_close": Row(NO_CASE, holders(COMPOSERS, "ask again")),  # the panel of the demo has a case
    "sampling": Row(holders(f"{COMPOSERS}, assessor", "on")),
    "sampling_rule": Row(holders(f"{COMPOSERS}, assessor"), holders("head-of-profession", "ask again")),
    "people_in_sight": Row(holders("heads, hr-director, second-administrator, officers", lapsed="session")),
    "person_in_sight": Row(holders(CARD, lapsed="session")),
    "person_exemptions": Row(holders(EXEMPTS), holders(EXEMPTS, "ask again")),
    "person_exemption_end": Row(holders(EXEMPTS), holders(EXEMPTS, "ask again")),
    # Running the site.
    "operating": Row(account()),
    "duties": Row(holders(LISTERS, lapsed="session")),
    "give_duty": Row(holders(GIVERS, lapsed="session"), holders(GIVERS, lapsed="forbidden")),
    "admin_session": Row(
        holders("administrator, second-administrator"), holders("administrator, second-administrator", "ask again")
    ),
    "admin_session_end": Row(account("by form"), holders("administrator, second-administrator", "on")),
    "duty": Row(holders(f"accounts@own, {SEES_DUTY}") + "; administrator@inside, administrator@outside: session"),
    "duty_decide": Row(
        holders("second-administrator", "on", lapsed="session"),
        holders("second-administrator@own, second-administrator@inside", "ask again", lapsed="forbidden"),
    ),
    "duty_end": Row(
        holders(ENDED, lapsed="session"),
        holders(ENDED, "ask again", lapsed="forbidden"),
    ),
    "operating_corrections": Row(holders(MENDERS, lapsed="session")),
    "operating_correction": Row(holders(MENDED, lapsed="session"), holders(MENDED, "ask again", lapsed="forbidden")),
    # Reference data, onboarding and health are the same for everybody: own, inside and outside are one.
    **{
        name: Row(holders(KEEPER, lapsed="session"))
        for name in (
            "reference",
            "reference_body",
            "reference_changes",
            "reference_change",
            "reference_grades",
            "operating_onboarding",
            "operating_health",
            "reference_units_template",
        )
    },
    "operating_onboarding_department": Row(
        holders(KEEPER, lapsed="session"), holders(KEEPER, "on", lapsed="forbidden")
    ),
    "reference_units_unknown": Row(holders(FEEDER, lapsed="session")),
    **{
        name: Row(holders(KEEPER, lapsed="session"), holders(KEEPER, "ask again", lapsed="forbidden"))
        for name in (
            "reference_units",
            "reference_open",
            "reference_change_body",
            "reference_call_off",
            "reference_undo",
            "reference_carry",
            "reference_grades_new",
            "reference_grade_add",
            "reference_list",
            "reference_item",
        )
    },
    "audit": Row(holders("auditors, officers")),
    "audit_entry": Row(holders(READ)),
    "audit_accesses": Row(holders("auditors, officers")),
    "audit_refused": Row(holders("auditors, officers")),
    "audit_check": Row(holders("auditors, officers")),
    "audit_export": Row(holders("auditors, officers"), holders("auditors, officers", "ask again")),
    "operating_privacy": Row(holders("officers")),
    "operating_privacy_request": Row(holders(GUARDED), holders(GUARDED, "ask again")),
    "operating_privacy_person": Row(holders(GUARDED), holders(GUARDED, "ask again")),
    "operating_privacy_json": Row(holders(GUARDED)),
    "operating_privacy_pdf": Row(holders(GUARDED)),
    "operating_privacy_erase": Row(holders(GUARDED), holders(GUARDED, "ask again")),
    "operating_privacy_place_hold": Row(holders(GUARDED), holders(GUARDED, "ask again")),
    "operating_privacy_hold": Row(holders(GUARDED), holders(GUARDED, "ask again")),
    "operating_retention": Row(holders("data-protection-officer"), holders("data-protection-officer", "on")),
    "operating_retention_run": Row(
        holders("data-protection-officer@own, data-protection-officer@inside"),
        holders("data-protection-officer@own, data-protection-officer@inside", "on"),
    ),
    # What a department accepts. Those who have one department go straight to it.
    "department_levels": Row(holders(LEVELS), holders(LEVELS, "ask again")),
    "department_levels_template": Row(holders(LEVELS)),
    "department_levels_export": Row(holders(LEVELS)),
    "department_levels_file": Row(holders(OWN_LEVELS), holders(OWN_LEVELS, "not there")),
    "departments_acceptance": Row(holders("department-head-of-profession, hr-director", "on")),
    "department_acceptance": Row(
        holders("department-head-of-profession, hr-director"),
        holders("department-head-of-profession, hr-director", "ask again"),
    ),
    # Which roles posts are. Those who have one department go straight to it.
    "departments_posts": Row(
        f"{holders('head-of-profession, second-administrator', lapsed='session')}; "
        "department-head-of-profession: on; hr-director: on"
    ),
    "department_posts": Row(holders(SEES_POSTS, lapsed="session")),
    "department_suggestions": Row(holders(MENDERS, "on", lapsed="session"), holders(MENDERS, "on", lapsed="forbidden")),
    "department_accept": Row(holders(MENDERS, lapsed="session"), holders(MENDERS, "refused", lapsed="forbidden")),
    "department_decisions": Row(holders(MENDERS, lapsed="session")),
    # The HR director decided it.
    "department_undo": Row(
        holders("hr-director, second-administrator", lapsed="session"),
        holders("hr-director, second-administrator", "on", lapsed="forbidden"),
    ),
    "department_title": Row(holders(SEES_POSTS, lapsed="session"), holders(MENDERS, "ask again", lapsed="forbidden")),
    "department_post": Row(holders(SEES_POSTS, lapsed="session"), holders(MENDERS, "ask again", lapsed="forbidden")),
    # Files of people: a department's names every one who works there, so an administrator's session is open.
    "operating_feeds": Row(
        holders("second-administrator", lapsed="session"),
        holders("second-administrator", "ask again", lapsed="forbidden"),
    ),
    "operating_feed_template": Row(holders("second-administrator", lapsed="session")),
    "operating_feed": Row(holders(FEEDER, lapsed="session"), holders(FEEDER, "ask again", lapsed="forbidden")),
    "operating_feed_settings": Row(holders(FEEDER, lapsed="session"), holders(FEEDER, "ask again", lapsed="forbidden")),
    "operating_feed_token": Row(holders(FEEDER, lapsed="session"), holders(FEEDER, "unsure", lapsed="forbidden")),
    "operating_feed_file": Row(holders(FEEDER, lapsed="session"), holders(FEEDER, "unsure", lapsed="forbidden")),
    "operating_feed_aside": Row(holders(FEEDER, lapsed="session")),
    "operating_feed_discard": Row(holders(FEEDER, lapsed="session"), holders(FEEDER, "on", lapsed="forbidden")),
    "operating_twice": Row(
        holders("second-administrator", lapsed="session"),
        holders("second-administrator", "ask again", lapsed="forbidden"),
    ),
    "operating_merged": Row(holders("second-administrator", lapsed="session")),
    "operating_twin": Row(holders(FEEDER, lapsed="session"), holders(FEEDER, "ask again", lapsed="forbidden")),
    "operating_part": Row(holders(FEEDER, lapsed="session"), holders(FEEDER, "ask again", lapsed="forbidden")),
    "operating_jobs": Row(holders("second-administrator", lapsed="session")),
    "operating_job": Row(
        f"{own_account()}; second-administrator@inside: shown",
        holders("second-administrator@own, second-administrator@inside", "unsure"),
    ),
    "send_again": Row(
        holders("second-administrator", "on", lapsed="session"),
        holders("second-administrator@own, second-administrator@inside", "on", lapsed="forbidden"),
    ),
    "operating_disclosure": Row(holders("second-administrator", lapsed="session")),
    "operating_disclosure_profile": Row(
        holders("second-administrator", lapsed="session"),
        holders("second-administrator", "ask again", lapsed="forbidden"),
    ),
    "operating_sign_on": Row(holders("second-administrator", lapsed="session")),
    "operating_provider_add": Row(
        holders("second-administrator", lapsed="session"),
        holders("second-administrator", "ask again", lapsed="forbidden"),
    ),
    "operating_provider": Row(holders("second-administrator", lapsed="session")),
    "operating_provider_change": Row(
        holders("second-administrator", lapsed="session"),
        holders("second-administrator", "ask again", lapsed="forbidden"),
    ),
    "operating_provider_turn": Row(
        holders("second-administrator", "by form", lapsed="session"),
        holders("second-administrator", "on", lapsed="forbidden"),
    ),
    "operating_provider_try": Row(holders("second-administrator", "on", lapsed="session")),
    "operating_provider_tried": Row(holders("second-administrator", "on", lapsed="session")),
    "operating_provider_anew": Row(
        holders("second-administrator", lapsed="session"),
        holders("second-administrator", "ask again", lapsed="forbidden"),
    ),
    # Signing on by a department's provider.
    # No session counts there: without the token of a feed everybody is turned away.
    "scim": Row("no token", "no token"),
    "scim_path": Row("no token", "no token"),
    "sign_on": Row("shown", "ask again"),
    "sign_on_start": Row("on"),
    "sign_on_confirm": Row("not there; public: sign in"),
    "sign_on_back": Row("not there"),
    "sign_on_answer": Row("by form", "forbidden"),
    "sign_on_finish": Row("forbidden"),
    "sign_on_metadata": SHOWN,
    # Signing in, and the account.
    "account_login": Row("on; public: shown", "on; public: ask again"),
    "mfa_authenticate": Row("sign in"),
    "mfa_login_webauthn": Row("by form", "sign in"),
    "account_passkey_options": Row("by form", "shown"),
    "sign_out": Row("by form", "on"),
    "account_reset_password": Row("shown", "ask again"),
    "account_reset_password_done": SHOWN,
    "account_reset_password_from_key": Row(
        "shown; unlimited@outside: not there", "ask again; unlimited@outside: not there"
    ),
    "account": Row(account()),
    "account_change_password": Row(account(), account("ask again")),
    "account_email": Row(account(), account("ask again")),
    "account_confirm_email": Row(own_account(), own_account("on")),
    "mfa_activate_totp": Row(account(), account("ask again")),
    "mfa_deactivate_totp": Row(account(), account("not there")),
    "mfa_add_webauthn": Row(account(), account("ask again")),
    "account_passkey_add_options": Row(account("by form"), account()),
    "mfa_edit_webauthn": Row(own_account(), own_account("ask again")),
    "mfa_remove_webauthn": Row(own_account(), own_account("on")),
    "mfa_view_recovery_codes": Row(account(), account("on")),
    "account_sessions": Row(account()),
    "account_end_other_sessions": Row(account("by form"), account("on")),
    "account_end_session": Row(account("by form"), own_account("on")),
    "account_reauthenticate": Row(account(), account("ask again")),
    "account_confirm_options": Row(account("by form"), account()),
    "account_continue": Row(account("on")),
}


def expected(row: Row, method: str, who: str, target: str) -> str:
    """Return the answer a row expects."""
    first, *others = (row.post if method == "POST" and row.post else row.get).split("; ")
    found = first
    for part in others:
        names, _, given = part.partition(": ")
        for name in names.split(", "):
            group, _, only = name.partition("@")
            if who in WHO[group] and only in {"", target}:
                found = given
    return found
